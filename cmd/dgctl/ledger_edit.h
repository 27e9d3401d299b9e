#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "cmd/dgctl/session.h"

namespace dgctl::cmd {

/// A run that did not finish, for messages: "apply by ada at 2026-11-24T09:00:00Z".
std::string unfinished_run(const engine::Begin& begin);

struct LedgerEditOptions {
  std::string operation;  ///< "state rm", as locks and the list of runs name it
  bool is_trial = false;  ///< nothing will be written: no lock is taken
};

/// A change of what is recorded and of nothing else: under the lock, from a state of which no run
/// is unfinished, with one writing. A kill leaves the state before it or the one after it.
class LedgerEdit {
 public:
  /// Throws LockedError, StaleError for the state of another stack, and Error while an interrupted
  /// run is not settled.
  LedgerEdit(Session& session,
             LedgerEditOptions options,
             Console& console,
             const std::stop_token& stop);

  [[nodiscard]] const engine::State& state() const { return opened_.state; }
  /// Throws UsageError unless there is a state.
  void require_state() const;
  /// Writes what the state is to be; serial and runs go on from what was read.
  void save(engine::State state, const std::stop_token& stop);

 private:
  Session& session_;
  LedgerEditOptions options_;
  std::uint64_t fence_ = 0;
  engine::Opened opened_;
};

}  // namespace dgctl::cmd
