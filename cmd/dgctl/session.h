#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cmd/dgctl/configuration.h"
#include "cmd/dgctl/console.h"
#include "cmd/dgctl/options.h"
#include "engine/apply/refresh.h"
#include "engine/doctor/report.h"
#include "engine/edges/clock.h"
#include "engine/edges/ids.h"
#include "engine/edges/inspector.h"
#include "engine/edges/provider.h"
#include "engine/edges/sink.h"
#include "engine/edges/state_lock.h"
#include "engine/plan/plan_file.h"

namespace dgctl::cmd {

/// What a command may do with a workspace.
enum class Access {
  Ledger,          ///< nothing: it works on what is recorded
  Look,            ///< change nothing of it
  LookIfPossible,  ///< the same, and nobody need be logged in: who is not is refused everything
  Change,
};

struct ClientLogin;
class PrincipalLine;

/// Everything that a command works with, put together once.
class Session {
 public:
  /// Opens the workspace that the configuration names. Throws ConfigError if it cannot be, and
  /// ProviderError where there are no credentials for it. But with Access::Change no request other
  /// than GET leaves it, and there is no provider that writes.
  Session(Configuration configuration, const CommonOptions& options, Access access);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  [[nodiscard]] const engine::Desired& desired() const;
  engine::Reader& reader();
  engine::Inspector& inspector();
  /// Whom the requests are made as, and from where that is.
  [[nodiscard]] engine::IdentitySource identity_source() const;
  /// Throws std::logic_error but with Access::Change.
  engine::Provider& provider();
  engine::StateStore& state_store();
  engine::JournalStore& journal_store();
  engine::StateLock& state_lock();
  /// Who holds the lock, another run than this one, for messages; "": nobody.
  std::string lock_holder(const std::stop_token& stop);
  engine::Clock& clock();
  engine::Ids& ids();
  /// From now on events bear the workspace's time, and with --log-level debug the console is told
  /// of each request.
  void attach(Console& console);
  [[nodiscard]] std::size_t parallelism() const;
  [[nodiscard]] std::size_t requests_sent() const;
  [[nodiscard]] std::string stack() const;  ///< "acme/default"
  /// For locks, journals and runs. May ask the workspace, once.
  [[nodiscard]] std::string who(const std::stop_token& stop) const;
  [[nodiscard]] std::string now() const;  ///< RFC 3339
  engine::Sinks& sinks();
  [[nodiscard]] const std::string& folder() const;  ///< where the state lies
  /// The workspace as a service principal uses it, who may change what he may. Makes no request.
  /// It and the secret outlive neither each other nor this.
  std::unique_ptr<PrincipalLine> line_as(const ClientLogin& login);

  /// Takes the lock, waiting as the options say. Throws LockedError that names the holder.
  std::uint64_t lock(const std::string& operation, Console& console, const std::stop_token& stop);

  /// The state and what an interrupted run left. Throws StaleError for those of another stack.
  engine::Opened open_ledger(const std::stop_token& stop);

  /// The workspace as it answered, for a state that is to be written.
  [[nodiscard]] engine::Pins pins(const engine::Live& live) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Throws StaleError unless what lies in a state's folder is of the stack and target
/// "acme/default".
void require_own_ledger(const engine::Opened& opened,
                        const std::string& stack,
                        const std::string& folder);

/// Who holds a lock, since when, and its id, as a message says it.
std::string holder_text(const engine::LockInfo& holder);

/// Where the state of a configuration lies.
std::string state_folder(const Configuration& configuration);

}  // namespace dgctl::cmd
