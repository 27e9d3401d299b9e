#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::sql_objects_test {
namespace {

std::string ask(const Sim& sim, const std::string& statement, const std::string& who = {}) {
  return sql_outcome(sim.sql(statement, who));
}

constexpr const char* kBob = "bob@example.com";

}  // namespace

TEST_CASE("a grant by SQL is stored as one over REST", "[sim][sql]") {
  struct Case {
    std::string statement, securable, principal, held;
  };
  const auto c = GENERATE(values<Case>({
      {"GRANT USAGE, SELECT, USE SCHEMA ON CATALOG sales TO `bob@example.com`",
       "catalog/sales",
       kBob,
       "SELECT USE_CATALOG USE_SCHEMA"},
      {"GRANT CREATE ON CATALOG sales TO analysts", "catalog/sales", "analysts", "CREATE_SCHEMA"},
      {"grant create on schema SALES.crm to analysts",
       "schema/sales.crm",
       "analysts",
       "CREATE_FUNCTION CREATE_TABLE"},
      {"GRANT USAGE ON DATABASE sales.crm TO analysts",
       "schema/sales.crm",
       "analysts",
       "USE_SCHEMA"},
      {"GRANT ALL PRIVILEGES ON SCHEMA `sales`.`crm` TO `account users`",
       "schema/sales.crm",
       "account users",
       "ALL_PRIVILEGES"},
      {"GRANT SELECT ON sales.crm.users TO analysts",
       "table/sales.crm.users",
       "analysts",
       "SELECT"},
      {"GRANT SELECT ON VIEW sales.crm.deals TO analysts",
       "table/sales.crm.deals",
       "analysts",
       "SELECT"},
      {"GRANT MODIFY ON TABLE sales.crm.users TO `3F0C9A52-0000-4000-8000-0000000000AA`;",
       "table/sales.crm.users",
       kEtl,
       "MODIFY"},
  }));
  DYNAMIC_SECTION(c.statement) {
    const Sim sim;
    CHECK(ask(sim, c.statement) == "done");
    CHECK(sim.held(c.securable, c.principal) == c.held);
  }
}

TEST_CASE("what is revoked is gone, and what was never granted is no error", "[sim][sql]") {
  const Sim sim;
  sim.grant("catalog/sales", "analysts", {"USE_CATALOG", "SELECT", "MANAGE"});
  CHECK(ask(sim, "REVOKE SELECT, MODIFY ON CATALOG sales FROM analysts") == "done");
  CHECK(sim.held("catalog/sales", "analysts") == "MANAGE USE_CATALOG");
  CHECK(ask(sim, "REVOKE ALL PRIVILEGES ON CATALOG sales FROM analysts") == "done");
  CHECK(sim.held("catalog/sales", "analysts") == "MANAGE");
}

TEST_CASE("a grant that cannot be is a failed statement and changes nothing", "[sim][sql]") {
  struct Case {
    std::string statement, who, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"GRANT SELECT ON CATALOG sales TO analysts",
       kBob,
       "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have USE CATALOG on "
       "Catalog 'sales'. SQLSTATE: 42501"},
      {"GRANT SELECT ON CATALOG nowhere TO analysts",
       "",
       "[NO_SUCH_CATALOG] Catalog 'nowhere' does not exist. SQLSTATE: 42704"},
      {"GRANT SELECT ON SCHEMA sales.nowhere TO analysts",
       "",
       "[SCHEMA_NOT_FOUND] Schema 'sales.nowhere' does not exist. SQLSTATE: 42704"},
      {"GRANT SELECT ON TABLE sales.crm.nowhere TO analysts",
       "",
       "[TABLE_OR_VIEW_NOT_FOUND] Table 'sales.crm.nowhere' does not exist. SQLSTATE: 42P01"},
      {"GRANT SELECT ON CATALOG sales TO `nobody@example.com`",
       "",
       "[ErrorClass=PRINCIPAL_DOES_NOT_EXIST] Could not find principal with name "
       "nobody@example.com"},
      {"GRANT SELECT ON CATALOG sales TO etl",
       "",
       "[ErrorClass=PRINCIPAL_DOES_NOT_EXIST] Could not find principal with name etl"},
      {"GRANT CREATE VIEW ON CATALOG sales TO analysts",
       "",
       "[ErrorClass=INVALID_PARAMETER_VALUE] Privilege CREATE VIEW is not applicable to this "
       "entity [sales:CATALOG/CATALOG_STANDARD]. If this seems unexpected, please check the "
       "privilege version of the metastore in use [1.0]."},
  }));
  DYNAMIC_SECTION(c.statement) {
    const Sim sim;
    CHECK(ask(sim, c.statement, c.who) == c.expected);
    CHECK(sim.get(uc("/permissions/catalog/sales")).body == "{}");
  }
}

