#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "providers/databricks/login/client_credentials.h"
#include "providers/databricks/login/credentials.h"
#include "providers/databricks/login/token_cache.h"

// azure-client-secret: a service principal of Entra's. Sources: databricks-sdk-go
// config/auth_azure_client_secret.go, config/azure.go, common/environment/azure.go.

namespace dgctl::providers {

/// A cloud of Azure's.
struct AzureCloud {
  std::string login;       ///< the origin that gives tokens
  std::string management;  ///< the resource that manages workspaces
};
/// "PUBLIC", "USGOVERNMENT", "CHINA", in any case; "" is the first. Nothing for another.
std::optional<AzureCloud> azure_cloud(const std::string& name);

/// The directory: as configured, or as the workspace's own login page says.
class AzureTenant {
 public:
  AzureTenant(std::string configured, std::string workspace, Hosts& hosts)
      : id_(std::move(configured)), workspace_(std::move(workspace)), hosts_(hosts) {}
  /// Throws ProviderError where the workspace does not say.
  std::string id(const std::stop_token& stop);

 private:
  std::mutex mutex_;
  std::string id_, workspace_;
  Hosts& hosts_;
};

/// Where Entra is asked, and for what.
struct AzurePlace {
  std::string login;     ///< AzureCloud::login
  std::string resource;  ///< the resource that the token is for
};

/// A token of Entra's for one resource.
class AzureClientSecret : public TokenSource {
 public:
  AzureClientSecret(Client client,
                    const engine::Secret& secret,
                    AzurePlace place,
                    AzureTenant& tenant,
                    TokenEdges edges)
      : client_(std::move(client)),
        secret_(secret),
        place_(std::move(place)),
        tenant_(tenant),
        edges_(edges) {}

  Token fetch(const std::stop_token& stop) override;

 private:
  Client client_;
  const engine::Secret& secret_;
  AzurePlace place_;
  AzureTenant& tenant_;
  TokenEdges edges_;
};

/// For what tokens for Databricks are asked, whatever the workspace.
inline constexpr const char* kAzureDatabricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

}  // namespace dgctl::providers
