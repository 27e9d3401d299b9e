// The process dies before, during and after every request of each example's apply and destroy.

#include <functional>

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

/// What is killed, and what is run beside it.
struct Killing {
  std::vector<std::string> before;  ///< what is run first; empty: nothing is
  std::vector<std::string> killed;  ///< and then run once more
  std::vector<std::string> plan{"plan", "--detailed-exitcode"};  ///< finds nothing to do then
};

/// Kills it at one request, before, during or after that. False: it makes fewer requests.
bool is_killed_at(const std::string& example,
                  std::size_t request,
                  const char* when,
                  const Killing& killing,
                  const std::string& expected) {
  ExampleRun run(example);
  if (!killing.before.empty()) REQUIRE(run.dgctl(killing.before).code == 0);
  run.kill_at(request, when);
  const Ended first = run.dgctl(killing.killed);
  INFO(example << " killed " << when << " request " << request << "\n" << first.output);
  if (first.signal != SIGKILL) {
    REQUIRE(first.code == 0);
    REQUIRE(request > 5);
    return false;
  }
  const Ended rerun = run.dgctl(killing.killed);
  REQUIRE(wrong_after_rerun(run, rerun, expected, killing.plan) == "");
  return true;
}

/// How many kills there were, of all examples, at all requests.
std::size_t kill_everywhere(const Killing& killing,
                            const std::function<std::string(const std::string&)>& expected_of) {
  std::size_t kills = 0;
  for (const std::string& example : examples()) {
    const std::string expected = expected_of(example);
    for (const char* when : {"before", "applied", "answered"}) {
      std::size_t request = 0;
      while (is_killed_at(example, request, when, killing, expected)) ++request;
      kills += request;
    }
  }
  return kills;
}

TEST_CASE("an apply that is killed at any request is finished by one rerun", "[crash]") {
  const Killing killing{{}, {"apply", "--auto-approve", "-q"}};
  record_figure("apply of the other examples, killed at requests",
                "kills",
                kill_everywhere(killing, content_after_apply));
}

TEST_CASE("a saved plan whose apply is killed at any request goes on with the same file",
          "[crash]") {
  const Killing killing{{"plan", "-q", "--out", "plan.json"}, {"apply", "-q", "plan.json"}};
  record_figure("apply of their saved plans, killed at requests",
                "kills",
                kill_everywhere(killing, content_after_apply));
}

TEST_CASE("a destroy that is killed at any request is finished by one rerun", "[crash]") {
  const Killing killing{{"apply", "--auto-approve", "-q"},
                        {"destroy", "--auto-approve", "-q"},
                        {"plan", "--destroy", "--detailed-exitcode"}};
  record_figure("destroy of them, killed at requests",
                "kills",
                kill_everywhere(killing, content_after_destroy));
}

}  // namespace
}  // namespace dgctl::tests
