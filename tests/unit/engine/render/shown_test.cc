#include "engine/render/shown.h"

#include "engine/render/xml.h"
#include "tests/support/catch.h"

namespace dgctl::tests::shown_test {
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
      {"what is not seen at all", "seg\xe2\x80\x8bment", "seg\\u{200b}ment"},
      {"a tag", "\xf3\xa0\x81\x81", "\\u{e0041}"},
      {"what joins a picture",
       "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac",
       "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac"},
      {"what no XML may hold", "\xef\xbf\xbf", "\\u{ffff}"},
  }));
  DYNAMIC_SECTION(c.name) {
    CHECK(shown(std::string_view(c.text)) == c.expected);
    CHECK(shown(std::string_view(c.expected)) == c.expected);
  }
}

TEST_CASE("a backslash of a value is told from one that spells a character out", "[render]") {
  const engine::Value newline(std::string("a\nb"));
  const engine::Value backslash(std::string("a\\nb"));
  CHECK(shown(&newline) == "a\\nb");
  CHECK(shown(&backslash) == "a\\\\nb");
}

TEST_CASE("a name of a property is cut as a value is", "[render]") {
  const std::string text(3000, 'x');
  const engine::Value fields(engine::Fields{{text, text}});
  CHECK(shown(&fields) == "{" + std::string(200, 'x') + "…: " + std::string(200, 'x') + "…}");
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
}  // namespace dgctl::tests::shown_test
