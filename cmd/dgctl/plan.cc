#include "cmd/dgctl/plan.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/progress.h"
#include "cmd/dgctl/saved_plan.h"
#include "cmd/dgctl/session.h"
#include "cmd/dgctl/show.h"
#include "cmd/dgctl/start.h"

namespace dgctl::cmd {
namespace {

/// The options that lead to the same configuration, for a command line.
std::string place_of(const CommonOptions& options) {
  std::string text;
  if (!options.folder.empty()) text += " -C " + options.folder;
  if (options.file != "dgctl.yml") text += " -f " + options.file;
  return text;
}

/// The plan took no lock: somebody may have applied meanwhile.
void warn_if_the_state_moved(Session& session,
                             const Planned& planned,
                             Console& console,
                             const std::stop_token& stop) {
  const engine::Opened now = session.open_ledger(stop);
  if (now.version == planned.opened.version && now.journal_digest == planned.opened.journal_digest)
    return;
  console.err << "warning: the state moved while the plan was made; make it again\n";
}

CommandText plan_text() {
  CommandText text{"plan", "Read the workspace and print what would change", "dgctl plan"};
  text.group = "Plan and apply";
  text.details =
      "Nothing is changed, and no lock is taken. A change says who moved: the configuration, the "
      "workspace, or both. What a safety limit forbids is shown all the same, and that it is not "
      "applyable.";
  text.more_examples = {
      {"dgctl plan --out plan.json", "To be reviewed, and then applied as it was reviewed"},
      {"dgctl plan --detailed-exitcode -q >/dev/null",
       "In a script: ends with 0 if there is nothing to do, with 2 if there is"},
      {"dgctl plan --destroy --out destroy.json", "What `dgctl destroy` would do"},
      {"dgctl plan --var env=dev -o json", "For a program, with a value for a variable"},
  };
  text.exit_codes = ends_with(
      {ExitCode::Changes, ExitCode::Auth, ExitCode::Stale, ExitCode::Cancelled, ExitCode::Timeout});
  text.see_also = {"dgctl apply", "dgctl show", "dgctl destroy"};
  return text;
}

}  // namespace

void add_plan_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<PlanOptions>();
  CLI::App& command = add_command(app, plan_text(), chosen, [options](Console& console) {
    const std::stop_token stop = start(console, options->common);
    return run_plan(*options, console, stop);
  });
  add_configuration_options(command, options->common);
  add_output_option(command, options->common, {"text", "json", "sql"});
  add_read_options(command, options->common);
  add_choice_options(command, options->choices);
  command.add_option("--out", options->out, "Save the plan, to be applied as it was reviewed")
      ->type_name("FILE");
  command.add_flag("--destroy", options->destroy, "Plan what `dgctl destroy` would do");
  command.add_flag(
      "--detailed-exitcode", options->detailed_exitcode, "End with 2 if there are changes");
}

Ending run_plan(const PlanOptions& options, Console& console, const std::stop_token& stop) {
  if (!options.out.empty()) require_plan_target(options.out);
  if (!options.out.empty() && options.out == options.common.events) {
    throw UsageError("--out and --events name the same file; choose two");
  }
  Session session(require_configuration(options.common, console), options.common, Access::Look);
  session.attach(console);
  Progress progress(console, options.common.quiet);
  progress.begin_reading(session.desired().workspace.host,
                         [&session] { return session.requests_sent(); });
  const Planned planned =
      make_plan(session, {options.destroy, {}, options.choices}, console, progress, stop);
  warn_if_the_state_moved(session, planned, console, stop);
  print_plan(planned.file, options.common, console);
  if (console.events != nullptr) {
    console.events->write(
        [&](const engine::EventJson& json) { return json.planned(planned.file.plan); });
  }
  if (!options.out.empty()) {
    write_saved_plan(options.out, planned.file);
    if (options.common.output == "text") {
      console.out << "\nSaved the plan to " << options.out << ". "
                  << (planned.file.plan.refusals.empty()
                          ? "To carry it out: dgctl apply" + place_of(options.common) + " " +
                                options.out
                          : "It is to be read only: it is not applyable.")
                  << "\n";
    }
  }
  const bool changes = makes_changes(planned.file.plan);
  if (options.detailed_exitcode && changes) return {ExitCode::Changes, "changes"};
  return {};
}

}  // namespace dgctl::cmd
