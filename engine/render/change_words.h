#pragma once

#include <string>

#include "engine/model/change.h"

namespace dgctl::engine {

/// "+", "~", "-/+", "<=", "-", "."; "" of what concerns the state only.
std::string symbol_of(const Change& change);

/// "moved in the workspace since the last apply (2026-11-23)"; `last_applied` is the day, or "".
std::string mover_text(Mover mover, const std::string& last_applied);

}  // namespace dgctl::engine
