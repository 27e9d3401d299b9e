#include "engine/sql/quoting.h"

#include "engine/model/utf8.h"
#include "tests/support/property.h"
#include "tests/support/sql_lexer.h"

namespace dgctl::engine::quoting_test {
namespace {

using tests::SqlLexer;
using tests::SqlToken;

TEST_CASE("a name is one name whatever it holds", "[sql]") {
  struct Case {
    std::string name, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"sales", "`sales`"},
      {"select", "`select`"},
      {"my-catalog", "`my-catalog`"},
      {"2024", "`2024`"},
      {"café", "`café`"},
      {"account users", "`account users`"},
      {"a`b", "`a``b`"},
      {"`", "````"},
      {"x` TO `y", "`x`` TO ``y`"},
      {"a.b", "`a.b`"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(sql_name(c.name) == c.expected); }
}

TEST_CASE("each part of a path is quoted by itself", "[sql]") {
  CHECK(sql_path("sales") == "`sales`");
  CHECK(sql_path("finance.ledger.accounts") == "`finance`.`ledger`.`accounts`");
  CHECK(sql_path("a`.b") == "`a```.`b`");
}

TEST_CASE("a name that SQL cannot show is known", "[sql]") {
  struct Case {
    std::string what, name;
    bool expected;
  };
  const auto c = GENERATE(values<Case>({
      {"plain", "sales", true},
      {"other letters", "販売", true},
      {"a backtick", "a`b", true},
      {"braces", "a{b}", true},
      {"empty", "", false},
      {"what a notebook replaces", "${env:HOME}", false},
      {"what the editor replaces", "a{{b}}", false},
      {"a line end", "a\nb", false},
      {"a carriage return", "a\rb", false},
      {"DEL", "a\x7f", false},
      {"a mark that turns the direction", "a\u202eb", false},
      {"a line separator", "a\u2028b", false},
      {"a byte that is no character", "a\xff", false},
      {"a longer form than needed", "a\xc0\xa7", false},
      {"the same in three bytes", "a\xe0\x80\xa7", false},
      {"a surrogate", "a\xed\xa0\x80", false},
  }));
  DYNAMIC_SECTION(c.what) { CHECK(reads_as_it_is(c.name) == c.expected); }
}

TEST_CASE("a text is one literal whatever it holds", "[sql]") {
  struct Case {
    std::string what, text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"plain", "Checkpoint tables", "'Checkpoint tables'"},
      {"empty", "", "''"},
      {"a quote", "Segment's", R"('Segment\'s')"},
      {"what would follow", "'; DROP CATALOG sales; --", R"('\'; DROP CATALOG sales; --')"},
      {"a backslash at the end", "a\\", R"('a\\')"},
      {"a pattern", "100\\%", R"('100\\%')"},
      {"line ends", "a\nb\r\tc", R"('a\nb\r\tc')"},
      {"a control character", std::string("a\0b\x1b", 4), R"('a\u0000b\u001b')"},
      {"a mark that turns the direction", "a\u202eb", R"('a\u202eb')"},
      {"other letters", "販売 😊", "'販売 😊'"},
      {"no character", "a\xff", R"('a\ufffd')"},
      {"what a notebook replaces", "${env:HOME}", R"('$\u007benv:HOME}')"},
      {"what the editor replaces", "{{ x }}", R"('{\u007b x }}')"},
      {"many braces", "{{{{", R"('{\u007b{\u007b')"},
  }));
  DYNAMIC_SECTION(c.what) { CHECK(sql_text(c.text) == c.expected); }
}

TEST_CASE("a comment ends with its line and not before", "[sql]") {
  struct Case {
    std::string what, text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"plain", "grant SELECT", "-- grant SELECT"},
      {"empty", "", "--"},
      {"a line end", "a\nDROP CATALOG sales", R"(-- a\u{a}DROP CATALOG sales)"},
      {"a carriage return", "a\rDROP", R"(-- a\u{d}DROP)"},
      {"a backslash that would carry it on", "a\\", R"(-- a\u{5c})"},
      {"the same before spaces", "a\\  ", R"(-- a\u{5c})"},
      {"a backslash within", "a\\b", R"(-- a\b)"},
      {"a semicolon", "a; DROP CATALOG sales", R"(-- a\u{3b} DROP CATALOG sales)"},
      {"what the editor replaces", "{{x}}", R"(-- {\u{7b}x}})"},
      {"an escape sequence of a terminal", "\x1b[2J", R"(-- \u{1b}[2J)"},
      {"spaces before it", "    sink", "--     sink"},
  }));
  DYNAMIC_SECTION(c.what) { CHECK(sql_comment(c.text) == c.expected); }
}

bool is_text(const std::string& text) {
  for (std::string_view rest = text; !rest.empty();) {
    const Character c = first_character(rest);
    if (!c.valid) return false;
    rest.remove_prefix(c.size_bytes);
  }
  return true;
}

TEST_CASE("nothing breaks out of what it is quoted as", "[sql][property]") {
  const auto only = [](SqlToken token) { return std::vector<SqlToken>{std::move(token)}; };
  tests::check_property("a name is read as it was", [&only](const std::string& name) {
    RC_ASSERT(SqlLexer(sql_name(name)).all() == only({SqlToken::Kind::Name, name}));
  });
  tests::check_property("a text is read as it was", [](const std::string& text) {
    const std::vector<SqlToken> tokens = SqlLexer(sql_text(text)).all();
    RC_ASSERT(tokens.size() == 1U);
    RC_ASSERT(tokens.front().kind == SqlToken::Kind::Text);
    RC_ASSERT(!is_text(text) || tokens.front().text == text);
  });
  tests::check_property("a comment holds all of it", [&only](const std::string& text) {
    const std::string sql = sql_comment(text) + "\nSELECT";
    RC_ASSERT(tests::effective(sql) == only({SqlToken::Kind::Word, "SELECT"}));
  });
}

TEST_CASE("hostile pieces in any order stay where they are put", "[sql][property]") {
  static const std::vector<std::string> kPieces{"'",
                                                "\"",
                                                "`",
                                                "\\",
                                                "\n",
                                                "\r",
                                                "--",
                                                "/*",
                                                "*/",
                                                ";",
                                                "${",
                                                "{{",
                                                "}}",
                                                "a",
                                                " ",
                                                "\xe2",
                                                "\xc0\xa7",
                                                "\u2028",
                                                "\u202e"};
  tests::check_property("quoted and commented", [] {
    const auto picks = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, kPieces.size()));
    std::string text;
    for (const std::size_t pick : picks) text += kPieces[pick];
    const std::string sql = sql_comment(text) + "\n" + sql_text(text) + sql_name(text) + "SELECT";
    const std::vector<SqlToken> tokens = tests::effective(sql);
    RC_ASSERT(tokens.size() == 3U);
    RC_ASSERT(tokens[0].kind == SqlToken::Kind::Text);
    const SqlToken name{SqlToken::Kind::Name, text};
    RC_ASSERT(tokens[1] == name);
    RC_ASSERT(tokens[2].text == "SELECT");
    RC_ASSERT(sql_text(text).find("${") == std::string::npos);
    RC_ASSERT(sql_text(text).find("{{") == std::string::npos);
    RC_ASSERT(sql_comment(text).find(';') == std::string::npos);
  });
}

}  // namespace
}  // namespace dgctl::engine::quoting_test