TEST_CASE("catalogs, schemas and tables are made, described, handed over and dropped",
          "[sim][sql]") {
  const Sim sim;
  CHECK(ask(sim, "CREATE CATALOG IF NOT EXISTS New COMMENT 'it\\'s new'") == "done");
  CHECK(ask(sim, "CREATE CATALOG IF NOT EXISTS new") == "done");
  CHECK(ask(sim, "CREATE CATALOG new") ==
        "[CATALOG_ALREADY_EXISTS] Catalog 'new' already exists. SQLSTATE: 42710");
  CHECK(ask(sim, "CREATE SCHEMA new.s COMMENT 'x' WITH DBPROPERTIES ('a'='1')") == "done");
  CHECK(ask(sim, "ALTER SCHEMA new.s SET DBPROPERTIES ('b' = '2')") == "done");
  CHECK(ask(sim,
            "CREATE TABLE new.s.t (Id BIGINT NOT NULL, v DECIMAL(4, 2) COMMENT 'n', "
            "m MAP<STRING, ARRAY<INT>>) USING DELTA COMMENT 'y'") == "done");
  CHECK(ask(sim, "CREATE TABLE IF NOT EXISTS new.s.t (x INT)") == "done");
  CHECK(ask(sim, "COMMENT ON CATALOG new IS 'other'") == "done");
  CHECK(ask(sim, "COMMENT ON TABLE new.s.t IS NULL") == "done");
  CHECK(ask(sim, "ALTER CATALOG new DISABLE PREDICTIVE OPTIMIZATION") == "done");
  CHECK(ask(sim, "ALTER CATALOG new OWNER TO analysts") == "done");
  CHECK(ask(sim, "ALTER TABLE new.s.t SET OWNER TO `bob@example.com`") == "done");

  const json catalog = body_of(sim.get(uc("/catalogs/new")));
  CHECK(catalog.at("comment") == "other");
  CHECK(catalog.at("owner") == "analysts");
  CHECK(catalog.at("enable_predictive_optimization") == "DISABLE");
  const json schema = body_of(sim.get(uc("/schemas/new.s")));
  CHECK(schema.at("properties") == json({{"a", "1"}, {"b", "2"}}));
  const json table = body_of(sim.get(uc("/tables/new.s.t")));
  CHECK(table.at("owner") == kBob);
  CHECK_FALSE(table.contains("comment"));
  CHECK(names(table.at("columns"), "type_text") == "bigint decimal(4,2) map<string, array<int>>");

  CHECK(ask(sim, "DROP CATALOG new") ==
        "[CATALOG_NOT_EMPTY] Catalog 'new' is not empty. SQLSTATE: 2BP01");
  CHECK(ask(sim, "DROP SCHEMA new.s RESTRICT") ==
        "[SCHEMA_NOT_EMPTY] Schema 'new.s' is not empty. SQLSTATE: 2BP01");
  CHECK(ask(sim, "DROP TABLE new.s.t", kBob) == "done");
  CHECK(ask(sim, "DROP TABLE new.s.t", kBob) ==
        "[TABLE_OR_VIEW_NOT_FOUND] Table 'new.s.t' does not exist. SQLSTATE: 42P01");
  CHECK(ask(sim, "DROP TABLE IF EXISTS new.s.t", kBob) == "done");
  CHECK(ask(sim, "DROP CATALOG IF EXISTS new CASCADE") == "done");
  CHECK(ask(sim, "DROP CATALOG IF EXISTS new CASCADE") == "done");
  CHECK(sim.get(uc("/catalogs/new")).status == 404);
}

