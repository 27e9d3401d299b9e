#pragma once

#include <string>
#include <vector>

#include "engine/model/desired.h"
#include "engine/model/diagnostic.h"
#include "engine/plan/plan.h"

namespace dgctl::engine {

struct PlanInput {
  const Desired& desired;
  const State& state;
  const Live& live;
  std::string today;     ///< "2026-11-24": accepted differences end
  bool destroy = false;  ///< as if the configuration asked for nothing
};

/// The three-way diff: desired, recorded, live. As long as `missing` is not empty the plan is not
/// complete: these look-ups are to be read and the draft made again.
struct Draft {
  Plan plan;
  std::vector<Lookup> missing;
  std::vector<Diagnostic>
      problems;  ///< what forbids a plan: an unknown principal, a securable that is not there
  /// The answer of another workspace than the configuration or the state is pinned to; "" if it is
  /// the right one. Checked before everything else.
  std::string wrong_workspace;
};
Draft draft(const PlanInput& input);

}  // namespace dgctl::engine
