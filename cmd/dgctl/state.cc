#include "cmd/dgctl/state.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/configuration.h"
#include "cmd/dgctl/ledger_edit.h"
#include "cmd/dgctl/session.h"
#include "cmd/dgctl/state_edit.h"
#include "cmd/dgctl/state_unlock.h"
#include "engine/apply/refresh.h"
#include "engine/model/nearest.h"
#include "engine/render/state_text.h"
#include "engine/state/document.h"
#include "engine/state/selection.h"
#include "providers/state/local.h"

namespace dgctl::cmd {
namespace {

/// What a journal that has not ended says, or "": its run still holds the lock, or does not.
std::string unfinished_text(const engine::Opened& opened, const std::string& folder) {
  if (!opened.journal) return {};
  const engine::LockStatus lock = providers::LocalLock(folder).status({});
  if (lock.is_held) {
    return holder_text(lock.holder) + " is under way; what it does may not be recorded yet";
  }
  return "the " + unfinished_run(opened.journal->begin) +
         " did not finish; the next `dgctl apply` records what it did";
}

engine::State read_state(const CommonOptions& options, Console& console) {
  const Configuration configuration = require_configuration(options, console);
  const std::string folder = state_folder(configuration);
  providers::LocalStateStore store(folder);
  providers::LocalJournalStore journal(folder);
  engine::Opened opened = engine::open_ledger(store, journal, {});
  require_own_ledger(
      opened, configuration.desired.stack + "/" + configuration.desired.target, folder);
  const std::string unfinished = unfinished_text(opened, folder);
  if (opened.version.serial == 0) {
    throw UsageError("there is no state of " + configuration.desired.stack + "/" +
                     configuration.desired.target + " in " + folder + " yet; " +
                     (unfinished.empty() ? "`dgctl apply` makes it" : unfinished));
  }
  if (!unfinished.empty()) {
    console.err << "note: " << engine::shown(std::string_view(unfinished)) << "\n";
  }
  return std::move(opened.state);
}

std::vector<std::string> kinds() {
  std::vector<std::string> all;
  for (const engine::Descriptor& descriptor : engine::descriptors()) all.push_back(descriptor.kind);
  return all;
}

}  // namespace

engine::Address address_from(const std::string& text) {
  const auto address = engine::parse_address(text);
  if (!address) {
    throw UsageError("'" + text +
                     "' is no address; one is a kind and a key, such as catalog.main; parts with "
                     "other characters than letters, digits and _.@:- are quoted");
  }
  if (engine::find_descriptor(address->kind) != nullptr) return *address;
  const std::string meant = engine::nearest(address->kind, kinds());
  std::string all;
  for (const std::string& kind : kinds()) all += (all.empty() ? "" : ", ") + kind;
  throw UsageError("there is no kind '" + address->kind + "'" +
                   (meant.empty() ? "; there are " + all : "; did you mean '" + meant + "'?"));
}

const engine::Recorded& recorded_at(const engine::State& state, const std::string& address) {
  std::vector<std::string> known;
  for (const auto& [at, recorded] : state.resources) {
    if (to_string(at) == address) return recorded;
    known.push_back(to_string(at));
  }
  if (address.find_first_of("*?") != std::string::npos) {
    throw UsageError(
        "'" + address +
        "': patterns are taken by `dgctl state list` only, which prints the addresses");
  }
  const std::string meant = engine::nearest(address, known);
  throw UsageError(
      "the state has no " + address +
      (meant.empty() ? "; `dgctl state list` lists what it has" : "; did you mean " + meant + "?"));
}

namespace {

/// Throws UsageError for what means nothing: no kind, no pattern, and no address that is recorded.
void require_meaning(const engine::State& state, const std::string& pattern) {
  const std::vector<std::string> known = kinds();
  const bool is_kind = std::find(known.begin(), known.end(), pattern) != known.end();
  if (is_kind || pattern.find_first_of("*?") != std::string::npos) return;
  if (pattern.find('.') != std::string::npos) {
    recorded_at(state, pattern);
    return;
  }
  const std::string meant = engine::nearest(pattern, known);
  throw UsageError("'" + pattern + "' is neither a kind nor an address" +
                   (meant.empty() ? "; a pattern has a '*', such as 'grant.catalog:*'"
                                  : "; did you mean " + meant + "?"));
}

CommandText state_text() {
  CommandText text{
      "state", "Look at what is recorded, and put it right by hand", "dgctl state list"};
  text.group = "State";
  text.details =
      "The state says how the last apply left each resource, so that a plan can say who moved, and "
      "what dgctl made, so that only that is ever deleted. It holds no secret.";
  text.exit_codes = ends_with({ExitCode::Stale});
  return text;
}

CommandText list_text() {
  CommandText text{"list", "Print the addresses of all resources, or of some", "dgctl state list"};
  text.details = "What another command takes as ADDR, a line each.";
  text.more_examples = {{"dgctl state list grant", "Of one kind"},
                        {"dgctl state list 'grant.schema:marketing.*'", "By a pattern"},
                        {"dgctl state list --id 4ff21c1081e39816", "By the workspace's id"},
                        {"dgctl state list -o json", "For a program"}};
  text.exit_codes = ends_with({ExitCode::Stale});
  text.see_also = {"dgctl state show"};
  return text;
}

CommandText state_show_text() {
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
  list_command
      .add_option("patterns", list->patterns, "A kind, an address, or a pattern with '*' and '?'")
      ->type_name("PATTERN");
  list_command
      .add_option("--id",
                  list->id,
                  "Only what has this id in the workspace; of a catalog or schema that is its name")
      ->type_name("ID");
  add_configuration_options(list_command, list->common);
  add_output_option(list_command, list->common, {"text", "json"});

  const auto show = std::make_shared<StateOptions>();
  CLI::App& show_command = add_command(state, state_show_text(), chosen, [show](Console& console) {
    enter_folder(show->common);
    return run_state_show(*show, console);
  });
  show_command
      .add_option("address", show->address, "The address of a resource; left out: of all of them")
      ->type_name("ADDR");
  show_command.add_flag("--runs", show->runs, "The last runs that wrote the state");
  add_configuration_options(show_command, show->common);
  add_output_option(show_command, show->common, {"text", "json"});

  add_state_edit_commands(state, chosen);
  add_state_unlock_command(state, chosen);
}

Ending run_state_list(const StateOptions& options, Console& console) {
  const engine::State state = read_state(options.common, console);
  for (const std::string& pattern : options.patterns) require_meaning(state, pattern);
  const auto resources = engine::selected(state, options.patterns, options.id);
  if (options.common.output == "json") {
    console.out << engine::list_as_json(resources);
    return {};
  }
  for (const engine::Recorded* recorded : resources) {
    console.out << engine::shown(recorded->address) << "\n";
  }
  return {};
}

Ending run_state_show(const StateOptions& options, Console& console) {
  if (options.runs && !options.address.empty()) {
    throw UsageError("--runs is about the whole state, not about " + options.address +
                     "; leave one of them out");
  }
  const engine::State state = read_state(options.common, console);
  const bool json = options.common.output == "json";
  if (!options.address.empty()) {
    const engine::Recorded& recorded = recorded_at(state, options.address);
    console.out << (json ? engine::to_printed_json(engine::to_value(recorded))
                         : engine::recorded_for_people(recorded));
  } else if (options.runs) {
    console.out << (json ? engine::runs_as_json(state) : engine::runs_for_people(state));
  } else {
    console.out << (json ? engine::state_text(state) : engine::state_for_people(state));
  }
  return {};
}

}  // namespace dgctl::cmd
