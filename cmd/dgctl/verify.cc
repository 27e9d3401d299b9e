#include "cmd/dgctl/verify.h"

#include <algorithm>
#include <ostream>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/connecting.h"
#include "cmd/dgctl/either_view.h"
#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/origins.h"
#include "cmd/dgctl/principal_line.h"
#include "cmd/dgctl/progress.h"
#include "cmd/dgctl/repository.h"
#include "cmd/dgctl/start.h"
#include "cmd/dgctl/version.h"
#include "engine/render/verify_json.h"
#include "engine/render/verify_junit.h"
#include "engine/render/verify_openmetrics.h"
#include "engine/render/verify_sarif.h"
#include "engine/render/verify_text.h"
#include "engine/verify/run.h"
#include "engine/verify/scratch.h"
#include "providers/state/local.h"

namespace dgctl::cmd {
namespace {

/// Tells who waits which check is under way.
class CheckTelling : public engine::Observer {
 public:
  CheckTelling(Progress& progress, std::string warehouse)
      : progress_(progress), warehouse_(std::move(warehouse)) {}
  void notify(const engine::Event& event) override {
    const std::string at =
        "check " + std::to_string(event.done + 1) + " of " + std::to_string(event.total);
    progress_.set_current(at + " on SQL warehouse " + warehouse_ + ": " + event.text);
  }

 private:
  Progress& progress_;
  std::string warehouse_;
};

/// Verifies one data graph.
class Verifying {
 public:
  Verifying(Session& session,
            const engine::DesiredConnection& wanted,
            const VerifyOptions& options,
            Progress& progress,
            const std::stop_token& stop)
      : session_(session),
        wanted_(wanted),
        options_(options),
        progress_(progress),
        stop_(stop),
        connecting_(session, wanted, stop) {}

  engine::VerifiedGraph run() {
    read_sink();
    const engine::Secret& secret = secret_.emplace(session_.sinks().at(wanted_.sink).load(stop_));
    line_ = session_.line_as({graph_.client_id, secret, wanted_.sink});
    log_in(secret);
    connecting_.require_right_workspace(view_.emplace(session_.reader(), line_->reader()));
    find_warehouse();
    to_ = engine::granted_to(session_.desired(), wanted_, graph_.client_id);
    progress_.begin_reading(session_.desired().workspace.host,
                            [this] { return session_.requests_sent() + requests(); });
    read_names();
    progress_.end_reading();
    run_checks();
    return std::move(graph_);
  }

  [[nodiscard]] std::size_t requests() const {
    return line_ == nullptr ? 0 : line_->line().counting.sent();
  }

 private:
  void read_sink() {
    graph_.key = wanted_.key;
    graph_.secret_from = wanted_.sink;
    if (wanted_.sink.empty()) {
      throw ConfigError("data graph '" + wanted_.key +
                        "' names no secret to log in with; write secret: {existing: {file: PATH}} "
                        "into its service_principal, or name another data graph");
    }
    connecting_.read_sink(known_);
    for (const std::string& warning : connecting_.warnings()) graph_.notes.push_back(warning);
    if (!known_.is_stored) {
      throw engine::ProviderError(
          engine::ErrorClass::Unauthenticated,
          "cannot log in for data graph '" + wanted_.key + "': its sink " + wanted_.sink +
              " holds no secret; " +
              (wanted_.secret ? "`dgctl rotate " + wanted_.key + "` adds one and stores it there"
                              : "put the secret there that was made elsewhere"));
    }
    graph_.client_id = connecting_.client_id(known_);
    require_own_secret();
  }

  /// A secret goes to the host that it is for, as whom it is of.
  void require_own_secret() {
    if (graph_.client_id != known_.stored_client_id) {
      throw ConfigError("the sink " + wanted_.sink + " holds a secret of service principal " +
                        known_.stored_client_id + ", the one of data graph '" + wanted_.key +
                        "' is " + graph_.client_id + "; name the right sink");
    }
    const std::string& host = session_.desired().workspace.host;
    const engine::SinkLabel* label = connecting_.label();
    if (label != nullptr && label->host != host) {
      throw ConfigError("the sink " + wanted_.sink + " holds a secret for " + label->host +
                        ", and the workspace is " + host + "; it is not sent there");
    }
  }

