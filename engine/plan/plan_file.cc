#include "engine/plan/plan_file.h"

#include "engine/digest/seal.h"
#include "engine/digest/sha256.h"
#include "engine/edges/error.h"
#include "engine/state/call_document.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

constexpr std::int64_t kPlanFormat = 3;

template <class Items, class ToValue>
Value list_of(const Items& items, ToValue to) {
  List list;
  for (const auto& item : items) list.emplace_back(to(item));
  return list;
}

template <class T, class From>
std::vector<T> all_in(const Fields& fields, std::string_view name, From from) {
  std::vector<T> all;
  for (const Value& value : list_in(fields, name)) all.push_back(from(value));
  return all;
}

Value held_value(const Held& held) {
  return Fields{{"address", to_string(held.address)},
                {"fresh", words_value(held.fresh)},
                {"known", words_value(held.known)},
                {"mover", to_value(held.mover)},
                {"name", held.pair.name}};
}

Held held_from(const Value& value) {
  const Fields& fields = object_in(value, "an excess");
  Held held;
  held.address = address_in(fields, "address");
  held.pair = {held.address.kind, text_in(fields, "name")};
  held.known = words_in(fields, "known");
  held.fresh = words_in(fields, "fresh");
  held.mover = mover_in(fields);
  return held;
}

Value hidden_value(const HiddenRead& read) {
  return Fields{
      {"affects", list_of(read.affects, [](const Address& a) { return Value(to_string(a)); })},
      {"lookup", to_value(read.lookup)},
      {"needs", read.needs},
      {"reason", read.reason}};
}

Address address_from(const Value& value) {
  const auto address = value.text() == nullptr ? std::nullopt : parse_address(*value.text());
  if (!address) throw CorruptError("an address is malformed");
  return *address;
}

HiddenRead hidden_from(const Value& value) {
  const Fields& fields = object_in(value, "a hidden reading");
  return {lookup_from(fields_in(fields, "lookup")),
          text_in(fields, "needs"),
          text_in(fields, "reason"),
          all_in<Address>(fields, "affects", address_from)};
}

Value step_value(const Step& step) {
  return Fields{
      {"after", list_of(step.after, [](StepId id) { return Value(std::int64_t{id}); })},
      {"call", to_value(step.call)},
      {"changes",
       list_of(step.changes, [](std::size_t i) { return Value(static_cast<std::int64_t>(i)); })},
      {"id", std::int64_t{step.id}},
      {"reviewed", list_of(step.reviewed, [](const auto& reviewed) {
         return Value(
             Fields{{"fingerprint", reviewed.second}, {"lookup", to_value(reviewed.first)}});
       })}};
}

std::int64_t index_from(const Value& value) {
  const auto* number = std::get_if<std::int64_t>(&value.is);
  if (number == nullptr || *number < 0) throw CorruptError("an index is malformed");
  return *number;
}

Step step_from(const Value& value) {
  const Fields& fields = object_in(value, "a step");
  Step step;
  step.id = static_cast<StepId>(number_in(fields, "id"));
  step.call = call_from(fields_in(fields, "call"));
  step.changes = all_in<std::size_t>(
      fields, "changes", [](const Value& v) { return static_cast<std::size_t>(index_from(v)); });
  step.after = all_in<StepId>(
      fields, "after", [](const Value& v) { return static_cast<StepId>(index_from(v)); });
  for (const Value& item : list_in(fields, "reviewed")) {
    const Fields& reviewed = object_in(item, "a reviewed reading");
    step.reviewed.emplace_back(lookup_from(fields_in(reviewed, "lookup")),
                               text_in(reviewed, "fingerprint"));
  }
  return step;
}

Value edits_value(const std::vector<StateEdit>& edits) {
  return list_of(edits, [](const StateEdit& edit) { return to_value(edit); });
}

std::vector<StateEdit> edits_from(const Value& value) {
  std::vector<StateEdit> edits;
  if (value.list() == nullptr) throw CorruptError("edits of the state are no list");
  for (const Value& edit : *value.list()) edits.push_back(edit_from(edit));
  return edits;
}

std::string text_from(const Value& value) {
  if (value.text() == nullptr) throw CorruptError("a message is no text");
  return *value.text();
}

Value addresses_value(const std::vector<Address>& addresses) {
  return list_of(addresses, [](const Address& each) { return Value(to_string(each)); });
}

Value choices_value(const Choices& choices) {
  Fields allow;
  for (const auto& [name, number] : choices.allow) allow.emplace(name, number);
  return Fields{{"allow", std::move(allow)},
                {"only", addresses_value(choices.only)},
                {"refresh_only", choices.refresh_only},
                {"release", addresses_value(choices.release)}};
}

