#pragma once

#include <string>
#include <utility>

#include "engine/edges/secret_issuer.h"
#include "engine/model/lookup.h"
#include "providers/databricks/planes.h"
#include "providers/databricks/rest.h"

// The OAuth secrets of service principals: databricks-sdk-go service/oauth2/{impl,model}.go. The
// same over a workspace and over an account, at other paths.

namespace dgctl::providers {

/// Below which path an account has them. Throws engine::ProviderError without the
/// account's id.
std::string account_principals(const std::string& account_id);

/// The secrets of a principal, by its id, in the order in which they were made. Throws
/// engine::ProviderError.
engine::ReadResult read_secrets(Rest& rest,
                                const std::string& principal_id,
                                const std::stop_token& stop,
                                const std::string& principals = kWorkspacePrincipals);

/// Makes and deletes secrets. What is in memory of a value is wiped.
class WorkspaceSecrets : public engine::SecretIssuer {
 public:
  explicit WorkspaceSecrets(Rest& rest, std::string principals = kWorkspacePrincipals)
      : rest_(rest), principals_(std::move(principals)) {}

  engine::IssuedSecret issue(const std::string& principal_id,
                             std::chrono::seconds lifetime,
                             std::stop_token stop) override;
  void retire(const std::string& principal_id,
              const std::string& secret_id,
              std::stop_token stop) override;

 private:
  Rest& rest_;
  std::string principals_;
};

}  // namespace dgctl::providers
