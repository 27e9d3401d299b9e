#include "providers/sim/sql_tokens.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "providers/sim/names.h"

namespace dgctl::providers::sim {
namespace {

constexpr std::size_t kLongestExcerpt = 40;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

// The longer ones come first.
constexpr std::array<std::string_view, 12> kOperators{
    "<=>", "<=", ">=", "<>", "!=", "==", "||", "::", "->", "=>", "//", "${"};
constexpr std::string_view kSymbols = "().,;:=<>+-*/%&|^~![]{}?";

struct Escape {
  char written;
  std::string_view stands_for;
};
/// "\%" and "\_" stay as they are, for LIKE.
constexpr std::array<Escape, 9> kEscapes{{{'0', std::string_view("\0", 1)},
                                          {'b', "\b"},
                                          {'n', "\n"},
                                          {'r', "\r"},
                                          {'t', "\t"},
                                          {'Z', "\x1A"},
                                          {'%', "\\%"},
                                          {'_', "\\_"},
                                          {'\\', "\\"}}};

/// U+FFFD where it is no character.
std::string utf8(std::uint32_t point) {
  constexpr std::uint32_t kMost = 0x10FFFF;
  const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point > kMost || is_surrogate) point = 0xFFFD;
  const auto tail = [&](unsigned shift) {
    return static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
  };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xC0U | (point >> 6U)), tail(0)};
  if (point < 0x10000) return {static_cast<char>(0xE0U | (point >> 12U)), tail(6), tail(0)};
  return {static_cast<char>(0xF0U | (point >> 18U)), tail(12), tail(6), tail(0)};
}

/// Reads one text. What has been read stands before `at_`.
class SqlScanner {
 public:
  explicit SqlScanner(std::string_view text) : text_(text) {}

  std::vector<SqlToken> read() {
    std::vector<SqlToken> tokens;
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) tokens.push_back(next());
    tokens.push_back({SqlTokenKind::End, "", text_.size(), text_.size()});
    return tokens;
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool stands_here(std::string_view what) const {
    return text_.substr(at_).starts_with(what);
  }

  void skip_blanks() {
    while (at_ < text_.size()) {
      if (is_blank(peek())) {
        ++at_;
      } else if (stands_here("--")) {
        skip_line();
      } else if (stands_here("/*")) {
        skip_bracketed();
      } else {
        return;
      }
    }
  }

  /// A backslash at its end carries a comment on to the next line.
  void skip_line() {
    for (; at_ < text_.size() && peek() != '\n' && peek() != '\r'; ++at_) {
      if (stands_here("\\\n")) ++at_;
    }
  }

