#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dgctl::providers::sim {

/// "; did you mean 'owner'?" where one of the names is within two edits of what was written, else
/// "".
std::string suggestion(std::string_view written, const std::vector<std::string>& names);

}  // namespace dgctl::providers::sim
