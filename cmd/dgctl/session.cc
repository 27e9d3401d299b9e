#include "cmd/dgctl/session.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>
#include <stdexcept>

#include <pwd.h>
#include <unistd.h>

#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/sim_edges.h"
#include "cmd/dgctl/version.h"
#include "engine/apply/run.h"
#include "engine/apply/world.h"
#include "providers/databricks/inspector.h"
#include "providers/databricks/logins.h"
#include "providers/databricks/provider.h"
#include "providers/databricks/secrets.h"
#include "providers/sim/workspace.h"
#include "providers/sinks/file_sink.h"
#include "providers/state/local.h"
#include "providers/system/system_clock.h"
#include "providers/transport/counting.h"
#include "providers/transport/get_only.h"
#include "providers/transport/pacing.h"
#include "providers/transport/retrying.h"
#include "providers/transport/telling.h"

namespace dgctl::cmd {
namespace {

constexpr std::string_view kSim = "sim:";
constexpr std::chrono::milliseconds kLockPoll{20};

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

/// What a request to one origin goes through.
struct Line {
  Line(providers::Transport& origin,
       engine::Clock& clock,
       const CommonOptions& options,
       Access access)
      : only_get(origin),
        counting(access == Access::Look ? static_cast<providers::Transport&>(only_get) : origin),
        telling(counting, clock),
        pacing(telling, clock, options.max_rps),
        // The embedded workspace's time is not anybody's: no jitter, so that runs are reproducible.
        retrying(pacing, clock, 0) {}

  providers::GetOnlyTransport only_get;
  providers::CountingTransport counting;
  providers::TellingTransport telling;
  providers::PacingTransport pacing;
  providers::RetryingTransport retrying;
};

}  // namespace

struct Session::Parts {
  Parts(Configuration read, CommonOptions chosen, Access allowed)
      : access(allowed),
        configuration(std::move(read)),
        options(std::move(chosen)),
        sim(open_sim(configuration, options)),
        clock(*sim),
        ids(*sim),
        of_workspace(*sim, clock, options, access),
        account(*sim, account_profile(configuration)),
        of_account(account, clock, options, access),
        width(options.parallelism == 0 ? 1 : options.parallelism),
        workspace(of_workspace.retrying, clock, provider_options()),
        inspector(of_workspace.retrying, clock, provider_options()),
        rest(named_account() ? of_account.retrying : of_workspace.retrying, clock),
        secrets(rest, principals()),
        logins(of_workspace.retrying, clock),
        sinks(configuration.folder),
        world(workspace, {secrets, sinks, logins}, clock),
        folder(state_folder(configuration)),
        store(folder),
        journal(folder),
        held(folder) {}

  [[nodiscard]] const std::optional<engine::DesiredAccount>& named_account() const {
    return configuration.desired.account;
  }
  [[nodiscard]] std::string principals() const {
    const auto& known = named_account();
    return known ? providers::account_principals(known->id) : providers::kWorkspacePrincipals;
  }
  providers::ProviderOptions provider_options() {
    providers::ProviderOptions chosen;
    chosen.parallelism = width;
    chosen.workspace_id = configuration.desired.workspace.workspace_id.value_or(0);
    const auto& known = named_account();
    if (known) chosen.account.emplace(of_account.retrying, known->id);
    return chosen;
  }

  Access access;
  EventLog* events = nullptr;  ///< that bear this clock's time
  Configuration configuration;
  CommonOptions options;
  std::unique_ptr<providers::SimWorkspace> sim;
  SimClock clock;
  SimIds ids;
  Line of_workspace;
  SimAs account;
  Line of_account;
  std::size_t width;  // the embedded workspace answers one request at a time
  providers::DatabricksProvider workspace;
  providers::DatabricksInspector inspector;
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

Session::Session(Configuration configuration, const CommonOptions& options, Access access)
    : parts_(std::make_unique<Parts>(std::move(configuration), options, access)) {}
Session::~Session() {
  // What is told afterwards bears the last time that this clock knew.
  if (parts_->events != nullptr) parts_->events->use_clock([last = now()] { return last; });
}

const engine::Desired& Session::desired() const { return parts_->configuration.desired; }
engine::Reader& Session::reader() { return parts_->world; }
engine::Inspector& Session::inspector() { return parts_->inspector; }
engine::IdentitySource Session::identity_source() const {
  if (!parts_->options.profile.empty()) {
    return {"an identity of the embedded workspace", "--profile on the command line"};
  }
  if (!desired().workspace.profile.empty()) {
    return {"an identity of the embedded workspace", "workspace.profile in the configuration"};
  }
  return {"an identity of the embedded workspace", "its operator"};
}
engine::Provider& Session::provider() {
  if (parts_->access == Access::Look) {
    throw std::logic_error("a command that only reads asked for what writes");
  }
  return parts_->world;
}
engine::Sinks& Session::sinks() { return parts_->sinks; }
engine::StateStore& Session::state_store() { return parts_->store; }
engine::JournalStore& Session::journal_store() { return parts_->journal; }
engine::StateLock& Session::state_lock() { return parts_->held; }
engine::Clock& Session::clock() { return parts_->clock; }
engine::Ids& Session::ids() { return parts_->ids; }
std::size_t Session::parallelism() const { return parts_->width; }
std::size_t Session::requests_sent() const {
  return parts_->of_workspace.counting.sent() + parts_->of_account.counting.sent();
}
std::string Session::stack() const { return desired().stack + "/" + desired().target; }
std::string Session::who() const { return parts_->sim->identity(); }

void Session::attach(Console& console) {
  if (parts_->options.log_level == "debug") {
    const auto say = [&err = console.err](const std::string& line) {
      // At once, since several threads send.
      err << "debug: " + engine::shown(std::string_view(line)) + "\n" << std::flush;
    };
    parts_->of_workspace.telling.tell(say);
    parts_->of_account.telling.tell(say);
  }
  if (console.events == nullptr) return;
  parts_->events = console.events;
  console.events->use_clock([&clock = parts_->clock] { return engine::to_rfc3339(clock.now()); });
}

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

}  // namespace dgctl::cmd
