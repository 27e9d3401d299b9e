#pragma once

#include <string>
#include <string_view>

#include "providers/sim/state.h"

namespace dgctl::providers::sim {

/// Reads the text of a workspace file; schemas/workspace.schema.json describes it. Throws JsonError
/// with the JSON pointer of what is wrong.
State read_workspace(std::string_view text);

/// The text of a workspace file, for people to read and edit: whatever has its default is left out.
/// Reading it yields an equal state.
std::string write_workspace(const State& state);

}  // namespace dgctl::providers::sim
