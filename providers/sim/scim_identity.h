#pragma once

#include <string>

#include "providers/sim/scim.h"

// What the SCIM resources of users and service principals have in common.

namespace dgctl::providers::sim {

/// As what somebody is shown.
struct ScimGuise {
  const char* word;    ///< of the core schema: "User"
  const char* called;  ///< the member that holds the name: "userName"
};

inline constexpr const char* kAccountAdmin = "account_admin";  ///< a role

inline constexpr ScimGuise kAsUser{"User", "userName"};
inline constexpr ScimGuise kAsServicePrincipal{"ServicePrincipal", "applicationId"};

/// The whole resource of a user or service principal that exists; `emails` is left out if empty.
Members scim_identity(const State& state,
                      const Call& call,
                      const std::string& name,
                      const ScimGuise& guise,
                      List emails = {});

/// Whether a list shows somebody: the account all, the workspace its own.
bool is_listed(const State& state, const Call& call, const std::string& name);

/// What lists filter and sort by.
ScimEntry scim_entry(const std::string& name, const Identity& identity, const ScimGuise& guise);

}  // namespace dgctl::providers::sim