Choices choices_in(const Fields& fields, std::string_view name) {
  const Fields& item = fields_in(fields, name);
  Choices choices;
  const Fields& allow = fields_in(item, "allow");
  for (const auto& [limit, number] : allow) choices.allow.emplace(limit, number_in(allow, limit));
  choices.only = all_in<Address>(item, "only", address_from);
  choices.release = all_in<Address>(item, "release", address_from);
  choices.refresh_only = flag_in(item, "refresh_only");
  return choices;
}

Fields plan_fields(const Plan& plan) {
  return {
      {"choices", choices_value(plan.choices)},
      {"changes", list_of(plan.changes, [](const Change& c) { return to_value(c); })},
      {"edits", list_of(plan.edits, edits_value)},
      {"excess", excess_value(plan.excess)},
      {"held", list_of(plan.held, held_value)},
      {"hidden", list_of(plan.hidden, hidden_value)},
      {"ignored",
       list_of(plan.ignored,
               [](const Ignored& i) {
                 Fields item{{"address", to_string(i.address)},
                             {"because", i.because},
                             {"field", i.field},
                             {"until", i.until}};
                 if (i.live) item.emplace("live", *i.live);
                 if (i.desired) item.emplace("desired", *i.desired);
                 return Value(std::move(item));
               })},
      {"kept",
       list_of(plan.kept,
               [](const Kept& k) {
                 return Value(Fields{{"address", to_string(k.address)}, {"because", k.because}});
               })},
      {"previous_secrets",
       list_of(plan.previous_secrets,
               [](const PreviousSecret& p) {
                 return Value(Fields{{"address", to_string(p.address)},
                                     {"expires", p.expires},
                                     {"id", p.id},
                                     {"retire", p.retire}});
               })},
      {"records_excess", plan.records_excess},
      {"refusals", List(plan.refusals.begin(), plan.refusals.end())},
      {"relocations", edits_value(plan.relocations)},
      {"steps", list_of(plan.steps, step_value)},
      {"unmanaged",
       list_of(plan.unmanaged,
               [](const Unmanaged& u) {
                 return Value(Fields{{"address", to_string(u.address)}, {"field", u.field}});
               })},
      {"warnings", List(plan.warnings.begin(), plan.warnings.end())},
  };
}

void check_indices(const Plan& plan) {
  if (plan.edits.size() != plan.changes.size())
    throw CorruptError("changes and edits do not match");
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    bool right = step.id == i && !step.changes.empty();
    for (const std::size_t change : step.changes) right = right && change < plan.changes.size();
    for (const StepId before : step.after) right = right && before < step.id;
    if (!right) throw CorruptError("the steps do not match the changes");
  }
}

Plan plan_in(const Fields& fields) {
  Plan plan;
  plan.choices = choices_in(fields, "choices");
  plan.changes = all_in<Change>(fields, "changes", change_from);
  plan.edits = all_in<std::vector<StateEdit>>(fields, "edits", edits_from);
  plan.excess = excess_in(fields, "excess");
  plan.held = all_in<Held>(fields, "held", held_from);
  plan.hidden = all_in<HiddenRead>(fields, "hidden", hidden_from);
  plan.ignored = all_in<Ignored>(fields, "ignored", [](const Value& value) {
    const Fields& item = object_in(value, "an ignored difference");
    return Ignored{address_in(item, "address"),
                   text_in(item, "field"),
                   text_in(item, "because"),
                   text_in(item, "until"),
                   optional_in(item, "live"),
                   optional_in(item, "desired")};
  });
  plan.kept = all_in<Kept>(fields, "kept", [](const Value& value) {
    const Fields& item = object_in(value, "what is kept");
    return Kept{address_in(item, "address"), text_in(item, "because")};
  });
  plan.previous_secrets =
      all_in<PreviousSecret>(fields, "previous_secrets", [](const Value& value) {
        const Fields& item = object_in(value, "a previous secret");
        return PreviousSecret{address_in(item, "address"),
                              text_in(item, "id"),
                              text_in(item, "expires"),
                              text_in(item, "retire")};
      });
  plan.records_excess = flag_in(fields, "records_excess");
  plan.refusals = all_in<std::string>(fields, "refusals", text_from);
  plan.relocations = edits_from(Value(list_in(fields, "relocations")));
  plan.steps = all_in<Step>(fields, "steps", step_from);
  plan.unmanaged = all_in<Unmanaged>(fields, "unmanaged", [](const Value& value) {
    const Fields& item = object_in(value, "an unmanaged field");
    return Unmanaged{address_in(item, "address"), text_in(item, "field")};
  });
  plan.warnings = all_in<std::string>(fields, "warnings", text_from);
  check_indices(plan);
  return plan;
}

