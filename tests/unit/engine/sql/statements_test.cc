#include "engine/sql/statements.h"

#include "engine/sql/quoting.h"
#include "tests/support/property.h"
#include "tests/support/sql_lexer.h"

namespace dgctl::engine::statements_test {
namespace {

using tests::SqlToken;

/// Statements and what is left, a line each.
std::string text_of(const InSql& sql) {
  std::string text;
  for (const Statement& statement : sql.statements) text += statement.text + ";\n";
  for (const std::string& left : sql.left) text += "left: " + left + "\n";
  return text;
}

Value later(const std::string& field) {
  return KnownAfter{{AttributeRef{{"service_principal", "main"}, field}}};
}

TEST_CASE("a new object is written with what SQL can say of it", "[sql]") {
  struct Case {
    std::string what;
    CreateObject call;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a catalog", {"catalog", {{"name", "sales"}}}, "CREATE CATALOG IF NOT EXISTS `sales`;\n"},
      {"with everything",
       {"catalog",
        {{"name", "my-sales"},
         {"comment", "Segment's"},
         {"storage_root", "s3://bucket/x"},
         {"custom_max_retention_hours", 168},
         {"properties", Fields{{"team", "data"}}}}},
       "CREATE CATALOG IF NOT EXISTS `my-sales`\n"
       "  COMMENT 'Segment\\'s'\n"
       "  MANAGED LOCATION 's3://bucket/x';\n"
       "left: SQL cannot set custom_max_retention_hours of a catalog, here to 168\n"
       "left: SQL cannot set properties of a catalog\n"},
      {"of a connection",
       {"catalog", {{"name", "pg"}, {"connection_name", "prod-pg"}, {"comment", "mirrored"}}},
       "CREATE FOREIGN CATALOG IF NOT EXISTS `pg`\n"
       "  USING CONNECTION `prod-pg`\n"
       "  COMMENT 'mirrored';\n"},
      {"of a share",
       {"catalog", {{"name", "orders"}, {"provider_name", "partner"}, {"share_name", "o"}}},
       "CREATE CATALOG IF NOT EXISTS `orders`\n"
       "  USING SHARE `partner`.`o`;\n"},
      {"a volume",
       {"volume",
        {{"catalog_name", "sales"},
         {"schema_name", "crm"},
         {"name", "scans"},
         {"volume_type", "MANAGED"},
         {"comment", "c"}}},
       "CREATE VOLUME IF NOT EXISTS `sales`.`crm`.`scans`\n"
       "  COMMENT 'c';\n"},
      {"a volume at a path of its own",
       {"volume",
        {{"catalog_name", "sales"},
         {"schema_name", "crm"},
         {"name", "drop"},
         {"volume_type", "EXTERNAL"},
         {"comment", "c"},
         {"storage_location", "s3://acme/drop"}}},
       "CREATE EXTERNAL VOLUME IF NOT EXISTS `sales`.`crm`.`drop`\n"
       "  LOCATION 's3://acme/drop'\n"
       "  COMMENT 'c';\n"},
      {"a volume of a type that nobody knows",
       {"volume",
        {{"catalog_name", "sales"},
         {"schema_name", "crm"},
         {"name", "odd"},
         {"volume_type", "ODD"}}},
       "CREATE VOLUME IF NOT EXISTS `sales`.`crm`.`odd`;\n"
       "left: SQL cannot set volume_type of a volume, here to ODD\n"},
      {"of half a share",
       {"catalog", {{"name", "orders"}, {"share_name", "o"}}},
       "left: SQL cannot set share_name of a catalog, here to o\n"},
      {"a schema",
       {"schema",
        {{"catalog_name", "sales"},
         {"name", "select"},
         {"properties", Fields{{"a'b", "c\\d"}, {"team", "web"}}}}},
       "CREATE SCHEMA IF NOT EXISTS `sales`.`select`\n"
       "  WITH DBPROPERTIES ('a\\'b' = 'c\\\\d', 'team' = 'web');\n"},
      {"without properties",
       {"schema", {{"catalog_name", "sales"}, {"name", "crm"}, {"properties", Fields{}}}},
       "CREATE SCHEMA IF NOT EXISTS `sales`.`crm`;\n"},
      {"with a name that cannot be shown",
       {"catalog", {{"name", "a\nb"}}},
       "left: the name 'a\nb' cannot stand in SQL as it is\n"},
  }));
  DYNAMIC_SECTION(c.what) { CHECK(text_of(create_in_sql(c.call, false)) == c.expected); }
}

TEST_CASE("what was just dropped must be gone when it is made anew", "[sql]") {
  CHECK(text_of(create_in_sql({"catalog", {{"name", "sales"}}}, true)) ==
        "CREATE CATALOG `sales`;\n");
}

