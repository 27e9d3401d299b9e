#include "cmd/dgctl/ledger_edit.h"

#include "cmd/dgctl/exit_code.h"

namespace dgctl::cmd {

std::string unfinished_run(const engine::Begin& begin) {
  return begin.operation + " by " + begin.who + " at " + begin.at;
}

LedgerEdit::LedgerEdit(Session& session,
                       LedgerEditOptions options,
                       Console& console,
                       const std::stop_token& stop)
    : session_(session), options_(std::move(options)) {
  if (!options_.is_trial) fence_ = session.lock(options_.operation, console, stop);
  opened_ = session.open_ledger(stop);
  if (!opened_.journal) return;
  throw engine::Error("the " + unfinished_run(opened_.journal->begin) +
                      " did not finish, and what it did is not recorded yet; run `dgctl apply` "
                      "first, which records it; nothing was changed");
}

void LedgerEdit::require_state() const {
  if (opened_.version.serial != 0) return;
  throw UsageError("there is no state of " + session_.stack() + " in " +
                   session_.state_store().where() + " yet; `dgctl apply` makes it");
}

void LedgerEdit::save(engine::State state, const std::stop_token& stop) {
  if (state.lineage.empty()) state.lineage = session_.ids().uuid();
  state.stack = session_.stack();
  state.serial = opened_.version.serial + 1;
  state.run = session_.ids().uuid();
  engine::add_run(
      state,
      {state.run, options_.operation, session_.who(stop), session_.now(), "", "done", 0, 0, 0});
  opened_.version =
      session_.state_store().save(engine::state_text(state), opened_.version, fence_, stop);
  opened_.state = std::move(state);
}

}  // namespace dgctl::cmd
