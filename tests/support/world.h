#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <utility>

#include "engine/apply/executor.h"
#include "engine/apply/refresh.h"
#include "engine/plan/plan_file.h"
#include "tests/support/desired_builder.h"
#include "tests/support/fake_workspace.h"
#include "tests/support/memory_stores.h"

namespace dgctl::tests {

/// What a run writes of the workspace that a FakeWorkspace says it is.
inline void pin(engine::State& state, const engine::Desired& desired) {
  state.stack = "acme/default";
  state.pins.host = desired.workspace.host;
  state.pins.workspace_id = 7201983344556677;
  state.pins.metastore_id = "5d1f0c1e-0000-4000-8000-000000000002";
}

/// A workspace, which is an engine::Provider, with a state beside it: plan and apply in memory.
template <class Workspace>
class WorldOf {
 public:
  template <class... Args>
    requires std::constructible_from<Workspace, Args...>
  explicit WorldOf(Args&&... args) : workspace(std::forward<Args>(args)...) {}

  Workspace workspace;
  MemoryStateStore store;
  MemoryJournalStore journal;
  StillClock clock;
  CountedIds ids;
  QuietObserver observer;
  std::string now = "2026-11-23T09:00:00Z";
  std::optional<engine::Rotation> rotation;
  engine::Choices choices;
  std::size_t parallelism = 4;
  /// So long that no machine is too slow to answer within it.
  std::chrono::milliseconds grace = std::chrono::hours(1);
  bool timed_out = false;                   ///< a stop is asked for by a time limit
  std::optional<engine::RunReport> broken;  ///< what a run that ended by an error had done

  engine::Refreshed plan(const engine::Desired& desired, bool destroy = false) {
    opened_ = engine::open_ledger(store, journal, {});
    return engine::refresh(
        desired, opened_, workspace, {now, destroy, rotation, choices.refresh_only, choices}, {});
  }

  /// What moved since the last apply.
  engine::Draft drift(const engine::Desired& desired) {
    opened_ = engine::open_ledger(store, journal, {});
    return engine::refresh(desired, opened_, workspace, {now, false, {}, true, {}}, {}).draft;
  }

  /// Settles what was interrupted, then carries the plan out.
  engine::RunReport apply(const engine::Desired& desired,
                          bool destroy = false,
                          const std::string& digest = {},
                          std::stop_token stop = {}) {
    engine::Refreshed refreshed = plan(desired, destroy);
    plan_ = std::move(refreshed.draft.plan);
    engine::Version version = opened_.version;
    if (opened_.journal) {
      refreshed.state.serial = version.serial + 1;
      refreshed.state.run = opened_.journal->begin.run;
      version = store.save(engine::state_text(refreshed.state), version, 1, {});
      journal.cut({}, 1, {});
    }
    engine::RunStart start{plan_, std::move(refreshed.state), version, {}, {}, {}};
    if (start.state.lineage.empty()) start.state.lineage = ids.uuid();
    pin(start.state, desired);
    start.begin.run = ids.uuid();
    start.begin.operation = "apply";
    start.begin.who = "ada";
    start.begin.plan = digest;
    engine::ExecutorOptions options;
    options.parallelism = parallelism;
    options.grace = grace;
    options.read_at = clock.steady();
    options.timed_out = [this] { return timed_out; };
    options.on_broken = [this](const engine::RunReport& so_far) { broken = so_far; };
    return engine::execute(std::move(start),
                           workspace,
                           {store, journal, clock, observer, 1},
                           options,
                           std::move(stop));
  }

  [[nodiscard]] engine::State state() const {
    return store.bytes.empty() ? engine::State{} : engine::state_from(store.bytes);
  }

 private:
  engine::Opened opened_;
  engine::Plan plan_;
};

/// The same without a network, a file, or a rule that is not of the workspace's essence.
using World = WorldOf<FakeWorkspace>;

/// The changes of a plan but its no-ops, a line each: "create catalog.main".
inline std::string summary(const engine::Plan& plan) {
  std::string text;
  for (const engine::Change& change : plan.changes) {
    if (std::holds_alternative<engine::NoOp>(change)) continue;
    text += engine::action_of(change) + " " + to_string(address_of(change)) + "\n";
  }
  return text;
}

}  // namespace dgctl::tests
