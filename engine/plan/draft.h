#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/desired.h"
#include "engine/model/diagnostic.h"
#include "engine/model/duration.h"
#include "engine/plan/drift.h"
#include "engine/plan/plan.h"

namespace dgctl::engine {

/// What `dgctl rotate` asks for: the secrets of some principals, and nothing else.
struct Rotation {
  bool adds = false;               ///< a second secret is made now
  bool retires = false;            ///< the one before is deleted now
  std::optional<std::string> key;  ///< of one principal; else of all that have a secret
};

struct PlanInput {
  const Desired& desired;
  const State& state;
  const Live& live;
  std::string now;       ///< RFC 3339: accepted differences end, secrets expire
  bool destroy = false;  ///< as if the configuration asked for nothing
  std::optional<Rotation> rotation;
  /// Only looks: what is gone is drift and forbids nothing, and `Draft::drift` is filled.
  bool drift = false;
  Choices choices = {};

  [[nodiscard]] std::string today() const { return day_of(now); }
};

/// The three-way diff: desired, recorded, live. As long as `missing` is not empty the plan is not
/// complete: these look-ups are to be read and the draft made again.
struct Draft {
  Plan plan;
  std::vector<Lookup> missing;
  std::vector<Diagnostic>
      problems;  ///< what forbids a plan: an unknown principal, a securable that is not there
  bool is_denied = false;  ///< one of them is that something may not be seen
  Drift drift;             ///< where it was asked for
  /// The answer of another workspace than the configuration or the state is pinned to; "" if it is
  /// the right one. Checked before everything else.
  std::string wrong_workspace;
};
Draft draft(const PlanInput& input);

}  // namespace dgctl::engine
