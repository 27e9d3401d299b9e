#pragma once

#include <string>
#include <string_view>

namespace dgctl::engine {

/// "a catalog", "an external_location"
inline std::string with_article(std::string_view kind) {
  constexpr std::string_view kVowels = "aeiou";
  const bool is_vowel = !kind.empty() && kVowels.find(kind.front()) != std::string_view::npos;
  return (is_vowel ? "an " : "a ") + std::string(kind);
}

}  // namespace dgctl::engine
