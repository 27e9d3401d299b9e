#include "engine/plan/draft.h"

#include "engine/plan/drafting.h"

namespace dgctl::engine {

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
  }
  drafting.out.missing = drafting.view.missing();
  if (drafting.out.missing.empty() && drafting.out.problems.empty()) finish(drafting);
  return std::move(drafting.out);
}

}  // namespace dgctl::engine
