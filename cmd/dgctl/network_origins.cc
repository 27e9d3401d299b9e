#include <utility>
#include <vector>

#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/machine.h"
#include "cmd/dgctl/network_hosts.h"
#include "cmd/dgctl/origins.h"
#include "cmd/dgctl/user_agent.h"
#include "providers/databricks/login/login.h"
#include "providers/system/system_clock.h"

namespace dgctl::cmd {
namespace {

constexpr std::size_t kUsualParallelism = 16;

providers::LoginRequest workspace_request(const Configuration& configuration,
                                          const CommonOptions& options) {
  const engine::DesiredWorkspace& workspace = configuration.desired.workspace;
  providers::LoginRequest request;
  request.host = workspace.host;
  request.host_from = "workspace.host";
  request.profile = options.profile.empty() ? workspace.profile : options.profile;
  request.profile_from = options.profile.empty() ? "workspace.profile" : "--profile";
  const auto& account = configuration.desired.account;
  if (account && account->profile.empty()) request.host_of_environment = account->host;
  request.may_run_programs = !options.no_exec;
  return request;
}

providers::LoginRequest account_request(const engine::DesiredAccount& account,
                                        const CommonOptions& options) {
  providers::LoginRequest request;
  request.host = account.host;
  request.host_from = "account.host";
  request.profile = account.profile;
  request.profile_from = "account.profile";
  request.account_id = account.id;
  request.may_run_programs = !options.no_exec;
  return request;
}

providers::Login found_login(const providers::LoginRequest& request,
                             providers::Surroundings& surroundings) {
  try {
    return providers::find_login(request, surroundings);
  } catch (const providers::LoginSettingsError& error) {
    throw ConfigError(error.what());
  }
}

/// Of a host that nobody is logged in to: each request ends before it is sent.
class NoCredentials : public providers::Credentials {
 public:
  explicit NoCredentials(const providers::Login& login) : login_(login) {}
  std::uint64_t authorize(providers::Request& /*request*/,
                          const std::stop_token& /*stop*/) override {
    providers::require_credentials(login_);
    return 0;
  }
  bool renew(std::uint64_t /*refused*/) override { return false; }

 private:
  const providers::Login& login_;
};

/// A host with the login that is for it.
class Origin {
 public:
  Origin(providers::Login login,
         const NetworkOptions& options,
         providers::Surroundings& surroundings,
         engine::Clock& clock)
      : login_(std::move(login)),
        hosts_(with_agent(options, login_.report.strategy, surroundings), clock) {
    if (!login_.verifies) hosts_.trust(login_.report.host);
    if (login_.report.strategy.empty()) {
      credentials_ = std::make_unique<NoCredentials>(login_);
      return;
    }
    try {
      credentials_ = providers::make_credentials(login_, {surroundings, hosts_, clock});
    } catch (const providers::LoginSettingsError& error) {
      throw ConfigError(error.what());
    }
  }

  /// `workspace_id`: "" where none is known, and of an account.
  LineEnd end(const std::string& workspace_id) {
    LineEnd end{hosts_.connections(login_.report.host),
                credentials_.get(),
                providers::called(login_.report),
                login_.report.host,
                {}};
    // Hosts that many workspaces share need it.
    if (!workspace_id.empty()) end.always.emplace_back("X-Databricks-Workspace-Id", workspace_id);
    return end;
  }
  /// The same for somebody else.
  LineEnd end_as(const ClientLogin& login,
                 const std::string& workspace_id,
                 engine::Clock& clock,
                 providers::Surroundings& surroundings) {
    const providers::TokenHost host{login_.report.host, {}, login_.settings.text("discovery_url")};
    others_.push_back(providers::make_client_credentials(
        {login.client_id, login.from}, login.secret, host, {surroundings, hosts_, clock}));
    LineEnd end = this->end(workspace_id);
    end.credentials = others_.back().get();
    end.called = "the secret of " + login.from;
    return end;
  }
  [[nodiscard]] const providers::Login& login() const { return login_; }
  NetworkHosts& hosts() { return hosts_; }

