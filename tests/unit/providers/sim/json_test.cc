#include "providers/sim/json.h"

#include "tests/support/catch.h"
#include "tests/support/property.h"

namespace dgctl::providers::sim::json_test {
namespace {

std::string error_of(const std::string& text) {
  try {
    parse_json(text);
  } catch (const JsonError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("JSON is written as it was read", "[json]") {
  const auto text = GENERATE(values<std::string>({
      "null",
      "true",
      "-7",
      "7201983344556677",
      "9223372036854775807",
      "0.25",
      "-3.0",
      "922337203685477632.0",
      "18446744073709551616.0",
      "1e+300",
      R"("a \"quoted\" \\ line\nand \u0001")",
      R"({"b":1,"a":[],"c":{"d":[1,2,{"e":null}]}})",
  }));
  DYNAMIC_SECTION(text) { CHECK(to_text(parse_json(text)) == text); }
}

TEST_CASE("what is no JSON says where", "[json]") {
  struct Case {
    std::string text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"", "parse error at line 1, column 1"},
      {"{\n\"a\": tru}", "parse error at line 2"},
      {"[1] 2", "parse error at line 1"},
      {R"({"a":1,"b":2,"a":3})", "'a' is written twice in one object"},
      {"18446744073709551615", "a number is beyond 64 bits"},
      {std::string(65, '['), "nested too deeply"},
      {"\"\xff\"", "parse error at line 1"},
  }));
  DYNAMIC_SECTION(c.text) { CHECK(error_of(c.text).find(c.expected) == 0); }
}

TEST_CASE("what fits stands on one line and the rest is broken up", "[json]") {
  CHECK(to_pretty_text(parse_json(R"({"a":[1,2],"b":{}})")) == "{\"a\": [1, 2], \"b\": {}}\n");
  const std::string wide(60, 'x');
  const std::string text = R"({"first":["1"],"second":[")" + wide + R"(",")" + wide + R"("]})";
  CHECK(to_pretty_text(parse_json(text)) == "{\n  \"first\": [\"1\"],\n  \"second\": [\n    \"" +
                                                wide + "\",\n    \"" + wide + "\"\n  ]\n}\n");
}

Json any_json(int depth) {
  const int kind = *rc::gen::inRange(0, depth > 0 ? 6 : 4);
  if (kind == 0) return Json{Null{}};
  if (kind == 1) return Json{*rc::gen::arbitrary<bool>()};
  if (kind == 2) return Json{*rc::gen::arbitrary<std::int64_t>()};
  const auto text = rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
  if (kind == 3) return Json{*text};
  const int size = *rc::gen::inRange(0, 4);
  List list;
  Members members;
  for (int i = 0; i < size; ++i) {
    list.push_back(any_json(depth - 1));
    put(members, std::to_string(i) + *text, any_json(depth - 1).is);
  }
  return kind == 4 ? Json{list} : Json{members};
}

TEST_CASE("any value survives both ways of writing", "[json][property]") {
  tests::check_property("parse_json of to_text and to_pretty_text", [] {
    const Json json = any_json(3);
    RC_ASSERT(parse_json(to_text(json)) == json);
    RC_ASSERT(parse_json(to_pretty_text(json)) == json);
  });
}

}  // namespace
}  // namespace dgctl::providers::sim::json_test
