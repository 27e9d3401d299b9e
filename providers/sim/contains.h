#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dgctl::providers::sim {

/// Whether a list holds a word, in that spelling.
inline bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace dgctl::providers::sim
