#include "engine/render/drift_groups.h"

#include "tests/support/catch.h"

namespace dgctl::tests::drift_groups_test {
namespace {

using engine::Drifted;
using Lines = std::vector<std::string>;

Drifted grant(const std::string& thing, const std::string& principal, const std::string& lost) {
  Drifted one;
  one.address = {"grant", engine::make_key({thing, principal})};
  engine::FieldDrift field;
  field.field = "privileges";
  field.lost = {lost};
  one.fields = {field};
  return one;
}

std::vector<std::size_t> sizes(const std::vector<Drifted>& drifted) {
  std::vector<std::size_t> all;
  for (const engine::DriftGroup& group : engine::grouped(drifted)) {
    all.push_back(group.members.size());
  }
  return all;
}

TEST_CASE("things that drifted alike make one block where there are several", "[drift]") {
  std::vector<Drifted> drifted;
  for (const char* thing : {"catalog:a", "catalog:b", "schema:a.b", "table:a.b.c"}) {
    drifted.push_back(grant(thing, "main", "SELECT"));
  }
  SECTION("four are one") { CHECK(sizes(drifted) == std::vector<std::size_t>{4}); }
  SECTION("three stay apart") {
    drifted.pop_back();
    CHECK(sizes(drifted) == std::vector<std::size_t>{1, 1, 1});
  }
  SECTION("another principal is another block") {
    drifted.push_back(grant("catalog:c", "etl", "SELECT"));
    CHECK(sizes(drifted) == std::vector<std::size_t>{4, 1});
  }
  SECTION("another privilege is another block") {
    drifted.push_back(grant("catalog:c", "main", "MODIFY"));
    CHECK(sizes(drifted) == std::vector<std::size_t>{4, 1});
  }
  SECTION("another class is another block") {
    drifted.push_back(grant("catalog:c", "main", "SELECT"));
    drifted.back().of = engine::DriftClass::Wiped;
    CHECK(sizes(drifted) == std::vector<std::size_t>{4, 1});
  }
  SECTION("where the configuration has moved too is another block") {
    drifted.push_back(grant("catalog:c", "main", "SELECT"));
    drifted.back().fields.front().mover = engine::Mover::Both;
    CHECK(sizes(drifted) == std::vector<std::size_t>{4, 1});
  }
}

TEST_CASE("what a block is about is listed by where it stands", "[drift]") {
  std::vector<Drifted> drifted;
  for (const char* thing :
       {"catalog:a", "catalog:b", "schema:a.b", "table:a.b.c", "table:a.b.d", "table:my / x.y.z"}) {
    drifted.push_back(grant(thing, "main / 2", "SELECT"));
  }
  const auto groups = engine::grouped(drifted);
  REQUIRE(groups.size() == 1);
  CHECK(groups.front().principal == "\"main / 2\"");
  CHECK(engine::member_lines(groups.front()) == Lines{"on \"table:my / x.y.z\"",
                                                      "on 2 catalogs: a, b",
                                                      "on schema a.b",
                                                      "on 2 tables of a.b: c, d"});
}

TEST_CASE("objects that drifted alike are listed by their addresses", "[drift]") {
  std::vector<Drifted> drifted(4);
  for (std::size_t i = 0; i < drifted.size(); ++i) {
    drifted[i].address = {"sql_warehouse", std::string(1, static_cast<char>('a' + i))};
  }
  drifted.front().name = "Reports";
  const auto groups = engine::grouped(drifted);
  REQUIRE(groups.size() == 1);
  CHECK(engine::member_lines(groups.front()) ==
        Lines{"sql_warehouse.a (Reports), sql_warehouse.b, sql_warehouse.c, sql_warehouse.d"});
}

}  // namespace
}  // namespace dgctl::tests::drift_groups_test
