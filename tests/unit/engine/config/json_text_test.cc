#include "engine/config/json_text.h"

#include <stdexcept>

#include "tests/support/catch.h"

namespace dgctl::engine::json_text_test {
namespace {

TEST_CASE("JSON stands on one line where it fits", "[json_text]") {
  const std::string text(60, 'x');
  struct Case {
    std::string name;
    Json json;
    std::string expected;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"scalars", JsonList{true, std::int64_t{-5}, "a"}, "[true, -5, \"a\"]\n"},
      {"nothing in it",
       JsonMembers{{"a", JsonList{}}, {"b", JsonMembers{}}},
       "{\"a\": [], \"b\": {}}\n"},
      {"members in their order",
       JsonMembers{{"b", true}, {"a", false}},
       "{\"b\": true, \"a\": false}\n"},
      {"what must be escaped", "a\"b\\c\nd\x01\u00e4", "\"a\\\"b\\\\c\\u000ad\\u0001\u00e4\"\n"},
      {"a list that is too long",
       JsonMembers{{"list", JsonList{text, text}}, {"b", true}},
       "{\n  \"list\": [\n    \"" + text + "\",\n    \"" + text + "\"\n  ],\n  \"b\": true\n}\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(printed(c.json) == c.expected); }
}

TEST_CASE("YAML of the program becomes the JSON that it stands for", "[json_text]") {
  CHECK(printed(json_of_yaml("{a: [1, true, 30%, \"2\", 2027-01-31], b: {}}")) ==
        "{\"a\": [1, true, \"30%\", \"2\", \"2027-01-31\"], \"b\": {}}\n");
  CHECK(printed(json_of_yaml("\"${var.env}_finance\"")) == "\"${var.env}_finance\"\n");
  CHECK_THROWS_AS(json_of_yaml("[a"), std::logic_error);
  CHECK_THROWS_AS(json_of_yaml("{a: null}"), std::logic_error);
}

}  // namespace
}  // namespace dgctl::engine::json_text_test
