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

std::optional<bool> object_has(const Live& now, const Lookup& lookup, const Fields& sent) {
  const ReadResult* result = answer(now, lookup);
  if (result == nullptr || std::holds_alternative<Hidden>(*result)) return std::nullopt;
  const auto* object = reading<Object>(now, lookup);
  return object != nullptr && has(*object, sent);
}

/// Whether an object has the fields that its creation sent and belongs to whoever runs this, as
/// what one has made does: somebody else may have made it meanwhile.
std::optional<bool> is_made_by_runner(const Live& now, const Lookup& lookup, const Fields& sent) {
  const std::optional<bool> alike = object_has(now, lookup, sent);
  if (!alike.value_or(false)) return alike;
  const auto* object = reading<Object>(now, lookup);
  const auto* runner = reading<Identity>(now, Runner{});
  if (runner == nullptr) return std::nullopt;
  return !object->owner || *object->owner == runner->name;
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
  if (const auto* put = std::get_if<Put>(&edit)) {
    ++(state.resources.contains(put->recorded.address) ? run.changed : run.added);
  } else {
    ++run.destroyed;
  }
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
  return std::visit(
      Overloaded{
          [](const CreateObject& c) {
            return std::vector<Lookup>{ByName{c.kind, full_name(descriptor_of(c.kind), c.fields)},
                                       Runner{}};
          },
          [](const UpdateObject& c) {
            return std::vector<Lookup>{ByName{c.kind, c.id.text() == nullptr ? "" : *c.id.text()}};
          },
          [](const DeleteObject& c) { return std::vector<Lookup>{ByName{c.kind, c.id}}; },
          [](const PatchGrants& c) { return std::vector<Lookup>{GrantsOn{c.on}}; },
      },
      call);
}

std::optional<bool> took_effect(const Call& call, bool existed, const Live& now) {
  const Lookup lookup = evidence_for(call).front();
  const ReadResult* result = answer(now, lookup);
  if (result == nullptr || std::holds_alternative<Hidden>(*result)) return std::nullopt;
  return std::visit(Overloaded{
                        [&](const CreateObject& c) -> std::optional<bool> {
                          if (existed) return false;
                          return is_made_by_runner(now, lookup, c.fields);
                        },
                        [&](const UpdateObject& c) { return object_has(now, lookup, c.changed); },
                        [&](const DeleteObject&) -> std::optional<bool> {
                          return std::holds_alternative<Absent>(*result);
                        },
                        [&](const PatchGrants& c) -> std::optional<bool> {
                          const auto* grants = reading<Grants>(now, lookup);
                          return grants != nullptr &&
                                 std::all_of(
                                     c.deltas.begin(), c.deltas.end(), [&](const auto& delta) {
                                       return has(*grants, delta);
                                     });
                        },
                    },
                    call);
}

StepOutcome outcome_of(const Call& call, const Live& now) {
  const auto* object = reading<Object>(now, evidence_for(call).front());
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
