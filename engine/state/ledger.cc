#include "engine/state/ledger.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/digest/seal.h"
#include "engine/edges/error.h"
#include "engine/model/duration.h"
#include "engine/model/overloaded.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

std::vector<Address> addresses_in(const Fields& fields, std::string_view name) {
  std::vector<Address> addresses;
  for (const std::string& text : words_in(fields, name)) {
    const auto address = parse_address(text);
    if (!address) throw CorruptError("'" + text + "' is no address");
    addresses.push_back(*address);
  }
  std::sort(addresses.begin(), addresses.end());
  return addresses;
}

RunRecord run_from(const Value& value) {
  const Fields& fields = object_in(value, "a run");
  RunRecord run;
  run.id = text_in(fields, "id");
  run.operation = text_in(fields, "operation");
  run.who = text_in(fields, "who");
  run.finished = text_in(fields, "finished");
  run.plan = text_in(fields, "plan");
  run.outcome = text_in(fields, "outcome");
  run.added = number_in(fields, "added");
  run.changed = number_in(fields, "changed");
  run.destroyed = number_in(fields, "destroyed");
  return run;
}

Value to_value(const State& state) {
  Fields resources;
  for (const auto& [address, recorded] : state.resources) {
    resources.emplace(to_string(address), to_value(recorded));
  }
  List runs;
  for (const RunRecord& run : state.runs) runs.push_back(to_value(run));
  return Fields{{"excess", excess_value(state.excess)},
                {"format_version", kStateFormat},
                {"lineage", state.lineage},
                {"pins", to_value(state.pins)},
                {"resources", std::move(resources)},
                {"run", state.run},
                {"runs", std::move(runs)},
                {"serial", static_cast<std::int64_t>(state.serial)},
                {"stack", state.stack}};
}

State state_from(const Fields& fields) {
  State state;
  state.lineage = text_in(fields, "lineage");
  const std::int64_t serial = number_in(fields, "serial");
  if (serial < 0) throw CorruptError("'serial' is negative");
  state.serial = static_cast<std::uint64_t>(serial);
  state.stack = text_in(fields, "stack");
  state.pins = pins_from(fields_in(fields, "pins"));
  state.run = text_in(fields, "run");
  for (const auto& [name, value] : fields_in(fields, "resources")) {
    Recorded recorded = recorded_from(value);
    if (to_string(recorded.address) != name)
      throw CorruptError("'" + name + "' names another resource");
    state.resources.emplace(recorded.address, std::move(recorded));
  }
  state.excess = excess_in(fields, "excess");
  for (const Value& run : list_in(fields, "runs")) state.runs.push_back(run_from(run));
  return state;
}

}  // namespace

bool RunRecord::is_of_state_only() const {
  return operation == "import" || operation == "refresh" || operation.starts_with("state ");
}

bool RunRecord::is_whole() const {
  const bool is_of_all = operation == "apply" || operation == "destroy";
  return is_of_all && outcome == "done";
}

const RunRecord* State::last_apply() const {
  const auto whole =
      std::find_if(runs.rbegin(), runs.rend(), [](const RunRecord& one) { return one.is_whole(); });
  if (whole != runs.rend()) return &*whole;
  const auto last = std::find_if(
      runs.rbegin(), runs.rend(), [](const RunRecord& one) { return !one.is_of_state_only(); });
  return last == runs.rend() ? nullptr : &*last;
}

Value to_value(const RunRecord& run) {
  return Fields{{"added", run.added},
                {"changed", run.changed},
                {"destroyed", run.destroyed},
                {"finished", run.finished},
                {"id", run.id},
                {"operation", run.operation},
                {"outcome", run.outcome},
                {"plan", run.plan},
                {"who", run.who}};
}

std::string State::last_applied_at() const {
  const RunRecord* last = last_apply();
  return last == nullptr ? std::string() : last->finished;
}

std::string State::last_applied() const { return day_of(last_applied_at()); }

