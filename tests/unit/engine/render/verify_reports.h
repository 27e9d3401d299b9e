#pragma once

#include "engine/verify/report.h"

// The verify reports whose golden files show every format.

namespace dgctl::tests {

/// Everything works that must, and is denied that must be; one table is empty.
engine::VerifyReport all_verified();
/// A grant that is gone.
engine::VerifyReport grant_missing();
/// One check of every outcome, and something of all that a report holds.
engine::VerifyReport one_of_every_outcome();
/// No statement runs on the warehouse.
engine::VerifyReport no_warehouse();
/// Names that no format may take for its own characters.
engine::VerifyReport awkward_checks();

}  // namespace dgctl::tests
