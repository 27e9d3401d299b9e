// The process dies on entry to every system call that writes, syncs, renames or opens: strace puts
// a SIGKILL in the place of the call.

#include <array>
#include <cstdlib>
#include <iostream>

#include "tests/crash/guide_run.h"
#include "tests/support/figures.h"

namespace dgctl::tests {
namespace {

/// Where an architecture lacks a call, as arm64 lacks rename, it has another of those listed, and
/// nothing is killed at the one that it lacks.
constexpr std::array kCalls{"write",
                            "pwrite64",
                            "fsync",
                            "fdatasync",
                            "rename",
                            "renameat",
                            "renameat2",
                            "unlink",
                            "unlinkat",
                            "link",
                            "linkat",
                            "ftruncate",
                            "openat",
                            "mkdir",
                            "mkdirat",
                            "flock"};

Ended killed_at(const std::string& call,
                std::size_t n,
                const std::vector<std::string>& program,
                const std::filesystem::path& folder) {
  // The '?': a call that this architecture does not have is no mistake.
  std::vector<std::string> command{
      "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=?" + call, "-e"};
  command.push_back("inject=?" + call + ":signal=SIGKILL:when=" + std::to_string(n));
  command.insert(command.end(), program.begin(), program.end());
  return run_process(command, folder);
}

/// How many files the loader opens before a program's first line. It does nothing then that could
/// be lost, and to kill it at each of its libraries says nothing of the program.
std::size_t opened_by_the_loader(const std::filesystem::path& folder) {
  const std::filesystem::path log = folder / "loader";
  run_process({"strace", "-qq", "-o", log, "-e", "trace=openat", DGCTL_BIN "/dgctl", "version"},
              folder);
  std::ifstream lines(log);
  std::size_t opened = 0;
  for (std::string line; std::getline(lines, line);) {
    const bool is_library = line.find(".so") != std::string::npos;
    opened += is_library ? 1 : 0;
  }
  return opened;
}

/// The first call of a kind that is worth a kill.
std::size_t first_of(const std::string& call) {
  static const std::size_t kOpened = opened_by_the_loader(ScratchFolder().path());
  return call == "openat" ? kOpened + 1 : 1;
}

/// True if it was killed, false if it made fewer such calls and so came to its end.
bool is_killed_at(const std::string& call,
                  std::size_t n,
                  std::vector<std::string> arguments,
                  const ExampleRun& run) {
  arguments.insert(arguments.begin(), DGCTL_BIN "/dgctl");
  const Ended ended = killed_at(call, n, arguments, run.folder());
  if (ended.signal == 0 && ended.code == 0) return false;
  INFO(call << " number " << n << ", exit code " << ended.code << "\n" << ended.output);
  REQUIRE(ended.signal == SIGKILL);
  return true;
}

/// Some sandboxes allow no tracing, or none that kills; then there is nothing to test with.
bool strace_works() {
  const ScratchFolder folder;
  return killed_at("write", 1000, {"echo"}, folder.path()).code == 0 &&
         killed_at("write", 1, {"echo"}, folder.path()).signal == SIGKILL;
}

TEST_CASE("an apply that is killed at any system call is finished by one rerun",
          "[crash][strace]") {
  if (!strace_works()) {
    WARN("skipped: kill at system calls (strace cannot trace here)");
    return;
  }
  std::size_t kills = 0;
  const std::size_t step = stride(2);  // what the examples do differs less than that
  for (const std::string& example : examples()) {
    ExampleRun undisturbed(example);
    REQUIRE(undisturbed.dgctl({"apply", "--auto-approve", "-q"}).code == 0);
    const std::string expected = undisturbed.content();
    for (const std::string call : kCalls) {
      for (std::size_t n = first_of(call);; n += step) {
        ExampleRun run(example);
        if (!is_killed_at(call, n, {"apply", "--auto-approve", "-q"}, run)) break;
        ++kills;
        const Ended rerun = run.dgctl({"apply", "--auto-approve", "-q"});
        INFO(example << " killed at " << call << " number " << n);
        REQUIRE(wrong_after_rerun(run, rerun, expected) == "");
      }
    }
  }
  std::cout << kills << " kills at system calls\n";
  record_figure("apply, killed at system calls", "kills", kills);
  CHECK(kills >= 400 / step);
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
  std::size_t kills = 0;
  for (const std::string call :
       {"write", "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat"}) {
    for (std::size_t n = first_of(call);; n += stride()) {
      ExampleRun run("reverse-etl");
      REQUIRE(run.dgctl({"plan", "-q", "--out", "plan.json"}).code == 0);
      if (!is_killed_at(call, n, {"apply", "-q", "plan.json"}, run)) break;
      ++kills;
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
  record_figure("apply of a saved plan, killed at system calls", "kills", kills);
  CHECK(kills >= 20 / stride());
}

TEST_CASE("the guide that is killed at any system call loses and leaves no secret",
          "[crash][strace]") {
  if (!strace_works()) {
    WARN("skipped: kill at system calls (strace cannot trace here)");
    return;
  }
  std::size_t kills = 0;
  for (const std::string call : {"write", "fsync", "rename", "renameat", "renameat2", "openat"}) {
    for (std::size_t n = first_of(call);; n += stride()) {
      ExampleRun run("guide");
      if (!is_killed_at(call, n, {"apply", "--auto-approve", "-q"}, run)) break;
      ++kills;
      const Ended rerun = run.dgctl({"apply", "--auto-approve", "-q"});
      INFO("killed at " << call << " number " << n);
      REQUIRE(wrong_after(run, rerun, 1) == "");
    }
  }
  record_figure("apply of the guide, killed at system calls", "kills", kills);
  CHECK(kills >= 60 / stride());
}

/// An example that was applied, with one grant out of its state.
struct AppliedExample : ExampleRun {
  AppliedExample() : ExampleRun("restricted-schemas") {
    REQUIRE(dgctl({"apply", "--auto-approve", "-q"}).code == 0);
    REQUIRE(dgctl({"state", "rm", "grant.catalog:marketing/main", "--auto-approve"}).code == 0);
  }
};

TEST_CASE("a change of the state by hand that is killed at any system call is done or not begun",
          "[crash][strace]") {
  if (!strace_works()) {
    WARN("skipped: kill at system calls (strace cannot trace here)");
    return;
  }
  const std::vector<std::vector<std::string>> commands{
      {"state", "rm", "catalog.main", "--auto-approve"},
      {"state", "mv", "catalog.main", "catalog.other", "--auto-approve"},
      {"import", "grant.catalog:marketing/main"}};
  std::size_t kills = 0;
  for (const auto& command : commands) {
    const AppliedExample undisturbed;
    const std::string before = undisturbed.dgctl({"state", "list"}).output;
    REQUIRE(undisturbed.dgctl(command).code == 0);
    const std::string after = undisturbed.dgctl({"state", "list"}).output;
    const std::string content = undisturbed.content();
    for (const std::string call :
         {"write", "pwrite64", "fsync", "rename", "renameat", "renameat2", "unlink", "linkat"}) {
      for (std::size_t n = first_of(call);; n += stride()) {
        const AppliedExample run;
        if (!is_killed_at(call, n, command, run)) break;
        ++kills;
        INFO(command.front() << " " << command[1] << " killed at " << call << " number " << n);
        const Ended left = run.dgctl({"state", "list"});
        REQUIRE(left.code == 0);
        const bool is_whole = left.output == before || left.output == after;
        REQUIRE(is_whole);
        const Ended again = run.dgctl(command);
        REQUIRE(again.code == (left.output == before ? 0 : 4));
        REQUIRE(run.dgctl({"state", "list"}).output == after);
        REQUIRE(run.dgctl({"plan"}).code == 0);
        REQUIRE(run.content() == content);
      }
    }
  }
  std::cout << kills << " kills of changes by hand\n";
  record_figure("state rm, state mv and import, killed at system calls", "kills", kills);
  CHECK(kills >= 20 / stride());
}

}  // namespace
}  // namespace dgctl::tests
