#include "providers/sim/sql_tokens.h"

#include "tests/support/catch.h"

namespace dgctl::providers::sim::sql_tokens_test {
namespace {

/// "w:SELECT n:a`b t:x d:1 s:," or what is wrong.
std::string read(const std::string& text) {
  std::string out;
  try {
    for (const SqlToken& token : sql_tokens(text)) {
      if (token.kind == SqlTokenKind::End) break;
      constexpr std::string_view kLetters = "wntds";
      out += out.empty() ? "" : " ";
      out += kLetters[static_cast<std::size_t>(token.kind)];
      out += ":" + token.text;
    }
  } catch (const SqlError& failure) {
    return failure.what();
  }
  return out;
}

}  // namespace

TEST_CASE("the words of a statement are read as the language has them", "[sim][sql]") {
  struct Case {
    std::string name, text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"words and symbols", "SHOW grants,*", "w:SHOW w:grants s:, s:*"},
      {"operators of several characters", "a<=>b<>c||d", "w:a s:<=> w:b s:<> w:c s:|| w:d"},
      {"a name in backticks", "`my``table`.`a b`", "n:my`table s:. n:a b"},
      {"a backslash is nothing in a name", "`a\\`", "n:a\\"},
      {"escapes of a literal", R"('it\'s \\ \n\u00e9\U0001F600')", "t:it's \\ \n\u00e9\U0001F600"},
      {"a quote twice", "'it''s' \"say \"\"x\"\"\"", "t:it's t:say \"x\""},
      {"what LIKE needs stays", R"('a\%b')", "t:a\\%b"},
      {"half a surrogate is no character", R"('\ud800')", "t:\ufffd"},
      {"an escape cut short", R"('\u12')", "t:u12"},
      {"numbers", "1 1.5 .5 2. 1e3 1.5E-7", "d:1 d:1.5 d:.5 d:2. d:1e3 d:1.5E-7"},
      {"words may begin with digits", "2024_q1 1a", "w:2024_q1 w:1a"},
      {"a comment to the end of the line", "a -- b ; '\nc", "w:a w:c"},
      {"a backslash carries it on", "a -- b \\\n c\nd", "w:a w:d"},
      {"comments in comments", "a /* b /* c */ d */ e", "w:a w:e"},
      {"nothing at all", " \n-- only this", ""},
      {"a name without an end",
       "SELECT `a",
       "[PARSE_SYNTAX_ERROR] Syntax error at or near '`' (line 1, pos 7): the name has no end. "
       "SQLSTATE: 42601"},
      {"an empty name",
       "``",
       "[PARSE_SYNTAX_ERROR] Syntax error at or near '``' (line 1, pos 0): a name has a character "
       "at least. SQLSTATE: 42601"},
      {"a comment without an end",
       "a\n  /* b /* */",
       "[PARSE_SYNTAX_ERROR] Syntax error at or near '/*' (line 2, pos 2): the comment has no end. "
       "SQLSTATE: 42601"},
      {"a literal without an end",
       "'a\\'",
       "[PARSE_SYNTAX_ERROR] Syntax error at or near ''' (line 1, pos 0): the literal has no end. "
       "SQLSTATE: 42601"},
      {"a character that is none",
       "a \x01",
       "[PARSE_SYNTAX_ERROR] Syntax error at or near '\x01' (line 1, pos 2): the character is none "
       "of SQL. SQLSTATE: 42601"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(read(c.text) == c.expected); }
}

TEST_CASE("a script is split at semicolons outside of quotes and comments", "[sim][sql]") {
  const std::vector<std::string> expected{"SELECT ';', `;`", "USE CATALOG c /* ; */"};
  CHECK(split_script("-- ; first\nSELECT ';', `;`;;\n--? GRANT;\n USE CATALOG c /* ; */; -- end") ==
        expected);
  CHECK(split_script(" ; -- nothing\n;").empty());
}

}  // namespace dgctl::providers::sim::sql_tokens_test
