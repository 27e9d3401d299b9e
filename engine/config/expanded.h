#pragma once

#include <string>

#include "engine/model/desired.h"

namespace dgctl::engine {

/// A configuration with everything expanded and all that is defaulted written out, that loads to
/// the same (places and variables aside). Comments name the places that ask for a thing.
std::string expanded_yaml(const Desired& desired);

}  // namespace dgctl::engine
