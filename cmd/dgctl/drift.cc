#include "cmd/dgctl/drift.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/planning.h"
#include "cmd/dgctl/progress.h"
#include "cmd/dgctl/repository.h"
#include "cmd/dgctl/start.h"
#include "engine/config/spelling.h"
#include "engine/model/duration.h"
#include "engine/model/nearest.h"
#include "engine/render/drift_json.h"
#include "engine/render/drift_junit.h"
#include "engine/render/drift_openmetrics.h"
#include "engine/render/drift_sarif.h"
#include "engine/render/drift_text.h"
#include "engine/render/exception_text.h"

namespace dgctl::cmd {
namespace {

std::string report_text(const engine::DriftReport& report,
                        const CommonOptions& options,
                        const Console& console) {
  const engine::SourcePath source{folder_in_repository(), options.file};
  if (options.output == "json") return engine::drift_json(report);
  if (options.output == "junit") return engine::drift_junit(report, source);
  if (options.output == "sarif") return engine::drift_sarif(report, source);
  if (options.output == "openmetrics") return engine::drift_openmetrics(report);
  return engine::drift_for_people(report, console.out_style(options.no_color));
}

engine::DriftReport drift_of(Session& session,
                             const CommonOptions& options,
                             Console& console,
                             const std::stop_token& stop) {
  session.attach(console);
  Progress progress(console, options.quiet);
  progress.begin_reading(session.desired().workspace.host,
                         [&session] { return session.requests_sent(); });
  return find_drift(session, console, progress, stop);
}

/// "2027-01-31" and after today. Throws UsageError.
void require_date(const std::string& until, const std::string& today) {
  const bool is_date = engine::epoch_seconds(until + "T00:00:00Z").has_value();
  if (!is_date) throw UsageError("--until takes a date such as 2027-01-31, not '" + until + "'");
  if (until <= today) {
    throw UsageError("--until " + until +
                     " is over already: it is the first day on which the difference counts again");
  }
}

const engine::DesiredResource& desired_at(const engine::Desired& desired,
                                          const std::string& address) {
  std::vector<std::string> known;
  for (const engine::DesiredResource& resource : desired.resources) {
    if (to_string(resource.address) == address) return resource;
    known.push_back(to_string(resource.address));
  }
  const std::string meant = engine::nearest(address, known);
  throw UsageError(
      "the configuration has no " + address +
      (meant.empty() ? "; `dgctl drift` names what drifted" : "; did you mean " + meant + "?"));
}

/// The fields of a resource that drifted and that somebody may accept.
std::vector<std::string> drifted_fields(const engine::Drift& drift,
                                        const engine::Address& address) {
  std::vector<std::string> fields;
  for (const engine::Drifted& drifted : drift.drifted) {
    if (drifted.address != address || !drifted.can_be_accepted) continue;
    for (const engine::FieldDrift& field : drifted.fields) fields.push_back(field.field);
  }
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  return fields;
}

/// Throws UsageError for what the configuration has no place to accept it in.
void require_place(const engine::Desired& desired, const engine::DesiredResource& resource) {
  if (engine::takes_exceptions(desired, resource)) return;
  throw UsageError("the configuration has no place for an exception to " +
                   to_string(resource.address) +
                   ": apply puts it back, or let the configuration ask for what is there");
}

std::vector<std::string> accepted_fields(const AcceptOptions& options,
                                         const std::vector<std::string>& drifted) {
  if (options.fields.empty()) return drifted;
  for (const std::string& field : options.fields) {
    if (std::find(drifted.begin(), drifted.end(), field) != drifted.end()) continue;
    std::string text = "--field " + field + ": of " + options.address + " drifted";
    for (const std::string& each : drifted) text += (&each == &drifted.front() ? " " : ", ") + each;
    throw UsageError(text);
  }
  return options.fields;
}

CommandText accept_text() {
  CommandText text{
      "accept",
      "Print the exception to paste into the configuration",
      "dgctl drift accept sql_warehouse.main --until 2027-01-31 --because 'load test'"};
  text.details =
      "Nothing is changed: what is printed goes into the configuration, and is reviewed there like "
      "any other change. From the day on that --until names the difference is drift again, of a "
      "class of its own.";
  text.exit_codes = ends_with({ExitCode::Auth, ExitCode::Stale});
  text.see_also = {"dgctl drift"};
  return text;
}

CommandText drift_text() {
  CommandText text{"drift", "Say what moved in the workspace since the last apply", "dgctl drift"};
  text.group = "Plan and apply";
  text.details =
      "What is there is compared with what the last apply left: a field or a privilege that is "
      "another, with what it was, what it is, and which side moved. What the configuration asks "
      "for "
      "and nobody has applied yet is listed apart and is no drift.\n\n"
      "It changes nothing and cannot: it sends no request but GET, and takes no lock.";
  text.more_examples = {{"dgctl drift -q -o junit >drift.xml", "For a CI system that shows tests"},
                        {"dgctl drift -q -o sarif >drift.sarif", "For GitHub's code scanning"},
                        {"dgctl drift -q -o openmetrics >dgctl.prom", "For Prometheus"}};
  text.exit_codes = ends_with(
      {ExitCode::Changes, ExitCode::Auth, ExitCode::Stale, ExitCode::Cancelled, ExitCode::Timeout});
  text.see_also = {"dgctl drift accept", "dgctl plan", "dgctl apply"};
  return text;
}

void add_accept_command(CLI::App& drift, Chosen& chosen) {
  const auto options = std::make_shared<AcceptOptions>();
  CLI::App& command = add_command(drift, accept_text(), chosen, [options](Console& console) {
    const std::stop_token stop = start(console, options->common);
    return run_accept(*options, console, stop);
  });
  command.add_option("address", options->address, "What drifted")->type_name("ADDR")->required();
  command
      .add_option("--until", options->until, "The first day on which the difference counts again")
      ->type_name("DATE")
      ->required();
  command.add_option("--because", options->because, "Why it is accepted")
      ->type_name("WHY")
      ->required();
  command.add_option("--field", options->fields, "Only this field; may be given again")
      ->type_name("NAME")
      ->allow_extra_args(false);
  add_configuration_options(command, options->common);
  add_read_options(command, options->common);
}

}  // namespace

void add_drift_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<DriftOptions>();
  CLI::App& command = add_command(app, drift_text(), chosen, [options](Console& console) {
    const std::stop_token stop = start(console, options->common);
    return run_drift(*options, console, stop);
  });
  add_configuration_options(command, options->common);
  add_output_option(command, options->common, {"text", "json", "junit", "sarif", "openmetrics"});
  add_read_options(command, options->common);
  add_accept_command(command, chosen);
}

