// What starting costs: whole processes, with /bin/true as the reference that does nothing.

#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

void run(benchmark::State& bench, const std::vector<const char*>& command) {
  std::vector<char*> arguments;
  for (const char* argument : command) arguments.push_back(const_cast<char*>(argument));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t silent{};
  ::posix_spawn_file_actions_init(&silent);
  ::posix_spawn_file_actions_addopen(&silent, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  for ([[maybe_unused]] auto _ : bench) {
    pid_t child = 0;
    int status = -1;
    if (::posix_spawn(&child, arguments[0], &silent, nullptr, arguments.data(), ::environ) == 0) {
      ::waitpid(child, &status, 0);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) bench.SkipWithError("it failed");
  }
  ::posix_spawn_file_actions_destroy(&silent);
}

void reference_true(benchmark::State& bench) { run(bench, {"/bin/true"}); }
BENCHMARK(reference_true)->Unit(benchmark::kMillisecond)->UseRealTime();

void dgctl_version(benchmark::State& bench) { run(bench, {DGCTL_BIN "/dgctl", "version"}); }
BENCHMARK(dgctl_version)->Unit(benchmark::kMillisecond)->UseRealTime();

void dgctl_validate(benchmark::State& bench) {
  run(bench,
      {DGCTL_BIN "/dgctl", "validate", "-f", DGCTL_SOURCE_DIR "/examples/guide-sql/dgctl.yml"});
}
BENCHMARK(dgctl_validate)->Unit(benchmark::kMillisecond)->UseRealTime();

void dgctl_complete_address(benchmark::State& bench) {
  run(bench,
      {DGCTL_BIN "/dgctl",
       "__complete",
       "--",
       "state",
       "show",
       "-f",
       DGCTL_SOURCE_DIR "/examples/guide/dgctl.yml",
       ""});
}
BENCHMARK(dgctl_complete_address)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
