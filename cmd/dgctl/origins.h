#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cmd/dgctl/configuration.h"
#include "cmd/dgctl/line.h"
#include "cmd/dgctl/options.h"
#include "engine/edges/clock.h"
#include "engine/edges/ids.h"
#include "engine/model/secret.h"
#include "providers/databricks/login/report.h"

namespace dgctl::cmd {

/// A service principal with its secret, which outlives whatever logs in with it.
struct ClientLogin {
  std::string client_id;
  const engine::Secret& secret;
  std::string from;  ///< where the secret was read, for messages
};

/// Where the requests of a run go, and whose time and ids it has.
class Origins {
 public:
  virtual ~Origins() = default;
  virtual LineEnd workspace() = 0;
  /// Of the account, where that keeps identities; else as the workspace.
  virtual LineEnd account() = 0;
  /// Of the workspace, as a service principal asks it. Makes no request; lives as long as this.
  virtual LineEnd workspace_as(const ClientLogin& login) = 0;
  virtual engine::Clock& clock() = 0;
  virtual engine::Ids& ids() = 0;
  /// Who makes the requests, as far as that is known without asking; "": it is not.
  virtual std::string who() = 0;
  /// Tells of the requests that are made to log in.
  virtual void tell(const std::function<void(const std::string&)>& say) = 0;
  /// Likewise, each as a whole, with secrets masked.
  virtual void log(const std::function<void(const std::string&)>& log) = 0;
  /// Whether as many requests are to be at once as the host turns out to take.
  [[nodiscard]] virtual bool adapts() const = 0;

  [[nodiscard]] virtual std::size_t usual_parallelism() const = 0;
  [[nodiscard]] virtual std::uint64_t jitter_seed() const = 0;
};

inline constexpr std::string_view kSim = "sim:";
/// Whether a host is the embedded workspace: "sim:FILE".
inline bool is_embedded(std::string_view host) { return host.starts_with(kSim); }

/// The embedded workspace, or a real one, whichever the configuration names. Where it leaves a host
/// to a profile, it has it afterwards. Makes no request. Throws ConfigError, and ProviderError
/// where there are no credentials; with Access::Ledger neither: then no request can be made. With
/// Access::LookIfPossible there need be no credentials: each request is refused then.
std::unique_ptr<Origins> open_origins(Configuration& configuration,
                                      const CommonOptions& options,
                                      Access access);

std::unique_ptr<Origins> open_embedded(const Configuration& configuration,
                                       const CommonOptions& options);
std::unique_ptr<Origins> open_network(Configuration& configuration,
                                      const CommonOptions& options,
                                      Access access);
std::unique_ptr<Origins> open_nothing();

/// Who a run is where nobody knows better: "ada@laptop", of this machine.
std::string local_name();

/// How the workspace of a configuration would be logged in to, and its account where that keeps
/// identities: for who wants to know before any request. Throws ConfigError.
struct LoginReports {
  providers::LoginReport workspace;
  std::optional<providers::LoginReport> account;
};
LoginReports login_reports(const Configuration& configuration, const CommonOptions& options);

}  // namespace dgctl::cmd
