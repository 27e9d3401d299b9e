#include "cmd/dgctl/plan.h"

#include <ostream>

#include "cmd/dgctl/saved_plan.h"
#include "cmd/dgctl/session.h"
#include "engine/render/plan_text.h"

namespace dgctl::cmd {
namespace {

void print(const engine::PlanFile& file, const CommonOptions& options, Console& console) {
  if (options.output == "json") {
    console.out << engine::plan_text(file);
  } else {
    console.out << engine::plan_for_people(file, console.out_style(options.no_color));
  }
}

/// The plan took no lock: somebody may have applied meanwhile.
void warn_if_the_state_moved(Session& session,
                             const Planned& planned,
                             Console& console,
                             std::stop_token stop) {
  const engine::Opened now =
      engine::open_ledger(session.state_store(), session.journal_store(), std::move(stop));
  if (now.version == planned.opened.version && now.journal_digest == planned.opened.journal_digest)
    return;
  console.err << "warning: the state moved while the plan was made; make it again\n";
}

}  // namespace

Ending run_plan(const PlanOptions& options, Console& console, std::stop_token stop) {
  Session session(require_configuration(options.common, console), options.common);
  if (!options.common.quiet) {
    console.err << "reading " << session.desired().workspace.host << " …\n" << std::flush;
  }
  const Planned planned = make_plan(session, options.destroy, console, stop);
  warn_if_the_state_moved(session, planned, console, stop);
  print(planned.file, options.common, console);
  if (!options.out.empty()) {
    write_saved_plan(options.out, planned.file);
    if (options.common.output == "text") {
      console.out << "\nSaved the plan to " << options.out << ". To carry it out: dgctl apply "
                  << options.out << "\n";
    }
  }
  const bool changes = engine::has_changes(planned.file.plan);
  if (options.detailed_exitcode && changes) return {ExitCode::Changes, "changes"};
  return {};
}

Ending run_show(const ShowOptions& options, Console& console) {
  print(read_saved_plan(options.plan).file, options.common, console);
  return {};
}

}  // namespace dgctl::cmd
