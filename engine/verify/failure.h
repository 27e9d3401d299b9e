#pragma once

#include <optional>
#include <string>

#include "engine/verify/live_check.h"

// What a failed statement says of privileges. How a workspace words a missing one:
// databricks/dbt-databricks issue 838, ibis-project/ibis issue 9038.

namespace dgctl::engine {

/// Whether a failure says that a privilege is missing.
bool is_denial(const SqlFailure& failure);
/// Whether a failure says that something is not there, which is also said of what may not be seen.
bool is_not_found(const SqlFailure& failure);
/// Whether a failure says that a catalog is bound to other workspaces, or to this one for reading
/// only. No grant changes that.
bool is_of_binding(const SqlFailure& failure);
/// The privilege that a denial names; nothing where it names none.
std::optional<Gate> gate_named_in(const std::string& message);
/// The same, on the securable of the check that it speaks of, whose name it may write otherwise.
std::optional<Gate> gate_named_in(const std::string& message, const LiveCheck& check);

}  // namespace dgctl::engine
