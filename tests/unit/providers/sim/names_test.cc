#include "providers/sim/names.h"

#include "providers/sim/ids.h"
#include "providers/sim/suggestion.h"
#include "providers/sim/timestamp.h"
#include "providers/transport/transport.h"
#include "tests/support/catch.h"
#include "tests/support/property.h"

namespace dgctl::providers::sim::names_test {
namespace {

TEST_CASE("names follow the rules of the workspace", "[names]") {
  struct Case {
    std::string name;
    bool valid;
  };
  const auto c = GENERATE(values<Case>({
      {"sales", true},
      {"__segment_reverse_etl", true},
      {"with-hyphen", true},
      {"Zürich", true},
      {std::string(255, 'a'), true},
      {std::string(256, 'a'), false},
      {"", false},
      {"a.b", false},
      {"a b", false},
      {"a/b", false},
      {"a\tb", false},
      {"a\x7f", false},
  }));
  DYNAMIC_SECTION("'" << c.name.substr(0, 20) << "' " << c.name.size()) {
    CHECK(is_valid_name(c.name) == c.valid);
  }
}

TEST_CASE("a name of 255 characters may have more bytes", "[names]") {
  std::string name;
  for (int i = 0; i < 255; ++i) name += "ü";
  CHECK(is_valid_name(name));
  CHECK_FALSE(is_valid_name(name + "ü"));
}

TEST_CASE("names fold the letters of ASCII", "[names]") {
  CHECK(folded("SEGMENT_Linked_DB") == "segment_linked_db");
  CHECK(folded("Ü") == "Ü");
}

TEST_CASE("percent-encoding is undone and its errors are noticed", "[names]") {
  struct Case {
    std::string text;
    bool in_query;
    std::optional<std::string> expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a%20b", false, "a b"},
      {"a+b", false, "a+b"},
      {"a+b", true, "a b"},
      {"%C3%bc", false, "ü"},
      {"%2", false, std::nullopt},
      {"%zz", false, std::nullopt},
      {"%ff", false, std::nullopt},
      {"%ED%A0%80", false, std::nullopt},
      {"%C0%AF", false, std::nullopt},
      {"%F4%90%80%80", false, std::nullopt},
      {"%F0%9F%98%80", false, "😀"},
  }));
  DYNAMIC_SECTION(c.text << (c.in_query ? " in a query" : "")) {
    CHECK(percent_decoded(c.text, c.in_query) == c.expected);
  }
}

TEST_CASE("what is percent-encoded decodes to itself", "[names][property]") {
  tests::check_property("percent_decoded(percent_encoded(x)) == x", [] {
    const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
    RC_ASSERT(percent_decoded(percent_encoded(text), false) == text);
    RC_ASSERT(percent_decoded(percent_encoded(text), true) == text);
  });
}

TEST_CASE("times are read and written in one form", "[names]") {
  struct Case {
    std::string text;
    std::optional<std::int64_t> expected;
  };
  const auto c = GENERATE(values<Case>({
      {"1970-01-01T00:00:00Z", 0},
      {"2026-11-23T09:00:00Z", 1795424400000},
      {"2026-11-23T09:00:00.5Z", 1795424400500},
      {"2026-11-23T09:00:00.025Z", 1795424400025},
      {"2024-02-29T23:59:59Z", 1709251199000},
      {"2026-02-29T00:00:00Z", std::nullopt},
      {"2026-11-23T24:00:00Z", std::nullopt},
      {"2026-11-23 09:00:00Z", std::nullopt},
      {"2026-11-23T09:00:00", std::nullopt},
      {"2026-11-23T09:00:00.Z", std::nullopt},
      {"2026-11-23T09:00:00.1234Z", std::nullopt},
      {"2026-1x-23T09:00:00Z", std::nullopt},
      {"", std::nullopt},
  }));
  DYNAMIC_SECTION("'" << c.text << "'") { CHECK(parse_timestamp(c.text) == c.expected); }
}

TEST_CASE("any time survives being written", "[names][property]") {
  tests::check_property("parse_timestamp(timestamp_text(t)) == t", [] {
    const auto time = *rc::gen::inRange<std::int64_t>(0, 4'102'444'800'000);
    RC_ASSERT(parse_timestamp(timestamp_text(time)) == time);
  });
}

TEST_CASE("ids have the form of what they stand for and repeat", "[names][property]") {
  tests::check_property("made_uuid and made_principal_id", [] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto request = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
    const std::string uuid = made_uuid(seed, request, "x");
    RC_ASSERT(is_uuid(uuid));
    RC_ASSERT(uuid[14] == '4');
    RC_ASSERT(std::string("89ab").find(uuid[19]) != std::string::npos);
    RC_ASSERT(uuid == made_uuid(seed, request, "x"));
    RC_ASSERT(uuid != made_uuid(seed, request + 1, "x"));
    RC_ASSERT(uuid != made_uuid(seed, request, "y"));
    RC_ASSERT(made_principal_id(seed, request, "x").size() == 16U);
  });
}

TEST_CASE("a slip of the pen gets a suggestion", "[names]") {
  const std::vector<std::string> known{"owner", "grants", "schemas"};
  CHECK(suggestion("ownr", known) == "; did you mean 'owner'?");
  CHECK(suggestion("schema", known) == "; did you mean 'schemas'?");
  CHECK(suggestion("tables", known).empty());
  CHECK(suggestion("x", {"y"}).empty());
}

}  // namespace
}  // namespace dgctl::providers::sim::names_test
