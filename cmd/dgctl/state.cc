#include "cmd/dgctl/state.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/configuration.h"
#include "cmd/dgctl/session.h"
#include "engine/apply/refresh.h"
#include "engine/model/nearest.h"
#include "engine/render/state_text.h"
#include "engine/state/document.h"
#include "providers/state/local.h"

namespace dgctl::cmd {
namespace {

engine::State read_state(const CommonOptions& options, Console& console) {
  const Configuration configuration = require_configuration(options, console);
  const std::string folder = state_folder(configuration);
  providers::LocalStateStore store(folder);
  providers::LocalJournalStore journal(folder);
  engine::Opened opened = engine::open_ledger(store, journal, {});
  require_own_ledger(
      opened, configuration.desired.stack + "/" + configuration.desired.target, folder);
  const bool interrupted = opened.journal.has_value();
  if (opened.version.serial == 0) {
    throw UsageError("there is no state of " + configuration.desired.stack + "/" +
                     configuration.desired.target + " in " + folder + " yet; " +
                     (interrupted ? "an apply was interrupted before it wrote one, and the next "
                                    "records what it did"
                                  : "`dgctl apply` makes it"));
  }
  if (interrupted) {
    console.err << "note: an apply was interrupted; the next one records what it did since\n";
  }
  return std::move(opened.state);
}

/// The record that an address names. Throws UsageError with the nearest for one that is not there.
const engine::Recorded& recorded_at(const engine::State& state, const std::string& address) {
  std::vector<std::string> known;
  for (const auto& [at, recorded] : state.resources) {
    if (to_string(at) == address) return recorded;
    known.push_back(to_string(at));
  }
  const std::string meant = engine::nearest(address, known);
  throw UsageError(
      "the state has no " + address +
      (meant.empty() ? "; `dgctl state list` lists what it has" : "; did you mean " + meant + "?"));
}

CommandText state_text() {
  CommandText text{"state", "Look at what is recorded of the last apply", "dgctl state list"};
  text.group = "State";
  text.details =
      "The state says how the last apply left each resource, so that a plan can say who moved, and "
      "what dgctl made, so that only that is ever deleted. It holds no secret.";
  text.exit_codes = ends_with({ExitCode::Stale});
  return text;
}

CommandText list_text() {
  CommandText text{"list", "Print the addresses of all resources", "dgctl state list"};
  text.details = "What another command takes as ADDR, a line each.";
  text.more_examples = {{"dgctl state list -o json", "For a program"}};
  text.exit_codes = ends_with({ExitCode::Stale});
  text.see_also = {"dgctl state show"};
  return text;
}

CommandText show_text() {
  CommandText text{
      "show", "Print what is recorded of one resource, or of all", "dgctl state show catalog.main"};
  text.more_examples = {
      {"dgctl state show --runs", "Who applied what, and when"},
      {"dgctl state show -o json", "The whole state, for a program"},
  };
  text.exit_codes = ends_with({ExitCode::Stale});
  text.see_also = {"dgctl state list"};
  return text;
}

}  // namespace

void add_state_commands(CLI::App& app, Chosen& chosen) {
  CLI::App& state = add_command_group(app, state_text());

  const auto list = std::make_shared<StateOptions>();
  CLI::App& list_command = add_command(state, list_text(), chosen, [list](Console& console) {
    enter_folder(list->common);
    return run_state_list(*list, console);
  });
  add_configuration_options(list_command, list->common);
  add_output_option(list_command, list->common, {"text", "json"});

  const auto show = std::make_shared<StateOptions>();
  CLI::App& show_command = add_command(state, show_text(), chosen, [show](Console& console) {
    enter_folder(show->common);
    return run_state_show(*show, console);
  });
  show_command
      .add_option("address", show->address, "The address of a resource; left out: of all of them")
      ->type_name("ADDR");
  show_command.add_flag("--runs", show->runs, "The last runs that wrote the state");
  add_configuration_options(show_command, show->common);
  add_output_option(show_command, show->common, {"text", "json"});
}

Ending run_state_list(const StateOptions& options, Console& console) {
  const engine::State state = read_state(options.common, console);
  if (options.common.output == "json") {
    engine::List addresses;
    for (const auto& [address, recorded] : state.resources)
      addresses.emplace_back(to_string(address));
    console.out << engine::to_printed_json(engine::Fields{{"resources", std::move(addresses)}});
    return {};
  }
  for (const auto& [address, recorded] : state.resources) {
    console.out << engine::shown(std::string_view(to_string(address))) << "\n";
  }
  return {};
}

Ending run_state_show(const StateOptions& options, Console& console) {
  const engine::State state = read_state(options.common, console);
  const bool json = options.common.output == "json";
  if (!options.address.empty()) {
    const engine::Recorded& recorded = recorded_at(state, options.address);
    console.out << (json ? engine::to_printed_json(engine::to_value(recorded))
                         : engine::recorded_for_people(recorded));
  } else if (json) {
    console.out << engine::state_text(state);
  } else if (options.runs) {
    console.out << engine::runs_for_people(state);
  } else {
    console.out << engine::state_for_people(state);
  }
  return {};
}

}  // namespace dgctl::cmd
