#include "tests/unit/engine/render/verify_reports.h"

#include "engine/model/descriptor.h"
#include "engine/verify/judge.h"

namespace dgctl::tests {
namespace {

using engine::CheckResult;
using engine::Judgement;
using engine::LiveCheck;

constexpr const char* kPrincipal = "3f0c9a52-0000-4000-8000-0000000000aa";

engine::VerifyReport report_of(std::vector<CheckResult> results) {
  engine::VerifyReport report;
  report.host = "https://dbc-1234.cloud.databricks.com";
  report.stack = "acme";
  report.target = "prod";
  report.made_at = "2026-11-24T09:00:00Z";
  report.made_by = "0.1.0";
  report.requests = 31;
  report.graphs.push_back({"main",
                           kPrincipal,
                           "file:.secrets/segment.env",
                           {"0a1b2c3d4e5f6071", "segment", "STOPPED"},
                           std::move(results),
                           {}});
  return report;
}

LiveCheck check(const std::string& name, const engine::Securable& on, const std::string& sql) {
  LiveCheck check;
  check.name = name;
  check.on = on;
  check.statement = sql;
  check.because = {"grant", to_text(on) + "/main"};
  check.places = {{"dgctl.yml", 19, 7}};
  return check;
}

CheckResult warehouse(Judgement judgement) {
  CheckResult result;
  result.check =
      check("run a statement on SQL warehouse segment", {"sql_warehouse", "segment"}, "SELECT 1");
  result.check.because = {"permission", "sql_warehouse:main/main"};
  result.check.places = {{"dgctl.yml", 12, 5}};
  result.judgement = judgement;
  return result;
}

CheckResult read(const std::string& table, std::size_t rows) {
  CheckResult result;
  result.check = check("read " + table, {"table", table}, "SELECT * FROM " + table + " LIMIT 10");
  result.rows = rows;
  if (rows == 0) result.text = "it is empty, or a row filter hides all of them";
  return result;
}

CheckResult denied(const std::string& table, Judgement judgement) {
  CheckResult result;
  result.check =
      check("denied to read " + table, {"table", table}, "SELECT * FROM " + table + " LIMIT 0");
  result.check.expected = engine::Expectation::Denied;
  result.judgement = judgement;
  result.text = "USE SCHEMA on schema finance.hr is missing";
  return result;
}

CheckResult missing_select() {
  CheckResult result = read("sales.crm.users", 1);
  result.rows.reset();
  result.judgement = Judgement::Failed;
  result.text = "SELECT on catalog sales is missing";
  result.missing = {{{{"catalog", "sales"}, "SELECT"},
                     std::string("GRANT SELECT ON CATALOG `sales` TO `") + kPrincipal + "`",
                     engine::Address{"grant", "catalog:sales/main"}}};
  result.remedies = {"`dgctl plan` shows whether it is gone, `dgctl apply` gives it again"};
  result.failure =
      engine::SqlFailure{"42501",
                         "INSUFFICIENT_PERMISSIONS",
                         "Insufficient privileges:\nUser does not have SELECT on Table "
                         "'sales.crm.users'."};
  return result;
}

CheckResult division_by_zero() {
  CheckResult result = read("sales.web.rates", 1);
  result.rows.reset();
  result.judgement = Judgement::Unknown;
  result.text = "it failed, and not for a missing grant: DIVIDE_BY_ZERO: Division by zero";
  result.remedies = {
      "run the statement as its owner, and put right what that says of table sales.web.rates"};
  result.failure = engine::SqlFailure{"22012", "DIVIDE_BY_ZERO", "Division by zero."};
  return result;
}

}  // namespace

engine::VerifyReport all_verified() {
  return report_of({warehouse(Judgement::Passed),
                    read("sales.crm.users", 10),
                    read("sales.web.clicks", 0),
                    denied("finance.hr.salaries", Judgement::Passed)});
}

engine::VerifyReport grant_missing() {
  return report_of({warehouse(Judgement::Passed),
                    missing_select(),
                    read("marketing.web.visits", 1),
                    denied("finance.hr.salaries", Judgement::Passed)});
}

engine::VerifyReport one_of_every_outcome() {
  CheckResult excess = denied("sales.crm.leads", Judgement::Excess);
  excess.text = "it is not denied: SELECT on table sales.crm.leads is held, or on what holds it";
  excess.held = {{"perhaps through analysts, which holds SELECT on schema sales.crm",
                  "REVOKE SELECT ON SCHEMA `sales`.`crm` FROM `analysts`"}};
  excess.remedies = {"or leave it: `excess: report` takes nothing away"};
  CheckResult open = denied("finance.hr.salaries", Judgement::Failed);
  open.text = excess.text;
  open.held = excess.held;
  LiveCheck write =
      check("write to segment_linked_profiles_db", {"catalog", "segment_linked_profiles_db"}, "");
  engine::VerifyReport report =
      report_of({warehouse(Judgement::Passed),
                 missing_select(),
                 read("sales.crm.accounts", 0),
                 division_by_zero(),
                 engine::skipped(write, "not written to, since it is in use; --write does"),
                 open,
                 excess});
  report.graphs.front().notes = {
      "removed schema segment_linked_profiles_db."
      "dgctl_verify_20261123t090653z_1a2b3c4d, which a run of `dgctl "
      "verify` left that did not end"};
  engine::VerifiedGraph other = all_verified().graphs.front();
  other.key = "second";
  other.warehouse = {"7160", "", ""};
  report.graphs.push_back(other);
  return report;
}

engine::VerifyReport no_warehouse() {
  CheckResult first = warehouse(Judgement::Failed);
  first.text = "POST /api/2.0/sql/statements was answered with 403 PERMISSION_DENIED: no";
  first.missing = {{{{"sql_warehouse", "segment"}, "CAN_USE"},
                    "",
                    engine::Address{"permission", "sql_warehouse:main/main"}}};
  first.remedies = {std::string("`dgctl apply` gives ") + kPrincipal + " CAN_USE on it again"};
  return report_of({first,
                    engine::skipped(read("sales.crm.users", 1).check,
                                    "not run: no statement runs on the warehouse")});
}

engine::VerifyReport awkward_checks() {
  CheckResult odd = missing_select();
  const std::string name = "a]]>&<\"'](x)\x1b[31m\n|`%\\ \xe2\x80\xae.b";
  odd.check.name = "read " + name;
  odd.check.on.full_name = name;
  odd.check.statement = "SELECT * FROM `" + name + "` LIMIT 10";
  odd.check.because = {"grant", "\"table:" + name + "\"/main"};
  odd.check.places = {{"a b/\xc3\xbc&<\".yml", 3, 1}};
  odd.missing.front().gate.on = {"catalog", name};
  odd.text = "SELECT on " + name + " is missing";
  odd.failure->message = name;
  engine::VerifyReport report = report_of({warehouse(Judgement::Passed), odd});
  report.graphs.front().notes = {name};
  report.graphs.front().warehouse.name = name;
  return report;
}

}  // namespace dgctl::tests
