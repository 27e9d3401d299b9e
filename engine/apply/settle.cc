#include "engine/apply/settle.h"

#include <algorithm>

#include "engine/model/overloaded.h"
#include "engine/model/privileges.h"
#include "engine/plan/compare.h"

namespace dgctl::engine {
namespace {

/// Whether an object has the fields that a call sent.
bool has(const Object& object, const Fields& sent) {
  const Descriptor& descriptor = descriptor_of(object.kind);
  return std::all_of(sent.begin(), sent.end(), [&](const auto& item) {
    const Field* field = descriptor.field(item.first);
    return field == nullptr || same(*field, &item.second, find(object.fields, item.first));
  });
}

/// Whether the set-like fields of an object hold what was to come and not what was to go.
bool has(const Object& object, const std::map<std::string, WordsDelta>& words) {
  return std::all_of(words.begin(), words.end(), [&](const auto& item) {
    const Privileges live = members_of(find(object.fields, item.first));
    return without(item.second.add, live).empty() && common(item.second.remove, live).empty();
  });
}

bool has(const Acl& acl, const AclEntry& entry) {
  const std::string* principal = entry.principal.text();
  if (principal == nullptr) return false;
  const auto it = acl.direct.find(*principal);
  return entry.level.empty() ? it == acl.direct.end()
                             : it != acl.direct.end() && it->second == entry.level;
}

bool has(const Grants& grants, const GrantDelta& delta) {
  const std::string* principal = delta.principal.text();
  if (principal == nullptr) return false;
  const auto it = grants.direct.find(*principal);
  const Privileges live = it == grants.direct.end() ? Privileges{} : it->second;
  return without(delta.add, live).empty() && common(delta.remove, live).empty();
}

const ReadResult* answer(const Live& live, const Lookup& lookup) {
  const auto it = live.find(lookup);
  return it == live.end() ? nullptr : &it->second;
}

/// The one object that an answer tells of, or nullptr.
const Object* object_at(const Live& now, const Lookup& lookup) {
  if (const auto* object = reading<Object>(now, lookup)) return object;
  const auto* objects = reading<Objects>(now, lookup);
  return objects != nullptr && objects->size() == 1 ? &objects->front() : nullptr;
}

std::optional<bool> object_has(const Live& now, const Lookup& lookup, const Fields& sent) {
  const ReadResult* result = answer(now, lookup);
  if (result == nullptr || std::holds_alternative<Hidden>(*result)) return std::nullopt;
  const Object* object = object_at(now, lookup);
  return object != nullptr && has(*object, sent);
}

std::optional<bool> is_updated(const Live& now, const Lookup& lookup, const UpdateObject& call) {
  const std::optional<bool> alike = object_has(now, lookup, call.changed);
  if (!alike.value_or(false)) return alike;
  return has(*object_at(now, lookup), call.words);
}

/// A name of its run's own proves a creation; nothing else has to be compared.
bool is_proven_by_name(const CreateObject& call) {
  const auto& fields = descriptor_of(call.kind).fields;
  return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
    return field.proves_creation && call.fields.contains(field.name);
  });
}

std::optional<bool> has_secret(const Live& now, const Lookup& lookup, const std::string& id) {
  const auto* secrets = reading<std::vector<SecretInfo>>(now, lookup);
  if (secrets == nullptr) return is_absent(now, lookup) ? std::optional(false) : std::nullopt;
  return std::any_of(
      secrets->begin(), secrets->end(), [&](const SecretInfo& s) { return s.id == id; });
}

/// Whether a sink says beside the value what it is to say.
bool has_settings(const SinkLabel& there, const Fields& wanted) {
  return std::all_of(kSinkSettings.begin(), kSinkSettings.end(), [&](const char* name) {
    const Value* value = find(wanted, name);
    return value == nullptr || text_of(there.settings, name) == text_of(wanted, name);
  });
}

/// Whether a sink holds the secret that was to be stored there.
std::optional<bool> is_stored(const Live& now, const Lookup& lookup, const StoreSecret& call) {
  const auto* label = reading<SinkLabel>(now, lookup);
  if (label == nullptr) return is_absent(now, lookup) ? std::optional(false) : std::nullopt;
  if (label->secret_id != text_of(call.label, "secret_id")) return false;
  return !call.keeps_value || has_settings(*label, call.label);
}

