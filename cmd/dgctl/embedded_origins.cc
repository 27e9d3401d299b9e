#include <filesystem>
#include <vector>

#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/origins.h"
#include "cmd/dgctl/sim_edges.h"
#include "providers/sim/workspace.h"

namespace dgctl::cmd {
namespace {

/// Who asks the account of an embedded workspace; "": who asks the workspace.
std::string account_profile(const Configuration& configuration) {
  const auto& account = configuration.desired.account;
  return account ? account->profile : std::string();
}

std::unique_ptr<providers::SimWorkspace> open_sim(const Configuration& configuration,
                                                  const CommonOptions& options) {
  const engine::DesiredWorkspace& workspace = configuration.desired.workspace;
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

class EmbeddedOrigins : public Origins {
 public:
  EmbeddedOrigins(const Configuration& configuration, const CommonOptions& options)
      : sim_(open_sim(configuration, options)),
        clock_(*sim_),
        ids_(*sim_),
        account_(*sim_, account_profile(configuration)) {}

  LineEnd workspace() override { return {*sim_, nullptr, {}, {}, {}}; }
  LineEnd account() override { return {account_, nullptr, {}, {}, {}}; }
  LineEnd workspace_as(const ClientLogin& login) override {
    principals_.push_back(std::make_unique<SimAs>(*sim_, login.client_id));
    return {*principals_.back(), nullptr, {}, {}, {}};
  }
  engine::Clock& clock() override { return clock_; }
  engine::Ids& ids() override { return ids_; }
  std::string who() override { return sim_->identity(); }
  void tell(const std::function<void(const std::string&)>& /*say*/) override {}
  void log(const std::function<void(const std::string&)>& /*log*/) override {}
  [[nodiscard]] bool adapts() const override { return false; }
  // It answers one request at a time, and its time is not anybody's: runs are reproducible.
  [[nodiscard]] std::size_t usual_parallelism() const override { return 1; }
  [[nodiscard]] std::uint64_t jitter_seed() const override { return 0; }

 private:
  std::unique_ptr<providers::SimWorkspace> sim_;
  SimClock clock_;
  SimIds ids_;
  SimAs account_;
  std::vector<std::unique_ptr<SimAs>> principals_;
};

}  // namespace

std::unique_ptr<Origins> open_embedded(const Configuration& configuration,
                                       const CommonOptions& options) {
  return std::make_unique<EmbeddedOrigins>(configuration, options);
}

}  // namespace dgctl::cmd
