#include "engine/config/source_text.h"

#include "engine/config/weight.h"
#include "tests/support/catch.h"
#include "tests/support/property.h"

namespace dgctl::engine::source_text_test {
namespace {

std::string refused(const std::string& text) {
  const auto diagnostic = refusal(SourceText("f", text));
  return diagnostic ? to_string(*diagnostic) : "";
}

TEST_CASE("a byte has a place in lines and characters", "[source]") {
  struct Case {
    std::string name, text;
    std::size_t offset;
    int line, column;
  };
  const auto c = GENERATE(values<Case>({
      {"the first byte", "ab", 0, 1, 1},
      {"the end", "ab", 2, 1, 3},
      {"behind the end", "ab", 99, 1, 3},
      {"an empty text", "", 0, 1, 1},
      {"behind characters of two and four bytes", "\u00e4\U0001F600x", 6, 1, 3},
      {"in the second line", "a\nbc", 3, 2, 2},
      {"in a line behind CRLF", "\u00e4\r\nbc", 5, 2, 2},
      {"at a line break", "a\n\nb", 2, 2, 1},
      {"behind a byte order mark",
       "\xEF\xBB\xBF"
       "ab",
       1,
       1,
       2},
      {"far to the right", std::string(1000, 'x') + "\u00e4y", 1002, 1, 1002},
  }));
  DYNAMIC_SECTION(c.name) {
    CHECK(SourceText("f", c.text).place(c.offset) == Place{"f", c.line, c.column});
  }
}

TEST_CASE("every character of a text has the place that counting gives it", "[source][property]") {
  tests::check_property("place of each character", [] {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "a", "\n", "\r\n", "\u00e4", "\u20ac", "\U0001F600", " ", std::string(300, '-')));
    std::string text;
    for (const std::string& piece : pieces) text += piece;
    const SourceText source("f", text);
    int line = 1, column = 1;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (begins_character(text[at])) {
        RC_ASSERT(source.place(at) == (Place{"f", line, column}));
        ++column;
      }
      if (text[at] != '\n') continue;
      ++line;
      column = 1;
    }
  });
}

TEST_CASE("bytes that are no YAML are refused where they stand", "[source]") {
  struct Case {
    std::string name, text, expected;
  };
  const std::string not_utf8 = " error: the file is not UTF-8 here; save it as UTF-8";
  const auto control = [](const std::string& byte) {
    return " error: the control character " + byte +
           " is not allowed in YAML; write it as an escape in double quotes";
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"plain", "a: b\n", ""},
      {"characters of every length", "a: \u00e4\u20ac\U0001F600\u0085\uFEFF\n", ""},
      {"a continuation without a start", "a: \x80", "f:1:4:" + not_utf8},
      {"a start without its continuation", "\u00e4: \xC3(", "f:1:4:" + not_utf8},
      {"a character cut off by the end", "a\nb\xE2\x82", "f:2:2:" + not_utf8},
      {"an overlong slash", "\xC0\xAF", "f:1:1:" + not_utf8},
      {"an overlong character of three bytes", "\xE0\x80\xAF", "f:1:1:" + not_utf8},
      {"an overlong character of four bytes", "\xF0\x80\x80\xAF", "f:1:1:" + not_utf8},
      {"a surrogate", "\xED\xA0\x80", "f:1:1:" + not_utf8},
      {"beyond Unicode", "\xF4\x90\x80\x80", "f:1:1:" + not_utf8},
      {"UTF-16",
       "\xFF\xFE"
       "a",
       "f:1:1:" + not_utf8},
      {"NUL", std::string("a: b\0c", 6), "f:1:5:" + control("0x00")},
      {"what yaml-cpp takes for the end", "a: 1\n# \x04\nb: 2\n", "f:2:3:" + control("0x04")},
      {"DEL", "a: \x7F", "f:1:4:" + control("0x7f")},
      {"line breaks of all sorts but one", "a: 1\r\nb: 2\n", ""},
      {"a carriage return by itself",
       "a: 1\rb: 2",
       "f:1:5: error: a carriage return without a line feed; end lines with either LF or CRLF"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(refused(c.text) == c.expected); }
}

TEST_CASE("bad UTF-8 is found at every offset", "[source][hostile]") {
  const std::string text = "name: \u00e4cme # \u20ac\nlist: [\"\U0001F600\", 'b']\n";
  for (std::size_t at = 0; at <= text.size(); ++at) {
    for (const char* bad : {"\xFF", "\xC3", "\xED\xA0\x80"}) {
      std::string broken = text;
      broken.insert(at, bad);
      CAPTURE(at);
      CHECK(refused(broken).find("not UTF-8") != std::string::npos);
    }
  }
}

TEST_CASE("the size of a file is limited", "[source]") {
  CHECK(refused(std::string(kMaxFileBytes, ' ')).empty());
  CHECK(refused(std::string(kMaxFileBytes + 1, ' ')) == "f: error: the file is larger than 4 MiB");
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t at = 0; at < times; ++at) out += text;
  return out;
}

TEST_CASE("a file far over the limits is refused before it is parsed", "[source][hostile]") {
  struct Case {
    std::string name, text, expected;
  };
  const std::string deep = kTooManyLevels, many = kTooManyValues;
  const auto c = GENERATE_COPY(values<Case>({
      {"brackets", "a: " + repeated("[", 1'000'000), deep},
      {"brackets over lines", "a: " + repeated("[\n ", 100'000), deep},
      {"braces behind keys", repeated("{a: ", 100'000), deep},
      {"a list in brackets", "a: [" + repeated("x,", 1'000'000) + "]", many},
      {"a list of quoted text", "a: [" + repeated("\"a,b\",", 200'000) + "]", many},
      {"a block list", repeated("- x\n", 1'000'000), many},
      {"a block map", repeated("x: y\n", 500'000), many},
      {"a map in a list", repeated("- x: y\n", 500'000), many},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(overweight(c.text).value_or(Overweight{}).why == c.expected); }
}

TEST_CASE("text is not taken for values or brackets", "[source]") {
  struct Case {
    std::string name, line;
  };
  const auto c = GENERATE(values<Case>({
      {"a comment", "# - [ a: b\n"},
      {"a comment behind a value", "x: y # - [ a: b\n"},
      {"double quotes", "x: \"[ [ \\\" [\"\n"},
      {"single quotes", "x: '[ it''s ['\n"},
      {"a plain text", "x: see [ and { there\n"},
      {"a plain text with an apostrophe", "x: don't [ or {\n"},
      {"quotes of many lines", "x: \"a\n  [ b\n  - c\n  d: e\"\n"},
      {"quotes in brackets", "x: [\"[\", '{']\n"},
      {"an empty list in a list", "- []\n"},
      {"a list in brackets in a list", "- [a]\n"},
      {"an anchor before a bracket", "x: &a [b]\n"},
  }));
  DYNAMIC_SECTION(c.name) {
    // Each line is one value of two at most; 45,000 of them are within the limits.
    CHECK_FALSE(overweight(repeated(c.line, 45'000)));
  }
}

TEST_CASE("a block scalar is one value whatever stands in it", "[source]") {
  const std::string lines = repeated("  - a: [\n\n", 200'000);
  CHECK_FALSE(overweight("x: |\n" + lines + "y: 1\n"));
  CHECK_FALSE(overweight("- x: >-2 # why\n" + repeated("      - a: [\n", 200'000)));
  CHECK(overweight("x: a|\n" + repeated("  - a\n", 200'000)));
}

}  // namespace
}  // namespace dgctl::engine::source_text_test
