#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::sql_data_test {
namespace {

constexpr const char* kBob = "bob@example.com";

/// sales.crm has users and deals, bob may read it; hr.people.staff is bob's.
json two_tables() {
  json file = small_workspace();
  file["catalogs"]["sales"]["grants"] = {{"analysts", {"USE_CATALOG", "USE_SCHEMA", "SELECT"}}};
  json& tables = file["catalogs"]["sales"]["schemas"]["crm"]["tables"];
  tables.update(json::parse(R"json({
    "users": {"columns": [["id", "BIGINT"], ["name", "STRING"], ["arr", "DECIMAL(6,2)"], ["on", "BOOLEAN"]],
              "rows": [["1", "Mia", "12.50", "true"], ["2", null, "7.00", "false"], ["3", "O'Hara", null, null]]},
    "orders": {"columns": [["user_id", "BIGINT"], ["note", "STRING"]],
               "rows": [["1", "a"], ["1", "b"], ["3", "a"]]}})json"));
  return file;
}

std::string ask(const Sim& sim, const std::string& statement, const std::string& who = {}) {
  return sql_outcome(sim.sql(statement, who));
}

}  // namespace

TEST_CASE("a query yields its rows", "[sim][sql]") {
  struct Case {
    std::string statement, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"SELECT * FROM sales.crm.users LIMIT 10",
       "1,Mia,12.50,true;2,null,7.00,false;3,O'Hara,null,null"},
      {"SELECT users.id, sales.crm.users.name FROM sales.crm.users WHERE arr > 10", "1,Mia"},
      {"SELECT `u`.`id` FROM `sales`.`crm`.`users` AS `u` WHERE u.name = \"O'Hara\"", "3"},
      {"SELECT u.name, o.note FROM sales.crm.users u JOIN sales.crm.orders o ON u.id = o.user_id "
       "ORDER BY 2, 1",
       "Mia,a;O'Hara,a;Mia,b"},
      {"SELECT count(*) FROM sales.crm.users, sales.crm.orders WHERE users.id = orders.user_id",
       "3"},
      {"SELECT count(*) FROM (SELECT * FROM sales.crm.users) x", "3"},
      {"SELECT count(*) FROM (sales.crm.users CROSS JOIN sales.crm.orders)", "9"},
      {"WITH x AS (SELECT id FROM sales.crm.users), y (a) AS (SELECT id FROM x) SELECT max(a) FROM "
       "y",
       "3"},
      {"SELECT id FROM sales.crm.users WHERE id IN (SELECT user_id FROM sales.crm.orders) "
       "UNION ALL SELECT 9 ORDER BY 1 DESC",
       "9;3;1"},
      {"SELECT note, count(*) AS n FROM sales.crm.orders GROUP BY note HAVING count(*) > 1", "a,2"},
      {"SELECT id FROM sales.crm.users WHERE name IS DISTINCT FROM 'Mia' ORDER BY id", "2;3"},
      {"SELECT id FROM sales.crm.users WHERE name <=> NULL", "2"},
      {"SELECT cast(id AS STRING) || 'x', upper(name), coalesce(name, '-') FROM sales.crm.users "
       "WHERE id = 2",
       "2x,null,-"},
      {"SELECT concat('a', 1, 'b'), 'it\\'s', 1.5, true", "a1b,it's,1.5,1"},
      {"SELECT current_user(), current_catalog(), current_schema()",
       "ada@example.com,main,default"},
      {"VALUES (1, 'a'), (2, 'b')", "1,a;2,b"},
      {"SELECT arr FROM sales.crm.users WHERE false", "no rows"},
      {"SELECT sum(arr), avg(id) FROM sales.crm.users", "19.5,2.0"},
  }));
  DYNAMIC_SECTION(c.statement) { CHECK(ask(Sim(two_tables()), c.statement) == c.expected); }
}

