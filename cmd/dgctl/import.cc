#include "cmd/dgctl/import.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/configuration.h"
#include "cmd/dgctl/ledger_edit.h"
#include "cmd/dgctl/start.h"
#include "cmd/dgctl/state.h"
#include "engine/apply/import.h"
#include "engine/render/import_text.h"

namespace dgctl::cmd {
namespace {

void require_importable(const engine::Desired& desired,
                        const engine::State& state,
                        const engine::ImportRequest& request) {
  const std::string why_not = engine::why_not_imported(desired, state, request);
  if (!why_not.empty()) throw UsageError("cannot import: " + why_not);
}

/// Throws what forbids the import, now that the workspace was asked.
void require_found(const engine::ImportDraft& draft,
                   const engine::ImportRequest& request,
                   Console& console) {
  const std::string attempt = "cannot import " + to_string(request.address);
  if (!draft.wrong_workspace.empty()) throw StaleError(draft.wrong_workspace);
  print_diagnostics(draft.problems, console);
  if (draft.is_denied) {
    const std::string why = draft.refusal.empty() ? "what it needs may not be seen" : draft.refusal;
    throw engine::ProviderError(engine::ErrorClass::Denied, attempt + ": " + why);
  }
  if (!draft.refusal.empty()) throw UsageError(attempt + ": " + draft.refusal);
  if (!draft.problems.empty()) {
    throw ConfigError(attempt + ": the configuration does not fit the workspace");
  }
}

CommandText import_text() {
  CommandText text{"import",
                   "Record what exists as what a block asks for",
                   "dgctl import sql_warehouse.main 4ff21c1081e39816"};
  text.group = "State";
  text.details =
      "The block has to be there already. What is there is recorded as it is, as taken over and "
      "not "
      "made: the next plan says what differs, and `dgctl destroy` forgets it. Nothing is changed "
      "in "
      "the workspace.";
  text.more_examples = {
      {"dgctl import service_principal.main 3f0c9a52-0000-4000-8000-0000000000aa", ""},
      {"dgctl import grant.catalog:sales/main", "Where the block says which it is"}};
  text.exit_codes = ends_with({ExitCode::Auth, ExitCode::Locked, ExitCode::Stale});
  text.see_also = {"dgctl state rm", "dgctl plan"};
  return text;
}

}  // namespace

void add_import_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ImportOptions>();
  CLI::App& command = add_command(app, import_text(), chosen, [options](Console& console) {
    const std::stop_token stop = start(console, options->common);
    return run_import(*options, console, stop);
  });
  command.add_option("address", options->address, "The address of a block of the configuration")
      ->type_name("ADDR")
      ->required();
  command
      .add_option("id",
                  options->id,
                  "What is there: an id or a name; left out where the block says which it is")
      ->type_name("ID");
  command.add_flag("--dry-run", options->dry_run, "Show what would be recorded, and write nothing");
  add_configuration_options(command, options->common);
  add_run_options(command, options->common);
}

Ending run_import(const ImportOptions& options, Console& console, const std::stop_token& stop) {
  const engine::ImportRequest request{address_from(options.address), options.id};
  Session session(require_configuration(options.common, console), options.common, Access::Look);
  session.attach(console);
  require_importable(session.desired(), {}, request);
  LedgerEdit edit(session, {"import", options.dry_run}, console, stop);
  require_importable(session.desired(), edit.state(), request);
  if (!options.common.quiet) {
    console.err << "reading " << engine::shown(std::string_view(session.desired().workspace.host))
                << " …\n"
                << std::flush;
  }
  engine::Imported imported = engine::read_import(
      {session.desired(), edit.state(), session.now()}, request, session.reader(), stop);
  require_found(imported.draft, request, console);
  const std::string said = engine::import_for_people(imported.draft, options.dry_run);
  if (!options.dry_run) {
    imported.draft.state.pins = session.pins(imported.live);
    edit.save(std::move(imported.draft.state), stop);
  }
  console.out << said;
  if (options.dry_run) console.out << "Nothing was written (--dry-run).\n";
  return {};
}

}  // namespace dgctl::cmd
