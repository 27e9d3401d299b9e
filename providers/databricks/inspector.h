#pragma once

#include <optional>
#include <string>

#include "engine/edges/clock.h"
#include "engine/edges/inspector.h"
#include "providers/databricks/provider.h"
#include "providers/databricks/rest.h"

namespace dgctl::providers {

/// Looks at a Databricks workspace over its REST API, and at its account where that keeps
/// identities.
class DatabricksInspector : public engine::Inspector {
 public:
  DatabricksInspector(Transport& transport, engine::Clock& clock, ProviderOptions options);

  engine::Contact contact(std::stop_token stop) override;
  engine::Look<engine::Metastore> metastore(std::stop_token stop) override;
  std::vector<engine::SecurableFacts> look_at(std::span<const engine::Securable> wanted,
                                              const std::set<std::string>& names,
                                              std::stop_token stop) override;
  engine::Look<engine::IpAccess> ip_access(std::stop_token stop) override;
  engine::Look<bool> account(std::stop_token stop) override;

 private:
  Transport& transport_;
  engine::Clock& clock_;
  Rest rest_;
  std::optional<Rest> account_;
  std::string account_id_;
  std::size_t parallelism_;
};

}  // namespace dgctl::providers
