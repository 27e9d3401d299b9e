#pragma once

#include <string>

#include "engine/model/change.h"

namespace dgctl::engine {

/// "+", "~", "-/+", "<=", "-", "."; "" of what concerns the state only.
std::string symbol_of(const Change& change);

/// "moved in the workspace since the last apply (2026-11-23)"; `last_applied` is the day, or "".
std::string mover_text(Mover mover, const std::string& last_applied);

/// Of a set-like field what comes and what goes: "+ workspace-access, - allow-cluster-create".
std::string shown_members(const FieldChange& field);

}  // namespace dgctl::engine
