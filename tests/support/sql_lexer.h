#pragma once

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace dgctl::tests {

/// A piece of SQL as Databricks' lexer reads it: apache/spark SqlBaseLexer.g4, and
/// SparkParserUtils.unescapeSQLString for what a text holds.
struct SqlToken {
  enum class Kind { Word, Sign, Name, Text, Comment, Broken };
  Kind kind = Kind::Broken;
  std::string text;  ///< of a name or a text what it holds, else what stands there
  bool operator==(const SqlToken&) const = default;
};

/// Reads SQL without any of the code that writes it.
class SqlLexer {
 public:
  explicit SqlLexer(std::string_view sql) : rest_(sql) {}

  std::vector<SqlToken> all() {
    std::vector<SqlToken> tokens;
    while (!rest_.empty()) {
      if (std::isspace(static_cast<unsigned char>(rest_.front())) != 0) {
        rest_.remove_prefix(1);
      } else {
        tokens.push_back(next());
      }
    }
    return tokens;
  }

 private:
  SqlToken next() {
    if (rest_.starts_with("--")) return comment();
    if (rest_.front() == '`') return name();
    if (rest_.front() == '\'' || rest_.front() == '"') return text();
    if (is_word(rest_.front())) {
      std::size_t size = 0;
      while (size < rest_.size() && is_word(rest_[size])) ++size;
      return {SqlToken::Kind::Word, taken(size)};
    }
    return {SqlToken::Kind::Sign, taken(1)};
  }

  static bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  }

  std::string taken(std::size_t size) {
    const std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }

  /// SIMPLE_COMMENT: a backslash at the end of the line carries it on.
  SqlToken comment() {
    std::size_t size = 2;
    while (size < rest_.size()) {
      if (rest_.substr(size).starts_with("\\\n")) {
        size += 2;
      } else if (rest_[size] == '\n' || rest_[size] == '\r') {
        break;
      } else {
        ++size;
      }
    }
    return {SqlToken::Kind::Comment, taken(size)};
  }

  /// BACKQUOTED_IDENTIFIER
  SqlToken name() {
    std::string held;
    for (rest_.remove_prefix(1); !rest_.empty(); rest_.remove_prefix(1)) {
      if (rest_.front() == '`') {
        rest_.remove_prefix(1);
        if (rest_.empty() || rest_.front() != '`') return {SqlToken::Kind::Name, held};
      }
      held += rest_.front();
    }
    return {SqlToken::Kind::Broken, held};
  }

  /// STRING_LITERAL
  SqlToken text() {
    const char quote = rest_.front();
    std::string held;
    rest_.remove_prefix(1);
    while (!rest_.empty() && rest_.front() != quote) {
      if (rest_.front() == '\\' && rest_.size() > 1) {
        held += escaped();
      } else {
        held += taken(1);
      }
    }
    if (rest_.empty()) return {SqlToken::Kind::Broken, held};
    rest_.remove_prefix(1);
    return {SqlToken::Kind::Text, held};
  }

  std::string escaped() {
    rest_.remove_prefix(1);
    const char c = rest_.front();
    if (c == 'u' && rest_.size() > 4) {
      rest_.remove_prefix(1);
      return in_utf8(std::stoul(taken(4), nullptr, 16));
    }
    rest_.remove_prefix(1);
    switch (c) {
      case 'n':
        return "\n";
      case 'r':
        return "\r";
      case 't':
        return "\t";
      default:
        return std::string(1, c);
    }
  }

  static std::string in_utf8(unsigned long point) {
    const auto byte = [](unsigned long value) { return static_cast<char>(value); };
    if (point < 0x80) return {byte(point)};
    if (point < 0x800) return {byte(0xc0U | (point >> 6U)), byte(0x80U | (point & 0x3fU))};
    return {byte(0xe0U | (point >> 12U)),
            byte(0x80U | ((point >> 6U) & 0x3fU)),
            byte(0x80U | (point & 0x3fU))};
  }

  std::string_view rest_;
};

/// What of SQL takes effect: its tokens but the comments.
inline std::vector<SqlToken> effective(std::string_view sql) {
  std::vector<SqlToken> tokens = SqlLexer(sql).all();
  std::erase_if(tokens, [](const SqlToken& t) { return t.kind == SqlToken::Kind::Comment; });
  return tokens;
}

}  // namespace dgctl::tests
