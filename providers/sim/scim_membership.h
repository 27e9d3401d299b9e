#pragma once

#include <string>
#include <vector>

#include "providers/sim/json.h"
#include "providers/sim/state.h"

// Who is in what, as the workspace plane of SCIM shows it.

namespace dgctl::providers::sim {

/// [{"value": "databricks-sql-access"}]
List scim_values(const std::vector<std::string>& values);

/// The names of the groups that are listed: the workspace's own, those assigned to it, the built-in
/// ones.
std::vector<std::string> listed_groups(const State& state);

/// Those of the account, `account users` among them.
std::vector<std::string> account_groups(const State& state);

/// What `members` of a group lists.
List scim_members(const State& state, const std::string& group);

/// What `groups` of a user or service principal lists.
List scim_groups(const State& state, const std::string& name);

/// The name that people read.
std::string display_name(const State& state, const std::string& name);

}  // namespace dgctl::providers::sim