Value resource_value(const DesiredResource& resource) {
  return Fields{
      {"address", to_string(resource.address)},
      {"adopt", resource.adopt},
      {"condition", static_cast<int>(resource.condition)},
      {"exclusive", resource.exclusive},
      {"excess", static_cast<int>(resource.excess)},
      {"existing", resource.existing},
      {"fields", resource.fields},
      {"force_destroy", resource.force_destroy},
      {"ignore_changes",
       list_of(resource.ignore_changes,
               [](const IgnoredChange& i) {
                 return Value(
                     Fields{{"because", i.because}, {"field", i.field}, {"until", i.until}});
               })},
      {"needs", list_of(resource.needs, [](const Address& a) { return Value(to_string(a)); })},
      {"prevent_destroy", resource.prevent_destroy}};
}

}  // namespace

std::string plan_text(const PlanFile& file) {
  Fields variables(file.variables.begin(), file.variables.end());
  Fields dgctl{{"applyable", file.plan.refusals.empty()},
               {"desired_digest", file.desired_digest},
               {"format_version", kPlanFormat},
               {"interrupted", file.interrupted},
               {"last_applied", file.last_applied},
               {"made_at", file.made_at},
               {"made_by", file.made_by},
               {"operation", file.operation},
               {"plan", plan_fields(file.plan)},
               {"requests_read", file.requests_read},
               {"stack", file.stack},
               {"state",
                Fields{{"journal", file.journal_digest},
                       {"lineage", file.lineage},
                       {"serial", static_cast<std::int64_t>(file.serial)}}},
               {"target", file.target},
               {"variables", std::move(variables)},
               {"workspace", to_value(file.workspace)}};
  if (!file.lock_holder.empty()) dgctl.emplace("lock_holder", file.lock_holder);
  return sealed(to_printed_json(Fields{{"dgctl", std::move(dgctl)}}));
}

ReadPlan plan_from(std::string_view text) {
  const std::string digest = seal_of(text);
  if (digest.empty()) throw CorruptError("it is damaged: its checksum does not match its bytes");
  const Value document = from_json(text);
  const Fields& fields = fields_in(object_in(document, "the plan"), "dgctl");
  const std::int64_t format = number_in(fields, "format_version");
  if (format != kPlanFormat) {
    throw Error("it has format " + std::to_string(format) + ", this dgctl reads format " +
                std::to_string(kPlanFormat) + ": apply it with the version that made it, " +
                text_in(fields, "made_by"));
  }
  PlanFile file;
  file.made_at = text_in(fields, "made_at");
  file.made_by = text_in(fields, "made_by");
  file.operation = text_in(fields, "operation");
  file.workspace = pins_from(fields_in(fields, "workspace"));
  file.stack = text_in(fields, "stack");
  file.target = text_in(fields, "target");
  for (const auto& [name, value] : fields_in(fields, "variables")) {
    file.variables.emplace(name, value);
  }
  file.desired_digest = text_in(fields, "desired_digest");
  const Fields& state = fields_in(fields, "state");
  file.lineage = text_in(state, "lineage");
  file.serial = static_cast<std::uint64_t>(number_in(state, "serial"));
  file.journal_digest = text_in(state, "journal");
  file.last_applied = text_in(fields, "last_applied");
  file.interrupted = text_in(fields, "interrupted");
  if (find(fields, "lock_holder") != nullptr) file.lock_holder = text_in(fields, "lock_holder");
  file.requests_read = number_in(fields, "requests_read");
  file.plan = plan_in(fields_in(fields, "plan"));
  return {std::move(file), digest};
}

std::string desired_digest(const Desired& desired) {
  Fields variables(desired.variables.begin(), desired.variables.end());
  const DesiredWorkspace& workspace = desired.workspace;
  Fields document{{"account_id", workspace.account_id.value_or("")},
                  {"host", workspace.host},
                  {"metastore_id", workspace.metastore_id.value_or("")},
                  {"principals",
                   list_of(desired.principals,
                           [](const DesiredPrincipal& p) {
                             return Value(Fields{{"excess", static_cast<int>(p.excess)},
                                                 {"key", p.key},
                                                 {"kind", p.kind},
                                                 {"principal", p.principal}});
                           })},
                  {"resources", list_of(desired.resources, resource_value)},
                  {"stack", desired.stack},
                  {"target", desired.target},
                  {"variables", std::move(variables)},
                  {"workspace_id", workspace.workspace_id.value_or(0)}};
  if (desired.account) document.emplace("identities_of", desired.account->host);
  return sha256(to_json(document));
}

}  // namespace dgctl::engine
