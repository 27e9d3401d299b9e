#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dgctl::engine {

/// What fits on any terminal.
inline constexpr std::size_t kTextWidth = 80;

/// With spaces behind it up to so many columns.
std::string padded(const std::string& text, std::size_t width);

/// Broken at spaces into lines of at most so many columns; a word that is longer has a line of its
/// own, since a name is there to be copied. At least one line.
std::vector<std::string> broken(std::string_view text, std::size_t width);

/// Broken to fit kTextWidth behind so many spaces, each line with its newline.
std::string indented(std::string_view text, std::size_t spaces);

}  // namespace dgctl::engine
