#include "cmd/command_line/man_page.h"

#include <sstream>

#include "cmd/command_line/roff.h"
#include "tests/support/golden.h"
#include "tests/unit/cmd/command_line/sample_tree.h"

namespace dgctl::cmd::man_page_test {
namespace {

using tests::check_golden;

TEST_CASE("there is a page for the program and for each command", "[man]") {
  std::string names;
  for (const ManPage& page : man_pages(sample_tree(), {"tool 1.0", "2020-01-02"})) {
    names += page.file + "\n";
  }
  CHECK(names ==
        "tool.1\ntool-plan.1\ntool-copy.1\ntool-state.1\ntool-state-show.1\ntool-help.1\n");
}

TEST_CASE("a page has all sections and nothing of a text becomes a request", "[man]") {
  const auto pages = man_pages(sample_tree(), {"tool 1.0", "2020-01-02"});
  check_golden("tool.1", pages.at(0).text);
  check_golden("tool-plan.1", pages.at(1).text);
  for (const ManPage& page : pages) {
    std::istringstream lines(page.text);
    for (std::string line; std::getline(lines, line);) {
      INFO(page.file << ": " << line);
      CHECK(line.size() <= 80);
      CHECK(!line.starts_with('\''));
      if (line.starts_with('.')) CHECK((line.size() > 1 && line[1] >= 'A' && line[1] <= 'Z'));
    }
  }
}

TEST_CASE("text is escaped for roff", "[man]") {
  struct Case {
    std::string name, text, running, typed;
  };
  const auto c = GENERATE(values<Case>({
      {"plain", "a b", "a b", "a b"},
      {"a backslash", "a\\nb", "a\\enb", "a\\enb"},
      {"a dot at the beginning", ".SH x", "\\&.SH x", "\\&.SH x"},
      {"a quote at the beginning", "'br", "\\&'br", "\\&\\(aqbr"},
      {"quotes within", "it's \"it\"", "it's \\(dqit\\(dq", "it\\(aqs \\(dqit\\(dq"},
      {"hyphens", "--out a-b", "--out a-b", "\\-\\-out a\\-b"},
      {"accents", "~^`", "\\(ti\\(ha`", "\\(ti\\(ha\\(ga"},
      {"a dot after a line", "a\n.b", "a\n\\&.b", "a\n\\&.b"},
      {"other characters",
       "é…\U0001F600",
       "\\[u00E9]\\[u2026]\\[u1F600]",
       "\\[u00E9]\\[u2026]\\[u1F600]"},
      {"bytes that are none",
       "\xff\xe2\x80",
       "\\[u00FF]\\[u00E2]\\[u0080]",
       "\\[u00FF]\\[u00E2]\\[u0080]"},
  }));
  DYNAMIC_SECTION(c.name) {
    CHECK(roff_text(c.text) == c.running);
    CHECK(roff_typed(c.text) == c.typed);
  }
}

TEST_CASE("what is to be typed is bold", "[man]") {
  CHECK(roff_marked("give `--out F` it's") == "give \\fB\\-\\-out F\\fR it's");
  CHECK(roff_marked("`a` and `b") == "\\fBa\\fR and `b");
}

TEST_CASE("a broken line begins with no request", "[man]") {
  const std::string word(78, 'a');
  CHECK(roff_lines(word + " .x 'y b") == word + "\n\\&.x 'y b\n");
  CHECK(roff_lines("") == "\n");
}

}  // namespace
}  // namespace dgctl::cmd::man_page_test
