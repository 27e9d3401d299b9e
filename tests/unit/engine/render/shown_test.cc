#include "engine/render/shown.h"

#include "engine/render/xml.h"
#include "tests/support/catch.h"

namespace dgctl::tests {
namespace {

using engine::shown;

TEST_CASE("what acts instead of being seen is spelled out", "[render]") {
  struct Case {
    std::string name, text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"plain text stays", "sales ä €", "sales ä €"},
      {"an escape sequence", "\x1b[31mred", "\\u{1b}[31mred"},
      {"a newline", "a\r\nb\t", "a\\r\\nb\\t"},
      {"a control character of two bytes", "a\xc2\x85", "a\\u{85}"},
      {"what turns the direction",
       "\xe2\x80\xae"
       "abc",
       "\\u{202e}abc"},
      {"an Arabic letter mark", "\xd8\x9c", "\\u{61c}"},
      {"a byte that is no character", "caf\xc3", "caf\\u{c3}"},
      {"a character in too many bytes", "\xe0\x80\xaf", "\\u{e0}\\u{80}\\u{af}"},
      {"half of a surrogate pair", "\xed\xa0\x80", "\\u{ed}\\u{a0}\\u{80}"},
      {"past the last character", "\xf5\x80\x80\x80", "\\u{f5}\\u{80}\\u{80}\\u{80}"},
      {"what no XML may hold", "\xef\xbf\xbf", "\\u{ffff}"},
  }));
  DYNAMIC_SECTION(c.name) {
    CHECK(shown(std::string_view(c.text)) == c.expected);
    CHECK(shown(std::string_view(c.expected)) == c.expected);
  }
}

TEST_CASE("text in an XML document keeps its newlines and nothing that is markup", "[render]") {
  CHECK(engine::xml_text("a <b> & \"c\" ]]>\nd\x01") ==
        "a &lt;b&gt; &amp; &quot;c&quot; ]]&gt;\nd\\u{1}");
  CHECK(engine::xml_open("case", {{"name", "a\n\"b\""}}) == "<case name=\"a\\n&quot;b&quot;\"");
}

TEST_CASE("a long text is cut between characters", "[render]") {
  CHECK(engine::shortened("äöü", 3) == "äöü");
  CHECK(engine::shortened("äöüß", 3) == "äö…");
}

}  // namespace
}  // namespace dgctl::tests