/// Whether an object has the fields that its creation sent and belongs to whoever runs this, as
/// what one has made does: somebody else may have made it meanwhile.
std::optional<bool> is_made_by_runner(const Live& now, const Lookup& lookup, const Fields& sent) {
  const std::optional<bool> alike = object_has(now, lookup, sent);
  if (!alike.value_or(false)) return alike;
  const Object* object = object_at(now, lookup);
  const auto* runner = reading<Identity>(now, Runner{});
  if (runner == nullptr) return std::nullopt;
  return !object->owner || *object->owner == runner->name;
}

/// What is recorded of a secret that was asked for without an answer: enough to find and delete
/// what that made.
void note_unheard(const Intent& intent, const IssueSecret& call, State& state) {
  for (const StateEdit& edit : intent.edits) {
    const auto* put = std::get_if<PutSecret>(&edit);
    if (put == nullptr) {
      apply_edit(state, edit);
      continue;
    }
    PutSecret unheard = *put;
    unheard.secret.status = SecretStatus::Unheard;
    unheard.secret.created = call.since;
    unheard.secret.ids_before = call.ids_before;
    if (call.principal_id.text() != nullptr)
      unheard.secret.principal_id = *call.principal_id.text();
    apply_edit(state, unheard);
  }
}

/// Whether what it may have made is found later, by what is noted now.
bool is_unheard(const Attempt& attempt) {
  if (std::holds_alternative<Done>(attempt.heard)) return false;
  const auto* failed = std::get_if<NotDone>(&attempt.heard);
  return failed == nullptr || failed->may_have_happened;
}

/// What a call yielded, if it took effect; what has to be read first goes into `settled.missing`.
std::optional<StepOutcome> heard_or_seen(const Attempt& attempt,
                                         const Live& live,
                                         Settled& settled) {
  if (const auto* done = std::get_if<Done>(&attempt.heard)) return done->outcome;
  const auto* failed = std::get_if<NotDone>(&attempt.heard);
  if (failed != nullptr && !failed->may_have_happened) return std::nullopt;
  const Intent& intent = attempt.intent;
  bool is_read = true;
  for (const Lookup& evidence : evidence_for(intent.call)) {
    if (live.contains(evidence)) continue;
    settled.missing.push_back(evidence);
    is_read = false;
  }
  if (!is_read) return std::nullopt;
  const std::optional<bool> happened = took_effect(intent.call, intent.existed, live);
  if (!happened) settled.cannot_tell.push_back(intent.step);
  if (!happened.value_or(false)) return std::nullopt;
  return outcome_of(intent.call, live);
}

/// Counts what a step that took effect did to the resources.
void count_edit(const State& state, const StateEdit& edit, RunRecord& run) {
  std::visit(Overloaded{
                 [&](const Put& put) {
                   ++(state.resources.contains(put.recorded.address) ? run.changed : run.added);
                 },
                 [&](const Remove&) { ++run.destroyed; },
                 [&](const PutSecret& put) {
                   if (put.secret.status == SecretStatus::Issued) ++run.added;
                 },
                 [&](const DropSecret&) { ++run.destroyed; },
             },
             edit);
}

void check_belongs(const State& state, const Journal& journal) {
  const Begin& begin = journal.begin;
  if (!state.lineage.empty() && state.lineage != begin.lineage) {
    throw CorruptError("the journal is of a state of lineage " + begin.lineage +
                       ", the state's is " + state.lineage);
  }
  // The state may have been written by that run since, or by others that settled it, each time just
  // before the journal was to be cut. No other run writes before the journal is its own.
  const bool same = state.serial == begin.serial;
  const bool its_own = state.serial > begin.serial && state.run == begin.run;
  if (!same && !its_own) {
    throw CorruptError("the journal of the interrupted run goes with serial " +
                       std::to_string(begin.serial) + " of the state, which has serial " +
                       std::to_string(state.serial));
  }
}

}  // namespace

