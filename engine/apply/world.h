#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "engine/edges/clock.h"
#include "engine/edges/logins.h"
#include "engine/edges/provider.h"
#include "engine/edges/secret_issuer.h"
#include "engine/edges/sink.h"

namespace dgctl::engine {

/// What the steps of a secret are carried out with.
struct SecretEdges {
  SecretIssuer& issuer;
  Sinks& sinks;
  Logins& logins;
};

/// The workspace and the sinks as one: whatever a plan asks for is read or written here. The value
/// of a secret is held from the step that issues it to the one that stores it, and nowhere else.
class World : public Provider {
 public:
  World(Provider& workspace, SecretEdges edges, Clock& clock)
      : workspace_(workspace), edges_(edges), clock_(clock) {}

  std::vector<ReadResult> read(std::span<const Lookup> wanted, std::stop_token stop) override;
  StepOutcome write(const Step& step, std::stop_token stop) override;

 private:
  std::vector<ReadResult> read_workspace(std::span<const Lookup> wanted,
                                         const std::stop_token& stop);
  ReadResult read_sink(const std::string& sink, const std::stop_token& stop);
  StepOutcome issue(const IssueSecret& call, const std::stop_token& stop);
  void delete_unheard(const IssueSecret& call, const std::stop_token& stop);
  StepOutcome store(const StoreSecret& call, const std::stop_token& stop);
  /// What a sink holds of a secret that was stored there. Throws ProviderError where it does not.
  std::pair<SinkLabel, Secret> value_in(const std::string& name,
                                        const std::string& secret_id,
                                        const std::stop_token& stop);
  void prove(const ProveSecret& call, const std::stop_token& stop);

  Provider& workspace_;
  SecretEdges edges_;
  Clock& clock_;
  std::mutex mutex_;
  std::map<Address, Secret> values_;  ///< issued and not stored yet
};

}  // namespace dgctl::engine
