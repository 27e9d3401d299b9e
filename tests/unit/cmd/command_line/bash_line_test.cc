#include "cmd/command_line/bash_line.h"

#include "tests/support/property.h"

namespace dgctl::cmd::bash_line_test {
namespace {

std::string told(const BashLine& line) {
  std::string text;
  for (const std::string& word : line.words) text += "[" + word + "]";
  if (line.quote != 0) text += std::string(" in ") + line.quote;
  return text + (line.is_the_shells ? " not ours" : "");
}

TEST_CASE("a line is split as bash does", "[bash]") {
  struct Case {
    std::string name, line, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"words", "dgctl  plan\t-q", "[dgctl][plan][-q]"},
      {"a new word", "dgctl plan ", "[dgctl][plan][]"},
      {"colons and equal signs", "dgctl a:b --c=d", "[dgctl][a:b][--c=d]"},
      {"backslashes", "dgctl a\\ b\\\\c\\$d", "[dgctl][a b\\c$d]"},
      {"a backslash at the end", "dgctl a\\", "[dgctl][a]"},
      {"quotes", "dgctl 'a \"b' \"c 'd\" e'f'\"g\"h", "[dgctl][a \"b][c 'd][efgh]"},
      {"an open quote", "dgctl 'a b", "[dgctl][a b] in '"},
      {"an open double quote", "dgctl x\"a b", "[dgctl][xa b] in \""},
      {"an empty quote", "dgctl '' \"", "[dgctl][][] in \""},
      {"backslashes in quotes", R"(dgctl "a\"b\\c\d\$e" 'a\b')", R"([dgctl][a"b\c\d$e][a\b])"},
      {"a variable", "dgctl $x", "[dgctl][$x] not ours"},
      {"a variable before", "dgctl $x y", "[dgctl][$x][y]"},
      {"a command", "dgctl $(x", "[dgctl][$(x] not ours"},
      {"a command in quotes", "dgctl \"`x", "[dgctl][`x] in \" not ours"},
      {"no variable in single quotes", "dgctl '$x`y", "[dgctl][$x`y] in '"},
      {"where output goes to", "dgctl plan >fi", "[dgctl][plan][fi] not ours"},
      {"where output went to", "dgctl 2>/dev/null <in >> out x", "[dgctl][x]"},
      {"a number that is a word", "dgctl 2 >x y", "[dgctl][2][y]"},
      {"output to both", "dgctl &>x y", "[dgctl][y]"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(told(split_bash_line(c.line)) == c.expected); }
}

TEST_CASE("what is quoted reads back as it was", "[bash]") {
  tests::check_property("quoted words", [](const std::string& text) {
    for (const char c : text) RC_PRE(c != '\0' && c != '\n');
    const std::string plain = split_bash_line("x " + bash_quoted(text, 0)).words.back();
    const std::string in_single =
        split_bash_line("x '" + bash_quoted(text, '\'') + "'").words.back();
    const std::string in_double =
        split_bash_line("x \"" + bash_quoted(text, '"') + "\"").words.back();
    return plain == text && in_single == text && in_double == text;
  });
}

std::string replied(const std::string& line,
                    const std::string& replaced,
                    const std::vector<std::string>& words,
                    int type = '\t') {
  std::vector<Candidate> candidates;
  candidates.reserve(words.size());
  for (const std::string& word : words) candidates.push_back({word, "what " + word + " is"});
  return bash_reply({split_bash_line(line), replaced, type, 40}, candidates);
}

TEST_CASE("bash gets what it is to insert", "[bash]") {
  struct Case {
    std::string name, line, replaced;
    std::vector<std::string> words;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", "x p", "p", {}, ""},
      {"one", "x p", "p", {"plan"}, "\nplan\n"},
      {"one that goes on", "x --f", "--f", {"--file="}, "nospace\n--file=\n"},
      {"a folder", "x d", "d", {"d e/"}, "nospace\nd\\ e/\n"},
      {"several", "x p", "p", {"plan", "pin"}, "\nplan\npin\n"},
      {"the part behind a colon", "x a:b", "b", {"a:bc"}, "\nbc\n"},
      {"the part behind an equal sign", "x --o=", "", {"--o=a b"}, "\na\\ b\n"},
      {"in quotes", "x \"a", "a", {"a $b"}, "\na \\$b\"\n"},
      {"in single quotes", "x 'a", "a", {"a 'b"}, "\na '\\''b'\n"},
      {"behind quotes", "x \"a:\"b", "b", {"a:b c"}, "\nb\\ c\n"},
      {"at home", "x ~/a", "~/a", {"~/a b"}, "\n~/a\\ b\n"},
      {"a tilde that is none", "x a", "a", {"a~"}, "\na\\~\n"},
      {"a file called as a home", "x ", "", {"~/"}, "nospace\n\\~/\n"},
      {"what several have in common", "x a", "a", {"ab c", "ab d"}, "nospace\nab\\ \n"},
      {"no half of a character", "x a", "a", {"a \xC3\xA9", "a \xC3\xA8"}, "nospace\na\\ \n"},
      {"no half of a quotation", "x a", "a", {"a b", "a$c"}, "\na b\na$c\n"},
      {"no half of a quotation after one",
       "x a\\ ",
       "a\\ ",
       {"a $b", "a `c"},
       "\na\\ $b\na\\ `c\n"},
      {"where the shell knows more", "x $a", "$a", {"$ab"}, ""},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(replied(c.line, c.replaced, c.words) == c.expected); }
}

TEST_CASE("bash gets what a list is to show", "[bash]") {
  CHECK(replied("x a", "a", {"a b", "a$cd"}, '?') ==
        "\na b   (what a b is)\na$cd  (what a$cd is)\n");
  CHECK(replied("x a:b", "b", {"a:bc", "a:bd"}, '?') ==
        "\na:bc  (what a:bc is)\na:bd  (what a:bd is)\n");
  CHECK(replied("x a", "a", {std::string(30, 'a'), "ab"}, '?') ==
        "\n" + std::string(30, 'a') + "\nab\n");
  CHECK(replied("x a", "a", {"a1234567890", "a2"}, '?').find("\na2           (what a2 is)\n") !=
        std::string::npos);
  // One after the other is inserted.
  CHECK(replied("x a", "a", {"a b", "a c"}, '%') == "\na\\ b\na\\ c\n");
}

}  // namespace
}  // namespace dgctl::cmd::bash_line_test
