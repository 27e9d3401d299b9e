#include "engine/model/utf8.h"

#include <string>

#include "tests/support/catch.h"

namespace dgctl::engine::utf8_test {
namespace {

TEST_CASE("a text is read character by character", "[utf8]") {
  struct Case {
    std::string what, text;
    std::uint32_t point;
    std::size_t size_bytes;
    bool valid;
  };
  const auto c = GENERATE(values<Case>({
      {"one byte", "az", 'a', 1, true},
      {"two", "éa", 0xe9, 2, true},
      {"three", "販", 0x8ca9, 3, true},
      {"four", "😊", 0x1f60a, 4, true},
      {"NUL", std::string("\0", 1), 0, 1, true},
      {"the last", "\xf4\x8f\xbf\xbf", 0x10ffff, 4, true},
      {"beyond the last", "\xf4\x90\x80\x80", 0xf4, 1, false},
      {"a longer form of a quote", "\xc0\xa7", 0xc0, 1, false},
      {"in three bytes", "\xe0\x80\xa7", 0xe0, 1, false},
      {"in four bytes", "\xf0\x80\x80\xa7", 0xf0, 1, false},
      {"a surrogate", "\xed\xa0\x80", 0xed, 1, false},
      {"cut off", "\xe2\x80", 0xe2, 1, false},
      {"a byte that follows another", "\x80", 0x80, 1, false},
      {"a byte of no character", "\xff", 0xff, 1, false},
  }));
  DYNAMIC_SECTION(c.what) {
    const Character read = first_character(c.text);
    CHECK(read.point == c.point);
    CHECK(read.size_bytes == c.size_bytes);
    CHECK(read.valid == c.valid);
  }
}

TEST_CASE("what acts on a display is known", "[utf8]") {
  for (const std::uint32_t acts : {0x00U,
                                   0x0aU,
                                   0x1bU,
                                   0x7fU,
                                   0x9bU,
                                   0x200eU,
                                   0x2028U,
                                   0x202eU,
                                   0x2066U,
                                   0xfeffU,
                                   0x200bU,
                                   0xadU,
                                   0x2060U,
                                   0x3164U,
                                   0xfff9U,
                                   0x1d173U,
                                   0xe0041U}) {
    CHECK(acts_on_display(acts));
  }
  for (const std::uint32_t shows :
       {0x20U, 0x41U, 0xe9U, 0x200cU, 0x200dU, 0xfe0fU, 0x202fU, 0x8ca9U, 0xfffdU, 0x1f60aU}) {
    CHECK_FALSE(acts_on_display(shows));
  }
}

TEST_CASE("bytes that are no character become one that says so", "[utf8]") {
  CHECK(well_formed("a\xff"
                    "b\xc3\xa4") ==
        "a\xef\xbf\xbd"
        "b\xc3\xa4");
}

TEST_CASE("a character is written as it is read", "[utf8]") {
  for (const std::uint32_t point :
       {0x00U, 0x41U, 0x7fU, 0x80U, 0x9bU, 0x7ffU, 0x800U, 0x20acU, 0xffffU, 0x10000U, 0x10ffffU}) {
    const auto bytes = utf8_of(point);
    REQUIRE(bytes);
    const Character read = first_character(*bytes);
    CHECK(read.valid);
    CHECK(read.point == point);
    CHECK(read.size_bytes == bytes->size());
  }
  for (const std::uint32_t none : {0xd800U, 0xdfffU, 0x110000U, 0xffffffffU}) {
    CHECK_FALSE(utf8_of(none));
  }
}

}  // namespace
}  // namespace dgctl::engine::utf8_test