TEST_CASE("an object is changed field by field", "[sql]") {
  struct Case {
    std::string what;
    UpdateObject call;
    Fields live;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"the comment",
       {"catalog", "sales", {{"comment", "x"}}, {}},
       {},
       "COMMENT ON CATALOG `sales` IS 'x';\n"},
      {"no comment",
       {"schema", "sales.crm", {{"comment", ""}}, {}},
       {},
       "COMMENT ON SCHEMA `sales`.`crm` IS '';\n"},
      {"the owner",
       {"schema", "sales.crm", {{"owner", "data platform"}}, {}},
       {},
       "ALTER SCHEMA `sales`.`crm` OWNER TO `data platform`;\n"},
      {"the optimization",
       {"catalog", "sales", {{"enable_predictive_optimization", "INHERIT"}}, {}},
       {},
       "ALTER CATALOG `sales` INHERIT PREDICTIVE OPTIMIZATION;\n"},
      {"an optimization that SQL does not know",
       {"catalog", "sales", {{"enable_predictive_optimization", "ENABLE; DROP CATALOG x"}}, {}},
       {},
       "left: SQL cannot set enable_predictive_optimization of a catalog, here to ENABLE; DROP "
       "CATALOG x\n"},
      {"what only REST sets",
       {"catalog", "sales", {{"isolation_mode", "ISOLATED"}}, {}},
       {},
       "left: SQL cannot set isolation_mode of a catalog, here to ISOLATED\n"},
      {"properties that differ",
       {"schema",
        "sales.crm",
        {{"properties", Fields{{"new", "1"}, {"same", "2"}, {"other", "3"}}}},
        {}},
       {{"properties", Fields{{"same", "2"}, {"other", "4"}, {"old", "5"}}}},
       "ALTER SCHEMA `sales`.`crm` SET DBPROPERTIES ('new' = '1', 'other' = '3');\n"
       "left: SQL cannot remove the property 'old'\n"},
      {"properties of a catalog",
       {"catalog", "sales", {{"properties", Fields{{"new", "1"}}}}, {}},
       {},
       "left: SQL cannot set properties of a catalog\n"},
  }));
  DYNAMIC_SECTION(c.what) { CHECK(text_of(update_in_sql(c.call, c.live)) == c.expected); }
}

TEST_CASE("an object is dropped with what it holds only where that was said", "[sql]") {
  CHECK(text_of(drop_in_sql({"catalog", "sales", false})) ==
        "DROP CATALOG IF EXISTS `sales` RESTRICT;\n");
  CHECK(text_of(drop_in_sql({"schema", "sales.my-crm", true})) ==
        "DROP SCHEMA IF EXISTS `sales`.`my-crm` CASCADE;\n");
}

TEST_CASE("every type that SQL grants on has its words", "[sql]") {
  struct Case {
    std::string type, name, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"metastore", "5d1f0c1e-0000", "METASTORE"},
      {"catalog", "sales", "CATALOG `sales`"},
      {"schema", "sales.crm", "SCHEMA `sales`.`crm`"},
      {"table", "sales.crm.t", "TABLE `sales`.`crm`.`t`"},
      {"volume", "sales.crm.v", "VOLUME `sales`.`crm`.`v`"},
      {"function", "sales.crm.f", "FUNCTION `sales`.`crm`.`f`"},
      {"registered_model", "sales.crm.m", "FUNCTION `sales`.`crm`.`m`"},
      {"external_location", "a.b", "EXTERNAL LOCATION `a.b`"},
      {"storage_credential", "c", "STORAGE CREDENTIAL `c`"},
      {"recipient", "r", "nothing"},
      {"CATALOG x TO `y`; --", "r", "nothing"},
  }));
  DYNAMIC_SECTION(c.type) {
    CHECK(sql_securable({c.type, c.name}).value_or("nothing") == c.expected);
  }
}

