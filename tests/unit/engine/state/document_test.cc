#include "engine/state/document.h"

#include "engine/edges/error.h"
#include "tests/support/catch.h"
#include "tests/support/property.h"

namespace dgctl::engine::document_test {
namespace {

Value random_value(int depth) {
  const int kind = *rc::gen::inRange(0, depth > 0 ? 7 : 5);
  switch (kind) {
    case 0:
      return Null{};
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::element<std::string>(
          "", "sales", "ünïcode", "with \"quotes\" and \\", "$known_after");
    case 4:
      return KnownAfter{{"at ", AttributeRef{{"catalog", "main"}, "storage_location"}}};
    case 5: {
      List list;
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) list.push_back(random_value(depth - 1));
      return list;
    }
    default: {
      Fields fields;
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
        fields[*rc::gen::element<std::string>("a", "b", "$known_after", "$$", "")] =
            random_value(depth - 1);
      }
      return fields;
    }
  }
}

TEST_CASE("a value is read back as it was written", "[document][property]") {
  tests::check_property("from_json(to_json(v)) == v", [] {
    const Value value = random_value(4);
    RC_ASSERT(from_json(to_json(value)) == value);
    RC_ASSERT(from_json(to_printed_json(value)) == value);
  });
}

TEST_CASE("what is no document is refused with a reason", "[document]") {
  struct Case {
    std::string name, text, reason;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", "", "it is no JSON from byte 1 on"},
      {"cut off", R"({"a": 1)", "it is no JSON from byte 8 on"},
      {"a key twice", R"({"a": 1, "a": 2})", "the key 'a' stands there twice"},
      {"a fraction", R"({"a": 1.5})", "the number 1.5 is no integer"},
      {"too large", R"([18446744073709551615])", "a number is larger than 64 bits hold"},
      {"too deep", std::string(65, '['), "it is nested too deeply"},
      {"a malformed reference",
       R"({"$known_after": [[1, 2]]})",
       "a value known only later is malformed"},
      {"two documents", "{} {}", "it is no JSON from byte 4 on"},
  }));
  DYNAMIC_SECTION(c.name) {
    std::string reason;
    try {
      from_json(c.text);
    } catch (const CorruptError& error) {
      reason = error.what();
    }
    CHECK(reason == c.reason);
  }
}

TEST_CASE("what is no text can be written once it was made printable", "[document]") {
  const Value value{Fields{{"a\xff", List{"cut \xc3", Fields{{"deeper", "\x80"}}}}, {"n", Null{}}}};
  CHECK(to_json(printable(value)) == R"({"a�":["cut �",{"deeper":"�"}],"n":null})");
}

}  // namespace
}  // namespace dgctl::engine::document_test
