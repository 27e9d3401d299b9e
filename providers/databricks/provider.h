#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/edges/provider.h"
#include "providers/databricks/planes.h"
#include "providers/databricks/rest.h"

namespace dgctl::providers {

/// The account's console, where that keeps identities.
struct AccountOrigin {
  Transport& transport;
  std::string id;
};

struct ProviderOptions {
  std::size_t parallelism = 16;   ///< requests at once
  std::int64_t workspace_id = 0;  ///< if it is known
  std::optional<AccountOrigin> account = std::nullopt;
};

/// A Databricks workspace over its REST API, and its account where that keeps identities.
class DatabricksProvider : public engine::Provider {
 public:
  /// Objects and principals of a kind are read one by one up to this many, listed beyond.
  static constexpr std::size_t kReadOneByOne = 20;

  DatabricksProvider(Transport& transport, engine::Clock& clock, ProviderOptions options);

  std::vector<engine::ReadResult> read(std::span<const engine::Lookup> wanted,
                                       std::stop_token stop) override;
  engine::StepOutcome write(const engine::Step& step, std::stop_token stop) override;

 private:
  engine::ReadResult read_current_workspace(const std::stop_token& stop);
  engine::ReadResult read_one(const engine::Lookup& lookup, const std::stop_token& stop);
  engine::StepOutcome write_call(const engine::Call& written, const std::stop_token& stop);
  Planes planes();
  /// The same; asks which workspace this is, where that matters and is not known yet.
  Planes planes_with_workspace(const std::stop_token& stop);
  /// What entries of a kind need of that: on the account plane an assignment is one to a workspace.
  Planes planes_of(const std::string& entries, const std::stop_token& stop);
  engine::StepOutcome write_update(const engine::UpdateObject& call, const std::stop_token& stop);

  Rest rest_;
  std::optional<Rest> account_;  ///< where that keeps identities
  std::string account_id_;
  std::size_t parallelism_;
  std::atomic<std::int64_t> workspace_id_ = 0;  ///< as the last reading of it said
};

}  // namespace dgctl::providers
