#include "cmd/dgctl/verifying.h"

#include <functional>
#include <stdexcept>
#include <utility>

#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/login_advice.h"
#include "cmd/dgctl/origins.h"
#include "engine/model/deadline.h"
#include "engine/render/shown.h"
#include "engine/verify/scratch.h"

namespace dgctl::cmd {
namespace {

/// How long who wants to end waits for what the warehouse is doing.
constexpr std::chrono::milliseconds kLastLook{1'000};

/// Tells who waits which check is under way.
class CheckTelling : public engine::Observer {
 public:
  CheckTelling(Progress& progress, std::string warehouse)
      : progress_(progress), warehouse_(std::move(warehouse)) {}
  void notify(const engine::Event& event) override {
    at_ = "check " + std::to_string(event.done + 1) + " of " + std::to_string(event.total);
    check_ = event.text;
    is_first_ = event.done == 0;
    progress_.set_current(at_ + " on SQL warehouse " + warehouse_ + ": " + check_);
  }

  /// "check 3 of 36 on SQL warehouse segment, which is STARTING (use catalog sales)"
  [[nodiscard]] std::string where(const std::string& state) const {
    return at_ + " on SQL warehouse " + warehouse_ + (state.empty() ? "" : ", which is " + state) +
           " (" + check_ + ")";
  }
  /// Whether it waits for the warehouse to start, if it does.
  [[nodiscard]] bool is_first() const { return is_first_; }

 private:
  Progress& progress_;
  std::string warehouse_;
  std::string at_, check_;
  bool is_first_ = false;
};

/// The workspace is being read, however that ends.
class ReadingNames {
 public:
  ReadingNames(Progress& progress, const std::string& host, std::function<std::size_t()> requests)
      : progress_(progress) {
    progress_.begin_reading(host, std::move(requests));
  }
  ReadingNames(const ReadingNames&) = delete;
  ReadingNames& operator=(const ReadingNames&) = delete;
  ~ReadingNames() { progress_.end_reading(); }

 private:
  Progress& progress_;
};

}  // namespace

Verifying::Verifying(Session& session,
                     const engine::DesiredConnection& wanted,
                     const VerifyingOptions& options,
                     Progress& progress,
                     std::stop_token stop)
    : session_(session),
      wanted_(wanted),
      options_(options),
      progress_(progress),
      stop_(std::move(stop)),
      connecting_(session, wanted, stop_) {}

void Verifying::begin() {
  read_sink();
  const engine::Secret& secret = secret_.emplace(session_.sinks().at(wanted_.sink).load(stop_));
  line_ = session_.line_as({graph_.client_id, secret, wanted_.sink});
  log_in(secret);
  connecting_.require_right_workspace(view_.emplace(session_.reader(), line_->reader()));
  find_warehouse();
}

engine::VerifiedGraph Verifying::run() {
  to_ = engine::granted_to(session_.desired(), wanted_, graph_.client_id);
  {
    const ReadingNames reading(progress_, session_.desired().workspace.host, [this] {
      return session_.requests_sent() + requests();
    });
    read_names();
  }
  note_unseen();
  run_checks();
  return std::move(graph_);
}

engine::VerifiedGraph Verifying::unfinished(engine::Judgement judgement,
                                            const std::string& why) const {
  engine::VerifiedGraph graph = graph_;
  engine::CheckResult& result = graph.results.emplace_back();
  result.check.name = "run all checks";
  result.check.on = {"sql_warehouse", called_warehouse()};
  result.judgement = judgement;
  result.text = why;
  if (judgement == engine::Judgement::Unknown) {
    result.remedies.emplace_back("put right what that says, and run it again");
  }
  return graph;
}

std::size_t Verifying::requests() const {
  return line_ == nullptr ? 0 : line_->line().counting.sent();
}

void Verifying::read_sink() {
  graph_.key = wanted_.key;
  graph_.secret_from = wanted_.sink;
  if (wanted_.sink.empty()) {
    throw ConfigError("data graph '" + wanted_.key +
                      "' names no secret to log in with; write secret: {existing: {file: PATH}} "
                      "into its service_principal, or name another data graph");
  }
  connecting_.read_sink(known_);
  for (const std::string& warning : connecting_.warnings()) graph_.notes.push_back(warning);
  if (!known_.is_stored) refuse_empty_sink();
  graph_.client_id = connecting_.client_id(known_);
  require_own_secret();
}

void Verifying::refuse_empty_sink() const {
  std::string what_to_do = "put the secret there that was made elsewhere";
  if (wanted_.secret) {
    what_to_do = connecting_.recorded(wanted_.secret) == nullptr
                     ? "`dgctl apply` makes one and stores it there"
                     : "`dgctl rotate " + wanted_.key + "` adds one and stores it there";
  }
  throw engine::ProviderError(engine::ErrorClass::Unauthenticated,
                              "cannot log in for data graph '" + wanted_.key + "': its sink " +
                                  wanted_.sink + " holds no secret; " + what_to_do);
}

/// A secret goes to the host that it is for, as whom it is of.
void Verifying::require_own_secret() {
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

void Verifying::log_in(const engine::Secret& secret) {
  try {
    line_->logins().prove(graph_.client_id, secret, stop_);
  } catch (const engine::ProviderError& error) {
    if (error.error_class != engine::ErrorClass::Unauthenticated) throw;
    engine::ProviderError told(
        error.error_class,
        std::string(error.what()) + "; the secret came from " + wanted_.sink + ": " +
            refused_login_advice(session_, connecting_, wanted_, graph_.client_id, stop_));
    told.code = error.code;
    told.request_id = error.request_id;
    throw engine::ProviderError(told);
  }
}

/// Of what may be seen, from when it is logged in.
EitherView& Verifying::view() {
  if (!view_) throw std::logic_error("verify looked before it was logged in");
  return *view_;
}

void Verifying::find_warehouse() {
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
  if (!warehouse.id.empty()) return;
  const std::string found = "data graph '" + wanted_.key + "' has no SQL warehouse";
  if (!wanted_.warehouse)
    throw ConfigError(found + " to run statements on; name one under warehouse:");
  throw engine::Error(found +
                      " that could be found; `dgctl apply` makes it, if it is this stack's");
}

void Verifying::read(const std::vector<engine::Lookup>& lookups) {
  if (lookups.empty()) return;
  const std::vector<engine::ReadResult> results = view().read(lookups, stop_);
  for (std::size_t i = 0; i < lookups.size(); ++i) {
    live_.insert_or_assign(lookups[i], results[i]);
  }
}

void Verifying::read_names() {
  read(engine::lookups_for(to_, live_));
  if (is_writing()) read(engine::lookups_for_use(live_, checkpoint()));
  for (samples_ = engine::samples_of(to_, live_); !samples_.missing.empty();
       samples_ = engine::samples_of(to_, live_)) {
    read(samples_.missing);
  }
}

/// What is beside what is granted is tried by its names, which the principal itself may not see.
void Verifying::note_unseen() {
  std::string unseen;
  for (const engine::Granted& granted : to_.grants) {
    const bool is_in_part = !to_.gives({granted.on, "SELECT"}) &&
                            !to_.gives({granted.on, "CREATE_SCHEMA"}) &&
                            live_.contains(engine::Below{granted.on});
    if (!is_in_part || !view().is_unseen(engine::Below{granted.on})) continue;
    unseen += (unseen.empty() ? "" : ", ") + granted.on.type + " " + granted.on.full_name;
  }
  if (unseen.empty()) return;
  graph_.notes.push_back(
      "whoever runs this may not list what is in " + unseen +
      ": what must be denied there was tried only as far as the principal itself may see it; "
      "run it as somebody who may, to have more tried");
}

/// Whether the configuration lets the principal make schemas in its checkpoint catalog.
bool Verifying::is_writing() const {
  return !wanted_.catalog.empty() && to_.gives({checkpoint(), "CREATE_SCHEMA"});
}

std::string Verifying::called_warehouse() const {
  const engine::WarehouseInUse& warehouse = graph_.warehouse;
  return warehouse.name.empty() ? warehouse.id : warehouse.name;
}

void Verifying::say_which_warehouse() {
  const engine::WarehouseInUse& warehouse = graph_.warehouse;
  std::string text = "verifying data graph " + wanted_.key + " as " + graph_.client_id +
                     " on SQL warehouse " + (warehouse.name.empty() ? "" : warehouse.name + " ") +
                     "(" + warehouse.id + ")";
  if (engine::is_started_by_use(warehouse)) {
    text += ", which is " + warehouse.state + " and will be started";
  } else if (warehouse.state.empty()) {
    text += ", which will be started if it is stopped";
  } else if (warehouse.state == "STARTING") {
    text += ", which is STARTING and is waited for";
  } else if (warehouse.state != "RUNNING") {
    text += ", which is " + warehouse.state;
  }
  if (!options_.quiet) progress_.say(engine::shown(std::string_view(text)));
}

/// What it does now, for who does not wait any longer; "": that could not be seen in time.
std::string Verifying::warehouse_state() {
  const engine::Lookup lookup = engine::ById{"sql_warehouse", graph_.warehouse.id};
  const engine::Deadline deadline(kLastLook);
  try {
    const engine::ReadResult seen = view().read({&lookup, 1}, deadline.token()).front();
    const engine::Object* warehouse = object_in(seen);
    return warehouse == nullptr ? std::string() : engine::text_of(warehouse->fields, "state");
  } catch (const engine::Error&) {
    return {};
  }
}

void Verifying::run_checks() {
  engine::VerifyPlan checks;
  checks.warehouse = engine::warehouse_check(session_.desired(), wanted_, to_, graph_.warehouse);
  checks.checks = engine::checks_of(to_, samples_, live_);
  VerifyWrites writes(session_, wanted_, line_->reader(), options_.write, stop_);
  if (is_writing()) writes.plan(checks, *to_.giving({checkpoint(), "CREATE_SCHEMA"}), live_);
  say_which_warehouse();
  CheckTelling telling(progress_, called_warehouse());
  const auto statements = line_->statements(graph_.warehouse.id);
  engine::Verified verified;
  try {
    verified = engine::run_checks(checks, to_, {*statements, session_.reader(), telling}, stop_);
  } catch (const engine::StoppedError& error) {
    const std::string state = telling.is_first() ? warehouse_state() : std::string();
    throw engine::StoppedError("data graph '" + wanted_.key + "', " + telling.where(state) + ": " +
                               error.what());
  }
  progress_.set_current({});
  graph_.results = std::move(verified.results);
  graph_.notes.insert(graph_.notes.end(), verified.notes.begin(), verified.notes.end());
  writes.settle(graph_.results);
}

}  // namespace dgctl::cmd