TEST_CASE("a query that cannot run fails with its state", "[sim][sql]") {
  struct Case {
    std::string statement, condition;
  };
  const auto c = GENERATE(values<Case>({
      {"SELECT nothing FROM sales.crm.users", "[UNRESOLVED_COLUMN.WITHOUT_SUGGESTION]"},
      {"SELECT `nothing` FROM sales.crm.users", "[UNRESOLVED_COLUMN.WITHOUT_SUGGESTION]"},
      {"SELECT * FROM sales.crm.nothing", "[TABLE_OR_VIEW_NOT_FOUND]"},
      {"SELECT * FROM nothing", "[NO_SUCH_CATALOG]"},
      {"SELECT * FROM sqlite_master", "[NO_SUCH_CATALOG]"},
      {"SELECT * FROM pragma_database_list()", "[PARSE_SYNTAX_ERROR]"},
      {"WITH sqlite_master AS (SELECT 1) SELECT * FROM sales.crm.users, (SELECT 1)", ""},
      {"SELECT load_extension('x')", "[UN"},
      {"SELECT random()", "[UN"},
      {"SELECT current_timestamp", "[UN"},
      {"SELECT nosuch(1)", "[UNRESOLVED_ROUTINE]"},
      {"SELECT FROM WHERE", "[PARSE_SYNTAX_ERROR]"},
      {"SELECT (1", "[PARSE_SYNTAX_ERROR]"},
      {"WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT max(n) FROM x",
       "[UN"},
      {"SELECT count(*) FROM sales.crm.users a, sales.crm.users b, sales.crm.users c, "
       "sales.crm.users d, "
       "sales.crm.users e, sales.crm.users f, sales.crm.users g, sales.crm.users h, "
       "sales.crm.users i, "
       "sales.crm.users j, sales.crm.users k, sales.crm.users l, sales.crm.users m, "
       "sales.crm.users n, "
       "sales.crm.users o, sales.crm.users p, sales.crm.users q, sales.crm.users r",
       "[RESOURCE_EXHAUSTED]"},
      {"SELECT :missing", "[UNBOUND_SQL_PARAMETER]"},
  }));
  DYNAMIC_SECTION(c.statement) {
    const std::string outcome = ask(Sim(two_tables()), c.statement);
    CHECK(outcome.substr(0, c.condition.size()) == c.condition);
  }
}

TEST_CASE("rows are written where MODIFY is held, and stay as they are elsewhere", "[sim][sql]") {
  const Sim sim(two_tables());
  CHECK(ask(sim, "INSERT INTO sales.crm.users VALUES (4, 'Noa', 1, false), (5, NULL, 2.5, NULL)") ==
        "2,2");
  CHECK(ask(sim,
            "INSERT INTO TABLE sales.crm.users (name, id) SELECT name, id + 10 FROM "
            "sales.crm.users WHERE id = 1") == "1,1");
  CHECK(ask(sim, "SELECT * FROM sales.crm.users WHERE id > 3") ==
        "4,Noa,1.00,false;5,null,2.50,null;11,Mia,null,null");
  CHECK(ask(sim, "DELETE FROM sales.crm.users WHERE id IN (2, 4, 5, 11)") == "4");
  CHECK(ask(sim, "DELETE FROM sales.crm.users AS u WHERE u.id = 99") == "0");
  CHECK(ask(sim, "SELECT * FROM sales.crm.users") == "1,Mia,12.50,true;3,O'Hara,null,null");
  CHECK(ask(sim, "INSERT INTO sales.crm.users VALUES (1)")
            .starts_with("[INSERT_COLUMN_ARITY_MISMATCH]"));
  CHECK(ask(sim, "INSERT INTO sales.crm.users (id) VALUES ('x')")
            .starts_with("[CAST_INVALID_INPUT]"));
  CHECK(
      ask(sim, "INSERT OVERWRITE sales.crm.users VALUES (1)").starts_with("[PARSE_SYNTAX_ERROR]"));
  CHECK(ask(sim, "INSERT INTO sales.crm.deals VALUES (1)").starts_with("[UNSUPPORTED_FEATURE]"));
  CHECK(ask(sim, "DELETE FROM sales.crm.users") == "2");
  CHECK(ask(sim, "SELECT count(*) FROM sales.crm.users") == "0");
}

TEST_CASE("a write that is denied writes nothing and says what is missing", "[sim][sql]") {
  const Sim sim(two_tables());
  const std::string probe = "INSERT INTO sales.crm.users SELECT * FROM sales.crm.users WHERE false";
  const std::string denied =
      "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have ";
  CHECK(ask(sim, probe, kBob) == denied + "MODIFY on Table 'sales.crm.users'. SQLSTATE: 42501");
  CHECK(ask(sim, "DELETE FROM sales.crm.users", kBob) ==
        denied + "MODIFY on Table 'sales.crm.users'. SQLSTATE: 42501");
  CHECK(ask(sim, "CREATE TABLE sales.crm.t (a INT)", kBob) ==
        denied + "CREATE TABLE on Schema 'sales.crm'. SQLSTATE: 42501");
  CHECK(ask(sim, probe, "cai@example.com") ==
        denied + "USE CATALOG on Catalog 'sales'. SQLSTATE: 42501");
  sim.grant("schema/sales.crm", kBob, {"MODIFY"});
  CHECK(ask(sim, probe, kBob) == "0,0");
  CHECK(ask(sim, "SELECT count(*) FROM sales.crm.users", kBob) == "3");
}