  void log_in(const engine::Secret& secret) {
    try {
      line_->logins().prove(graph_.client_id, secret, stop_);
    } catch (const engine::ProviderError& error) {
      if (error.error_class != engine::ErrorClass::Unauthenticated) throw;
      engine::ProviderError told(
          error.error_class,
          std::string(error.what()) + "; the secret came from " + wanted_.sink + ": " +
              (wanted_.secret ? "`dgctl rotate " + wanted_.key +
                                    "` adds another and stores it there, if it was deleted or has "
                                    "ended"
                              : "it was made elsewhere, where another is to be made"));
      told.code = error.code;
      told.request_id = error.request_id;
      throw engine::ProviderError(told);
    }
  }

  /// Of what may be seen, from when it is logged in.
  EitherView& view() {
    if (!view_) throw std::logic_error("verify looked before it was logged in");
    return *view_;
  }

  void find_warehouse() {
    engine::WarehouseInUse& warehouse = graph_.warehouse;
    if (wanted_.warehouse) {
      const engine::Lookup lookup = connecting_.warehouse_lookup(*wanted_.warehouse);
      const engine::ReadResult result = view().read({&lookup, 1}, stop_).front();
      if (const engine::Object* object = object_in(result)) {
        warehouse = {object->id,
                     engine::text_of(object->fields, "name"),
                     engine::text_of(object->fields, "state")};
        return;
      }
      if (const auto* by = std::get_if<engine::ById>(&lookup)) warehouse.id = by->id;
      if (!warehouse.id.empty()) return;  // running a statement says what is wrong
    }
    const engine::SinkLabel* label = connecting_.label();
    const std::string path =
        label == nullptr ? std::string() : engine::text_of(label->settings, "http_path");
    warehouse.id = path.substr(path.rfind('/') + 1);
    if (warehouse.id.empty()) {
      throw engine::Error("data graph '" + wanted_.key +
                          "' has no SQL warehouse that could be found; " +
                          (wanted_.warehouse ? "`dgctl apply` makes it, if it is this stack's"
                                             : "name one under warehouse:"));
    }
  }

  void read(const std::vector<engine::Lookup>& lookups) {
    if (lookups.empty()) return;
    const std::vector<engine::ReadResult> results = view().read(lookups, stop_);
    for (std::size_t i = 0; i < lookups.size(); ++i) {
      live_.insert_or_assign(lookups[i], results[i]);
    }
  }

  void read_names() {
    read(engine::lookups_for(to_, live_));
    if (is_writing()) read(engine::lookups_for_use(live_, checkpoint()));
    for (samples_ = engine::samples_of(to_, live_); !samples_.missing.empty();
         samples_ = engine::samples_of(to_, live_)) {
      read(samples_.missing);
    }
  }

  [[nodiscard]] engine::Securable checkpoint() const { return {"catalog", wanted_.catalog}; }
  /// Whether the configuration lets the principal make schemas in its checkpoint catalog.
  [[nodiscard]] bool is_writing() const {
    return !wanted_.catalog.empty() && to_.gives({checkpoint(), "CREATE_SCHEMA"});
  }

  engine::VerifyPlan plan() {
    engine::VerifyPlan plan;
    plan.warehouse = engine::warehouse_check(session_.desired(), wanted_, to_, graph_.warehouse);
    plan.checks = engine::checks_of(to_, samples_, live_);
    if (is_writing()) plan_writes(plan);
    return plan;
  }

