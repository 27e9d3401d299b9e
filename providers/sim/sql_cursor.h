#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "providers/sim/sql_syntax.h"

namespace dgctl::providers::sim {

/// The tokens of one statement, read from the first to the last. What is asked for and does not
/// stand there is a SqlError that says where.
class SqlCursor {
 public:
  /// A semicolon at the end is left out.
  explicit SqlCursor(std::string_view text);

  [[nodiscard]] const SqlToken& here() const { return tokens_[at_]; }
  [[nodiscard]] bool at_end() const { return here().kind == SqlTokenKind::End; }
  [[nodiscard]] bool sees(std::string_view word) const { return is_word(here(), word); }
  [[nodiscard]] bool sees_symbol(std::string_view symbol) const {
    return is_symbol(here(), symbol);
  }

  /// Goes past the words if all of them stand here.
  bool take(std::initializer_list<std::string_view> words);
  bool take(std::string_view word) { return take({word}); }
  bool take_symbol(std::string_view symbol);
  /// Goes past one token, whatever it is.
  const SqlToken& take_any() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }

  void expect(std::string_view word);
  void expect_symbol(std::string_view symbol);
  void expect_end() const;
  /// A name of one part, with or without backticks.
  std::string name();
  /// A name of one to `most` parts.
  SqlName path(std::size_t most);
  std::string literal();

  /// Of what stands here: it is none of what could.
  [[nodiscard]] SqlError unexpected(const std::string& why = {}) const;
  /// What is left, the End included.
  [[nodiscard]] std::vector<SqlToken> rest() const;

 private:
  std::string_view text_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
};

}  // namespace dgctl::providers::sim
