#include "engine/apply/schedule.h"

#include <utility>

namespace dgctl::engine {

Schedule::Schedule(const std::vector<Step>& steps)
    : dependents_(steps.size()), waits_for_(steps.size(), 0) {
  for (const Step& step : steps) {
    waits_for_.at(step.id) = step.after.size();
    for (const StepId before : step.after) dependents_.at(before).push_back(step.id);
    if (step.after.empty()) ready_.insert(step.id);
  }
}

std::vector<StepId> Schedule::ready() const {
  if (stopped_) return {};
  return {ready_.begin(), ready_.end()};
}

std::optional<StepId> Schedule::first_ready() const {
  if (stopped_ || ready_.empty()) return std::nullopt;
  return *ready_.begin();
}

void Schedule::started(StepId step) {
  ready_.erase(step);
  running_.insert(step);
}

void Schedule::finished(StepId step, Result result) {
  ready_.erase(step);
  running_.erase(step);
  const bool applied = std::holds_alternative<Applied>(result);
  results_.insert_or_assign(step, std::move(result));
  if (!applied) {
    skip_dependents(step);
    return;
  }
  for (const StepId dependent : dependents_.at(step)) {
    if (--waits_for_.at(dependent) == 0 && !results_.contains(dependent)) ready_.insert(dependent);
  }
}

void Schedule::skip_dependents(StepId step) {
  std::vector<StepId> open = dependents_.at(step);
  while (!open.empty()) {
    const StepId next = open.back();
    open.pop_back();
    if (!results_.emplace(next, Skipped{step}).second) continue;
    const std::vector<StepId>& more = dependents_.at(next);
    open.insert(open.end(), more.begin(), more.end());
  }
}

void Schedule::stop() { stopped_ = true; }

bool Schedule::done() const { return running_.empty() && (stopped_ || ready_.empty()); }

}  // namespace dgctl::engine
