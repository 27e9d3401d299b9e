#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dgctl::engine {

/// The name that somebody who wrote `written` most likely meant, or "" where none is near: within a
/// third of its length in insertions, deletions, replacements and swapped neighbours, without
/// regard to case. The first of equals.
std::string nearest(std::string_view written, std::span<const std::string> names);

}  // namespace dgctl::engine
