// SIGINT at any moment: strace sends one on entry to a system call. Whatever is under way, the run
// ends with 8, the lock is free, the state is true, and the next apply goes on.

#include <algorithm>
#include <array>
#include <chrono>
#include <iostream>

#include "tests/crash/guide_run.h"

namespace dgctl::tests {
namespace {

/// Between them they are made in every phase of a run.
constexpr std::array kCalls{"write", "fsync", "openat", "flock", "renameat2", "rename", "futex"};
constexpr int kCancelled = 8;
/// CI systems kill after seven; tracing slows a run down.
constexpr std::chrono::seconds kEndsWithin{6};

/// `when`: as strace takes it, "7" for the seventh call, "7+1" for that and each after it.
Ended interrupted_at(const std::string& call, const std::string& when, const ExampleRun& run) {
  return run_process({"strace",
                      "-f",
                      "-qq",
                      "-o",
                      "/dev/null",
                      "-e",
                      "trace=?" + call,
                      "-e",
                      "inject=?" + call + ":signal=SIGINT:when=" + when,
                      DGCTL_BIN "/dgctl",
                      "apply",
                      "--auto-approve"},
                     run.folder());
}

bool strace_works() {
  const ScratchFolder folder;
  const Ended ended = run_process({"strace",
                                   "-f",
                                   "-qq",
                                   "-o",
                                   "/dev/null",
                                   "-e",
                                   "trace=write",
                                   "-e",
                                   "inject=write:signal=SIGINT:when=1",
                                   "echo"},
                                  folder.path());
  return ended.signal == SIGINT;
}

struct Tried {
  std::size_t cancelled = 0, finished = 0, before_it_began = 0;
};

void interrupt_everywhere(const std::string& further, Tried& tried) {
  for (const std::string call : kCalls) {
    for (std::size_t n = 1;; n += (n < 20 ? 2 : 7)) {
      ExampleRun run("guide");
      const auto began = std::chrono::steady_clock::now();
      const Ended ended = interrupted_at(call, std::to_string(n) + further, run);
      const auto took = std::chrono::steady_clock::now() - began;
      INFO(call << " number " << n << further << ", exit code " << ended.code << ", signal "
                << ended.signal << "\n"
                << ended.output);
      REQUIRE(took < kEndsWithin);
      if (ended.signal == SIGINT) {
        // The loader of programs was at work, and nothing of ours.
        REQUIRE(ended.output.empty());
        ++tried.before_it_began;
        continue;
      }
      REQUIRE((ended.code == 0 || ended.code == kCancelled));
      ++(ended.code == 0 ? tried.finished : tried.cancelled);
      const Ended rerun = run.dgctl({"apply", "--auto-approve", "-q", "--lock-timeout", "0s"});
      REQUIRE(wrong_after(run, rerun, 1) == "");
      if (ended.code == 0 && ended.output.find("interrupted") == std::string::npos) break;
    }
  }
}

TEST_CASE("an apply that is interrupted at any moment is finished by the next", "[interrupt]") {
  if (!strace_works()) {
    WARN("skipped: interruptions (strace cannot trace here)");
    return;
  }
  Tried tried;
  interrupt_everywhere("", tried);
  std::cout << tried.cancelled << " interruptions, " << tried.finished << " came too late\n";
  CHECK(tried.cancelled >= 100);
}

TEST_CASE("an apply that is interrupted twice ends at once and loses nothing", "[interrupt]") {
  if (!strace_works()) {
    WARN("skipped: interruptions (strace cannot trace here)");
    return;
  }
  Tried tried;
  interrupt_everywhere("+1", tried);
  CHECK(tried.cancelled >= 50);
}

}  // namespace
}  // namespace dgctl::tests
