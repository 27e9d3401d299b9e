#include "cmd/dgctl/session.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <ostream>
#include <stdexcept>

#include <unistd.h>

#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/line.h"
#include "cmd/dgctl/origins.h"
#include "cmd/dgctl/principal_line.h"
#include "cmd/dgctl/progress.h"
#include "cmd/dgctl/version.h"
#include "engine/apply/run.h"
#include "engine/apply/world.h"
#include "providers/databricks/inspector.h"
#include "providers/databricks/logins.h"
#include "providers/databricks/provider.h"
#include "providers/databricks/secrets.h"
#include "providers/sinks/file_sink.h"
#include "providers/state/local.h"
#include "providers/system/system_clock.h"

namespace dgctl::cmd {
namespace {

constexpr std::chrono::milliseconds kLockPoll{20};

/// Says, once for each holder, for whom a lock is waited.
class Waiting {
 public:
  explicit Waiting(Console& console) : console_(console) {}

  void tell(const engine::LockInfo& holder) {
    // Who has only just taken it has not named itself yet.
    const bool is_new = holder.id != told_ && !holder.id.empty();
    if (has_told_ && !is_new) return;
    has_told_ = true;
    told_ = holder.id;
    const engine::Event event{"lock_waiting", "waiting for " + holder_text(holder), {}};
    console_.err << engine::shown(std::string_view(event.text)) << "\n" << std::flush;
    if (console_.events == nullptr) return;
    console_.events->write([&](const engine::EventJson& json) { return json.progress(event); });
  }

 private:
  Console& console_;
  std::string told_;
  bool has_told_ = false;
};

}  // namespace

struct Session::Parts {
  Parts(Configuration read, CommonOptions chosen, Access allowed)
      : access(allowed),
        configuration(std::move(read)),
        options(std::move(chosen)),
        origins(open_origins(configuration, options, access)),
        clock(origins->clock()),
        of_workspace(origins->workspace(), clock, line_options()),
        of_account(origins->account(), clock, line_options()),
        width(most()),
        workspace(of_workspace.top(), clock, provider_options()),
        inspector(of_workspace.top(), clock, provider_options()),
        rest(named_account() ? of_account.top() : of_workspace.top(), clock),
        secrets(rest, principals()),
        logins(of_workspace.open, clock),
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
  [[nodiscard]] std::size_t most() const {
    return options.parallelism == 0 ? origins->usual_parallelism() : options.parallelism;
  }
  [[nodiscard]] LineOptions line_options() const {
    return {access, options.max_rps, origins->jitter_seed(), origins->adapts() ? most() : 0};
  }
  providers::ProviderOptions provider_options() {
    providers::ProviderOptions chosen;
    chosen.parallelism = width;
    chosen.workspace_id = configuration.desired.workspace.workspace_id.value_or(0);
    const auto& known = named_account();
    if (known) chosen.account.emplace(of_account.top(), known->id);
    return chosen;
  }

  Access access;
  EventLog* events = nullptr;  ///< that bear this clock's time
  Configuration configuration;
  CommonOptions options;
  std::unique_ptr<Origins> origins;
  engine::Clock& clock;
  Line of_workspace, of_account;
  std::size_t width;
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
  std::string own_lock;  // the id of the lock that this run took last, or ""
  std::string who;       ///< once it was asked for
  std::function<void(const std::string&)> say, log;  ///< who is told of requests
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
  if (!is_embedded(desired().workspace.host)) {
    const providers::LoginReport report =
        login_reports(parts_->configuration, parts_->options).workspace;
    return {report.strategy, report.credentials_from};
  }
  constexpr const char* kHow = "an identity of the embedded workspace";
  if (!parts_->options.profile.empty()) return {kHow, "--profile on the command line"};
  if (desired().workspace.profile.empty()) return {kHow, "its operator"};
  return {kHow, "workspace.profile in the configuration"};
}
engine::Provider& Session::provider() {
  if (parts_->access != Access::Change) {
    throw std::logic_error("a command that only reads asked for what writes");
  }
  return parts_->world;
}
engine::Sinks& Session::sinks() { return parts_->sinks; }
const std::string& Session::folder() const { return parts_->folder; }

std::unique_ptr<PrincipalLine> Session::line_as(const ClientLogin& login) {
  LineOptions options = parts_->line_options();
  options.access = Access::Change;
  auto line =
      std::make_unique<PrincipalLine>(parts_->origins->workspace_as(login), parts_->clock, options);
  if (parts_->say) line->line().telling.tell(parts_->say);
  if (parts_->log) line->line().logging.tell(parts_->log);
  return line;
}
engine::StateStore& Session::state_store() { return parts_->store; }
engine::JournalStore& Session::journal_store() { return parts_->journal; }
engine::StateLock& Session::state_lock() { return parts_->held; }

std::string Session::lock_holder(const std::stop_token& stop) {
  const engine::LockStatus lock = parts_->held.status(stop);
  const bool is_other = lock.is_held && lock.holder.id != parts_->own_lock;
  return is_other ? holder_text(lock.holder) : std::string();
}
engine::Clock& Session::clock() { return parts_->clock; }
engine::Ids& Session::ids() { return parts_->origins->ids(); }
std::size_t Session::parallelism() const { return parts_->width; }
std::size_t Session::requests_sent() const {
  return parts_->of_workspace.counting.sent() + parts_->of_account.counting.sent();
}
std::string Session::stack() const { return desired().stack + "/" + desired().target; }
std::string Session::who(const std::stop_token& stop) const {
  std::string& who = parts_->who;
  if (!who.empty()) return who;
  who = parts_->origins->who();
  if (!who.empty()) return who;
  const engine::Lookup asked = engine::Runner{};
  const engine::Live live{{asked, parts_->world.read({&asked, 1}, stop).front()}};
  const auto* runner = engine::reading<engine::Identity>(live, engine::Runner{});
  // A server that does not say who asks is worked with all the same.
  who = runner == nullptr || runner->name.empty() ? local_name() : runner->name;
  return who;
}

void Session::attach(Console& console) {
  if (parts_->options.log_level == "debug") {
    const auto say = [&console](const std::string& line) {
      const std::string text = "debug: " + engine::shown(std::string_view(line));
      if (console.progress != nullptr) return console.progress->say(text);
      // At once, since several threads send.
      console.err << text + "\n" << std::flush;
    };
    parts_->say = say;
    parts_->of_workspace.telling.tell(say);
    parts_->of_account.telling.tell(say);
    parts_->origins->tell(say);
  }
  if (parts_->options.log_http) {
    const auto log = [&err = console.err](const std::string& lines) {
      // As one text, since several threads send.
      err << lines << std::flush;
    };
    parts_->log = log;
    parts_->of_workspace.logging.tell(log);
    parts_->of_account.logging.tell(log);
    parts_->origins->log(log);
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
  const engine::LockInfo mine{parts_->origins->ids().uuid(),
                              operation,
                              who(stop) + " pid " + std::to_string(::getpid()),
                              engine::to_rfc3339(clock.now())};
  Waiting waiting(console);
  for (;;) {
    const auto answer = parts_->held.acquire(mine, stop);
    if (const auto* fence = std::get_if<std::uint64_t>(&answer)) {
      parts_->own_lock = mine.id;
      return *fence;
    }
    const auto& by = std::get<engine::LockInfo>(answer);
    const std::string holder = holder_text(by);
    if (left <= std::chrono::milliseconds(0)) {
      throw LockedError("the state of " + stack() + " is locked by " + holder +
                        "; wait for it, or give --lock-timeout");
    }
    waiting.tell(by);
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
