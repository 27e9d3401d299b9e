#include "engine/config/yaml_syntax.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <utility>

#include "engine/config/findings.h"

namespace dgctl::engine {
namespace {

struct Explanation {
  std::string_view said;  ///< how yaml-cpp's message begins, see yaml-cpp/exceptions.h
  std::string_view means;
};

constexpr std::array kExplanations{
    Explanation{"end of map not found",
                "this does not belong to the map above it; check indentation, colons and quotes"},
    Explanation{"end of sequence not found",
                "this does not belong to the list above it; begin the entry with '- ', or check "
                "the indentation"},
    Explanation{"illegal map value",
                "a ':' that separates no key from a value; quote a text that holds one, and check "
                "the line above"},
    Explanation{"illegal map key", "no key can stand here; put it on a line of its own"},
    Explanation{"illegal block entry", "no list can begin here; put '- ' on a line of its own"},
    Explanation{"illegal flow end", "a bracket that closes nothing; remove it"},
    Explanation{"unknown token", "a text cannot begin with this character; quote it"},
    Explanation{"unexpected character in block scalar",
                "only '+', '-' and a digit may follow '|' or '>'; begin the text on the next line"},
    Explanation{"cannot set zero indentation",
                "the indentation after '|' or '>' must be between 1 and 9"},
    Explanation{"aliases can't have any content",
                "an alias stands for a whole value; nothing may follow it"},
};

Diagnostic error_at(const SourceText& source, std::size_t at, std::string message) {
  return {Severity::Error, source.place(at), std::move(message)};
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// The quote that is still open at the end of the file. The parser does not say where it began: of
/// those that may, the first after what it understood.
std::size_t find_open_quote(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] != '"' && text[at] != '\'') continue;
    const char before = at == 0 ? ' ' : text[at - 1];
    if (!is_space(before) && std::string_view("[]{},:").find(before) == std::string_view::npos) {
      continue;
    }
    const std::size_t end = end_of_quoted(text, at);
    if (end == std::string_view::npos) return at;
    at = end - 1;
  }
  return std::string_view::npos;
}

std::string unknown_alias(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && !is_space(text[end]) &&
         std::string_view("[]{},").find(text[end]) == std::string_view::npos) {
    ++end;
  }
  return "no value above is called " +
         in_quotes("&" + std::string(text.substr(at + 1, end - at - 1)));
}

bool begins(const SyntaxError& error, std::initializer_list<std::string_view> messages) {
  return std::any_of(messages.begin(), messages.end(), [&](std::string_view message) {
    return error.said.starts_with(message);
  });
}

std::optional<Diagnostic> explained_quote(const SourceText& source, const SyntaxError& error) {
  if (!begins(error, {"illegal EOF in scalar", "illegal document indicator in scalar"})) {
    return std::nullopt;
  }
  const std::size_t quote = find_open_quote(source.text(), error.last);
  if (quote == std::string_view::npos) return std::nullopt;
  return error_at(source, quote, kUnclosedQuote);
}

std::optional<Diagnostic> explained_bracket(const SourceText& source, const SyntaxError& error) {
  const bool is_open = begins(error, {"end of map flow", "end of sequence flow"});
  if (!is_open || error.brackets.empty()) return std::nullopt;
  const std::size_t bracket = error.brackets.back();
  const std::string close = source.text()[bracket] == '[' ? "]" : "}";
  return error_at(
      source,
      bracket,
      "nothing closes this bracket, or a comma is missing behind it; add ',' or '" + close + "'");
}

}  // namespace

std::size_t end_of_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      const bool doubled = quote == '\'' && at + 1 < text.size() && text[at + 1] == quote;
      if (!doubled) return at + 1;
      ++at;
    }
  }
  return std::string_view::npos;
}

std::size_t tab_in_indentation(const SourceText& source, std::size_t at) {
  const std::string_view text = source.text();
  const std::size_t start = source.line_start(std::min(at, text.size()));
  const std::size_t content = std::min(text.find_first_not_of(" \t", start), text.size());
  const std::size_t tab = text.substr(start, content - start).find('\t');
  return tab == std::string_view::npos ? tab : start + tab;
}

Diagnostic explained(const SourceText& source, const SyntaxError& error) {
  if (auto quote = explained_quote(source, error)) return std::move(*quote);
  const std::size_t tab = tab_in_indentation(source, error.at);
  if (tab != std::string_view::npos) return error_at(source, tab, kTabInIndentation);
  if (auto bracket = explained_bracket(source, error)) return std::move(*bracket);

  const std::string_view text = source.text();
  if (begins(error, {"the referenced anchor is not defined"}) && error.at < text.size()) {
    return error_at(source, error.at, unknown_alias(text, error.at));
  }
  if (begins(error, {"unknown escape character", "invalid unicode", "bad character found while"})) {
    const std::size_t backslash = text.rfind('\\', std::min(error.at, text.size()));
    return error_at(source,
                    backslash,
                    "an unknown escape in double quotes; write '\\\\' for a backslash, or use "
                    "single quotes");
  }
  for (const Explanation& known : kExplanations) {
    if (begins(error, {known.said})) return error_at(source, error.at, std::string(known.means));
  }
  return error_at(source, error.at, "this is no YAML: " + error.said);
}

}  // namespace dgctl::engine
