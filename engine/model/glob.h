#pragma once

#include <string_view>

namespace dgctl::engine {

/// Whether a text is of a pattern, in which '*' stands for any run of characters and '?' for one.
bool matches_glob(std::string_view pattern, std::string_view text);

}  // namespace dgctl::engine