std::vector<Lookup> evidence_for(const Call& call) {
  const auto known_text = [](const Value& value) {
    return value.text() == nullptr ? std::string() : *value.text();
  };
  return std::visit(
      Overloaded{
          [](const CreateObject& c) {
            if (is_proven_by_name(c)) {
              return std::vector<Lookup>{
                  ByName{c.kind, full_name(descriptor_of(c.kind), c.fields)}};
            }
            return std::vector<Lookup>{ByName{c.kind, full_name(descriptor_of(c.kind), c.fields)},
                                       Runner{}};
          },
          [&](const UpdateObject& c) {
            return std::vector<Lookup>{lookup_of(c.kind, known_text(c.id))};
          },
          [](const DeleteObject& c) { return std::vector<Lookup>{lookup_of(c.kind, c.id)}; },
          [](const PatchGrants& c) { return std::vector<Lookup>{GrantsOn{c.on}}; },
          [&](const WriteAcl& c) {
            return std::vector<Lookup>{AclOf{c.kind, known_text(c.thing)}};
          },
          [&](const IssueSecret& c) {
            return std::vector<Lookup>{SecretsOf{known_text(c.principal_id)}};
          },
          [](const StoreSecret& c) { return std::vector<Lookup>{InSink{c.sink}}; },
          [](const ProveSecret& c) { return std::vector<Lookup>{InSink{c.sink}}; },
          [](const RetireSecret& c) { return std::vector<Lookup>{SecretsOf{c.principal_id}}; },
      },
      call);
}

std::optional<bool> took_effect(const Call& call, bool existed, const Live& now) {
  const Lookup lookup = evidence_for(call).front();
  const ReadResult* result = answer(now, lookup);
  if (result == nullptr || std::holds_alternative<Hidden>(*result)) return std::nullopt;
  return std::visit(
      Overloaded{
          [&](const CreateObject& c) -> std::optional<bool> {
            if (existed) return false;
            if (is_proven_by_name(c)) return object_at(now, lookup) != nullptr;
            return is_made_by_runner(now, lookup, c.fields);
          },
          [&](const UpdateObject& c) { return is_updated(now, lookup, c); },
          [&](const DeleteObject&) -> std::optional<bool> {
            return std::holds_alternative<Absent>(*result);
          },
          [&](const PatchGrants& c) -> std::optional<bool> {
            const auto* grants = reading<Grants>(now, lookup);
            return grants != nullptr &&
                   std::all_of(c.deltas.begin(), c.deltas.end(), [&](const auto& delta) {
                     return has(*grants, delta);
                   });
          },
          [&](const WriteAcl& c) -> std::optional<bool> {
            const auto* acl = reading<Acl>(now, lookup);
            return acl != nullptr &&
                   std::all_of(c.entries.begin(), c.entries.end(), [&](const auto& entry) {
                     return has(*acl, entry);
                   });
          },
          // Its value is lost with the answer, so that it never counts as done.
          [](const IssueSecret&) -> std::optional<bool> { return std::nullopt; },
          [&](const StoreSecret& c) { return is_stored(now, lookup, c); },
          // Proving again does no harm.
          [](const ProveSecret&) -> std::optional<bool> { return false; },
          [&](const RetireSecret& c) -> std::optional<bool> {
            const std::optional<bool> there = has_secret(now, lookup, c.id);
            return there ? std::optional(!*there) : std::nullopt;
          },
      },
      call);
}

StepOutcome outcome_of(const Call& call, const Live& now) {
  const Object* object = object_at(now, evidence_for(call).front());
  return object == nullptr ? StepOutcome{} : StepOutcome{object->id, object->fields};
}

Settled settle(const State& state, const Journal& journal, const Live& live) {
  check_belongs(state, journal);
  Settled settled;
  settled.state = state;
  settled.done = journal.begin.done;
  settled.run = {journal.begin.run,
                 journal.begin.operation,
                 journal.begin.who,
                 journal.begin.at,
                 journal.begin.plan,
                 "interrupted",
                 0,
                 0,
                 0};
  settled.state.lineage = journal.begin.lineage;
  settled.state.stack = journal.begin.stack;
  settled.state.pins = journal.begin.pins;
  settled.state.excess = journal.begin.excess;
  for (const StateEdit& edit : journal.begin.edits) apply_edit(settled.state, edit);
  for (const Attempt& attempt : journal.attempts) {
    const auto* issue = std::get_if<IssueSecret>(&attempt.intent.call);
    if (issue != nullptr && is_unheard(attempt)) {
      note_unheard(attempt.intent, *issue, settled.state);
      continue;
    }
    const std::optional<StepOutcome> outcome = heard_or_seen(attempt, live, settled);
    if (!outcome) continue;
    for (const StateEdit& edit : edits_after(attempt.intent, *outcome)) {
      count_edit(settled.state, edit, settled.run);
      apply_edit(settled.state, edit);
    }
    settled.done.push_back(attempt.intent.step);
  }
  return settled;
}

}  // namespace dgctl::engine