TEST_CASE("a missing privilege is told in the older form where the file says so", "[sim][sql]") {
  json file = two_tables();
  file["switches"]["sql_denied_text"] = "plain";
  const json answer = Sim(file).sql("SELECT * FROM sales.crm.users", "cai@example.com");
  CHECK(sql_outcome(answer) ==
        "PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'.");
  CHECK_FALSE(answer.at("status").contains("sql_state"));
}

TEST_CASE("a view is read with the rights of its owner", "[sim][sql]") {
  json file = two_tables();
  json& crm = file["catalogs"]["sales"]["schemas"]["crm"];
  crm["tables"]["names"] = {{"type", "VIEW"}, {"view_definition", "SELECT name FROM users"}};
  crm["tables"]["loop"] = {{"type", "VIEW"}, {"view_definition", "SELECT * FROM loop"}};
  file["catalogs"]["sales"]["grants"] = {{"analysts", {"USE_CATALOG", "USE_SCHEMA"}}};
  crm["tables"]["names"]["grants"] = {{"analysts", {"SELECT"}}};
  const Sim sim(file);
  CHECK(ask(sim, "SELECT * FROM sales.crm.names ORDER BY 1 DESC LIMIT 1", kBob) == "O'Hara");
  CHECK(ask(sim, "SELECT * FROM sales.crm.users", kBob).starts_with("[INSUFFICIENT_PERMISSIONS]"));
  CHECK(ask(sim, "SELECT * FROM sales.crm.loop").starts_with("[VIEW_EXCEED_MAX_NESTED_DEPTH]"));
  CHECK(ask(sim, "SELECT * FROM hr.people.staff", kBob) == "done");  // it has no columns
}

TEST_CASE("the views of privileges show what one may see", "[sim][sql]") {
  const Sim sim(two_tables());
  sim.grant("schema/sales.crm", kBob, {"MODIFY", "MANAGE"});
  sim.grant("schema/sales.crm", "staff", {"SELECT"});
  const std::string ask_schema =
      "SELECT grantee, privilege_type, is_grantable, inherited_from FROM "
      "system.information_schema.schema_privileges WHERE schema_name = 'crm' ORDER BY 1, 2, 4";
  CHECK(ask(sim, ask_schema) ==
        "analysts,SELECT,NO,CATALOG;analysts,USE_SCHEMA,NO,CATALOG;bob@example.com,MANAGE,NO,NONE;"
        "bob@example.com,MODIFY,NO,NONE;staff,SELECT,NO,NONE");
  // Who manages it and does not own it reads the own ones: bob's, and those of bob's groups.
  sim.grant("schema/sales.crm", "account users", {"BROWSE"});
  sim.grant("schema/sales.crm", "cai@example.com", {"USE_SCHEMA"});
  CHECK(ask(sim, ask_schema, kBob).find("cai") == std::string::npos);
  CHECK(ask(sim,
            "SELECT table_name FROM sales.information_schema.tables WHERE table_owner = "
            "'ada@example.com' ORDER BY 1",
            kBob) == "deals;orders;users");
  CHECK(ask(sim, "SELECT catalog_name FROM system.information_schema.catalogs ORDER BY 1", kBob) ==
        "hr;sales");
  CHECK(
      ask(sim, "SELECT count(*) FROM hr.information_schema.table_privileges", "cai@example.com") ==
      "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have USE CATALOG on "
      "Catalog 'hr'. SQLSTATE: 42501");
  CHECK(ask(sim,
            "SELECT column_name, data_type, ordinal_position FROM sales.information_schema.columns "
            "WHERE table_name = 'orders'") == "user_id,LONG,0;note,STRING,1");
  CHECK(ask(sim, "SELECT * FROM sales.information_schema.nothing")
            .starts_with("[TABLE_OR_VIEW_NOT_FOUND]"));
}

}  // namespace dgctl::providers::sql_data_test
