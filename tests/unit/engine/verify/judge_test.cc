#include "engine/verify/judge.h"

#include "tests/unit/engine/verify/scene.h"

namespace dgctl::tests::verify_judge_test {
namespace {

using engine::Answer;
using engine::Existence;
using engine::Expectation;
using engine::Judgement;
using engine::NotRun;
using engine::Rows;
using engine::SqlFailure;

engine::GrantedTo given() {
  VerifyScene scene;
  scene.grant("catalog:sales", {"USE_CATALOG", "USE_SCHEMA", "SELECT"});
  return scene.to();
}

engine::LiveCheck reading(Expectation expected = Expectation::Works) {
  engine::LiveCheck check;
  check.name = "read sales.crm.users";
  check.on = {"table", "sales.crm.users"};
  check.gates = engine::gates_to_read(check.on);
  check.counts_rows = true;
  check.expected = expected;
  check.because = {"grant", "catalog:sales/main"};
  return check;
}

engine::LiveCheck writing() {
  engine::LiveCheck check = reading(Expectation::Denied);
  check.gates.push_back({check.on, "MODIFY"});
  return check;
}

SqlFailure denial(const std::string& message) {
  return {"42501", "INSUFFICIENT_PERMISSIONS", message};
}
const SqlFailure kNotFound{"42P01", "TABLE_OR_VIEW_NOT_FOUND", "The table cannot be found."};
const SqlFailure kOther{"22012", "DIVIDE_BY_ZERO", "Division by zero."};

Rows rows(std::size_t count) {
  Rows rows{{"id"}, {}};
  for (std::size_t i = 0; i < count; ++i) rows.cells.push_back({"1"});
  return rows;
}

TEST_CASE("what came of a statement that must work", "[verify]") {
  struct Case {
    std::string name;
    Answer answer;
    Existence existence;
    Judgement judgement;
    std::string text, missing;
  };
  const auto c = GENERATE(values<Case>({
      {"rows", rows(2), Existence::CannotTell, Judgement::Passed, "", ""},
      {"no rows are told as such",
       rows(0),
       Existence::CannotTell,
       Judgement::Passed,
       "it is empty, or a row filter hides all of them",
       ""},
      {"a grant that the configuration gives on the catalog",
       denial("Insufficient privileges:\nUser does not have USE SCHEMA on Schema 'sales.crm'."),
       Existence::CannotTell,
       Judgement::Failed,
       "USE SCHEMA on catalog sales is missing",
       "USE_SCHEMA catalog sales grant.catalog:sales/main"},
      {"the older form",
       SqlFailure{
           "", "", "PERMISSION_DENIED: User does not have SELECT on Table 'sales.crm.users'."},
       Existence::CannotTell,
       Judgement::Failed,
       "SELECT on catalog sales is missing",
       "SELECT catalog sales grant.catalog:sales/main"},
      {"a denial that names nothing",
       denial("No."),
       Existence::CannotTell,
       Judgement::Failed,
       "the workspace denies it and does not say which privilege is missing: "
       "INSUFFICIENT_PERMISSIONS: No (SQLSTATE 42501)",
       "USE_CATALOG catalog sales grant.catalog:sales/main, USE_SCHEMA catalog sales "
       "grant.catalog:sales/main, SELECT catalog sales grant.catalog:sales/main"},
      {"what a view reads",
       denial("User does not have SELECT on Table 'hr.people.pay'."),
       Existence::CannotTell,
       Judgement::Failed,
       "table sales.crm.users reads table hr.people.pay, and SELECT on table hr.people.pay is "
       "missing: INSUFFICIENT_PERMISSIONS: User does not have SELECT on Table 'hr.people.pay' "
       "(SQLSTATE 42501)",
       ""},
      {"hidden",
       kNotFound,
       Existence::Exists,
       Judgement::Failed,
       "table sales.crm.users is there, and 3f0c9a52-0000-4000-8000-0000000000aa may not see it: "
       "a grant is missing: TABLE_OR_VIEW_NOT_FOUND: The table cannot be found (SQLSTATE 42P01)",
       "USE_CATALOG catalog sales grant.catalog:sales/main, USE_SCHEMA catalog sales "
       "grant.catalog:sales/main, SELECT catalog sales grant.catalog:sales/main"},
      {"gone",
       kNotFound,
       Existence::Absent,
       Judgement::Failed,
       "table sales.crm.users does not exist: TABLE_OR_VIEW_NOT_FOUND: The table cannot be found "
       "(SQLSTATE 42P01)",
       ""},
      {"another reason",
       kOther,
       Existence::CannotTell,
       Judgement::Unknown,
       "it failed, and not for a missing grant: DIVIDE_BY_ZERO: Division by zero (SQLSTATE 22012)",
       ""},
      {"not answered",
       NotRun{engine::ErrorClass::Transport, "the connection was lost"},
       Existence::CannotTell,
       Judgement::Unknown,
       "the connection was lost",
       ""},
  }));
  DYNAMIC_SECTION(c.name) {
    const engine::CheckResult result = judged(reading(), c.answer, c.existence, given());
    CHECK(result.judgement == c.judgement);
    CHECK(result.text == c.text);
    std::string missing;
    for (const engine::MissingGrant& grant : result.missing) {
      missing += (missing.empty() ? "" : ", ") + grant.gate.privilege + " " + grant.gate.on.type +
                 " " + grant.gate.on.full_name;
      if (grant.address) missing += " " + to_string(*grant.address);
    }
    CHECK(missing == c.missing);
    CHECK((result.judgement == Judgement::Passed) == result.remedies.empty());
  }
}

TEST_CASE("a missing grant comes with the statement that gives it", "[verify]") {
  const engine::CheckResult result =
      judged(reading(),
             denial("User does not have SELECT on Table 'sales.crm.users'."),
             Existence::CannotTell,
             given());
  REQUIRE(result.missing.size() == 1);
  CHECK(result.missing.front().sql ==
        "GRANT SELECT ON CATALOG `sales` TO `3f0c9a52-0000-4000-8000-0000000000aa`");
}

TEST_CASE("what came of a statement that must be denied", "[verify]") {
  struct Case {
    std::string name;
    Answer answer;
    Existence existence;
    Judgement judgement;
    std::string text;
  };
  const auto c = GENERATE(values<Case>({
      {"denied",
       denial("User does not have MODIFY on Table 'sales.crm.users'."),
       Existence::CannotTell,
       Judgement::Passed,
       "MODIFY is missing"},
      {"denied without saying why", denial("No."), Existence::CannotTell, Judgement::Passed, ""},
      {"hidden", kNotFound, Existence::Exists, Judgement::Passed, "it may not even be seen"},
      {"not there is no proof",
       kNotFound,
       Existence::CannotTell,
       Judgement::Unknown,
       "it failed, and not because it is denied: TABLE_OR_VIEW_NOT_FOUND: The table cannot be "
       "found (SQLSTATE 42P01)"},
      {"a failure of another kind is no proof",
       kOther,
       Existence::Exists,
       Judgement::Unknown,
       "it failed, and not because it is denied: DIVIDE_BY_ZERO: Division by zero (SQLSTATE "
       "22012)"},
      {"a view takes no writes",
       SqlFailure{"42809", "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE", "It is a view."},
       Existence::Exists,
       Judgement::Passed,
       "it takes no writes from anybody: EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE: It is a view "
       "(SQLSTATE 42809)"},
      {"not denied",
       rows(0),
       Existence::Exists,
       Judgement::Failed,
       "it is not denied: MODIFY on table sales.crm.users is held, or on what holds it"},
      {"what is not there can be neither",
       kNotFound,
       Existence::Absent,
       Judgement::Skipped,
       "table sales.crm.users does not exist"},
  }));
  DYNAMIC_SECTION(c.name) {
    const engine::CheckResult result = judged(writing(), c.answer, c.existence, given());
    CHECK(result.judgement == c.judgement);
    CHECK(result.text == c.text);
  }
}

TEST_CASE("what is held beside the configuration is reported where that lets it be", "[verify]") {
  engine::LiveCheck check = writing();
  check.excess_is_reported = true;
  CHECK(judged(check, rows(0), Existence::Exists, given()).judgement == Judgement::Excess);
}

TEST_CASE("what came of a statement on the warehouse", "[verify]") {
  VerifyScene scene;
  scene.builder.warehouse("main", "segment").permission("main", "main", "CAN_USE");
  const engine::GrantedTo to = scene.to();
  const engine::LiveCheck check = engine::warehouse_check(
      scene.builder.build(), scene.connection, to, {"0a1b", "segment", "STOPPED"});
  const engine::CheckResult denied =
      judged(check, NotRun{engine::ErrorClass::Denied, "no"}, Existence::CannotTell, to);
  CHECK(denied.judgement == Judgement::Failed);
  REQUIRE(denied.missing.size() == 1);
  CHECK(denied.missing.front().gate.privilege == "CAN_USE");
  CHECK(to_string(*denied.missing.front().address) == "permission.sql_warehouse:main/main");
  CHECK(denied.missing.front().sql.empty());
  const engine::CheckResult not_entitled =
      judged(check,
             NotRun{engine::ErrorClass::Denied, "it lacks the entitlement databricks-sql-access"},
             Existence::CannotTell,
             to);
  CHECK(not_entitled.missing.empty());
  CHECK(not_entitled.remedies.size() == 1);
  CHECK(judged(check, NotRun{engine::ErrorClass::NotFound, "no"}, Existence::CannotTell, to)
            .missing.empty());
  CHECK(judged(check, NotRun{engine::ErrorClass::Throttled, "no"}, Existence::CannotTell, to)
            .judgement == Judgement::Unknown);
  CHECK(judged(check, kOther, Existence::CannotTell, to).judgement == Judgement::Unknown);
  CHECK(judged(check, rows(1), Existence::CannotTell, to).rows == std::nullopt);
}

TEST_CASE("a list of grants tells whether one is held", "[verify]") {
  engine::LiveCheck check = reading(Expectation::Lists);
  check.on = {"catalog", "sales"};
  check.gates = {{check.on, "SELECT"}};
  const auto listed = [&](const std::string& action) {
    const Rows all{{"principal", "actionType"}, {{"p", "USE CATALOG"}, {"p", action}}};
    return judged(check, all, Existence::CannotTell, given()).judgement;
  };
  CHECK(listed("SELECT") == Judgement::Passed);
  CHECK(listed("ALL PRIVILEGES") == Judgement::Passed);
  CHECK(listed("MODIFY") == Judgement::Failed);
  CHECK(judged(check, Rows{}, Existence::CannotTell, given()).judgement == Judgement::Failed);
  check.gates.push_back({check.on, "USE_SCHEMA"});
  check.gates.push_back({check.on, "MANAGE"});
  const Rows all{{"actionType"}, {{"ALL PRIVILEGES"}}};
  const engine::CheckResult result = judged(check, all, Existence::CannotTell, given());
  CHECK(result.text == "MANAGE is missing");  // which ALL PRIVILEGES does not imply
  REQUIRE(result.missing.size() == 1);
  CHECK(judged(check, Rows{}, Existence::CannotTell, given()).text ==
        "SELECT, USE SCHEMA, MANAGE are missing");
}

TEST_CASE("what the configuration gives whole is given whole again", "[verify]") {
  VerifyScene scene;
  scene.grant("schema:ckpt.etl", {"ALL_PRIVILEGES"});
  engine::LiveCheck check;
  check.on = {"schema", "ckpt.etl"};
  check.gates = engine::gates_to(check.on);
  const engine::CheckResult result = judged(check,
                                            denial("User does not have USE SCHEMA on Schema "
                                                   "'ckpt.etl'."),
                                            Existence::Exists,
                                            scene.to());
  REQUIRE(result.missing.size() == 1);
  CHECK(result.missing.front().sql ==
        "GRANT ALL PRIVILEGES ON SCHEMA `ckpt`.`etl` TO `3f0c9a52-0000-4000-8000-0000000000aa`");
}

TEST_CASE("a binding is no missing grant", "[verify]") {
  const engine::CheckResult result =
      judged(reading(),
             denial("Catalog 'sales' is not accessible in current workspace"),
             Existence::Exists,
             given());
  CHECK(result.judgement == Judgement::Failed);
  CHECK(result.missing.empty());
  CHECK(result.text.starts_with("no grant is missing: "));
  REQUIRE(result.remedies.size() == 1);
  CHECK(result.remedies.front().find("dgctl doctor") != std::string::npos);
  CHECK(judged(writing(),
               denial("Catalog 'sales' is bound to this workspace for reading only"),
               Existence::Exists,
               given())
            .text.starts_with("INSUFFICIENT_PERMISSIONS: Catalog 'sales' is bound"));
}

TEST_CASE("what was not tried and is to be proven is unknown", "[verify]") {
  engine::LiveCheck check = reading();
  check.leaves_open = true;
  CHECK(skipped(check, "its name").judgement == Judgement::Unknown);
  check.leaves_open = false;
  CHECK(skipped(check, "its name").judgement == Judgement::Skipped);
}

TEST_CASE("rows that were not told whole prove that it works, and no number", "[verify]") {
  Rows some = rows(1);
  some.is_complete = false;
  const auto of = [&](Expectation expected) {
    engine::LiveCheck check = reading(expected);
    check.counts_rows = expected == Expectation::Works;
    return judged(check, some, Existence::Exists, given());
  };
  CHECK(of(Expectation::Works).judgement == Judgement::Passed);
  CHECK(of(Expectation::Works).rows == std::nullopt);
  CHECK(of(Expectation::Works).text == "it works, and how many rows there are was not told");
  CHECK(of(Expectation::OneRow).judgement == Judgement::Unknown);
  CHECK(of(Expectation::Lists).judgement == Judgement::Unknown);
  CHECK(of(Expectation::Lists).missing.empty());
  CHECK(of(Expectation::Denied).judgement == Judgement::Failed);
}

TEST_CASE("what was written comes back as one row", "[verify]") {
  const engine::LiveCheck check = reading(Expectation::OneRow);
  CHECK(judged(check, rows(1), Existence::CannotTell, given()).judgement == Judgement::Passed);
  CHECK(judged(check, rows(0), Existence::CannotTell, given()).judgement == Judgement::Failed);
}

TEST_CASE("the privilege that a denial names is read from its text", "[verify]") {
  using Named = std::optional<engine::Gate>;
  CHECK(engine::gate_named_in(
            "User does not have USE CATALOG on Catalog 'system'. SQLSTATE: 42501") ==
        Named({{"catalog", "system"}, "USE_CATALOG"}));
  CHECK(engine::gate_named_in("User does not have SELECT on Table 'a.b.c'.") ==
        Named({{"table", "a.b.c"}, "SELECT"}));
  CHECK(engine::gate_named_in("User does not have SELECT on View '`a`.`b`.`c`'.") ==
        Named({{"table", "a.b.c"}, "SELECT"}));
  CHECK(engine::gate_named_in("User does not have SELECT on Table 'a.b.o'brien'.") ==
        Named({{"table", "a.b.o'brien"}, "SELECT"}));
  CHECK(engine::gate_named_in("User does not have WRITE FILES on External Location 'cold', so") ==
        Named({{"external_location", "cold"}, "WRITE_FILES"}));
  engine::LiveCheck check = reading();
  check.on = {"table", "sales.crm.Wei`rd"};
  CHECK(engine::gate_named_in("User does not have SELECT on Table '`sales`.`crm`.`wei``rd`'.",
                              check) == Named({check.on, "SELECT"}));
  for (const char* text : {"",
                           "User does not have ",
                           "does not have on",
                           "does not have  on '",
                           "does not have X on ''",
                           "does not have X on Y 'z'",
                           "does not have X on Catalog '",
                           "does not have X on Catalog ''"}) {
    INFO(text);
    CHECK(engine::gate_named_in(text) == std::nullopt);
  }
}

}  // namespace
}  // namespace dgctl::tests::verify_judge_test
