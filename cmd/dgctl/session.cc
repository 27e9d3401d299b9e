#include "cmd/dgctl/session.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>

#include <pwd.h>
#include <unistd.h>

#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/sim_edges.h"
#include "cmd/dgctl/version.h"
#include "engine/apply/run.h"
#include "engine/apply/world.h"
#include "providers/databricks/logins.h"
#include "providers/databricks/provider.h"
#include "providers/databricks/secrets.h"
#include "providers/sim/workspace.h"
#include "providers/sinks/file_sink.h"
#include "providers/state/local.h"
#include "providers/system/system_clock.h"
#include "providers/transport/counting.h"
#include "providers/transport/retrying.h"

namespace dgctl::cmd {
namespace {

constexpr std::string_view kSim = "sim:";
constexpr std::chrono::milliseconds kLockPoll{100};

/// Who asks the account of an embedded workspace; "": who asks the workspace.
std::string account_profile(const Configuration& configuration) {
  const auto& account = configuration.desired.account;
  return account ? account->profile : std::string();
}

std::unique_ptr<providers::SimWorkspace> open_sim(const Configuration& configuration,
                                                  const CommonOptions& options) {
  const engine::DesiredWorkspace& workspace = configuration.desired.workspace;
  if (!workspace.host.starts_with(kSim)) {
    throw ConfigError("cannot reach '" + workspace.host +
                      "': this version of dgctl works on embedded workspaces only; write host: "
                      "sim:FILE under workspace:");
  }
  const std::filesystem::path path =
      std::filesystem::path(configuration.folder) / workspace.host.substr(kSim.size());
  if (!std::filesystem::exists(path)) {
    throw ConfigError("cannot open the embedded workspace " + path.string() +
                      ": there is no such file; `dgsim new " + path.string() +
                      " --guide` makes the one that the guide starts from");
  }
  const std::string as = options.profile.empty() ? workspace.profile : options.profile;
  try {
    // So that a name that nobody bears is told before anything is done.
    const std::string of_account = account_profile(configuration);
    if (!of_account.empty()) providers::SimWorkspace::open(path.string(), of_account);
    return providers::SimWorkspace::open(path.string(), as);
  } catch (const engine::Error& error) {
    throw ConfigError("cannot open the embedded workspace " + path.string() + ": " + error.what());
  }
}

}  // namespace

struct Session::Parts {
  Parts(Configuration read, CommonOptions chosen)
      : configuration(std::move(read)),
        options(std::move(chosen)),
        sim(open_sim(configuration, options)),
        clock(*sim),
        ids(*sim),
        counting(*sim),
        // The embedded workspace's time is not anybody's: no jitter, so that runs are reproducible.
        retrying(counting, clock, 0),
        account(*sim, account_profile(configuration)),
        account_counting(account),
        account_retrying(account_counting, clock, 0),
        width(options.parallelism == 0 ? 1 : options.parallelism),
        workspace(retrying, clock, provider_options()),
        rest(of_account() ? account_retrying : retrying, clock),
        secrets(rest, principals()),
        logins(retrying, clock),
        sinks(configuration.folder),
        world(workspace, {secrets, sinks, logins}, clock),
        folder(state_folder(configuration)),
        store(folder),
        journal(folder),
        held(folder) {}

  [[nodiscard]] const std::optional<engine::DesiredAccount>& of_account() const {
    return configuration.desired.account;
  }
  [[nodiscard]] std::string principals() const {
    const auto& known = of_account();
    return known ? providers::account_principals(known->id) : providers::kWorkspacePrincipals;
  }
  providers::ProviderOptions provider_options() {
    providers::ProviderOptions chosen;
    chosen.parallelism = width;
    chosen.workspace_id = configuration.desired.workspace.workspace_id.value_or(0);
    const auto& known = of_account();
    if (known) chosen.account.emplace(account_retrying, known->id);
    return chosen;
  }

