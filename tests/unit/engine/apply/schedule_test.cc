#include "engine/apply/schedule.h"

#include "tests/support/catch.h"

namespace dgctl::engine::schedule_test {
namespace {

/// Steps of which each waits for those that are listed.
std::vector<Step> steps(const std::vector<std::vector<StepId>>& after) {
  std::vector<Step> all;
  for (const auto& before : after) {
    Step step;
    step.id = static_cast<StepId>(all.size());
    step.after = before;
    all.push_back(step);
  }
  return all;
}

TEST_CASE("a step may start once all that it waits for is applied", "[schedule]") {
  Schedule schedule(steps({{}, {}, {0, 1}, {2}}));
  CHECK(schedule.ready() == std::vector<StepId>{0, 1});
  schedule.started(0);
  CHECK(schedule.ready() == std::vector<StepId>{1});
  schedule.finished(0, Applied{});
  schedule.started(1);
  CHECK(schedule.ready().empty());
  CHECK_FALSE(schedule.done());
  schedule.finished(1, Applied{});
  CHECK(schedule.ready() == std::vector<StepId>{2});
  schedule.started(2);
  schedule.finished(2, Applied{});
  CHECK(schedule.first_ready() == StepId{3});
}

TEST_CASE("what waits for a failed step is skipped and the rest goes on", "[schedule]") {
  Schedule schedule(steps({{}, {0}, {1}, {}}));
  schedule.started(0);
  schedule.finished(0, Failed{ErrorClass::Denied, "no", false});
  CHECK(std::holds_alternative<Skipped>(schedule.results().at(1)));
  CHECK(std::holds_alternative<Skipped>(schedule.results().at(2)));
  CHECK(schedule.ready() == std::vector<StepId>{3});
}

TEST_CASE("nothing starts after a stop", "[schedule]") {
  Schedule schedule(steps({{}, {}}));
  schedule.started(0);
  schedule.stop();
  CHECK(schedule.ready().empty());
  CHECK_FALSE(schedule.first_ready());
  CHECK_FALSE(schedule.done());
  schedule.finished(0, Applied{});
  CHECK(schedule.done());
}

TEST_CASE("a step that an earlier run has applied frees what waits for it", "[schedule]") {
  Schedule schedule(steps({{}, {0}}));
  schedule.finished(0, Applied{});
  CHECK(schedule.ready() == std::vector<StepId>{1});
}

}  // namespace
}  // namespace dgctl::engine::schedule_test
