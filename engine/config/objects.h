#pragma once

#include <optional>

#include "engine/config/declarations.h"
#include "engine/config/entries.h"
#include "engine/model/desired.h"

namespace dgctl::engine {

/// Reads a resource of the shape Object as its descriptor says, and the grants that stand in it.
/// Nothing if its name could not be read.
std::optional<DesiredResource> read_object(const Declaration& declaration, Expansion& expansion);

}  // namespace dgctl::engine
