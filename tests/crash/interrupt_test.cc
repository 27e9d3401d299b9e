// SIGINT, SIGTERM and SIGHUP at random moments of an apply: it ends with 8 and soon, the lock is
// free, the state is true, and the next apply goes on.

#include <chrono>
#include <csignal>
#include <iostream>
#include <random>
#include <string_view>
#include <thread>

#include <poll.h>

#include "tests/crash/guide_run.h"
#include "tests/support/figures.h"

namespace dgctl::tests {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kCancelled = 8;
#ifdef DGCTL_SANITIZED
constexpr std::size_t kTimes = 20;
#else
constexpr std::size_t kTimes = 100;
#endif
/// What it says of the first signal, and of the second.
constexpr const char* kHeard = "once more stops at once";
constexpr const char* kAtOnce = "stopped at once";
/// CI systems kill after seven seconds; dgctl promises three.
constexpr std::chrono::seconds kEndsWithin{3};

struct Interrupted {
  Ended ended;
  Clock::duration lasted{}, ended_after{};  ///< since it said its first word, since the last signal
};

using Signals = std::vector<int>;

/// Runs an apply of the guide and sends it signals: the first so long after it said its first word,
/// a second as soon as it said that it heard the first.
Interrupted interrupt(const ExampleRun& run,
                      std::chrono::microseconds when,
                      const Signals& signals) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
    ::dup2(ends[1], STDOUT_FILENO);
    ::dup2(ends[1], STDERR_FILENO);
    if (::chdir(run.folder().c_str()) != 0) ::_exit(127);
    ::execl(DGCTL_BIN "/dgctl", "dgctl", "apply", "--auto-approve", nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  Interrupted result;
  std::array<char, 4096> chunk{};
  const auto read_more = [&] {
    const ssize_t got = ::read(ends[0], chunk.data(), chunk.size());
    if (got > 0) result.ended.output.append(chunk.data(), static_cast<std::size_t>(got));
    return got > 0;
  };
  read_more();
  const Clock::time_point began = Clock::now();
  std::this_thread::sleep_for(when);
  if (!signals.empty()) ::kill(child, signals.front());
  if (signals.size() > 1) {
    while (result.ended.output.find(kHeard) == std::string::npos && read_more()) {
    }
    ::kill(child, signals.back());
  }
  const Clock::time_point sent = Clock::now();
  while (read_more()) {
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  result.lasted = Clock::now() - began;
  result.ended_after = Clock::now() - sent;
  result.ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  result.ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return result;
}

/// What is wrong with what an interrupted apply left, before anybody goes on with it, or "": nobody
/// holds the lock, and what is recorded, with what the journal has, is what is there.
std::string wrong_at_once(const ExampleRun& run) {
  const Ended lock = run.dgctl({"state", "unlock"});
  if (lock.output.find("is not locked") == std::string::npos)
    return "the lock is held:\n" + lock.output;
  const Ended drift = run.dgctl({"drift", "-q"});
  return drift.code == 0 ? "" : "the state is not true:\n" + drift.output;
}

/// How often what a run says then was said.
std::size_t interrupt_at_random(const std::vector<Signals>& signals,
                                std::size_t times,
                                std::uint64_t seed,
                                const std::string& said) {
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(
      interrupt(ExampleRun("guide"), std::chrono::microseconds(0), {}).lasted);
  std::mt19937_64 random(seed);
  std::size_t heard = 0;
  for (std::size_t i = 0; i < times; ++i) {
    const std::chrono::microseconds when(
        static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(whole.count())));
    const ExampleRun run("guide");
    const Signals& sent = signals[i % signals.size()];
    const Interrupted first = interrupt(run, when, sent);
    INFO(when.count() << " us after its first word, " << sent.size() << " times signal "
                      << sent.front() << ", exit code " << first.ended.code << ", signal "
                      << first.ended.signal << "\n"
                      << first.ended.output);
    REQUIRE((first.ended.code == kCancelled || first.ended.code == 0));
    REQUIRE(first.ended_after < kEndsWithin);
    if (first.ended.output.find(said) != std::string::npos) ++heard;
    const bool at_once = first.ended.output.find(kAtOnce) != std::string::npos;
    REQUIRE((!at_once || first.ended.code == kCancelled));
    if (first.ended.code == kCancelled) REQUIRE(wrong_at_once(run) == "");
    const Ended rerun = run.dgctl({"apply", "--auto-approve", "-q", "--lock-timeout", "0s"});
    REQUIRE(wrong_after(run, rerun, 1) == "");
  }
  return heard;
}

TEST_CASE("an apply that is interrupted at a random moment is finished by the next",
          "[interrupt]") {
  const std::size_t heard =
      interrupt_at_random({{SIGINT}, {SIGTERM}, {SIGINT}, {SIGHUP}}, kTimes, 1, kHeard);
  std::cout << heard << " of " << kTimes << " interruptions came before the end\n";
  record_figure("apply of the guide, interrupted at random moments", "interruptions", kTimes);
  CHECK(heard > kTimes / 5);
}

TEST_CASE("an apply that is interrupted twice ends at once and loses nothing", "[interrupt]") {
  const std::size_t heard =
      interrupt_at_random({{SIGINT, SIGINT}, {SIGTERM, SIGINT}}, kTimes / 2, 2, kAtOnce);
  record_figure("apply of the guide, interrupted twice", "interruptions", kTimes / 2);
  CHECK(heard > 0);
}

}  // namespace
}  // namespace dgctl::tests
