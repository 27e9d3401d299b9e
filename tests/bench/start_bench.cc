// What starting costs: whole processes, with /bin/true as the reference that does nothing.

#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

void run(benchmark::State& bench, const std::vector<const char*>& command) {
  std::vector<char*> arguments;
  for (const char* argument : command) arguments.push_back(const_cast<char*>(argument));
  arguments.push_back(nullptr);
  for ([[maybe_unused]] auto _ : bench) {
    const pid_t child = ::vfork();
    if (child == 0) {
      const int nothing = ::open("/dev/null", O_RDWR);
      ::dup2(nothing, STDOUT_FILENO);
      ::execv(arguments[0], arguments.data());
      ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) bench.SkipWithError("it failed");
  }
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

}  // namespace

BENCHMARK_MAIN();
