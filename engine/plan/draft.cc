#include "engine/plan/draft.h"

#include <algorithm>

#include "engine/model/overloaded.h"
#include "engine/plan/drafting.h"
#include "engine/plan/drift_notes.h"

namespace dgctl::engine {

namespace {

bool is_secret(const Address& address) {
  return descriptor_of(address.kind).shape == Shape::Secret;
}

const Address& address_of(const StateEdit& edit) {
  return std::visit(Overloaded{
                        [](const Put& put) -> const Address& { return put.recorded.address; },
                        [](const Remove& remove) -> const Address& { return remove.address; },
                        [](const PutSecret& put) -> const Address& { return put.of.address; },
                        [](const DropSecret& drop) -> const Address& { return drop.of; },
                    },
                    edit);
}

/// A rotation is about secrets alone: whatever else there is to do waits for the next apply.
void keep_only_secrets(Drafting& drafting) {
  std::erase_if(drafting.drafted,
                [](const Drafted& drafted) { return !is_secret(address_of(drafted.change)); });
  Plan& plan = drafting.out.plan;
  std::vector<PreviousSecret> previous = std::move(plan.previous_secrets);
  std::vector<std::string> warnings = std::move(plan.warnings);
  std::vector<HiddenRead> hidden = std::move(plan.hidden);
  std::erase_if(hidden, [](const HiddenRead& read) {
    return std::none_of(read.affects.begin(), read.affects.end(), is_secret);
  });
  // What makes room for the record of a secret still has to.
  std::vector<StateEdit> relocations = std::move(plan.relocations);
  std::erase_if(relocations, [](const StateEdit& edit) { return !is_secret(address_of(edit)); });
  plan = {};
  plan.hidden = std::move(hidden);
  plan.relocations = std::move(relocations);
  plan.previous_secrets = std::move(previous);
  plan.warnings = std::move(warnings);
  plan.excess = drafting.in.state.excess;
}

}  // namespace

Draft draft(const PlanInput& input) {
  Drafting drafting(input);
  check_workspace(drafting);
  if (drafting.out.wrong_workspace.empty()) {
    draft_objects(drafting);
    drafting.check_that_objects_differ();
    drafting.make_room_for_entries();
    draft_leftovers(drafting);
    note_object_drift(drafting);
    draft_levels(drafting);
    draft_secrets(drafting);
    if (!input.rotation) draft_entries(drafting);
    if (input.rotation) keep_only_secrets(drafting);
  }
  drafting.out.missing = drafting.view.missing();
  if (drafting.out.missing.empty() && drafting.out.problems.empty()) {
    if (input.drift && input.choices.refresh_only) draft_refresh(drafting);
    keep_chosen(drafting);
    check_limits(drafting);
    finish(drafting);
    finish_drift(drafting);
  }
  return std::move(drafting.out);
}

}  // namespace dgctl::engine