namespace {

void put_resource(State& state, const Recorded& recorded) {
  const auto [at, is_new] = state.resources.try_emplace(recorded.address, recorded);
  if (is_new) return;
  std::vector<RecordedSecret> secrets = std::move(at->second.secrets);
  at->second = recorded;
  if (recorded.secrets.empty()) at->second.secrets = std::move(secrets);
}

void put_secret(State& state, const PutSecret& put) {
  put_resource(state, put.of);
  std::vector<RecordedSecret>& all = state.resources.at(put.of.address).secrets;
  const auto same = std::find_if(
      all.begin(), all.end(), [&](const RecordedSecret& s) { return s.id == put.secret.id; });
  if (same == all.end()) {
    all.push_back(put.secret);
  } else {
    *same = put.secret;
  }
  const bool may_be_used =
      put.secret.status != SecretStatus::Unheard && put.secret.status != SecretStatus::Orphan;
  if (may_be_used) state.resources.at(put.of.address).id = put.secret.id;
}

void drop_secret(State& state, const DropSecret& drop) {
  const auto at = state.resources.find(drop.of);
  if (at == state.resources.end()) return;
  std::erase_if(at->second.secrets, [&](const RecordedSecret& s) { return s.id == drop.id; });
  if (drop.ends_record && at->second.secrets.empty()) state.resources.erase(at);
}

}  // namespace

void apply_edit(State& state, const StateEdit& edit) {
  std::visit(Overloaded{
                 [&](const Put& put) { put_resource(state, put.recorded); },
                 [&](const Remove& remove) { state.resources.erase(remove.address); },
                 [&](const PutSecret& put) { put_secret(state, put); },
                 [&](const DropSecret& drop) { drop_secret(state, drop); },
             },
             edit);
}

void add_run(State& state, RunRecord run) {
  if (!state.runs.empty() && state.runs.back().id == run.id) return;  // worked in twice
  state.runs.push_back(std::move(run));
  if (state.runs.size() <= kRunsKept) return;
  // The last apply is what drift is told from: it is kept, however much is edited after it.
  auto oldest = state.runs.begin();
  if (&*oldest == state.last_apply()) ++oldest;
  state.runs.erase(oldest);
}

std::string state_text(const State& state) { return sealed(to_printed_json(to_value(state))); }

State state_from(std::string_view text) {
  if (seal_of(text).empty()) {
    throw CorruptError("it is damaged: its checksum does not match its bytes");
  }
  const Value document = from_json(text);
  const Fields& fields = object_in(document, "the state");
  const std::int64_t format = number_in(fields, "format_version");
  if (format > kStateFormat) {
    throw Error("it has format " + std::to_string(format) +
                ", written by a newer dgctl; this one reads up to " + std::to_string(kStateFormat) +
                ": update dgctl");
  }
  if (format < 1) throw CorruptError("its format " + std::to_string(format) + " never existed");
  return state_from(fields);
}

Value to_value(const Pins& pins) {
  return Fields{{"account_id", pins.account_id},
                {"host", pins.host},
                {"metastore_id", pins.metastore_id},
                {"workspace_id", pins.workspace_id}};
}

Pins pins_from(const Fields& fields) {
  return {text_in(fields, "host"),
          number_in(fields, "workspace_id"),
          text_in(fields, "metastore_id"),
          text_in(fields, "account_id")};
}

Value excess_value(const std::map<NaturalKey, Privileges>& excess) {
  List items;
  for (const auto& [key, words] : excess) {
    items.emplace_back(
        Fields{{"kind", key.kind}, {"name", key.name}, {"words", words_value(words)}});
  }
  return items;
}

std::map<NaturalKey, Privileges> excess_in(const Fields& fields, std::string_view name) {
  std::map<NaturalKey, Privileges> excess;
  for (const Value& item : list_in(fields, name)) {
    const Fields& entry = object_in(item, "an excess");
    excess.emplace(NaturalKey{text_in(entry, "kind"), text_in(entry, "name")},
                   words_in(entry, "words"));
  }
  return excess;
}

