#pragma once

#include "engine/config/section.h"
#include "engine/model/desired.h"

namespace dgctl::engine {

/// The limits of one apply, under `safety:`. `node` may be null: then the defaults.
Safety read_safety(const YamlNode* node, Findings& findings);

/// "30%", "12": a limit as the file writes it.
std::string to_text(const Limit& limit);

}  // namespace dgctl::engine
