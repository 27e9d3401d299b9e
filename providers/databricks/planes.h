#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "providers/databricks/rest.h"

namespace dgctl::providers {

/// The account, where it keeps identities: an origin with credentials of its own.
struct AccountPlane {
  Rest& rest;
  std::string id;
  std::int64_t workspace_id = 0;  ///< the workspace that is worked on; 0: not known yet
};

/// Where things are kept.
struct Planes {
  Rest& workspace;
  std::optional<AccountPlane> account;  ///< nothing: the workspace keeps identities too
};

/// Below which path a workspace has the secrets of its service principals.
inline constexpr const char* kWorkspacePrincipals = "/api/2.0/accounts/servicePrincipals";
/// The path of something of the account: "/api/2.0/accounts/ID" and what follows. Throws
/// engine::ProviderError without an id: such a path would be another's.
std::string account_path(const std::string& account_id, const std::string& rest);

}  // namespace dgctl::providers
