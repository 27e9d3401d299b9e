#pragma once

#include "providers/sim/scim.h"

namespace dgctl::providers::sim {

const ScimKind& user_kind();

}  // namespace dgctl::providers::sim
