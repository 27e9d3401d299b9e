#pragma once

#include <string>

#include "engine/model/change.h"

namespace dgctl::engine {

/// "+", "~", "-/+", "<=", "-", "."; "" of what concerns the state only.
std::string symbol_of(const Change& change);

/// Of a set-like field what comes and what goes: "+ workspace-access, - allow-cluster-create".
std::string shown_members(const FieldChange& field);

}  // namespace dgctl::engine
