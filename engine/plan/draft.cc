#include "engine/plan/draft.h"

#include "engine/plan/drafting.h"

namespace dgctl::engine {

namespace {

/// A rotation is about secrets alone: whatever else there is to do waits for the next apply.
void keep_only_secrets(Drafting& drafting) {
  std::erase_if(drafting.drafted, [](const Drafted& drafted) {
    return descriptor_of(address_of(drafted.change).kind).shape != Shape::Secret;
  });
  Plan& plan = drafting.out.plan;
  std::vector<PreviousSecret> previous = std::move(plan.previous_secrets);
  std::vector<std::string> warnings = std::move(plan.warnings);
  plan = {};
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
    drafting.make_room_for_entries();
    draft_leftovers(drafting);
    draft_levels(drafting);
    draft_secrets(drafting);
    if (!input.rotation) draft_entries(drafting);
    if (input.rotation) keep_only_secrets(drafting);
  }
  drafting.out.missing = drafting.view.missing();
  if (drafting.out.missing.empty() && drafting.out.problems.empty()) finish(drafting);
  return std::move(drafting.out);
}

}  // namespace dgctl::engine
