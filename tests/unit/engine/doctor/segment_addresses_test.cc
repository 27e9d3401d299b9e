#include "engine/doctor/segment_addresses.h"

#include "engine/doctor/doctor.h"
#include "tests/support/catch.h"

namespace dgctl::engine::segment_addresses_test {
namespace {

TEST_CASE("addresses and ranges of them are read", "[segment_addresses]") {
  struct Case {
    std::string text;
    std::optional<AddressRange> expected;
  };
  const auto c = GENERATE(values<Case>({
      {"0.0.0.1", AddressRange{1, 1}},
      {"34.223.203.0/28", AddressRange{585091840, 585091855}},
      {"34.223.203.5/28", AddressRange{585091840, 585091855}},
      {"255.255.255.255/32", AddressRange{4294967295, 4294967295}},
      {"10.0.0.0/0", AddressRange{0, 4294967295}},
      {"", std::nullopt},
      {"1.2.3", std::nullopt},
      {"1.2.3.4.5", std::nullopt},
      {"1.2.3.256", std::nullopt},
      {"1.2.3.04", std::nullopt},
      {"1.2.3.4/33", std::nullopt},
      {"1.2.3.4/", std::nullopt},
      {"+1.2.3.4", std::nullopt},
      {"1.2.3.4 ", std::nullopt},
      {"2001:db8::1", std::nullopt},
  }));
  DYNAMIC_SECTION(c.text) { CHECK(parse_range(c.text) == c.expected); }
}

TEST_CASE("all of Segment's addresses are ranges", "[segment_addresses]") {
  REQUIRE(segment_regions().size() == 2);
  for (const SegmentRegion& region : segment_regions()) {
    for (const std::string_view address : region.addresses) CHECK(parse_range(address).has_value());
  }
}

TEST_CASE("a range passes as the lists say", "[segment_addresses]") {
  struct Case {
    std::string name;
    IpAccess access;
    Passage expected;
  };
  const std::string none = "no list that lets in has all of it";
  const auto c = GENERATE_COPY(values<Case>({
      {"lists that do not count", {false, {{"a", false, {"1.2.3.4"}}}}, {}},
      {"no lists", {true, {}}, {}},
      {"only lists that shut others out", {true, {{"b", true, {"9.9.9.9"}}}}, {}},
      {"a list that has it", {true, {{"a", false, {"10.0.0.0/8"}}}}, {}},
      {"two lists that have half each",
       {true, {{"a", false, {"10.0.0.0/29"}}, {"b", false, {"10.0.0.8/29"}}}},
       {}},
      {"lists with a hole",
       {true, {{"a", false, {"10.0.0.0/29", "10.0.0.9", "10.0.0.10/31", "10.0.0.12/30"}}}},
       {false, false, none}},
      {"a list that has others", {true, {{"a", false, {"10.0.1.0/24"}}}}, {false, false, none}},
      {"a list of another kind of addresses",
       {true, {{"a", false, {"2001:db8::/32"}}}},
       {false, false, none}},
      {"one address that is shut out",
       {true, {{"a", false, {"10.0.0.0/8"}}, {"bad", true, {"10.0.0.15"}}}},
       {false, true, "list 'bad' shuts out 10.0.0.15"}},
  }));
  DYNAMIC_SECTION(c.name) {
    CHECK(passage_of(*parse_range("10.0.0.0/28"), c.access) == c.expected);
  }
}

TEST_CASE("the regions that data graphs name are looked at", "[segment_addresses]") {
  struct Case {
    std::vector<std::string> regions;
    std::vector<std::string> expected;
  };
  const std::string policies = "network policies of the account";
  const auto c = GENERATE_COPY(values<Case>({
      {{}, {}},
      {{"eu"}, {"Segment's addresses (eu)", policies}},
      {{"us", "us"}, {"Segment's addresses (us)", policies}},
      {{"us", ""}, {"Segment's addresses (eu)", "Segment's addresses (us)", policies}},
  }));
  Desired desired;
  for (const std::string& region : c.regions) {
    DesiredConnection connection;
    connection.segment_region = region;
    desired.connections.push_back(connection);
  }
  std::vector<std::string> names;
  for (const Check& check : check_network(desired, IpAccess{})) names.push_back(check.name);
  CHECK(names == c.expected);
}

TEST_CASE("address lists that may not be seen are unknown and stop nothing",
          "[segment_addresses]") {
  Desired desired;
  desired.connections.emplace_back();
  const auto checks = check_network(desired, Unseen{ErrorClass::Denied, "not for you"});
  REQUIRE(checks.size() == 2);
  CHECK(checks[0].finding == Finding::Unknown);
  CHECK_FALSE(checks[0].blocks);
  CHECK(checks[0].text == "the IP access lists may not be seen: not for you");
}

TEST_CASE("what a list shuts out is taken off it and what none lets in is added",
          "[segment_addresses]") {
  struct Case {
    std::string name;
    IpAccess access;
    std::vector<std::string> begins;
  };
  const std::string take =
      "a workspace admin takes what the block list shuts out of 3.251.148.96/29 off";
  const std::string add = "a workspace admin adds 3.251.148.96/29 to an allow list";
  const auto c = GENERATE_COPY(values<Case>({
      {"let in", {true, {{"a", false, {"3.251.148.0/24"}}}}, {}},
      {"let in by none", {true, {{"a", false, {"10.0.0.0/8"}}}}, {add}},
      {"shut out",
       {true, {{"a", false, {"3.251.148.0/24"}}, {"b", true, {"3.251.148.100"}}}},
       {take}},
  }));
  Desired desired;
  desired.connections.emplace_back().segment_region = "eu";
  const std::vector<std::string> steps = check_network(desired, c.access).front().steps;
  REQUIRE(steps.size() == c.begins.size());
  for (std::size_t i = 0; i < steps.size(); ++i) CHECK(steps[i].starts_with(c.begins[i]));
}

TEST_CASE("a clock is told to be off from a minute on", "[doctor_clock]") {
  struct Case {
    std::optional<std::chrono::seconds> ahead;
    Finding finding;
    std::string begins;
  };
  using std::chrono::seconds;
  const auto c = GENERATE(values<Case>({
      {std::nullopt, Finding::Unknown, "the workspace's answer bears no time"},
      {seconds(0), Finding::Ok, "within a minute"},
      {seconds(60), Finding::Ok, "within a minute"},
      {seconds(-60), Finding::Ok, "within a minute"},
      {seconds(61), Finding::Warning, "61 s ahead of"},
      {seconds(-61), Finding::Warning, "61 s behind"},
  }));
  const Check check = check_clock({Unseen{}, c.ahead});
  CHECK(check.finding == c.finding);
  CHECK(check.text.starts_with(c.begins));
  CHECK_FALSE(check.blocks);
}

}  // namespace
}  // namespace dgctl::engine::segment_addresses_test
