#pragma once

#include <string>
#include <vector>

#include "engine/model/desired.h"
#include "engine/model/diagnostic.h"

namespace dgctl::cmd {

/// What is wrong with where secrets are kept: two in one file, however its path is spelled, or one
/// in the folder of the state. `folder`: from where the configuration's paths count.
std::vector<engine::Diagnostic> sink_problems(const engine::Desired& desired,
                                              const std::string& folder);

}  // namespace dgctl::cmd
