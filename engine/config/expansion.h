#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/config/findings.h"
#include "engine/config/grants.h"
#include "engine/config/lifecycle.h"
#include "engine/config/permissions.h"
#include "engine/config/principals.h"

namespace dgctl::engine {

/// What the readers of resources share: what they look up, and what they add to.
struct Expansion {
  const ServicePrincipals& principals;
  GrantUnion& grants;
  PermissionUnion& permissions;
  std::vector<DesiredResource>& resources;
  /// Where the secrets are that are made elsewhere, by the key of their principal.
  std::map<std::string, std::string, std::less<>>& sinks_elsewhere;
  std::vector<WrittenNeed>& written_needs;
  const std::string& target;
  Findings& findings;
};

}  // namespace dgctl::engine
