#include "cmd/dgctl/verify.h"

#include <exception>
#include <memory>
#include <ostream>
#include <vector>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/connecting.h"
#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/progress.h"
#include "cmd/dgctl/repository.h"
#include "cmd/dgctl/start.h"
#include "cmd/dgctl/verifying.h"
#include "cmd/dgctl/version.h"
#include "engine/render/verify_json.h"
#include "engine/render/verify_junit.h"
#include "engine/render/verify_openmetrics.h"
#include "engine/render/verify_sarif.h"
#include "engine/render/verify_text.h"

namespace dgctl::cmd {
namespace {

CommandText verify_text() {
  CommandText text{
      "verify", "Log in as the service principal and prove what it may", "dgctl verify"};
  text.group = "Connect Segment";
  text.details =
      "Step 5 of the setup guide. With the secret from its sink it logs in as the service "
      "principal "
      "and runs, for all that the configuration grants, what must work: USE, SHOW SCHEMAS, SELECT "
      "with LIMIT 10. What must be denied is tried as well, with statements for no row, so that "
      "nothing is read or written where it is not denied. Into a checkpoint catalog that nobody "
      "uses yet a schema and a table are made, written, read and dropped; into one that is in use "
      "only with --write.\n\n"
      "The warehouse is started if it is stopped, which is said beforehand. Rows that are read are "
      "counted and not kept. Whoever runs it need not be logged in: the principal's own secret is "
      "enough.";
  text.more_examples = {
      {"dgctl verify main --write", "Of one of several data graphs, with a table of its own"},
      {"dgctl verify -q -o junit >verify.xml", "For a CI system that shows tests"},
  };
  text.exit_codes = ends_with(
      {ExitCode::Auth, ExitCode::Stale, ExitCode::Cancelled, ExitCode::Timeout, ExitCode::Verify});
  text.see_also = {"dgctl doctor", "dgctl plan", "dgctl rotate"};
  return text;
}

std::string report_text(const engine::VerifyReport& report,
                        const CommonOptions& options,
                        const Console& console) {
  const engine::SourcePath source{folder_in_repository(), options.file};
  if (options.output == "json") return engine::verify_json(report);
  if (options.output == "junit") return engine::verify_junit(report, source);
  if (options.output == "sarif") return engine::verify_sarif(report, source);
  if (options.output == "openmetrics") return engine::verify_openmetrics(report);
  return engine::verify_for_people(report, console.out_style(options.no_color));
}

/// The data graph of that key, or all of them.
std::vector<const engine::DesiredConnection*> chosen_graphs(const engine::Desired& desired,
                                                            const std::string& key) {
  std::vector<const engine::DesiredConnection*> chosen;
  if (!key.empty() || desired.connections.empty()) {
    chosen.push_back(&chosen_connection(desired, key));
    return chosen;
  }
  for (const engine::DesiredConnection& connection : desired.connections) {
    chosen.push_back(&connection);
  }
  return chosen;
}

/// Verifies the data graphs that were chosen, one after the other.
class VerifyingAll {
 public:
  VerifyingAll(Session& session,
               const VerifyOptions& options,
               Progress& progress,
               const std::stop_token& stop) {
    for (const engine::DesiredConnection* wanted : chosen_graphs(session.desired(), options.key)) {
      graphs_.push_back(std::make_unique<Verifying>(
          session, *wanted, VerifyingOptions{options.write, options.common.quiet}, progress, stop));
    }
  }

  /// What ended it before its end, where there is something to be told all the same: of those that
  /// were verified, and of the rest that it was not. Throws where no data graph was.
  std::exception_ptr run(engine::VerifyReport& report) {
    // A login that fails must not cost what was checked before it.
    for (const auto& graph : graphs_) graph->begin();
    for (const auto& graph : graphs_) {
      try {
        report.graphs.push_back(graph->run());
      } catch (const engine::Error& error) {
        if (report.graphs.empty()) throw;
        add_rest(report, error.what());
        return std::current_exception();
      }
    }
    return nullptr;
  }

  [[nodiscard]] std::size_t requests() const {
    std::size_t sent = 0;
    for (const auto& graph : graphs_) sent += graph->requests();
    return sent;
  }

 private:
  void add_rest(engine::VerifyReport& report, const std::string& why) const {
    const std::size_t ended = report.graphs.size();
    for (std::size_t i = ended; i < graphs_.size(); ++i) {
      report.graphs.push_back(
          i == ended
              ? graphs_[i]->unfinished(engine::Judgement::Unknown, why)
              : graphs_[i]->unfinished(engine::Judgement::Skipped,
                                       "not begun, since a data graph before it was not finished"));
    }
  }

  std::vector<std::unique_ptr<Verifying>> graphs_;
};

}  // namespace

void add_verify_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App& command = add_command(app, verify_text(), chosen, [options](Console& console) {
    const std::stop_token stop = start(console, options->common);
    return run_verify(*options, console, stop);
  });
  command.add_option("key", options->key, "The key of a data graph; left out: all of them")
      ->type_name("KEY");
  command.add_flag(
      "--write", options->write, "Write also into a checkpoint catalog that is in use");
  add_configuration_options(command, options->common);
  add_output_option(command, options->common, {"text", "json", "junit", "sarif", "openmetrics"});
  add_read_options(command, options->common);
}

Ending run_verify(const VerifyOptions& options, Console& console, const std::stop_token& stop) {
  Session session(
      require_configuration(options.common, console), options.common, Access::LookIfPossible);
  session.attach(console);
  engine::VerifyReport report;
  report.host = session.desired().workspace.host;
  report.stack = session.desired().stack;
  report.target = session.desired().target;
  report.made_by = version();
  std::exception_ptr ended_by;
  {
    Progress progress(console, options.common.quiet);
    VerifyingAll all(session, options, progress, stop);
    ended_by = all.run(report);
    report.requests = static_cast<std::int64_t>(all.requests() + session.requests_sent());
  }
  report.made_at = session.now();
  console.out << report_text(report, options.common, console);
  if (console.events != nullptr) {
    console.events->write([&](const engine::EventJson& json) { return json.verified(report); });
  }
  if (ended_by) std::rethrow_exception(ended_by);
  if (!engine::is_verified(report)) return {ExitCode::Verify, "verify"};
  return {};
}

}  // namespace dgctl::cmd
