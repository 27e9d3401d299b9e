#include "engine/verify/holdings.h"

#include "tests/unit/engine/verify/scene.h"

namespace dgctl::tests::verify_holdings_test {
namespace {

using engine::Judgement;
using engine::SqlFailure;

engine::GrantedTo reads_sales() {
  VerifyScene scene;
  scene.grant("catalog:sales", {"USE_CATALOG", "USE_SCHEMA", "SELECT"});
  return scene.to();
}

engine::LiveCheck denied_write() {
  engine::LiveCheck check;
  check.name = "denied to write to sales.crm.users";
  check.on = {"table", "sales.crm.users"};
  check.gates = engine::gates_to_read(check.on);
  check.gates.push_back({check.on, "MODIFY"});
  check.expected = engine::Expectation::Denied;
  return check;
}

engine::Lookup grants_on(const std::string& type, const std::string& name) {
  return engine::GrantsOn{{type, name}};
}

engine::Lookup owner_of(const std::string& type, const std::string& name) {
  return engine::ByName{type, name};
}

engine::ReadResult owned_by(const engine::Principal& owner) {
  return engine::Found{engine::Object{"any", "id", {}, owner}};
}

engine::ReadResult held_by(std::map<engine::Principal, engine::Privileges, std::less<>> direct) {
  return engine::Found{engine::Grants{std::move(direct), 0}};
}

TEST_CASE("through what something is held is told with what takes it away", "[verify]") {
  const engine::GrantedTo to = reads_sales();
  const engine::LiveCheck check = denied_write();
  const auto told = [&](const engine::Live& live) {
    engine::CheckResult result;
    result.check = check;
    explain_excess(result, holdings_in(live, check, to).back().all, to);
    std::vector<std::string> all;
    for (const engine::HeldGrant& held : result.held) all.push_back(held.text + " | " + held.sql);
    return all;
  };
  using Told = std::vector<std::string>;
  CHECK(engine::lookups_for_holdings(check).size() == 6);
  CHECK(told({{grants_on("table", "sales.crm.users"), held_by({{kClient, {"MODIFY"}}})}}) ==
        Told{"3f0c9a52-0000-4000-8000-0000000000aa holds MODIFY on table sales.crm.users; the "
             "configuration does not name that, so `dgctl plan` does not show it | REVOKE "
             "MODIFY ON TABLE `sales`.`crm`.`users` FROM `3f0c9a52-0000-4000-8000-0000000000aa`"});
  CHECK(told({{grants_on("catalog", "sales"),
               held_by({{"analysts", {"MODIFY"}}, {kClient, {"ALL_PRIVILEGES"}}})}}) ==
        Told{"3f0c9a52-0000-4000-8000-0000000000aa holds ALL PRIVILEGES on catalog sales; `dgctl "
             "apply` takes it away, and leaves what the configuration gives | "});
  CHECK(told({{grants_on("schema", "sales.crm"), held_by({{"analysts", {"MODIFY", "SELECT"}}})}}) ==
        Told{"perhaps through analysts, which holds MODIFY on schema sales.crm | REVOKE MODIFY ON "
             "SCHEMA `sales`.`crm` FROM `analysts`"});
  CHECK(told({{owner_of("schema", "sales.crm"), owned_by(kClient)},
              {grants_on("table", "sales.crm.users"), held_by({{"analysts", {"MODIFY"}}})}}) ==
        Told{"3f0c9a52-0000-4000-8000-0000000000aa owns schema sales.crm, and may do everything "
             "there; give it another owner | "});
  // It may be in a group, and not in another service principal.
  CHECK(told({{grants_on("table", "sales.crm.users"),
               held_by({{"3f0c9a52-0000-4000-8000-0000000000bb", {"MODIFY"}}})}}) == told({}));
  CHECK(told({}) ==
        Told{"through what could not be seen: a grant of its own, a group, or as its owner; "
             "whoever may see it asks | SHOW GRANTS ON TABLE `sales`.`crm`.`users`"});
}

/// A denial that says which privilege is missing.
engine::CheckResult denied_for(const std::string& privilege, const std::string& on) {
  engine::CheckResult result;
  result.check = denied_write();
  result.failure =
      SqlFailure{"42501",
                 "INSUFFICIENT_PERMISSIONS",
                 "Insufficient privileges: User does not have " + privilege + " on " + on + "."};
  result.text = privilege + " is missing";
  return result;
}

TEST_CASE("a denial proves something unless it comes from what is given", "[verify]") {
  const engine::GrantedTo to = reads_sales();
  CHECK_FALSE(is_masked(denied_for("MODIFY", "Table 'sales.crm.users'"), to));
  CHECK(is_masked(denied_for("SELECT", "Table 'sales.crm.users'"), to));
  CHECK(is_masked(denied_for("USE CATALOG", "Catalog 'sales'"), to));
  // What is not given and is missing is what denies it.
  VerifyScene less;
  less.grant("catalog:sales", {"USE_CATALOG"});
  CHECK_FALSE(is_masked(denied_for("SELECT", "Table 'sales.crm.users'"), less.to()));
  engine::CheckResult unseen = denied_for("SELECT", "Table 'sales.crm.users'");
  unseen.failure = SqlFailure{"42P01", "TABLE_OR_VIEW_NOT_FOUND", "The table cannot be found."};
  CHECK(is_masked(unseen, to));
  engine::CheckResult works = denied_for("SELECT", "Table 'sales.crm.users'");
  works.check.expected = engine::Expectation::Works;
  CHECK_FALSE(is_masked(works, to));
  // What fails for something else than a privilege is no denial either.
  CHECK(is_masked(denied_for("WRITE FILES", "External Location 'cold'"), to));
  engine::CheckResult other = denied_for("SELECT", "Table 'sales.crm.users'");
  other.failure = SqlFailure{"0A000", "UNSUPPORTED_FEATURE.X", "Not on this warehouse."};
  other.judgement = Judgement::Unknown;
  CHECK(is_masked(other, to));
}

TEST_CASE("what a masked denial is depends on what is held", "[verify]") {
  struct Case {
    std::string name;
    engine::ReadResult on_catalog;
    bool excess_is_reported;
    Judgement judgement;
    std::string text;
    std::size_t held;
  };
  const auto c = GENERATE(values<Case>({
      {"nobody holds it",
       held_by({{kClient, {"USE_CATALOG"}}, {"analysts", {"SELECT"}}}),
       false,
       Judgement::Passed,
       "SELECT is missing, and MODIFY is not held",
       0},
      {"it is held",
       held_by({{kClient, {"MODIFY"}}}),
       false,
       Judgement::Failed,
       "SELECT is missing, and only that keeps it out: MODIFY is held",
       1},
      {"it is held where that is only reported",
       held_by({{kClient, {"ALL_PRIVILEGES"}}}),
       true,
       Judgement::Excess,
       "SELECT is missing, and only that keeps it out: MODIFY is held",
       1},
      {"a group holds it",
       held_by({{"analysts", {"MODIFY"}}}),
       false,
       Judgement::Unknown,
       "SELECT is missing, so whether MODIFY is held does not show",
       0},
      {"it may not be seen",
       engine::Hidden{"", "no"},
       false,
       Judgement::Unknown,
       "SELECT is missing, so whether MODIFY is held does not show",
       0},
  }));
  DYNAMIC_SECTION(c.name) {
    engine::CheckResult result = denied_for("SELECT", "Table 'sales.crm.users'");
    result.check.excess_is_reported = c.excess_is_reported;
    const engine::Live live{{grants_on("table", "sales.crm.users"), held_by({})},
                            {grants_on("schema", "sales.crm"), held_by({})},
                            {grants_on("catalog", "sales"), c.on_catalog},
                            {owner_of("table", "sales.crm.users"), owned_by("ada@example.com")},
                            {owner_of("schema", "sales.crm"), owned_by("ada@example.com")},
                            {owner_of("catalog", "sales"), owned_by("ada@example.com")}};
    judge_masked(result, holdings_in(live, result.check, reads_sales()), reads_sales());
    CHECK(result.judgement == c.judgement);
    CHECK(result.text == c.text);
    CHECK(result.held.size() == c.held);
  }
}

TEST_CASE("a masked denial is one where anything else that it takes is not held", "[verify]") {
  // Of a table in a schema that nothing is given on.
  VerifyScene scene;
  scene.grant("catalog:sales", {"USE_CATALOG"});
  const engine::GrantedTo to = scene.to();
  struct Case {
    std::string name;
    engine::ReadResult on_schema;
    Judgement judgement;
    std::string text;
  };
  const auto c = GENERATE(values<Case>({
      {"the schema is shut",
       held_by({}),
       Judgement::Passed,
       "USE CATALOG is missing, and USE SCHEMA on schema sales.crm is not held"},
      {"the schema is open",
       held_by({{kClient, {"USE_SCHEMA"}}}),
       Judgement::Failed,
       "USE CATALOG is missing, and only that keeps it out: SELECT is held"},
      {"the schema is open to a group",
       held_by({{"analysts", {"USE_SCHEMA"}}}),
       Judgement::Unknown,
       "USE CATALOG is missing, so whether USE SCHEMA on schema sales.crm is held does not show"},
      {"the schema's grants may not be seen",
       engine::Hidden{"", "no"},
       Judgement::Unknown,
       "USE CATALOG is missing, so whether USE SCHEMA on schema sales.crm is held does not show"},
  }));
  DYNAMIC_SECTION(c.name) {
    engine::CheckResult result = denied_for("USE CATALOG", "Catalog 'sales'");
    result.check.gates.pop_back();
    const engine::Live live{
        {grants_on("table", "sales.crm.users"), held_by({{kClient, {"SELECT"}}})},
        {grants_on("schema", "sales.crm"), c.on_schema},
        {grants_on("catalog", "sales"), held_by({})},
        {owner_of("table", "sales.crm.users"), owned_by("ada@example.com")},
        {owner_of("schema", "sales.crm"), owned_by("ada@example.com")},
        {owner_of("catalog", "sales"), owned_by("ada@example.com")}};
    judge_masked(result, holdings_in(live, result.check, to), to);
    CHECK(result.judgement == c.judgement);
    CHECK(result.text == c.text);
  }
}

}  // namespace
}  // namespace dgctl::tests::verify_holdings_test