 private:
  static NetworkOptions with_agent(NetworkOptions options,
                                   const std::string& strategy,
                                   providers::Surroundings& surroundings) {
    options.user_agent = user_agent(strategy, surroundings);
    return options;
  }

  providers::Login login_;
  NetworkHosts hosts_;
  std::unique_ptr<providers::Credentials> credentials_;
  std::vector<std::unique_ptr<providers::Credentials>> others_;
};

class NetworkOrigins : public Origins {
 public:
  NetworkOrigins(Configuration& configuration, const CommonOptions& options, Access access)
      : seed_(providers::random_seed()) {
    engine::Desired& desired = configuration.desired;
    // Both are looked at before either is asked for anything.
    providers::Login workspace = found_login(workspace_request(configuration, options), machine_);
    std::optional<providers::Login> account;
    if (desired.account)
      account = found_login(account_request(*desired.account, options), machine_);
    if (access != Access::LookIfPossible) {
      providers::require_credentials(workspace);
      if (account) providers::require_credentials(*account);
    }
    desired.workspace.host = workspace.report.host;
    if (account && desired.account) desired.account->host = account->report.host;
    workspace_id_ = desired.workspace.workspace_id ? std::to_string(*desired.workspace.workspace_id)
                                                   : workspace.workspace_id;
    NetworkOptions network;
    network.connections = options.parallelism == 0 ? kUsualParallelism : options.parallelism;
    network.max_rps = options.max_rps;
    network.jitter_seed = seed_;
    workspace_ = std::make_unique<Origin>(std::move(workspace), network, machine_, clock_);
    if (account) {
      account_ = std::make_unique<Origin>(std::move(*account), network, machine_, clock_);
    }
  }

  LineEnd workspace() override { return workspace_->end(workspace_id_); }
  LineEnd account() override { return account_ == nullptr ? workspace() : account_->end({}); }
  LineEnd workspace_as(const ClientLogin& login) override {
    return workspace_->end_as(login, workspace_id_, clock_, machine_);
  }
  engine::Clock& clock() override { return clock_; }
  engine::Ids& ids() override { return ids_; }
  std::string who() override {
    const providers::LoginReport& report = workspace_->login().report;
    // Entra's principals are called otherwise in a workspace.
    return report.strategy == "azure-client-secret" ? std::string() : report.client_id;
  }
  void tell(const std::function<void(const std::string&)>& say) override {
    workspace_->hosts().tell(say);
    if (account_ != nullptr) account_->hosts().tell(say);
  }
  void log(const std::function<void(const std::string&)>& log) override {
    workspace_->hosts().log(log);
    if (account_ != nullptr) account_->hosts().log(log);
  }
  [[nodiscard]] bool adapts() const override { return true; }
  [[nodiscard]] std::size_t usual_parallelism() const override { return kUsualParallelism; }
  [[nodiscard]] std::uint64_t jitter_seed() const override { return seed_; }

 private:
  Machine machine_;
  providers::SystemClock clock_;
  providers::SystemIds ids_;
  std::uint64_t seed_;
  std::string workspace_id_;
  std::unique_ptr<Origin> workspace_, account_;
};

}  // namespace

std::unique_ptr<Origins> open_network(Configuration& configuration,
                                      const CommonOptions& options,
                                      Access access) {
  return std::make_unique<NetworkOrigins>(configuration, options, access);
}

LoginReports login_reports(const Configuration& configuration, const CommonOptions& options) {
  Machine machine;
  LoginReports reports;
  reports.workspace = found_login(workspace_request(configuration, options), machine).report;
  const auto& account = configuration.desired.account;
  if (account) reports.account = found_login(account_request(*account, options), machine).report;
  return reports;
}

}  // namespace dgctl::cmd
