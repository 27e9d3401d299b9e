// What planning costs by itself: no I/O, everything in memory. Each figure is also given as a ratio
// to a reference that does about the least that any plan must: put every grant into an ordered map
// by securable and principal, and look each of them up again. Ratios survive a change of machine.

#include <map>
#include <string>
#include <utility>

#include <benchmark/benchmark.h>

#include "engine/plan/draft.h"
#include "engine/plan/plan_file.h"
#include "tests/support/desired_builder.h"

namespace dgctl {
namespace {

constexpr const char* kPrincipal = "3f0c9a52-0000-4000-8000-0000000000aa";

std::string table_name(std::int64_t i) {
  return "catalog" + std::to_string(i % 10) + ".schema" + std::to_string(i % 100) + ".table" +
         std::to_string(i);
}

/// As many grants as asked for, on as many tables; of the live ones every tenth lacks its
/// privilege.
struct Scene {
  explicit Scene(std::int64_t grants) {
    tests::DesiredBuilder builder;
    live.emplace(engine::CurrentWorkspace{}, engine::Found{engine::WorkspaceIds{1, "metastore"}});
    live.emplace(
        engine::WhoIs{kPrincipal},
        engine::Found{engine::Identity{kPrincipal, "service_principal", "", {}, true, false}});
    state.lineage = "lineage";
    state.pins = {"sim:workspace.json", 1, "metastore", ""};
    for (std::int64_t i = 0; i < grants; ++i) {
      const engine::Securable table{"table", table_name(i)};
      builder.grant(engine::to_text(table), kPrincipal, {"SELECT"}, "main");
      engine::Grants there;
      if (i % 10 != 0) there.direct[kPrincipal] = {"SELECT"};
      there.direct["analysts"] = {"SELECT"};
      live.emplace(engine::GrantsOn{table}, engine::Found{there});
      engine::Recorded recorded;
      recorded.address = {"grant", engine::make_key({engine::to_text(table), "main"})};
      recorded.fields = engine::fields_of({table, kPrincipal, {"SELECT"}});
      recorded.created = true;
      recorded.given = {"SELECT"};
      state.resources.emplace(recorded.address, recorded);
    }
    desired = builder.build();
  }
  engine::Desired desired;
  engine::State state;
  engine::Live live;
};

void reference(benchmark::State& bench) {
  for ([[maybe_unused]] auto _ : bench) {
    std::map<std::pair<std::string, std::string>, std::string> grants;
    for (std::int64_t i = 0; i < bench.range(0); ++i)
      grants[{table_name(i), kPrincipal}] = "SELECT";
    std::size_t found = 0;
    for (std::int64_t i = 0; i < bench.range(0); ++i)
      found += grants.count({table_name(i), kPrincipal});
    benchmark::DoNotOptimize(found);
  }
}
BENCHMARK(reference)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void plan(benchmark::State& bench) {
  const Scene scene(bench.range(0));
  for ([[maybe_unused]] auto _ : bench) {
    engine::Draft draft =
        engine::draft({scene.desired, scene.state, scene.live, "2026-11-24T09:00:00Z", false, {}});
    if (draft.plan.steps.size() != static_cast<std::size_t>(bench.range(0) / 10))
      bench.SkipWithError("wrong plan");
    benchmark::DoNotOptimize(draft);
    bench.PauseTiming();  // a command makes one plan and ends
    draft = {};
    bench.ResumeTiming();
  }
}
BENCHMARK(plan)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void write_plan_file(benchmark::State& bench) {
  const Scene scene(bench.range(0));
  engine::PlanFile file;
  file.plan =
      engine::draft({scene.desired, scene.state, scene.live, "2026-11-24T09:00:00Z", false, {}})
          .plan;
  for ([[maybe_unused]] auto _ : bench) benchmark::DoNotOptimize(engine::plan_text(file));
}
BENCHMARK(write_plan_file)->Arg(10'000)->Unit(benchmark::kMillisecond);

void write_state(benchmark::State& bench) {
  const Scene scene(bench.range(0));
  for ([[maybe_unused]] auto _ : bench) benchmark::DoNotOptimize(engine::state_text(scene.state));
}
BENCHMARK(write_state)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dgctl

BENCHMARK_MAIN();
