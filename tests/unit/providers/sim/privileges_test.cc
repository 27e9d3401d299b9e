#include "providers/sim/privileges.h"

#include "tests/support/catch.h"

namespace dgctl::providers::sim::privileges_test {
namespace {

/// "MCSTVW": the initials of what takes it; V view, W materialized view.
std::string takers(const std::string& privilege) {
  std::string out;
  const std::string initials = "MCSTVW";
  for (std::size_t i = 0; i < initials.size(); ++i) {
    if (is_applicable(static_cast<Taker>(i), privilege, false)) out += initials[i];
  }
  return out;
}

std::string stored(Taker taker, const std::string& written, bool legacy) {
  std::string out;
  for (const std::string& name : stored_privileges(taker, canonical_privilege(written), legacy)) {
    out += (out.empty() ? "" : " ") + name;
  }
  return out;
}

TEST_CASE("a securable takes what the matrix of privileges says", "[privileges]") {
  struct Case {
    std::string privilege, takers;
  };
  const auto c = GENERATE(values<Case>({
      {"ALL_PRIVILEGES", "CSTVW"},
      {"MANAGE", "CSTVW"},
      {"BROWSE", "CSTVW"},
      {"USE_CATALOG", "C"},
      {"USE_SCHEMA", "CS"},
      {"CREATE_SCHEMA", "C"},
      {"CREATE_TABLE", "CS"},
      {"EXTERNAL_USE_SCHEMA", "CS"},
      {"SELECT", "CSTVW"},
      {"MODIFY", "CST"},
      {"REFRESH", "CSW"},
      {"EXECUTE", "CS"},
      {"READ_VOLUME", "CS"},
      {"CREATE_CATALOG", "M"},
      {"CREATE_CONNECTION", "MC"},
      {"READ_METADATA", "MCSTVW"},
      {"CREATE_VIEW", ""},
      {"USAGE", ""},
      {"CREATE", ""},
      {"FLY_TO_MOON", ""},
      {"READ_FILES", ""},
  }));
  DYNAMIC_SECTION(c.privilege) { CHECK(takers(c.privilege) == c.takers); }
}

TEST_CASE("privileges are stored under the names of today", "[privileges]") {
  struct Case {
    Taker taker;
    std::string written, expected;
  };
  const auto c = GENERATE(values<Case>({
      {Taker::Catalog, "use catalog", "USE_CATALOG"},
      {Taker::Catalog, "USAGE", "USE_CATALOG"},
      {Taker::Schema, "usage", "USE_SCHEMA"},
      {Taker::Catalog, "CREATE", "CREATE_SCHEMA"},
      {Taker::Schema, "CREATE", "CREATE_TABLE CREATE_FUNCTION"},
      {Taker::Table, "USAGE", ""},
      {Taker::Metastore, "CREATE", ""},
      {Taker::Catalog, "CREATE VIEW", ""},
      {Taker::View, "MODIFY", ""},
  }));
  DYNAMIC_SECTION(c.written << " " << static_cast<int>(c.taker)) {
    CHECK(stored(c.taker, c.written, false) == c.expected);
  }
}

TEST_CASE("before model 1.0 the old names are stored and the new ones refused", "[privileges]") {
  CHECK(stored(Taker::Catalog, "USAGE", true) == "USAGE");
  CHECK(stored(Taker::Schema, "CREATE", true) == "CREATE");
  CHECK(stored(Taker::Catalog, "USE_CATALOG", true).empty());
  CHECK(stored(Taker::Catalog, "SELECT", true).empty());
  CHECK(stored(Taker::Table, "SELECT", true) == "SELECT");
  CHECK(stored(Taker::Metastore, "CREATE_CATALOG", true) == "CREATE_CATALOG");
}

TEST_CASE("three privileges stand apart from ALL_PRIVILEGES", "[privileges]") {
  CHECK(stands_apart("MANAGE"));
  CHECK(stands_apart("EXTERNAL_USE_SCHEMA"));
  CHECK(stands_apart("EXTERNAL_USE_LOCATION"));
  CHECK_FALSE(stands_apart("SELECT"));
}

TEST_CASE("views are tables that take other privileges", "[privileges]") {
  CHECK(taker_of_table("MANAGED") == Taker::Table);
  CHECK(taker_of_table("STREAMING_TABLE") == Taker::Table);
  CHECK(taker_of_table("VIEW") == Taker::View);
  CHECK(taker_of_table("METRIC_VIEW") == Taker::View);
  CHECK(taker_of_table("MATERIALIZED_VIEW") == Taker::MaterializedView);
}

}  // namespace
}  // namespace dgctl::providers::sim::privileges_test
