#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "engine/apply/schedule.h"
#include "engine/edges/clock.h"
#include "engine/edges/journal_store.h"
#include "engine/edges/observer.h"
#include "engine/edges/state_store.h"
#include "engine/plan/plan.h"
#include "engine/state/journal.h"

namespace dgctl::engine {

/// Where a run records what it does.
struct Ledger {
  StateStore& store;
  JournalStore& journal;
  Clock& clock;
  Observer& observer;
  std::uint64_t fence = 0;  ///< of the lock that the run holds
};

/// What a run starts from.
struct RunStart {
  const Plan& plan;
  State state;      ///< what is recorded, an interrupted run settled
  Version version;  ///< of the state on disk
  Begin begin;      ///< who runs; lineage, serial, pins and edits are filled in by the run
  std::map<Address, Fields> outputs;  ///< of resources that an earlier run has made
  /// Steps that an earlier run has sent and whose result is lost, so that they are sent again, and
  /// when that was, RFC 3339.
  std::map<StepId, std::string> repeated;
};

/// A step to be carried out, every value known.
struct Task {
  Step step;
  bool existed = false;  ///< what the call makes or changes was there before
};

/// How far the run got with a plan.
struct RunReport {
  std::map<StepId, Result> results;  ///< a step that is missing was not started
  State state;
  std::vector<StepId> unheard;  ///< begun, no answer: settled by the next run
  Counts done;                  ///< of changes all of whose steps are applied
};

/// One apply: decides which step may start, keeps journal and state, hears what became of the
/// steps. Whoever drives it carries the steps out, in threads or one by one. Not safe for several
/// threads.
class Run {
 public:
  /// Writes the begin of the journal. Throws what the stores throw.
  Run(RunStart start, Ledger ledger, std::stop_token stop);

  /// At most `limit` steps that may start now, their intents journaled.
  std::vector<Task> next(std::size_t limit);
  /// What became of steps that next() gave. Writes the state every kStepsASave of them, or when
  /// they are the kPartsOfState-th part of what it records.
  void heard(std::vector<std::pair<StepId, Result>> results);
  /// `as`: "cancelled", "timeout", what the state records of the run.
  void stop(std::string as) {
    stopped_as_ = std::move(as);
    schedule_.stop();
  }
  [[nodiscard]] bool done() const { return schedule_.done(); }
  [[nodiscard]] std::size_t under_way() const { return schedule_.running().size(); }

  /// Writes the state, and ends the journal if nothing is left to settle or to go on with.
  RunReport finish();
  /// How far it got, for a run that cannot go on: nothing is written.
  [[nodiscard]] RunReport so_far() const;

  static constexpr std::size_t kStepsASave = 10;
  static constexpr std::size_t kPartsOfState = 10;

 private:
  void save(bool at_the_end);
  std::vector<std::string> open_journal();
  void note(StepId step, const Result& result);
  void tell(StepId step, const char* type, const std::string& text);
  [[nodiscard]] bool is_so_already(const Task& task) const;
  void count_as_applied(const Task& task, Intent intent);
  [[nodiscard]] Call known(const Step& step) const;
  [[nodiscard]] Counts counts_done() const;
  [[nodiscard]] std::string outcome() const;

  const Plan& plan_;
  PlannedEdits edits_;
  State state_;
  Version version_;
  Begin begin_;
  std::map<Address, Fields> outputs_;
  std::map<StepId, std::string> repeated_;
  Ledger ledger_;
  JournalLines lines_;  ///< made so far; of those that could not be written nothing is kept
  Schedule schedule_;
  std::map<StepId, Intent> intents_;  ///< of steps under way or unheard
  std::map<StepId, std::chrono::steady_clock::time_point> started_;  ///< of steps under way
  std::size_t unsaved_ = 0;
  std::string stopped_as_ = "cancelled";
  std::stop_token stop_;
};

/// RFC 3339 in UTC, whole seconds: "2026-11-24T09:00:00Z".
std::string to_rfc3339(std::chrono::system_clock::time_point time);

}  // namespace dgctl::engine