TEST_CASE("grants are written so that nobody goes without in between", "[sql]") {
  struct Case {
    std::string what;
    Securable on;
    GrantDelta delta;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"the gates come first",
       {"catalog", "sales"},
       {"0f6b2c1e-2f0a-4f2b-9d57-6f1f6f0a1a11", {"SELECT", "USE_CATALOG", "USE_SCHEMA"}, {}},
       "GRANT USE CATALOG, USE SCHEMA, SELECT ON CATALOG `sales` TO "
       "`0f6b2c1e-2f0a-4f2b-9d57-6f1f6f0a1a11`;\n"},
      {"given before taken",
       {"table", "sales.crm.t"},
       {"ada@example.com", {"MODIFY"}, {"SELECT"}},
       "GRANT MODIFY ON TABLE `sales`.`crm`.`t` TO `ada@example.com`;\n"
       "REVOKE SELECT ON TABLE `sales`.`crm`.`t` FROM `ada@example.com`;\n"},
      {"ALL PRIVILEGES are given before what they imply is taken",
       {"schema", "sales.crm"},
       {"analysts", {"ALL_PRIVILEGES"}, {"SELECT"}},
       "GRANT ALL PRIVILEGES ON SCHEMA `sales`.`crm` TO `analysts`;\n"
       "REVOKE SELECT ON SCHEMA `sales`.`crm` FROM `analysts`;\n"},
      {"ALL PRIVILEGES are taken before what stays is given again",
       {"schema", "sales.crm"},
       {"analysts", {"MANAGE", "SELECT"}, {"ALL_PRIVILEGES", "MODIFY"}},
       "REVOKE ALL PRIVILEGES ON SCHEMA `sales`.`crm` FROM `analysts`;\n"
       "REVOKE MODIFY ON SCHEMA `sales`.`crm` FROM `analysts`;\n"
       "GRANT MANAGE, SELECT ON SCHEMA `sales`.`crm` TO `analysts`;\n"},
      {"ALL PRIVILEGES stand alone",
       {"schema", "sales.crm"},
       {"analysts", {"ALL_PRIVILEGES", "MANAGE"}, {}},
       "GRANT ALL PRIVILEGES ON SCHEMA `sales`.`crm` TO `analysts`;\n"
       "GRANT MANAGE ON SCHEMA `sales`.`crm` TO `analysts`;\n"},
      {"a group with any name",
       {"catalog", "sales"},
       {"R&D `all` users", {"BROWSE"}, {}},
       "GRANT BROWSE ON CATALOG `sales` TO `R&D ``all`` users`;\n"},
      {"a privilege that nobody knows and that is spelled as one",
       {"catalog", "sales"},
       {"analysts", {"FLY_TO_MOON"}, {}},
       "GRANT FLY TO MOON ON CATALOG `sales` TO `analysts`;\n"},
      {"a privilege that is none",
       {"catalog", "sales"},
       {"analysts", {"SELECT", "X ON CATALOG y TO z; --"}, {}},
       "left: 'X ON CATALOG y TO z; --' is not spelled as privileges are\n"},
      {"a principal that cannot be shown",
       {"catalog", "sales"},
       {"a\nb", {"SELECT"}, {"MODIFY"}},
       "left: the name 'a\nb' cannot stand in SQL as it is\n"
       "left: the name 'a\nb' cannot stand in SQL as it is\n"},
      {"a type without grants in SQL",
       {"recipient", "r"},
       {"analysts", {"SELECT"}, {}},
       "left: SQL grants nothing on a recipient\n"},
      {"a securable that cannot be shown",
       {"catalog", "a\u202eb"},
       {"analysts", {"SELECT"}, {}},
       "left: the name 'a\u202eb' cannot stand in SQL as it is\n"},
  }));
  DYNAMIC_SECTION(c.what) { CHECK(text_of(grants_in_sql(c.on, c.delta)) == c.expected); }
}

TEST_CASE("what waits for a value says for which", "[sql]") {
  const AttributeRef id{{"service_principal", "main"}, "application_id"};
  const InSql grants =
      grants_in_sql({"catalog", "sales"}, {later("application_id"), {"SELECT"}, {}});
  REQUIRE(grants.statements.size() == 1);
  CHECK(grants.statements.front().text ==
        "GRANT SELECT ON CATALOG `sales` TO `<application_id of service_principal.main>`");
  CHECK(grants.statements.front().waits_for == std::vector<AttributeRef>{id});

  const KnownAfter text{{std::string("beside "), id, std::string("'s")}};
  const InSql made = create_in_sql({"catalog", {{"name", "sales"}, {"comment", text}}}, false);
  REQUIRE(made.statements.size() == 1);
  CHECK(made.statements.front().text ==
        "CREATE CATALOG IF NOT EXISTS `sales`\n"
        "  COMMENT 'beside <application_id of service_principal.main>\\'s'");
  CHECK(made.statements.front().waits_for == std::vector<AttributeRef>{id});
}

/// Runs GRANT and REVOKE statements on what one principal holds on one securable.
Privileges after(const InSql& sql, Privileges held) {
  for (const Statement& statement : sql.statements) {
    const std::vector<SqlToken> tokens = tests::effective(statement.text);
    Privileges words;
    std::string word;
    std::size_t at = 1;
    for (; tokens.at(at).text != "ON"; ++at) {
      if (tokens.at(at).text == ",") {
        words.insert(std::exchange(word, {}));
      } else {
        word += (word.empty() ? "" : "_") + tokens.at(at).text;
      }
    }
    words.insert(word);
    held =
        tokens.front().text == "GRANT" ? united(held, words) : applied(held, WordsDelta{{}, words});
  }
  return held;
}

TEST_CASE("the statements leave what the call leaves", "[sql][property]") {
  static const std::vector<std::string> kWords{"ALL_PRIVILEGES",
                                               "EXTERNAL_USE_SCHEMA",
                                               "MANAGE",
                                               "MODIFY",
                                               "READ_METADATA",
                                               "SELECT",
                                               "USE_SCHEMA"};
  const auto some = [] {
    Privileges words;
    for (const std::string& word : kWords) {
      if (*rc::gen::arbitrary<bool>()) words.insert(word);
    }
    return words;
  };
  tests::check_property("whatever was held", [&some] {
    const Privileges live = some();
    const Privileges wanted = some();
    const WordsDelta delta = engine::delta(live, wanted, without(live, wanted));
    const InSql sql = grants_in_sql({"schema", "a.b"}, {"analysts", delta.add, delta.remove});
    RC_ASSERT(after(sql, live) == applied(live, delta));
    RC_ASSERT(after(sql, live) == wanted);
  });
}

}  // namespace
}  // namespace dgctl::engine::statements_test