Ending run_drift(const DriftOptions& options, Console& console, const std::stop_token& stop) {
  Session session(require_configuration(options.common, console), options.common, Access::Look);
  const engine::DriftReport report = drift_of(session, options.common, console, stop);
  console.out << report_text(report, options.common, console);
  if (console.events != nullptr) {
    console.events->write([&](const engine::EventJson& json) { return json.drift(report); });
  }
  if (!report.drift.drifted.empty()) return {ExitCode::Changes, "drift"};
  return {};
}

Ending run_accept(const AcceptOptions& options, Console& console, const std::stop_token& stop) {
  Configuration configuration = require_configuration(options.common, console);
  const engine::DesiredResource resource = desired_at(configuration.desired, options.address);
  require_place(configuration.desired, resource);
  if (options.because.empty()) throw UsageError("--because is empty; say why it is accepted");
  Session session(std::move(configuration), options.common, Access::Look);
  require_date(options.until, engine::day_of(session.now()));
  const engine::DriftReport report = drift_of(session, options.common, console, stop);
  const std::vector<std::string> drifted = drifted_fields(report.drift, resource.address);
  if (drifted.empty()) {
    throw UsageError("nothing of " + options.address +
                     " drifted that an exception could cover; `dgctl drift` says what did");
  }
  const engine::Value* principal = engine::find(resource.fields, "principal");
  console.out << engine::exception_for(
      resource,
      {accepted_fields(options, drifted), options.because, options.until},
      principal == nullptr ? "" : engine::Spelling(session.desired()).of(*principal));
  return {};
}

}  // namespace dgctl::cmd