namespace {

constexpr std::array<std::pair<SecretStatus, const char*>, 5> kStatuses{{
    {SecretStatus::Unheard, "unheard"},
    {SecretStatus::Orphan, "orphan"},
    {SecretStatus::Issued, "issued"},
    {SecretStatus::Stored, "stored"},
    {SecretStatus::Proven, "proven"},
}};

Value to_value(const RecordedSecret& secret) {
  return Fields{{"created", secret.created},
                {"expires", secret.expires},
                {"hash", secret.hash},
                {"id", secret.id},
                {"ids_before", words_value(secret.ids_before)},
                {"lifetime_s", secret.lifetime_s},
                {"principal_id", secret.principal_id},
                {"sink", secret.sink},
                {"status", to_string(secret.status)}};
}

SecretStatus status_in(const Fields& fields) {
  const std::string name = text_in(fields, "status");
  const auto* it = std::find_if(
      kStatuses.begin(), kStatuses.end(), [&](const auto& s) { return s.second == name; });
  if (it == kStatuses.end()) throw CorruptError("'" + name + "' is no status of a secret");
  return it->first;
}

RecordedSecret secret_from(const Value& value) {
  const Fields& fields = object_in(value, "a recorded secret");
  RecordedSecret secret;
  secret.id = text_in(fields, "id");
  secret.principal_id = text_in(fields, "principal_id");
  secret.hash = text_in(fields, "hash");
  secret.created = text_in(fields, "created");
  secret.expires = text_in(fields, "expires");
  secret.sink = text_in(fields, "sink");
  secret.status = status_in(fields);
  secret.lifetime_s = number_in(fields, "lifetime_s");
  secret.ids_before = words_in(fields, "ids_before");
  return secret;
}

}  // namespace

const char* to_string(SecretStatus status) {
  return std::find_if(
             kStatuses.begin(), kStatuses.end(), [&](const auto& s) { return s.first == status; })
      ->second;
}

Value to_value(const Recorded& recorded) {
  List needs;
  for (const Address& address : recorded.needs) needs.emplace_back(to_string(address));
  Fields fields{{"address", to_string(recorded.address)},
                {"created", recorded.created},
                {"fields", recorded.fields},
                {"force_destroy", recorded.force_destroy},
                {"given", words_value(recorded.given)},
                {"id", recorded.id},
                {"needs", std::move(needs)},
                {"prevent_destroy", recorded.prevent_destroy}};
  List secrets;
  for (const RecordedSecret& secret : recorded.secrets) secrets.push_back(to_value(secret));
  if (!secrets.empty()) fields.emplace("secrets", std::move(secrets));
  return fields;
}

Recorded recorded_from(const Value& value) {
  const Fields& fields = object_in(value, "a recorded resource");
  Recorded recorded;
  recorded.address = address_in(fields, "address");
  recorded.id = text_in(fields, "id");
  recorded.fields = fields_in(fields, "fields");
  recorded.created = flag_in(fields, "created");
  recorded.prevent_destroy = flag_in(fields, "prevent_destroy");
  recorded.force_destroy = flag_in(fields, "force_destroy");
  recorded.given = words_in(fields, "given");
  recorded.needs = addresses_in(fields, "needs");
  if (find(fields, "secrets") != nullptr) {
    for (const Value& secret : list_in(fields, "secrets")) {
      recorded.secrets.push_back(secret_from(secret));
    }
  }
  return recorded;
}

Value to_value(const StateEdit& edit) {
  return std::visit(
      Overloaded{
          [](const Put& put) -> Value { return Fields{{"put", to_value(put.recorded)}}; },
          [](const Remove& remove) -> Value {
            return Fields{{"remove", to_string(remove.address)}};
          },
          [](const PutSecret& put) -> Value {
            return Fields{{"of", to_value(put.of)}, {"put_secret", to_value(put.secret)}};
          },
          [](const DropSecret& drop) -> Value {
            return Fields{{"drop_secret", drop.id},
                          {"ends_record", drop.ends_record},
                          {"of", to_string(drop.of)}};
          },
      },
      edit);
}

StateEdit edit_from(const Value& value) {
  const Fields& fields = object_in(value, "an edit of the state");
  if (const Value* put = find(fields, "put")) return Put{recorded_from(*put)};
  if (const Value* secret = find(fields, "put_secret")) {
    return PutSecret{recorded_from(Value(fields_in(fields, "of"))), secret_from(*secret)};
  }
  if (find(fields, "drop_secret") != nullptr) {
    return DropSecret{
        address_in(fields, "of"), text_in(fields, "drop_secret"), flag_in(fields, "ends_record")};
  }
  return Remove{address_in(fields, "remove")};
}

}  // namespace dgctl::engine
