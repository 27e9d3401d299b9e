#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "providers/sim/sql_error.h"

// The text of a statement to its words. How it is read:
// https://docs.databricks.com/sql/language-manual/sql-ref-identifiers and data-types/string-type.

namespace dgctl::providers::sim {

enum class SqlTokenKind {
  Word,    ///< a keyword or a name without quotes
  Name,    ///< a name in backticks
  Text,    ///< a literal
  Number,  ///< a literal
  Symbol,  ///< an operator or a separator
  End      ///< after the last; the last token of a list
};

struct SqlToken {
  SqlTokenKind kind = SqlTokenKind::End;
  std::string text;       ///< what it stands for: without quotes and escapes
  std::size_t start = 0;  ///< where it begins and ends in what was read, in bytes
  std::size_t end = 0;
};

/// Without comments and spaces. Throws SqlError for what has no end, and for characters that are
/// none of the language.
std::vector<SqlToken> sql_tokens(std::string_view text);

/// The statements of a script, between semicolons that stand outside of quotes and comments. What
/// has nothing in it but comments is none. Throws SqlError.
std::vector<std::string> split_script(std::string_view script);

/// Whether a token is that keyword or symbol; `word` in upper case.
bool is_word(const SqlToken& token, std::string_view word);
bool is_symbol(const SqlToken& token, std::string_view symbol);

/// "Syntax error at or near 'x' (line 1, pos 0): why". `near`: what stands there.
SqlError syntax_error(std::string_view text,
                      std::size_t position,
                      std::string_view near,
                      const std::string& why = {});

}  // namespace dgctl::providers::sim
