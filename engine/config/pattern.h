#pragma once

#include <regex>
#include <string>
#include <string_view>
#include <variant>

namespace dgctl::engine {

/// Compiles a pattern in the syntax of ECMAScript without back-references, or says why it cannot
/// ("is no regular expression: …"). Patterns that could take long or much are refused: whoever
/// proposes a change to a configuration must not be able to hang the one who checks it.
std::variant<std::regex, std::string> compile_pattern(const std::string& pattern);
/// Whether it matches the whole text.
bool matches(const std::regex& pattern, const std::string& text);

}  // namespace dgctl::engine
