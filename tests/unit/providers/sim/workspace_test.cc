#include "providers/sim/workspace.h"

#include <thread>

#include "engine/edges/error.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::workspace_test {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

system_clock::time_point at(std::int64_t ms) { return system_clock::time_point(milliseconds(ms)); }

constexpr std::int64_t kStart = 1795424400000;

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const WorkspaceFileError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("time is a second a request and what is slept", "[workspace]") {
  Sim sim;
  CHECK(sim.workspace->now() == at(kStart));
  CHECK(sim.workspace->now() == at(kStart));
  sim.get(uc("/catalogs"));
  CHECK(sim.workspace->now() == at(kStart + 1000));
  sim.get(uc("/nope"));
  CHECK(sim.workspace->now() == at(kStart + 2000));
  CHECK(sim.workspace->sleep(milliseconds(90'500), {}));
  CHECK(sim.workspace->now() == at(kStart + 92'500));
  CHECK(json::parse(sim.workspace->snapshot()).at("clock") == "2026-11-23T09:01:32.500Z");
}

TEST_CASE("who is asked to stop neither sleeps nor asks", "[workspace]") {
  Sim sim;
  std::stop_source stop;
  stop.request_stop();
  CHECK_FALSE(sim.workspace->sleep(milliseconds(1000), stop.get_token()));
  CHECK(sim.workspace->now() == at(kStart));
  Request request;
  request.path = uc("/catalogs");
  CHECK_THROWS_AS(sim.workspace->send(request, stop.get_token()), engine::StoppedError);
  CHECK(sim.workspace->requests().empty());
}

TEST_CASE("a real clock is the machine's and never goes back", "[workspace]") {
  json file = small_workspace();
  file["clock"] = "real";
  Sim sim(file);
  const auto before = system_clock::now() - milliseconds(1);
  const auto now = sim.workspace->now();
  CHECK(now >= before);
  sim.get(uc("/catalogs"));
  CHECK(sim.workspace->now() >= now);
  CHECK(sim.workspace->sleep(milliseconds(0), {}));
  std::stop_source stop;
  stop.request_stop();
  CHECK_FALSE(sim.workspace->sleep(std::chrono::hours(1), stop.get_token()));
  CHECK(json::parse(sim.workspace->snapshot()).at("clock") == "real");
}

TEST_CASE("ids repeat from the same seed and never within a run", "[workspace]") {
  Sim one;
  Sim two;
  const std::string first = one.workspace->uuid();
  CHECK(first.size() == 36);
  CHECK(first == two.workspace->uuid());
  CHECK(first != one.workspace->uuid());
  json other = small_workspace();
  other["seed"] = 2;
  CHECK(first != Sim(other).workspace->uuid());
}

TEST_CASE("a workspace is opened as somebody of the file", "[workspace]") {
  const std::string text = small_workspace().dump();
  CHECK(SimWorkspace::in_memory(text)->identity() == "ada@example.com");
  CHECK(SimWorkspace::in_memory(text, "BOB@example.com")->identity() == "bob@example.com");
  CHECK(SimWorkspace::in_memory(text, kEtl)->identity() == kEtl);
  CHECK(error_of([&] { SimWorkspace::in_memory(text, "bop@example.com"); }) ==
        "no user or service principal of the workspace is called 'bop@example.com'; did you mean "
        "'bob@example.com'? (there are ada@example.com, bob@example.com, cai@example.com, " +
            std::string(kEtl) + ")");
  CHECK_FALSE(error_of([&] { SimWorkspace::in_memory(text, "analysts"); }).empty());
  CHECK(error_of([&] { SimWorkspace::in_memory("{"); }).find("parse error at line 1") == 0);
}

TEST_CASE("the workspace says its host", "[workspace]") {
  CHECK(Sim().workspace->host() == "sim.cloud.databricks.com");
  CHECK(SimWorkspace::in_memory(R"({"workspace": {"host": "x.test"}})")->host() == "x.test");
}

TEST_CASE("every request is logged, whatever became of it", "[workspace]") {
  Sim sim;
  sim.get(uc("/catalogs?max_results=0"));
  sim.post(uc("/catalogs"), {{"name", "x"}}, "bob@example.com");
  const std::vector<sim::RequestEntry> log = sim.workspace->requests();
  REQUIRE(log.size() == 2);
  CHECK(log[0] ==
        sim::RequestEntry{
            1, kStart + 1000, "ada@example.com", "GET", uc("/catalogs?max_results=0"), 200, ""});
  CHECK(log[1] ==
        sim::RequestEntry{2, kStart + 2000, "bob@example.com", "POST", uc("/catalogs"), 403, ""});
}

TEST_CASE("many threads get different numbers and lose nothing", "[workspace]") {
  Sim sim;
  constexpr int kThreads = 4;
  constexpr int kEach = 25;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&sim, t] {
      for (int i = 0; i < kEach; ++i) {
        sim.post(uc("/catalogs"), {{"name", "c" + std::to_string(t) + "-" + std::to_string(i)}});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(json::parse(sim.get(uc("/catalogs")).body).at("catalogs").size() == 2 + kThreads * kEach);
  std::set<std::int64_t> numbers;
  for (const sim::RequestEntry& entry : sim.workspace->requests()) numbers.insert(entry.number);
  CHECK(numbers.size() == kThreads * kEach + 1);
  CHECK(*numbers.rbegin() == kThreads * kEach + 1);
}

}  // namespace
}  // namespace dgctl::providers::workspace_test
