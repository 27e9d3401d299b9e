#pragma once

#include <vector>

#include "providers/sim/scim.h"

namespace dgctl::providers::sim {

/// The groups that the asked plane lists.
std::vector<ScimEntry> group_entries(const State& state, const Call& call);
const ScimKind& group_kind();

}  // namespace dgctl::providers::sim
