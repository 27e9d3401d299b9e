#include "providers/sim/sql_parser.h"

#include "tests/support/catch.h"

namespace dgctl::providers::sim::sql_parser_test {
namespace {

/// "catalog.schema" of a session after a statement, which began as "c.s".
std::string session_after(const std::string& statement) {
  const SqlDefaults defaults = after(parse_sql(statement), {"c", "s"});
  return defaults.catalog + "." + defaults.schema;
}

}  // namespace

TEST_CASE("USE says what names stand in from then on", "[sim][sql]") {
  CHECK(session_after("USE CATALOG `my-data`") == "my-data.");
  CHECK(session_after("use schema Other") == "c.Other");
  CHECK(session_after("USE DATABASE other") == "c.other");
  CHECK(session_after("USE a.b;") == "a.b");
  CHECK(session_after("SELECT 1") == "c.s");
}

TEST_CASE("what only reads is told from what does more", "[sim][sql]") {
  for (const char* statement : {"SELECT 1",
                                "WITH x AS (SELECT 1) SELECT * FROM x",
                                "(SELECT 1) UNION (SELECT 2)",
                                "VALUES (1)",
                                "show grants on catalog c",
                                "SHOW TABLES",
                                "USE c.s"}) {
    CAPTURE(statement);
    CHECK(only_reads(statement));
  }
  for (const char* statement : {"INSERT INTO t SELECT 1",
                                "DELETE FROM t WHERE false",
                                "GRANT SELECT ON t TO a",
                                "CREATE TABLE IF NOT EXISTS t (a INT)",
                                "nonsense",
                                "SELECT 1; SELECT 2",
                                "SELECT '"}) {
    CAPTURE(statement);
    CHECK_FALSE(only_reads(statement));
  }
}

TEST_CASE("a grant is read with all its parts", "[sim][sql]") {
  const SqlStatement statement =
      parse_sql("REVOKE use  schema, Select ON MATERIALIZED VIEW c.s.`v` FROM `account users`");
  const auto* change = std::get_if<ChangeGrants>(&statement);
  REQUIRE(change != nullptr);
  CHECK(change->revokes);
  CHECK(change->privileges == std::vector<std::string>{"use schema", "Select"});
  CHECK(change->on.name == SqlName{"c", "s", "v"});
  CHECK(change->principal == "account users");
}

}  // namespace dgctl::providers::sim::sql_parser_test