  Configuration configuration;
  CommonOptions options;
  std::unique_ptr<providers::SimWorkspace> sim;
  SimClock clock;
  SimIds ids;
  providers::CountingTransport counting;
  providers::RetryingTransport retrying;
  SimAs account;
  providers::CountingTransport account_counting;
  providers::RetryingTransport account_retrying;
  std::size_t width;  // the embedded workspace answers one request at a time
  providers::DatabricksProvider workspace;
  providers::Rest rest;  ///< where secrets are made
  providers::WorkspaceSecrets secrets;
  providers::WorkspaceLogins logins;
  providers::FileSinks sinks;
  engine::World world;
  std::string folder;
  providers::LocalStateStore store;
  providers::LocalJournalStore journal;
  providers::LocalLock held;
};

Session::Session(Configuration configuration, const CommonOptions& options)
    : parts_(std::make_unique<Parts>(std::move(configuration), options)) {}
Session::~Session() = default;

const engine::Desired& Session::desired() const { return parts_->configuration.desired; }
engine::Provider& Session::provider() { return parts_->world; }
engine::Sinks& Session::sinks() { return parts_->sinks; }
engine::StateStore& Session::state_store() { return parts_->store; }
engine::JournalStore& Session::journal_store() { return parts_->journal; }
engine::StateLock& Session::state_lock() { return parts_->held; }
engine::Clock& Session::clock() { return parts_->clock; }
engine::Ids& Session::ids() { return parts_->ids; }
std::size_t Session::parallelism() const { return parts_->width; }
std::size_t Session::requests_sent() const {
  return parts_->counting.sent() + parts_->account_counting.sent();
}
std::string Session::stack() const { return desired().stack + "/" + desired().target; }
std::string Session::who() const { return parts_->sim->identity(); }

std::string Session::now() const { return engine::to_rfc3339(parts_->clock.now()); }

engine::Opened Session::open_ledger(const std::stop_token& stop) {
  engine::Opened opened = engine::open_ledger(parts_->store, parts_->journal, stop);
  require_own_ledger(opened, stack(), parts_->folder);
  return opened;
}

std::uint64_t Session::lock(const std::string& operation,
                            Console& console,
                            const std::stop_token& stop) {
  const CommonOptions& options = parts_->options;
  std::chrono::milliseconds left =
      console.in_is_terminal ? std::chrono::milliseconds(0) : std::chrono::minutes(5);
  if (!options.lock_timeout.empty()) left = duration_from("--lock-timeout", options.lock_timeout);
  // Whoever is waited for lives in this machine's time, also on an embedded workspace.
  providers::SystemClock clock;
  const engine::LockInfo mine{parts_->ids.uuid(),
                              operation,
                              who() + " pid " + std::to_string(::getpid()),
                              engine::to_rfc3339(clock.now())};
  bool told = false;
  for (;;) {
    const auto answer = parts_->held.acquire(mine, stop);
    if (const auto* fence = std::get_if<std::uint64_t>(&answer)) return *fence;
    const std::string holder = holder_text(std::get<engine::LockInfo>(answer));
    if (left <= std::chrono::milliseconds(0)) {
      throw LockedError("the state of " + stack() + " is locked by " + holder +
                        "; wait for it, or give --lock-timeout");
    }
    if (!told)
      console.err << "waiting for " << engine::shown(std::string_view(holder)) << "\n"
                  << std::flush;
    told = true;
    const auto wait = std::min(left, kLockPoll);
    left -= wait;
    if (!clock.sleep(wait, stop))
      throw engine::StoppedError("interrupted while waiting for " + holder);
  }
}

engine::Pins Session::pins(const engine::Live& live) const {
  engine::Pins pins;
  pins.host = desired().workspace.host;
  if (const auto* ids = engine::reading<engine::WorkspaceIds>(live, engine::CurrentWorkspace{})) {
    pins.workspace_id = ids->workspace_id;
    pins.metastore_id = ids->metastore_id;
  }
  if (const auto* account = engine::reading<engine::AccountId>(live, engine::CurrentAccount{})) {
    pins.account_id = account->account_id;
  }
  return pins;
}

std::string holder_text(const engine::LockInfo& holder) {
  if (holder.who.empty()) return "another run";
  std::string text = "'" + holder.operation + "' by " + holder.who + " since " + holder.created;
  if (!holder.id.empty()) text += " (lock " + holder.id + ")";
  return text;
}

std::string state_folder(const Configuration& configuration) {
  const engine::Desired& desired = configuration.desired;
  return (std::filesystem::path(configuration.folder) / desired.state_path / desired.stack /
          desired.target)
      .lexically_normal()
      .string();
}

namespace {

/// Whether of all that was asked nothing but the workspace itself could be seen.
bool nothing_was_seen(const engine::Live& live) {
  std::size_t seen = 0;
  std::size_t hidden = 0;
  for (const auto& [lookup, result] : live) {
    if (std::holds_alternative<engine::CurrentWorkspace>(lookup)) continue;
    ++(std::holds_alternative<engine::Hidden>(result) ? hidden : seen);
  }
  return hidden > 0 && seen == 0;
}

void require_sound(const engine::Refreshed& refreshed, Console& console) {
  if (!refreshed.draft.wrong_workspace.empty()) throw StaleError(refreshed.draft.wrong_workspace);
  if (!refreshed.draft.problems.empty()) {
    std::vector<engine::Diagnostic> problems = refreshed.draft.problems;
    std::stable_sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) {
      return a.place < b.place;
    });
    print_diagnostics(problems, console);
    if (refreshed.draft.is_denied) {
      throw engine::ProviderError(engine::ErrorClass::Denied,
                                  "what the configuration names may not be seen");
    }
    throw ConfigError("the configuration does not fit the workspace");
  }
  if (nothing_was_seen(refreshed.live)) {
    const auto& hidden = refreshed.draft.plan.hidden;
    throw engine::ProviderError(engine::ErrorClass::Denied,
                                "nothing of what the configuration names may be seen" +
                                    (hidden.empty() ? "" : ": " + hidden.front().reason));
  }
}

