#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "engine/edges/error.h"
#include "engine/model/step.h"

namespace dgctl::engine {

struct Applied {
  StepOutcome outcome;
};
struct Failed {
  ErrorClass error_class = ErrorClass::Ours;
  std::string why;
  bool may_have_happened = false;
};
/// What the step builds on had moved, so that it was left out.
struct Stale {
  std::string what_moved;
};
/// A step that it waits for was not applied.
struct Skipped {
  StepId because_of = 0;
};
using Result = std::variant<Applied, Failed, Stale, Skipped>;

/// Which step may start. No thread, clock or I/O, so that a seed can drive every interleaving in
/// one thread.
class Schedule {
 public:
  /// The ids of `steps` count from 0.
  explicit Schedule(const std::vector<Step>& steps);

  /// Those that may start now, by id.
  [[nodiscard]] std::vector<StepId> ready() const;
  [[nodiscard]] std::optional<StepId> first_ready() const;
  void started(StepId step);
  /// Also for a step that was not started: an earlier run has applied it. What waits for a step
  /// that was not applied is skipped.
  void finished(StepId step, Result result);
  /// Interruption, time-out, lost lock: nothing new becomes ready.
  void stop();
  /// Nothing is under way and nothing may start.
  [[nodiscard]] bool done() const;

  /// What became of the steps that are finished or skipped.
  [[nodiscard]] const std::map<StepId, Result>& results() const { return results_; }
  [[nodiscard]] const std::set<StepId>& running() const { return running_; }

 private:
  void skip_dependents(StepId step);

  std::vector<std::vector<StepId>> dependents_;
  std::vector<std::size_t> waits_for_;  ///< how many, of each step
  std::set<StepId> ready_, running_;
  std::map<StepId, Result> results_;
  bool stopped_ = false;
};

}  // namespace dgctl::engine
