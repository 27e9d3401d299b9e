#pragma once

#include <vector>

#include "engine/config/declarations.h"
#include "engine/config/findings.h"
#include "engine/config/lifecycle.h"
#include "engine/model/desired.h"

namespace dgctl::engine {

/// Reports what resources must not do to each other: be the same object under two addresses, have
/// one address for two objects, need what is not there, or need each other in a circle. `resources`
/// is sorted by address; `declarations` has those too that could not be read.
void check_conflicts(const std::vector<DesiredResource>& resources,
                     const std::vector<WrittenNeed>& needs,
                     const Declarations& declarations,
                     Findings& findings);

}  // namespace dgctl::engine