  /// They stand in one another.
  void skip_bracketed() {
    const std::size_t start = at_;
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      if (stands_here("/*")) {
        ++depth;
        at_ += 2;
      } else if (stands_here("*/")) {
        at_ += 2;
        if (--depth == 0) return;
      } else {
        ++at_;
      }
    }
    throw syntax_error(text_, start, "/*", "the comment has no end");
  }

  SqlToken next() {
    SqlToken token;
    token.start = at_;
    const char c = peek();
    if (c == '`') {
      token.kind = SqlTokenKind::Name;
      token.text = quoted_name();
    } else if (c == '\'' || c == '"') {
      token.kind = SqlTokenKind::Text;
      token.text = literal();
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
      read_number_or_word(token);
    } else if (is_word_character(c)) {
      token.kind = SqlTokenKind::Word;
      token.text = word();
    } else {
      token.kind = SqlTokenKind::Symbol;
      token.text = symbol();
    }
    token.end = at_;
    return token;
  }

  std::string quoted_name() {
    const std::size_t start = at_++;
    std::string name;
    for (; at_ < text_.size(); ++at_) {
      if (peek() == '`' && peek(1) != '`') {
        ++at_;
        if (name.empty()) throw syntax_error(text_, start, "``", "a name has a character at least");
        return name;
      }
      if (peek() == '`') ++at_;
      name += peek();
    }
    throw syntax_error(text_, start, "`", "the name has no end");
  }

  std::string literal() {
    const std::size_t start = at_;
    const char quote = text_[at_++];
    std::string value;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\\' && at_ < text_.size()) {
        value += escape();
      } else if (c != quote) {
        value += c;
      } else if (peek() == quote) {
        value += text_[at_++];
      } else {
        return value;
      }
    }
    throw syntax_error(text_, start, std::string(1, quote), "the literal has no end");
  }

  /// What follows a backslash.
  std::string escape() {
    const char c = text_[at_++];
    if (c == 'u' || c == 'U') {
      constexpr std::size_t kShort = 4;
      constexpr std::size_t kLong = 8;
      if (const auto point = hexadecimal(c == 'u' ? kShort : kLong)) return utf8(*point);
    }
    for (const Escape& row : kEscapes) {
      if (row.written == c) return std::string(row.stands_for);
    }
    return {c};
  }

  std::optional<std::uint32_t> hexadecimal(std::size_t digits) {
    std::uint32_t number = 0;
    if (text_.size() - at_ < digits) return std::nullopt;
    for (std::size_t i = 0; i < digits; ++i) {
      static constexpr std::string_view kDigits = "0123456789abcdef";
      const std::string digit = folded(text_.substr(at_ + i, 1));
      const std::size_t value = kDigits.find(digit);
      if (value == std::string_view::npos) return std::nullopt;
      number = number << 4U | static_cast<std::uint32_t>(value);
    }
    at_ += digits;
    return number;
  }

  std::string word() {
    const std::size_t start = at_;
    while (is_word_character(peek())) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  /// "12", "1.5", "1e-3"; and names may begin with digits.
  void read_number_or_word(SqlToken& token) {
    std::string value = word();
    const bool is_whole = value.find_first_not_of("0123456789") == std::string::npos;
    if (is_whole && peek() == '.' &&
        (value.empty() || !is_word_character(peek(1)) || is_digit(peek(1)))) {
      ++at_;
      value += "." + word();
    }
    const bool has_open_exponent = !value.empty() && (value.back() == 'e' || value.back() == 'E');
    if (has_open_exponent && (peek() == '-' || peek() == '+') && is_digit(peek(1))) {
      value += text_[at_++];
      value += word();
    }
    token.kind = is_number(value) ? SqlTokenKind::Number : SqlTokenKind::Word;
    if (token.kind == SqlTokenKind::Word && value.find_first_of(".+-") != std::string::npos) {
      throw syntax_error(text_, token.start, value, "this is no number");
    }
    token.text = std::move(value);
  }

  static bool is_number(std::string_view value) {
    const std::size_t exponent = std::min(value.find_first_of("eE"), value.size());
    const std::string_view mantissa = value.substr(0, exponent);
    if (mantissa.find_first_not_of("0123456789.") != std::string_view::npos) return false;
    if (mantissa.find_first_of("0123456789") == std::string_view::npos) return false;
    if (exponent == value.size()) return true;
    std::string_view power = value.substr(exponent + 1);
    if (power.starts_with('-') || power.starts_with('+')) power.remove_prefix(1);
    return !power.empty() && power.find_first_not_of("0123456789") == std::string_view::npos;
  }

  std::string symbol() {
    for (const std::string_view known : kOperators) {
      if (!stands_here(known)) continue;
      at_ += known.size();
      return std::string(known);
    }
    if (kSymbols.find(peek()) != std::string_view::npos && peek() != '\0') {
      return {text_[at_++]};
    }
    throw syntax_error(text_, at_, text_.substr(at_, 1), "the character is none of SQL");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<SqlToken> sql_tokens(std::string_view text) { return SqlScanner(text).read(); }

std::vector<std::string> split_script(std::string_view script) {
  std::vector<std::string> statements;
  bool has_words = false;
  std::size_t start = 0;
  for (const SqlToken& token : sql_tokens(script)) {
    const bool ends = token.kind == SqlTokenKind::End || is_symbol(token, ";");
    if (!ends && !has_words) start = token.start;
    if (ends && has_words) statements.emplace_back(script.substr(start, token.start - start));
    has_words = !ends;
  }
  return statements;
}

bool is_word(const SqlToken& token, std::string_view word) {
  if (token.kind != SqlTokenKind::Word || token.text.size() != word.size()) return false;
  return std::equal(token.text.begin(), token.text.end(), word.begin(), [](char a, char b) {
    return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
  });
}

bool is_symbol(const SqlToken& token, std::string_view symbol) {
  return token.kind == SqlTokenKind::Symbol && token.text == symbol;
}

SqlError syntax_error(std::string_view text,
                      std::size_t position,
                      std::string_view near,
                      const std::string& why) {
  const std::string_view before = text.substr(0, position);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_start = before.rfind('\n') + 1;  // of the first line: 0
  std::string excerpt = as_utf8(std::string(near.substr(0, kLongestExcerpt)));
  if (near.size() > kLongestExcerpt) excerpt += "…";
  const std::string at = near.empty() ? "end of input" : "'" + excerpt + "'";
  return classed("PARSE_SYNTAX_ERROR",
                 "42601",
                 "Syntax error at or near " + at + " (line " + std::to_string(line) + ", pos " +
                     std::to_string(position - line_start) + ")" +
                     (why.empty() ? "." : ": " + why + "."));
}

}  // namespace dgctl::providers::sim
