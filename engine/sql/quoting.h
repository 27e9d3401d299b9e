#pragma once

#include <string>
#include <string_view>

// Text of a workspace's or a user's as parts of Databricks SQL, so that it stays the part that it
// is. How the lexer reads them: https://docs.databricks.com/sql/language-manual/sql-ref-identifiers
// and data-types/string-type; apache/spark sql/api SqlBaseLexer.g4.

namespace dgctl::engine {

/// A name in backticks, those in it doubled. Always quoted: which words are reserved changes with
/// every release of the language.
std::string sql_name(std::string_view name);

/// A full name, each part between dots quoted by itself: "`sales`.`crm`".
std::string sql_path(std::string_view full_name);

/// Whether a name in backticks reads as what it is. There is no escape within backticks, so an
/// empty one does not, one with control characters or with marks that turn the direction of
/// writing, and one that a notebook or an editor would put a value into (`${…}`, `{{…}}`).
bool reads_as_it_is(std::string_view name);

/// A text in single quotes. What would end it, act on a display, or be replaced by a notebook or an
/// editor is escaped; a byte that is no character becomes U+FFFD.
std::string sql_text(std::string_view text);

/// A line comment, without its line end. What would end it, carry it on to the next line (a
/// backslash at its end), act on a display, or make something of it for simple programs that split
/// statements at each semicolon is spelled out.
std::string sql_comment(std::string_view text);

}  // namespace dgctl::engine
