#include "engine/verify/checks.h"

#include <algorithm>

#include "tests/unit/engine/verify/scene.h"

namespace dgctl::tests::verify_checks_test {
namespace {

using Lines = std::vector<std::string>;

const engine::LiveCheck& named(const std::vector<engine::LiveCheck>& checks,
                               const std::string& name) {
  const auto at = std::find_if(
      checks.begin(), checks.end(), [&](const auto& check) { return check.name == name; });
  REQUIRE(at != checks.end());
  return *at;
}

TEST_CASE("a catalog that is granted whole is used and listed and read from several schemas",
          "[verify]") {
  VerifyScene scene;
  scene.grant("catalog:sales", {"USE_CATALOG", "USE_SCHEMA", "SELECT"})
      .saw(
          "catalog", "sales", {"sales.crm", "sales.empty", "sales.information_schema", "sales.web"})
      .saw("schema", "sales.crm", {"sales.crm.leads", "sales.crm.users"})
      .saw("schema", "sales.empty", {})
      .saw("schema", "sales.web", {"sales.web.clicks"});
  CHECK(scene.lines() ==
        Lines{"USE CATALOG `sales`",
              "SHOW SCHEMAS IN `sales`",
              "SELECT * FROM `sales`.`crm`.`leads` LIMIT 10",
              "SELECT * FROM `sales`.`web`.`clicks` LIMIT 10",
              "!INSERT INTO `sales`.`crm`.`leads` SELECT * FROM `sales`.`crm`.`leads` WHERE false",
              "!INSERT INTO `sales`.`web`.`clicks` SELECT * FROM `sales`.`web`.`clicks` WHERE "
              "false"});
}

TEST_CASE("a table that was given itself what is read does not stand for its schema", "[verify]") {
  VerifyScene scene;
  scene.grant("catalog:sales", {"USE_CATALOG", "USE_SCHEMA"})
      .grant("schema:sales.crm", {"SELECT", "MODIFY"})
      .grant("table:sales.crm.leads", {"SELECT"})
      .saw("catalog", "sales", {"sales.crm"})
      .saw("schema", "sales.crm", {"sales.crm.leads", "sales.crm.users"});
  const engine::LiveCheck held = named(scene.checks(), "hold SELECT on schema sales.crm");
  CHECK(held.gates == std::vector<engine::Gate>{{{"schema", "sales.crm"}, "SELECT"}});
}

TEST_CASE("what lies beside schemas that are granted must not be readable", "[verify]") {
  VerifyScene scene;
  scene.grant("catalog:marketing", {"USE_CATALOG"})
      .grant("schema:marketing.web", {"USE_SCHEMA", "SELECT"})
      .saw("catalog", "marketing", {"marketing.hidden", "marketing.web"})
      .saw("schema", "marketing.hidden", {"marketing.hidden.plans"})
      .saw("schema", "marketing.web", {"marketing.web.visits"});
  CHECK(scene.lines() ==
        Lines{"USE CATALOG `marketing`",
              "SHOW SCHEMAS IN `marketing`",
              "USE SCHEMA `marketing`.`web`",
              "SELECT * FROM `marketing`.`web`.`visits` LIMIT 10",
              "!INSERT INTO `marketing`.`web`.`visits` SELECT * FROM `marketing`.`web`.`visits` "
              "WHERE false",
              "!SELECT * FROM `marketing`.`hidden`.`plans` LIMIT 0"});
}

TEST_CASE("what lies beside tables that are granted must not be readable", "[verify]") {
  VerifyScene scene;
  scene.grant("catalog:finance", {"USE_CATALOG"})
      .grant("schema:finance.ledger", {"USE_SCHEMA"})
      .grant("table:finance.ledger.accounts", {"SELECT"})
      .saw("catalog", "finance", {"finance.ledger", "finance.public"})
      .saw("schema", "finance.ledger", {"finance.ledger.accounts", "finance.ledger.salaries"})
      .saw("schema", "finance.public", {"finance.public.rates"});
  const std::vector<engine::LiveCheck> checks = scene.checks();
  CHECK(named(checks, "denied to read finance.ledger.salaries").statement ==
        "SELECT * FROM `finance`.`ledger`.`salaries` LIMIT 0");
  CHECK(named(checks, "denied to read finance.public.rates").exists == true);
  const engine::LiveCheck& read = named(checks, "read finance.ledger.accounts");
  CHECK(read.gates == std::vector<engine::Gate>{{{"catalog", "finance"}, "USE_CATALOG"},
                                                {{"schema", "finance.ledger"}, "USE_SCHEMA"},
                                                {{"table", "finance.ledger.accounts"}, "SELECT"}});
  CHECK(to_string(read.because) == "grant.table:finance.ledger.accounts/main");
  CHECK(read.places == std::vector<engine::Place>{{"dgctl.yml", 15, 5}});
}

TEST_CASE("of many tables beside those that are granted a few are tried", "[verify]") {
  VerifyScene scene;
  engine::Names tables;
  for (char name = 'a'; name <= 'z'; ++name) {
    tables.push_back("finance.ledger." + std::string(1, name));
  }
  scene.grant("schema:finance.ledger", {"USE_SCHEMA"})
      .grant("table:finance.ledger.b", {"SELECT"})
      .saw("schema", "finance.ledger", tables);
  std::vector<std::string> denied;
  for (const engine::LiveCheck& check : scene.checks()) {
    if (check.name.starts_with("denied to read")) denied.push_back(check.on.full_name);
  }
  CHECK(denied ==
        std::vector<std::string>{"finance.ledger.a", "finance.ledger.c", "finance.ledger.d"});
}

TEST_CASE("a checkpoint catalog is not read from and nothing beside it is denied", "[verify]") {
  VerifyScene scene;
  scene.grant("catalog:ckpt", {"USE_CATALOG", "CREATE_SCHEMA", "SELECT"})
      .grant("schema:ckpt.__segment_reverse_etl", {"ALL_PRIVILEGES"})
      .saw("catalog", "ckpt", {"ckpt.__segment_reverse_etl", "ckpt.other"})
      .saw("schema", "ckpt.__segment_reverse_etl", {"ckpt.__segment_reverse_etl.sync"});
  const Lines lines = scene.lines();
  CHECK(lines == Lines{"USE CATALOG `ckpt`",
                       "SHOW SCHEMAS IN `ckpt`",
                       "SHOW GRANTS `3f0c9a52-0000-4000-8000-0000000000aa` ON CATALOG `ckpt`",
                       "USE SCHEMA `ckpt`.`__segment_reverse_etl`",
                       "SELECT * FROM `ckpt`.`__segment_reverse_etl`.`sync` LIMIT 10",
                       "INSERT INTO `ckpt`.`__segment_reverse_etl`.`sync` SELECT * FROM "
                       "`ckpt`.`__segment_reverse_etl`.`sync` WHERE false",
                       "SHOW GRANTS `3f0c9a52-0000-4000-8000-0000000000aa` ON SCHEMA "
                       "`ckpt`.`__segment_reverse_etl`"});
  CHECK(named(scene.checks(), "hold CREATE SCHEMA, SELECT on catalog ckpt").gates.size() == 2);
}

TEST_CASE("a grant that waits for its schema is checked once that is seen", "[verify]") {
  VerifyScene scene;
  scene.grant("catalog:ckpt", {"USE_CATALOG", "CREATE_SCHEMA"})
      .grant("schema:ckpt.etl", {"ALL_PRIVILEGES"});
  scene.builder.with([](engine::DesiredResource& resource) {
    resource.condition = engine::Condition::ExistsAndIsNotOwn;
  });
  scene.saw("catalog", "ckpt", {"ckpt.default"});
  CHECK(scene.lines().size() == 3);
  scene.saw("catalog", "ckpt", {"ckpt.default", "ckpt.etl"});
  CHECK(scene.lines().size() == 5);
}

TEST_CASE("where no table is seen the list of grants is asked", "[verify]") {
  VerifyScene scene;
  scene.grant("catalog:sales", {"USE_CATALOG", "USE_SCHEMA", "SELECT"})
      .saw("catalog", "sales", {"sales.crm"})
      .saw("schema", "sales.crm", {});
  const engine::LiveCheck check = named(scene.checks(), "hold SELECT, USE SCHEMA on catalog sales");
  CHECK(check.statement == "SHOW GRANTS `3f0c9a52-0000-4000-8000-0000000000aa` ON CATALOG `sales`");
  CHECK(check.expected == engine::Expectation::Lists);
}

TEST_CASE("what no statement shows is looked for in the list of grants", "[verify]") {
  VerifyScene scene;
  scene.grant("external_location:cold", {"READ_FILES"})
      .grant("table:finance.ledger.accounts", {"SELECT", "MODIFY"})
      .grant("catalog:sales", {"USE_CATALOG", "CREATE_TABLE"});
  CHECK(named(scene.checks(), "hold READ FILES on external_location cold").statement ==
        "SHOW GRANTS `3f0c9a52-0000-4000-8000-0000000000aa` ON EXTERNAL LOCATION `cold`");
  CHECK(named(scene.checks(), "hold CREATE TABLE on catalog sales").gates.size() == 1);
  for (const engine::LiveCheck& check : scene.checks()) {
    INFO(check.name);
    CHECK_FALSE((check.name.starts_with("hold") && check.on.type == "table"));
  }
}

TEST_CASE("what has to be read is asked for until nothing is missing", "[verify]") {
  VerifyScene scene;
  scene.grant("catalog:sales", {"USE_CATALOG", "USE_SCHEMA", "SELECT"});
  const engine::GrantedTo to = scene.to();
  CHECK(engine::samples_of(to, scene.live).missing ==
        std::vector<engine::Lookup>{engine::Below{{"catalog", "sales"}}});
  scene.saw("catalog", "sales", {"sales.crm"});
  CHECK(engine::samples_of(to, scene.live).missing ==
        std::vector<engine::Lookup>{engine::Below{{"schema", "sales.crm"}}});
  scene.live.emplace(engine::Below{{"schema", "sales.crm"}}, engine::Hidden{"", "no"});
  CHECK(engine::samples_of(to, scene.live).missing.empty());
}

TEST_CASE("of a catalog with many schemas a few are read from", "[verify]") {
  VerifyScene scene;
  scene.grant("catalog:big", {"USE_CATALOG", "USE_SCHEMA", "SELECT"});
  engine::Names schemas;
  for (char c = 'a'; c <= 'z'; ++c) schemas.push_back(std::string("big.") + c);
  scene.saw("catalog", "big", schemas);
  for (const std::string& schema : schemas) scene.saw("schema", schema, {schema + ".t"});
  CHECK(scene.lines().size() == 2 + 2 * engine::kMostSamples);
}

TEST_CASE("whose excess is only reported may hold more than it is given", "[verify]") {
  VerifyScene scene;
  scene.grant("table:finance.ledger.accounts", {"SELECT"});
  CHECK_FALSE(
      named(scene.checks(), "denied to write to finance.ledger.accounts").excess_is_reported);
  engine::Desired desired = scene.builder.build();
  desired.principals.front().excess = engine::Excess::Report;
  const engine::GrantedTo to = engine::granted_to(desired, scene.connection, kClient);
  const engine::Samples samples;
  CHECK(named(engine::checks_of(to, samples, {}), "denied to write to finance.ledger.accounts")
            .excess_is_reported);
}

TEST_CASE("a name that cannot stand in SQL is told and not run", "[verify]") {
  VerifyScene scene;
  scene.grant("table:finance.ledger.a\nb", {"SELECT"});
  for (const engine::LiveCheck& check : scene.checks()) CHECK_FALSE(check.why_skipped.empty());
}

TEST_CASE("another principal's grants are none of these", "[verify]") {
  VerifyScene scene;
  scene.builder.grant("catalog:sales", "analysts", {"USE_CATALOG"});
  scene.builder.grant("catalog:hr", kClient, {"USE_CATALOG"});
  const engine::GrantedTo to = scene.to();
  REQUIRE(to.grants.size() == 1);
  CHECK(to.grants.front().on.full_name == "hr");
}

TEST_CASE("the warehouse is checked because of the permission on it", "[verify]") {
  VerifyScene scene;
  scene.builder.warehouse("main", "segment").permission("main", "main", "CAN_USE");
  const engine::LiveCheck check = engine::warehouse_check(
      scene.builder.build(), scene.connection, scene.to(), {"0a1b", "segment", "STOPPED"});
  CHECK(check.statement == "SELECT 1");
  CHECK(check.name == "run a statement on SQL warehouse segment");
  CHECK(to_string(check.because) == "permission.sql_warehouse:main/main");
}

}  // namespace
}  // namespace dgctl::tests::verify_checks_test