  void plan_writes(engine::VerifyPlan& plan) {
    plan.checkpoint = wanted_.catalog;
    const std::optional<bool> is_unused = engine::is_unused(live_, checkpoint());
    const bool writes = options_.write || is_unused == true;
    const std::string name = engine::scratch_name(session_.clock().now(), session_.ids().uuid());
    const auto own = engine::read_scratch_name(name);
    const std::string dead = own ? dead_nonce(own->nonce, writes) : std::string();
    const auto* schemas = engine::reading<engine::Names>(live_, engine::Below{checkpoint()});
    if (schemas != nullptr) {
      plan.leftovers = engine::leftovers_in(*schemas, session_.clock().now(), dead);
    }
    plan.writes = engine::scratch_checks(*to_.giving({checkpoint(), "CREATE_SCHEMA"}), name);
    if (writes) {
      plan.scratch = name;
      return;
    }
    const std::string why = is_unused
                                ? "not written to, since it is in use"
                                : "not written to, since whether it is in use could not be seen";
    plan.writes.resize(1);
    plan.writes.front().name = "write to " + wanted_.catalog;
    plan.writes.front().statement.clear();
    plan.writes.front().why_skipped = why + "; --write does";
  }

  /// The run of this folder that died with its schema still there, if there is one. Where this run
  /// `writes`, it is the one that would be found from now on.
  std::string dead_nonce(const std::string& mine, bool writes) {
    providers::LocalLock& lock = lock_.emplace(session_.folder() + "/verify");
    try {
      const engine::LockStatus before = lock.status(stop_);
      if (before.is_held) return {};
      if (writes) lock.acquire({mine, "verify", local_name(), session_.now()}, stop_);
      return before.holder.id;
    } catch (const engine::Error&) {
      return {};  // nothing can be kept here: what this run leaves is told by its age
    }
  }

  void say_which_warehouse() {
    const engine::WarehouseInUse& warehouse = graph_.warehouse;
    std::string text = "verifying data graph " + wanted_.key + " as " + graph_.client_id +
                       " on SQL warehouse " + (warehouse.name.empty() ? "" : warehouse.name + " ") +
                       "(" + warehouse.id + ")";
    if (engine::is_started_by_use(warehouse)) {
      text += ", which is " + warehouse.state + " and will be started";
    } else if (warehouse.state.empty()) {
      text += ", which will be started if it is stopped";
    }
    if (!options_.common.quiet) progress_.say(engine::shown(std::string_view(text)));
  }

  void run_checks() {
    const engine::VerifyPlan checks = plan();
    say_which_warehouse();
    const std::string& name = graph_.warehouse.name;
    CheckTelling telling(progress_, name.empty() ? graph_.warehouse.id : name);
    const auto statements = line_->statements(graph_.warehouse.id);
    engine::Verified verified =
        engine::run_checks(checks, to_, {*statements, session_.reader(), telling}, stop_);
    progress_.set_current({});
    graph_.results = std::move(verified.results);
    graph_.notes.insert(graph_.notes.end(), verified.notes.begin(), verified.notes.end());
    lock_.reset();
  }

  Session& session_;
  const engine::DesiredConnection& wanted_;
  const VerifyOptions& options_;
  Progress& progress_;
  const std::stop_token& stop_;
  Connecting connecting_;
  engine::Connection known_;
  engine::VerifiedGraph graph_;
  std::optional<engine::Secret> secret_;
  std::unique_ptr<PrincipalLine> line_;
  std::optional<EitherView> view_;
  engine::GrantedTo to_;
  engine::Live live_;
  engine::Samples samples_;
  std::optional<providers::LocalLock> lock_;
};

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
  std::size_t requests = 0;
  {
    Progress progress(console, options.common.quiet);
    for (const engine::DesiredConnection* wanted : chosen_graphs(session.desired(), options.key)) {
      Verifying verifying(session, *wanted, options, progress, stop);
      report.graphs.push_back(verifying.run());
      requests += verifying.requests();
    }
  }
  report.made_at = session.now();
  report.requests = static_cast<std::int64_t>(requests + session.requests_sent());
  console.out << report_text(report, options.common, console);
  if (console.events != nullptr) {
    console.events->write([&](const engine::EventJson& json) { return json.verified(report); });
  }
  if (!engine::is_verified(report)) return {ExitCode::Verify, "verify"};
  return {};
}

}  // namespace dgctl::cmd