TEST_CASE("IF NOT EXISTS takes the right to create", "[sim][sql]") {
  const Sim sim;
  sim.grant("catalog/sales", kBob, {"USE_CATALOG"});
  CHECK(ask(sim, "CREATE SCHEMA IF NOT EXISTS sales.crm", kBob) ==
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have CREATE SCHEMA on "
        "Catalog 'sales'. SQLSTATE: 42501");
  json file = small_workspace();
  file["workspace"]["metastore"]["storage_root"] = "";
  CHECK(ask(Sim(file), "CREATE CATALOG IF NOT EXISTS sales")
            .find("Metastore storage root URL does "
                  "not exist.") != std::string::npos);
}

TEST_CASE("SHOW lists what one may know of", "[sim][sql]") {
  const Sim sim;
  sim.grant("catalog/sales", kBob, {"USE_CATALOG"});
  sim.grant("schema/sales.crm", "staff", {"USE_SCHEMA"});
  CHECK(ask(sim, "SHOW CATALOGS") == "hr;sales");
  CHECK(ask(sim, "SHOW SCHEMAS IN sales", kBob) == "crm;information_schema");
  CHECK(ask(sim, "SHOW TABLES IN sales.crm", kBob) == "no rows");
  CHECK(ask(sim, "SHOW TABLES IN sales.crm") == "crm,deals,false;crm,users,false");
  CHECK(ask(sim, "SHOW DATABASES FROM sales", "cai@example.com") ==
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have USE CATALOG on "
        "Catalog 'sales'. SQLSTATE: 42501");
}

TEST_CASE("SHOW GRANTS lists what is inherited with where it comes from", "[sim][sql]") {
  const Sim sim;
  sim.grant("catalog/sales", "analysts", {"USE_CATALOG", "SELECT"});
  sim.grant("table/sales.crm.users", kBob, {"MODIFY"});
  CHECK(ask(sim, "SHOW GRANTS ON TABLE sales.crm.users") ==
        "bob@example.com,MODIFY,TABLE,sales.crm.users;analysts,SELECT,CATALOG,sales");
  CHECK(ask(sim, "SHOW GRANTS analysts ON CATALOG sales", kBob) ==
        "analysts,SELECT,CATALOG,sales;analysts,USE CATALOG,CATALOG,sales");
  CHECK(ask(sim, "SHOW GRANTS ON CATALOG sales", kBob) ==
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User is not an owner of Catalog "
        "'sales'. SQLSTATE: 42501");
  CHECK(ask(sim, "GRANT CREATE CATALOG ON METASTORE TO analysts") == "done");
  CHECK(ask(sim, "SHOW GRANT ON METASTORE") == "analysts,CREATE CATALOG,METASTORE,metastore");
}

TEST_CASE("what is no statement of the simulated workspace is named", "[sim][sql]") {
  struct Case {
    std::string statement, near;
  };
  const auto c = GENERATE(values<Case>({
      {"OPTIMIZE sales.crm.users", "'OPTIMIZE'"},
      {"UPDATE sales.crm.users SET id = 1", "'UPDATE'"},
      {"EXPLAIN SELECT 1", "'EXPLAIN'"},
      {"-- nothing", "end of input"},
      {"CREATE VIEW v AS SELECT 1", "'VIEW'"},
      {"CREATE FOREIGN CATALOG c USING CONNECTION x", "'FOREIGN'"},
      {"CREATE TABLE sales.crm.t AS SELECT 1", "'AS'"},
      {"DROP VIEW sales.crm.deals", "'VIEW'"},
      {"GRANT SELECT ON FUNCTION sales.crm.v TO analysts", "'sales'"},
      {"GRANT SELECT ON CATALOG sales TO a, b", "','"},
      {"GRANT SELECT ON CATALOG sales TO bob@example.com", "'@'"},
      {"USE CATALOG a.b", "'.'"},
      {"USE CATALOG sales; DROP CATALOG sales", "';'"},
      {"SELECT 1; DROP CATALOG sales", "';'"},
      {"SHOW GRANTS ON TABLE a.b.c.d", "'.'"},
      {"ALTER METASTORE OWNER TO analysts", "'OWNER'"},
  }));
  DYNAMIC_SECTION(c.statement) {
    const std::string outcome = ask(Sim(), c.statement);
    CHECK(outcome.starts_with("[PARSE_SYNTAX_ERROR] Syntax error at or near " + c.near));
    CHECK(outcome.ends_with("SQLSTATE: 42601"));
  }
}

}  // namespace dgctl::providers::sql_objects_test
