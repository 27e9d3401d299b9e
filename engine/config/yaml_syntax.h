#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/source_text.h"

namespace dgctl::engine {

/// What the parser said when it stopped.
struct SyntaxError {
  std::string said;                   ///< yaml-cpp's message
  std::size_t at = 0;                 ///< the byte where it stopped
  std::size_t last = 0;               ///< the byte where what it understood last began
  std::vector<std::size_t> brackets;  ///< where the flow collections that are open began
};
/// The same, for people: one sentence, at the place where something is to be put right.
Diagnostic explained(const SourceText& source, const SyntaxError& error);

/// The byte behind the quote that closes the quoted text at `at`, or npos if nothing does: yaml-cpp
/// 0.7 takes the end of the file for the closing quote if a line break precedes it.
std::size_t end_of_quoted(std::string_view text, std::size_t at);

/// The tab in the indentation of the line of `at`, or npos.
std::size_t tab_in_indentation(const SourceText& source, std::size_t at);

inline constexpr const char* kUnclosedQuote =
    "the quoted text that begins here is not closed; add the closing quote";
inline constexpr const char* kTabInIndentation = "a tab in the indentation; indent with spaces";

}  // namespace dgctl::engine
