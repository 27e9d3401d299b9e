#pragma once

#include <string>

#include "engine/plan/drift.h"

// The drift reports whose golden files show every format.

namespace dgctl::tests {

/// Everything is as the last apply left it.
engine::DriftReport nothing_drifted();
/// A warehouse that was resized, and a grant that was changed.
engine::DriftReport little_drifted();
/// One thing of every class, and something of all that a report holds.
engine::DriftReport one_of_every_class();
/// The configuration has moved as well.
engine::DriftReport both_moved();
/// The configuration alone has moved.
engine::DriftReport pending_only();
/// Nothing that may be seen has drifted.
engine::DriftReport partly_hidden();
/// Nothing was ever applied.
engine::DriftReport never_applied();
/// So many grants that lost the same, and some other things.
engine::DriftReport many_drifted(std::size_t grants);
/// Names that no format may take for its own characters.
engine::DriftReport awkward_names();

}  // namespace dgctl::tests
