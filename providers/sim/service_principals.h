#pragma once

#include <string>
#include <vector>

#include "providers/sim/scim.h"

namespace dgctl::providers::sim {

const ScimKind& service_principal_kind();

/// Those of the workspace, or of the account.
std::vector<ScimEntry> service_principal_entries(const State& state, const Call& call);

/// Takes somebody out of the world. Grants stay without a name, owners with a name that is
/// nobody's.
void remove_service_principal(State& state, const std::string& name);

}  // namespace dgctl::providers::sim
