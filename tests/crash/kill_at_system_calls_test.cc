// The process dies on entry to every system call that writes, syncs, renames or opens: strace puts
// a SIGKILL in the place of the call.

#include <cstdlib>
#include <iostream>

#include "tests/crash/example_run.h"

namespace dgctl::tests {
namespace {

const char* const kCalls[] = {"write",
                              "pwrite64",
                              "fsync",
                              "fdatasync",
                              "rename",
                              "unlink",
                              "link",
                              "ftruncate",
                              "openat",
                              "mkdir",
                              "flock"};

Ended apply_killed_at(ExampleRun& run,
                      const std::string& call,
                      std::size_t n,
                      const std::vector<std::string>& arguments) {
  std::vector<std::string> command{"strace",
                                   "-f",
                                   "-qq",
                                   "-o",
                                   "/dev/null",
                                   "-e",
                                   "trace=" + call,
                                   "-e",
                                   "inject=" + call + ":signal=SIGKILL:when=" + std::to_string(n),
                                   DGCTL_BIN "/dgctl"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run_process(command, run.folder());
}

/// Some sandboxes allow no tracing; then there is nothing to test with.
bool strace_works() {
  const ScratchFolder folder;
  return run_process({"strace", "-qq", "-o", "/dev/null", "true"}, folder.path()).code == 0;
}

/// How many of the calls are passed between two kills: 1 kills at each.
std::size_t stride() {
  const char* set = std::getenv("DGCTL_KILL_STRIDE");
  return set == nullptr ? 1 : std::max<std::size_t>(1, std::strtoul(set, nullptr, 10));
}

TEST_CASE("an apply that is killed at any system call is finished by one rerun",
          "[crash][strace]") {
  if (!strace_works()) {
    WARN("skipped: kill at system calls (strace cannot trace here)");
    return;
  }
  std::size_t kills = 0;
  for (const std::string& example : examples()) {
    ExampleRun undisturbed(example);
    REQUIRE(undisturbed.dgctl({"apply", "--auto-approve", "-q"}).code == 0);
    const std::string expected = undisturbed.content();
    for (const std::string call : kCalls) {
      for (std::size_t n = 1;; n += stride()) {
        ExampleRun run(example);
        const Ended first = apply_killed_at(run, call, n, {"apply", "--auto-approve", "-q"});
        if (first.signal == 0 && first.code == 0) break;
        ++kills;
        const Ended rerun = run.dgctl({"apply", "--auto-approve", "-q"});
        INFO(example << " killed at " << call << " number " << n);
        REQUIRE(wrong_after_rerun(run, rerun, expected) == "");
      }
    }
  }
  std::cout << kills << " kills at system calls\n";
  CHECK(kills >= 400 / stride());
}

TEST_CASE("a saved plan that is killed at any system call goes on with the same file",
          "[crash][strace]") {
  if (!strace_works()) {
    WARN("skipped: kill at system calls (strace cannot trace here)");
    return;
  }
  ExampleRun undisturbed("reverse-etl");
  REQUIRE(undisturbed.dgctl({"apply", "--auto-approve", "-q"}).code == 0);
  const std::string expected = undisturbed.content();
  for (const std::string call : {"write", "fsync", "fdatasync", "rename", "unlink"}) {
    for (std::size_t n = 1;; n += stride()) {
      ExampleRun run("reverse-etl");
      REQUIRE(run.dgctl({"plan", "-q", "--out", "plan.json"}).code == 0);
      const Ended first = apply_killed_at(run, call, n, {"apply", "-q", "plan.json"});
      if (first.signal == 0 && first.code == 0) break;
      const Ended rerun = run.dgctl({"apply", "-q", "plan.json"});
      INFO("killed at " << call << " number " << n);
      // All was done and recorded when the end of the journal was cut off: nothing is left to go on
      // with.
      if (rerun.code == 7) {
        REQUIRE(run.dgctl({"plan", "--detailed-exitcode"}).code == 0);
        continue;
      }
      REQUIRE(wrong_after_rerun(run, rerun, expected) == "");
    }
  }
}

}  // namespace
}  // namespace dgctl::tests
