#include "cmd/dgctl/state_unlock.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/configuration.h"
#include "cmd/dgctl/session.h"
#include "cmd/dgctl/start.h"
#include "engine/render/table.h"

namespace dgctl::cmd {
namespace {

std::string text(const std::string& value) { return engine::shown(std::string_view(value)); }

void print_holder(const engine::LockInfo& holder, const std::string& stack, Console& console) {
  console.out << "The state of " << text(stack) << " is locked:\n\n"
              << engine::table_text({{"operation", text(holder.operation)},
                                     {"by", text(holder.who)},
                                     {"since", text(holder.created)},
                                     {"id", text(holder.id)}},
                                    {2});
}

/// Nothing is held; what a process that ended left of its lock is told.
Ending end_unlocked(const engine::LockInfo& left, const std::string& stack, Console& console) {
  console.out << "The state of " << text(stack) << " is not locked.\n";
  if (!left.id.empty()) {
    console.out << "'" << text(left.operation) << "' by " << text(left.who)
                << ", who had the lock since " << text(left.created)
                << ", ended without giving it back; nobody has to wait for that.\n";
  }
  return {};
}

CommandText unlock_text() {
  CommandText text{
      "unlock", "Say who holds the lock of the state, or break it", "dgctl state unlock"};
  text.more_examples = {{"dgctl state unlock 6d1f0c1e-5dc7-4ba2-9ea2-943b8309f5db", ""}};
  text.exit_codes = ends_with({ExitCode::Locked, ExitCode::Stale, ExitCode::Cancelled});
  text.see_also = {"dgctl state show"};
  return text;
}

}  // namespace

void add_state_unlock_command(CLI::App& state, Chosen& chosen) {
  const auto options = std::make_shared<StateUnlockOptions>();
  CLI::App& command = add_command(state, unlock_text(), chosen, [options](Console& console) {
    const std::stop_token stop = start(console, options->common);
    return run_state_unlock(*options, console, stop);
  });
  command.add_option("id", options->id, "Of the lock, as the message that it is locked has it")
      ->type_name("ID");
  add_configuration_options(command, options->common);
}

Ending run_state_unlock(const StateUnlockOptions& options,
                        Console& console,
                        const std::stop_token& stop) {
  Session session(require_configuration(options.common, console), options.common, Access::Ledger);
  const std::string stack = session.stack();
  engine::StateLock& lock = session.state_lock();
  const engine::LockStatus status = lock.status(stop);
  const engine::LockInfo& holder = status.holder;
  if (options.id.empty() && status.is_held) {
    print_holder(holder, stack, console);
    return {};
  }
  if (!status.is_held) {
    if (!options.id.empty()) lock.break_held(options.id, stop);
    return end_unlocked(holder, stack, console);
  }
  const std::string held = "the state of " + stack + " is locked by " + holder_text(holder);
  if (options.id != holder.id) {
    throw UsageError(held + ", not by " + options.id + "; nothing was unlocked");
  }
  try {
    lock.break_held(options.id, stop);
  } catch (const engine::LockHeldError& error) {
    throw LockedError(held + ": " + error.what() + "; wait for it, or stop it");
  }
  console.out << "Broke the lock of '" << text(holder.operation) << "' by " << text(holder.who)
              << ": if that still runs, it can write the state no more.\n";
  return {};
}

}  // namespace dgctl::cmd
