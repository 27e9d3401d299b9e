#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "providers/sim/principals.h"
#include "providers/sim/state.h"

// What somebody may do in the workspace besides what is granted.

namespace dgctl::providers::sim {

inline constexpr const char* kClusterCreate = "allow-cluster-create";
inline constexpr const char* kSqlAccess = "databricks-sql-access";

/// Throws Refusal (SCIM's) for words that are no entitlements, or that exclude one another.
void check_entitlements(const std::vector<std::string>& entitlements);

/// By oneself or by a group. Workspace admins have all.
bool is_entitled(const State& state, const std::string& name, std::string_view entitlement);

}  // namespace dgctl::providers::sim
