#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dgctl::engine {

/// The parts that make_key() was given, without their quotes.
std::vector<std::string> parts_of_key(std::string_view key);

}  // namespace dgctl::engine
