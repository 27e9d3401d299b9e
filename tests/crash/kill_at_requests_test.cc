// The process dies before, during and after every request of each example's apply and destroy.

#include "tests/crash/example_run.h"
#include "tests/support/figures.h"

namespace dgctl::tests {
namespace {

std::string content_after_apply(const std::string& example) {
  ExampleRun run(example);
  REQUIRE(run.dgctl({"apply", "--auto-approve", "-q"}).code == 0);
  return run.content();
}

std::string content_after_destroy(const std::string& example) {
  ExampleRun run(example);
  REQUIRE(run.dgctl({"apply", "--auto-approve", "-q"}).code == 0);
  REQUIRE(run.dgctl({"destroy", "--auto-approve", "-q"}).code == 0);
  return run.content();
}

TEST_CASE("an apply that is killed at any request is finished by one rerun", "[crash]") {
  std::size_t kills = 0;
  for (const std::string& example : examples()) {
    const std::string expected = content_after_apply(example);
    for (const char* when : {"before", "applied", "answered"}) {
      for (std::size_t request = 0;; ++request) {
        ExampleRun run(example);
        run.kill_at(request, when);
        const Ended first = run.dgctl({"apply", "--auto-approve", "-q"});
        if (first.signal != SIGKILL) {
          REQUIRE(first.code == 0);
          REQUIRE(request > 5);
          break;
        }
        const Ended rerun = run.dgctl({"apply", "--auto-approve", "-q"});
        INFO(example << " killed " << when << " request " << request);
        REQUIRE(wrong_after_rerun(run, rerun, expected) == "");
        ++kills;
      }
    }
  }
  record_figure("apply of the other examples, killed at requests", "kills", kills);
}

TEST_CASE("a saved plan whose apply is killed at any request goes on with the same file",
          "[crash]") {
  std::size_t kills = 0;
  for (const std::string& example : examples()) {
    const std::string expected = content_after_apply(example);
    for (const char* when : {"before", "applied", "answered"}) {
      for (std::size_t request = 0;; ++request) {
        ExampleRun run(example);
        REQUIRE(run.dgctl({"plan", "-q", "--out", "plan.json"}).code == 0);
        run.kill_at(request, when);
        const Ended first = run.dgctl({"apply", "-q", "plan.json"});
        if (first.signal != SIGKILL) {
          REQUIRE(first.code == 0);
          REQUIRE(request > 5);
          break;
        }
        const Ended rerun = run.dgctl({"apply", "-q", "plan.json"});
        INFO(example << " killed " << when << " request " << request);
        REQUIRE(wrong_after_rerun(run, rerun, expected) == "");
        ++kills;
      }
    }
  }
  record_figure("apply of their saved plans, killed at requests", "kills", kills);
}

TEST_CASE("a destroy that is killed at any request is finished by one rerun", "[crash]") {
  std::size_t kills = 0;
  for (const std::string& example : examples()) {
    const std::string expected = content_after_destroy(example);
    for (const char* when : {"before", "applied", "answered"}) {
      for (std::size_t request = 0;; ++request) {
        ExampleRun run(example);
        REQUIRE(run.dgctl({"apply", "--auto-approve", "-q"}).code == 0);
        run.kill_at(request, when);
        const Ended first = run.dgctl({"destroy", "--auto-approve", "-q"});
        if (first.signal != SIGKILL) {
          REQUIRE(first.code == 0);
          REQUIRE(request > 5);
          break;
        }
        const Ended rerun = run.dgctl({"destroy", "--auto-approve", "-q"});
        INFO(example << " killed " << when << " request " << request);
        REQUIRE(wrong_after_rerun(
                    run, rerun, expected, {"plan", "--destroy", "--detailed-exitcode"}) == "");
        ++kills;
      }
    }
  }
  record_figure("destroy of them, killed at requests", "kills", kills);
}

}  // namespace
}  // namespace dgctl::tests
