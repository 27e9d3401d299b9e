#include "engine/state/ledger.h"

#include <algorithm>

#include "engine/digest/seal.h"
#include "engine/edges/error.h"
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

std::string State::last_applied() const {
  return runs.empty() ? std::string()
                      : runs.back().finished.substr(0, std::string_view("2026-11-20").size());
}

void apply_edit(State& state, const StateEdit& edit) {
  std::visit(Overloaded{
                 [&](const Put& put) {
                   state.resources.insert_or_assign(put.recorded.address, put.recorded);
                 },
                 [&](const Remove& remove) { state.resources.erase(remove.address); },
             },
             edit);
}

void add_run(State& state, RunRecord run) {
  if (!state.runs.empty() && state.runs.back().id == run.id) return;  // worked in twice
  state.runs.push_back(std::move(run));
  if (state.runs.size() > kRunsKept) state.runs.erase(state.runs.begin());
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

Value to_value(const Recorded& recorded) {
  List needs;
  for (const Address& address : recorded.needs) needs.emplace_back(to_string(address));
  return Fields{{"address", to_string(recorded.address)},
                {"created", recorded.created},
                {"fields", recorded.fields},
                {"force_destroy", recorded.force_destroy},
                {"given", words_value(recorded.given)},
                {"id", recorded.id},
                {"needs", std::move(needs)},
                {"prevent_destroy", recorded.prevent_destroy}};
}

Recorded recorded_from(const Value& value) {
  const Fields& fields = object_in(value, "a recorded resource");
  Recorded recorded;
  recorded.address = address_in(fields, "address");
  if (find_descriptor(recorded.address.kind) == nullptr) {
    throw Error("it holds " + to_string(recorded.address) +
                ", a kind that this version does not know: update dgctl");
  }
  recorded.id = text_in(fields, "id");
  recorded.fields = fields_in(fields, "fields");
  recorded.created = flag_in(fields, "created");
  recorded.prevent_destroy = flag_in(fields, "prevent_destroy");
  recorded.force_destroy = flag_in(fields, "force_destroy");
  recorded.given = words_in(fields, "given");
  recorded.needs = addresses_in(fields, "needs");
  return recorded;
}

Value to_value(const StateEdit& edit) {
  return std::visit(
      Overloaded{
          [](const Put& put) -> Value { return Fields{{"put", to_value(put.recorded)}}; },
          [](const Remove& remove) -> Value {
            return Fields{{"remove", to_string(remove.address)}};
          },
      },
      edit);
}

StateEdit edit_from(const Value& value) {
  const Fields& fields = object_in(value, "an edit of the state");
  if (const Value* put = find(fields, "put")) return Put{recorded_from(*put)};
  return Remove{address_in(fields, "remove")};
}

}  // namespace dgctl::engine
