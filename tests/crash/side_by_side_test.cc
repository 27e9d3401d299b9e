// Eight processes apply to one stack at once: one at a time, nothing that one wrote is lost, and
// those that wait say for whom.

#include <cstdlib>
#include <set>
#include <thread>

#include "tests/crash/guide_run.h"
#include "tests/support/figures.h"

namespace dgctl::tests {
namespace {

constexpr std::size_t kProcesses = 8;

std::size_t rounds() {
  const char* set = std::getenv("DGCTL_LOCK_ROUNDS");
#ifdef DGCTL_SANITIZED
  constexpr std::size_t kUsual = 15;  // a process takes ten times as long there
#else
  constexpr std::size_t kUsual = 200;
#endif
  return set == nullptr ? kUsual : std::max<std::size_t>(1, std::strtoul(set, nullptr, 10));
}

/// A stack of one catalog whose comment every process sets to another value.
void write_configuration(const std::filesystem::path& folder) {
  std::ofstream(folder / "dgctl.yml") << "version: 1\n"
                                         "name: shared\n"
                                         "workspace: {host: sim:workspace.json}\n"
                                         "variables: {who: {default: nobody}}\n"
                                         "resources:\n"
                                         "  catalogs:\n"
                                         "    one: {name: one, comment: \"${var.who}\"}\n";
}

std::vector<Ended> apply_all(const ScratchFolder& folder, std::size_t round) {
  std::vector<Ended> ended(kProcesses);
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < kProcesses; ++i) {
    threads.emplace_back([&, i] {
      ended[i] = run_process({DGCTL_BIN "/dgctl",
                              "apply",
                              "--auto-approve",
                              "-q",
                              "--var",
                              "who=" + std::to_string(round) + "-" + std::to_string(i)},
                             folder.path());
    });
  }
  threads.clear();
  return ended;
}

Json state_of(const ScratchFolder& folder) {
  return Json::parse(file_text(folder.path() / ".dgctl/shared/default/state.json"));
}

TEST_CASE("processes that apply at once do so one after the other", "[side-by-side]") {
  const ScratchFolder folder;
  write_configuration(folder.path());
  REQUIRE(
      run_process({DGCTL_BIN "/dgsim", "new", "workspace.json", "--guide"}, folder.path()).code ==
      0);
  REQUIRE(run_process({DGCTL_BIN "/dgctl", "apply", "--auto-approve", "-q"}, folder.path()).code ==
          0);
  std::uint64_t serial = state_of(folder).at("serial");
  std::size_t waited = 0;
  for (std::size_t round = 0; round < rounds(); ++round) {
    for (const Ended& ended : apply_all(folder, round)) {
      INFO("round " << round << "\n" << ended.output);
      REQUIRE(ended.code == 0);
      if (ended.output.find("waiting for 'apply' by ") != std::string::npos) ++waited;
    }
    const Json state = state_of(folder);
    // Each wrote the state once, on top of the one before: none was lost.
    REQUIRE(state.at("serial").get<std::uint64_t>() == serial + kProcesses);
    serial += kProcesses;
    std::set<std::string> runs;
    for (const Json& run : state.at("runs")) runs.insert(run.at("id").get<std::string>());
    REQUIRE(runs.size() == state.at("runs").size());
    REQUIRE_FALSE(std::filesystem::exists(folder.path() / ".dgctl/shared/default/journal.jsonl"));
  }
  record_figure("processes that apply to one stack at once",
                "rounds of " + std::to_string(kProcesses),
                rounds());
  CHECK(waited > rounds());
  // What the last of them left is what is recorded.
  const Ended drift = run_process({DGCTL_BIN "/dgctl", "drift", "-q"}, folder.path());
  INFO(drift.output);
  CHECK(drift.code == 0);
}

}  // namespace
}  // namespace dgctl::tests
