#pragma once

#include <string>
#include <string_view>

namespace dgctl::engine {

/// An error, a warning or another text of many words as it may stand on a terminal. A word of
/// more than 500 characters, which somebody else chose, is cut and ends in "…": the rest of the
/// message is what is to be read.
std::string shown_message(std::string_view text);

}  // namespace dgctl::engine
