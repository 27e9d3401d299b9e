#include "cmd/dgctl/state_edit.h"

#include <ostream>
#include <set>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/configuration.h"
#include "cmd/dgctl/ledger_edit.h"
#include "cmd/dgctl/start.h"
#include "cmd/dgctl/state.h"
#include "engine/render/surgery_text.h"

namespace dgctl::cmd {
namespace {

void require_consent(const StateEditOptions& options,
                     const std::string& command,
                     const Console& console) {
  const bool can_ask = console.in_is_terminal && options.common.input;
  if (options.auto_approve || options.dry_run || can_ask) return;
  throw UsageError(command +
                   " asks before it changes the state and there is no terminal to ask on; give "
                   "--auto-approve, or --dry-run to only look");
}

/// Asks, unless that was answered before. False: no; it is said.
bool is_approved(const StateEditOptions& options,
                 const std::string& question,
                 Console& console,
                 const std::stop_token& stop) {
  if (options.auto_approve) return true;
  if (ask(console, "\n" + question + " Only 'yes' is accepted: ", stop) == "yes") return true;
  console.err << "not approved; nothing was changed\n";
  return false;
}

const char* count_word(std::size_t n) { return n == 1 ? " resource" : " resources"; }

Ending end_trial(Console& console) {
  console.out << "\nNothing was written (--dry-run).\n";
  return {};
}

CLI::App& add_edit(CLI::App& state,
                   const CommandText& text,
                   Chosen& chosen,
                   const std::shared_ptr<StateEditOptions>& options,
                   Ending (*run)(const StateEditOptions&, Console&, const std::stop_token&)) {
  CLI::App& command = add_command(state, text, chosen, [options, run](Console& console) {
    const std::stop_token stop = start(console, options->common);
    return run(*options, console, stop);
  });
  return command;
}

void add_edit_options(CLI::App& command, StateEditOptions& options) {
  add_configuration_options(command, options.common);
  add_lock_options(command, options.common);
  command.add_flag("--auto-approve", options.auto_approve, "Do not ask");
  command.add_flag("--dry-run", options.dry_run, "Show what would change, and write nothing");
}

CommandText rm_text() {
  CommandText text{"rm",
                   "Take resources out of the state; they stay in the workspace",
                   "dgctl state rm sql_warehouse.main"};
  text.more_examples = {
      {"dgctl state rm grant.catalog:sales/main --dry-run", "To see what would leave it"}};
  text.exit_codes = ends_with({ExitCode::Locked, ExitCode::Stale});
  text.see_also = {"dgctl import", "dgctl state mv"};
  return text;
}

CommandText mv_text() {
  CommandText text{"mv",
                   "Give what is recorded another address",
                   "dgctl state mv sql_warehouse.main sql_warehouse.etl"};
  text.details =
      "As after a key of the configuration was renamed. Nothing is asked of the workspace.";
  text.exit_codes = ends_with({ExitCode::Locked, ExitCode::Stale});
  text.see_also = {"dgctl state rm"};
  return text;
}

}  // namespace

void add_state_edit_commands(CLI::App& state, Chosen& chosen) {
  const auto rm = std::make_shared<StateEditOptions>();
  CLI::App& rm_command = add_edit(state, rm_text(), chosen, rm, run_state_rm);
  rm_command.add_option("addresses", rm->addresses, "The resources that leave the state")
      ->type_name("ADDR")
      ->required();
  add_edit_options(rm_command, *rm);

  const auto mv = std::make_shared<StateEditOptions>();
  CLI::App& mv_command = add_edit(state, mv_text(), chosen, mv, run_state_mv);
  mv_command.add_option("from", mv->from, "The address that it has")->type_name("FROM")->required();
  mv_command.add_option("to", mv->to, "The address that it gets")->type_name("TO")->required();
  add_edit_options(mv_command, *mv);
}

Ending run_state_rm(const StateEditOptions& options,
                    Console& console,
                    const std::stop_token& stop) {
  require_consent(options, "state rm", console);
  Session session(require_configuration(options.common, console), options.common, Access::Ledger);
  LedgerEdit edit(session, {"state rm", options.dry_run}, console, stop);
  edit.require_state();
  std::set<engine::Address> addresses;
  for (const std::string& text : options.addresses) {
    addresses.insert(recorded_at(edit.state(), text).address);
  }
  console.out << engine::removal_for_people(edit.state(), addresses, session.desired())
              << std::flush;
  if (options.dry_run) return end_trial(console);
  const std::string what = addresses.size() == 1 ? "it" : "them";
  if (!is_approved(options, "Do you want to take " + what + " out of the state?", console, stop)) {
    return {ExitCode::Error, "error"};
  }
  edit.save(engine::removed(edit.state(), addresses), stop);
  const std::size_t left = edit.state().resources.size();
  console.out << "\nTook " << addresses.size() << count_word(addresses.size())
              << " out of the state, " << left << (left == 1 ? " stays" : " stay")
              << ". Nothing of the workspace was changed.\n";
  return {};
}

Ending run_state_mv(const StateEditOptions& options,
                    Console& console,
                    const std::stop_token& stop) {
  require_consent(options, "state mv", console);
  const engine::Address to = address_from(options.to);
  Session session(require_configuration(options.common, console), options.common, Access::Ledger);
  LedgerEdit edit(session, {"state mv", options.dry_run}, console, stop);
  edit.require_state();
  const engine::Address from = recorded_at(edit.state(), options.from).address;
  const std::string why_not = engine::why_not_renamed(edit.state(), from, to);
  if (!why_not.empty()) {
    throw UsageError("cannot move " + to_string(from) + " to " + to_string(to) + ": " + why_not);
  }
  const engine::Renaming renaming = engine::renaming_of(edit.state(), from, to);
  console.out << engine::renaming_for_people(edit.state(), renaming, from, session.desired())
              << std::flush;
  if (options.dry_run) return end_trial(console);
  if (!is_approved(options, "Do you want to move that in the state?", console, stop)) {
    return {ExitCode::Error, "error"};
  }
  edit.save(engine::renamed(edit.state(), renaming), stop);
  console.out << "\nMoved " << renaming.size() << count_word(renaming.size())
              << " in the state. Nothing of the workspace was changed.\n";
  return {};
}

}  // namespace dgctl::cmd