std::string interrupted_text(const engine::Opened& opened) {
  if (!opened.journal) return {};
  const engine::Begin& begin = opened.journal->begin;
  return begin.operation + " by " + begin.who + " at " + begin.at;
}

}  // namespace

void require_own_ledger(const engine::Opened& opened,
                        const std::string& stack,
                        const std::string& folder) {
  const auto require = [&](const std::string& what, const std::string& of) {
    if (of.empty() || of == stack) return;
    throw StaleError("the " + what + " in " + folder + " is of stack " + of +
                     ", the configuration of " + stack +
                     "; put this stack's own there, or move it away; nothing was changed");
  };
  require("state", opened.state.stack);
  if (opened.journal) require("journal", opened.journal->begin.stack);
}

Planned make_plan(Session& session,
                  const PlanRequest& request,
                  Console& console,
                  const std::stop_token& stop) {
  Planned planned;
  planned.opened = session.open_ledger(stop);
  const std::size_t before = session.requests_sent();
  planned.refreshed = engine::refresh(session.desired(),
                                      planned.opened,
                                      session.provider(),
                                      {session.now(), request.destroy, request.rotation},
                                      stop);
  planned.read_at = session.clock().steady();
  require_sound(planned.refreshed, console);
  const auto& hidden = planned.refreshed.draft.plan.hidden;
  if (request.rotation && !hidden.empty()) {
    throw engine::ProviderError(engine::ErrorClass::Denied,
                                "nothing is rotated, since " + to_string(hidden.front().lookup) +
                                    " may not be seen: " + hidden.front().reason);
  }

  engine::PlanFile& file = planned.file;
  file.made_at = engine::to_rfc3339(session.clock().now());
  file.made_by = version();
  file.operation = request.rotation ? "rotate" : request.destroy ? "destroy" : "apply";
  file.workspace = session.pins(planned.refreshed.live);
  file.stack = session.desired().stack;
  file.target = session.desired().target;
  file.variables = session.desired().variables;
  file.desired_digest = engine::desired_digest(session.desired());
  file.lineage = planned.opened.state.lineage;
  file.serial = planned.opened.version.serial;
  file.journal_digest = planned.opened.journal_digest;
  file.last_applied = planned.refreshed.state.last_applied();
  file.interrupted = interrupted_text(planned.opened);
  file.requests_read = static_cast<std::int64_t>(session.requests_sent() - before);
  file.plan = planned.refreshed.draft.plan;
  for (const engine::StepId step : planned.refreshed.cannot_tell) {
    file.plan.warnings.push_back("whether step " + std::to_string(step) +
                                 " of the interrupted run took effect may not be seen");
  }
  return planned;
}

}  // namespace dgctl::cmd
