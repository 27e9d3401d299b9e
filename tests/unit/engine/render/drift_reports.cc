#include "tests/unit/engine/render/drift_reports.h"

#include <utility>

namespace dgctl::tests {
namespace {

using namespace engine;  // NOLINT(google-build-using-namespace): all of it is the engine's

DriftReport empty_report() {
  DriftReport report;
  report.host = "https://dbc-1234.cloud.databricks.com";
  report.stack = "acme";
  report.target = "prod";
  report.made_at = "2026-11-24T09:00:00Z";
  report.made_by = "0.1.0";
  report.last_applied = "2026-11-20T16:30:12Z";
  report.requests_read = 19;
  report.drift.managed = {{"service_principal", 1},
                          {"service_principal_secret", 1},
                          {"workspace_assignment", 1},
                          {"sql_warehouse", 1},
                          {"permission", 1},
                          {"catalog", 1},
                          {"grant", 7}};
  report.drift.secrets = {
      {{"service_principal_secret", "main"}, "8f2c41d0", "2027-10-12T08:00:00Z"}};
  return report;
}

FieldDrift field(std::string name, Value recorded, Value live) {
  FieldDrift drift;
  drift.field = std::move(name);
  drift.desired = recorded;
  drift.recorded = std::move(recorded);
  drift.live = std::move(live);
  return drift;
}

FieldDrift privileges(const Privileges& recorded, const Privileges& live) {
  FieldDrift drift =
      field("privileges", List(recorded.begin(), recorded.end()), List(live.begin(), live.end()));
  for (const std::string& word : recorded) {
    if (!live.contains(word)) drift.lost.insert(word);
  }
  for (const std::string& word : live) {
    if (!recorded.contains(word)) drift.gained.insert(word);
  }
  return drift;
}

Drifted drifted(DriftClass of, Address address, std::string name, int line) {
  Drifted one;
  one.of = of;
  one.address = std::move(address);
  one.name = std::move(name);
  one.places = {{"dgctl.yml", line, 7}};
  one.recorded_at = one.address;
  one.can_be_accepted = of != DriftClass::Vanished && of != DriftClass::SecretExpiring;
  return one;
}

Drifted resized_warehouse() {
  Drifted one = drifted(DriftClass::Changed, {"sql_warehouse", "main"}, "segment", 9);
  one.fields = {field("cluster_size", "Small", "Medium"), field("auto_stop_mins", 10, 120)};
  return one;
}

Drifted changed_grant() {
  Drifted one = drifted(
      DriftClass::Changed, {"grant", "schema:marketing.web/main"}, "schema marketing.web", 13);
  one.fields = {privileges({"USE_SCHEMA", "SELECT"}, {"USE_SCHEMA", "MODIFY"})};
  return one;
}

std::string numbered(std::size_t n) {
  std::string text = std::to_string(n);
  return std::string(4 - std::min<std::size_t>(text.size(), 4), '0') + text;
}

}  // namespace

DriftReport nothing_drifted() { return empty_report(); }

DriftReport little_drifted() {
  DriftReport report = empty_report();
  report.drift.drifted = {changed_grant(), resized_warehouse()};
  return report;
}

DriftReport one_of_every_class() {
  DriftReport report = empty_report();
  Drifted gone =
      drifted(DriftClass::Vanished, {"grant", "catalog:sales/main"}, "catalog sales", 12);
  gone.note = "the catalog is not there any more";
  Drifted wiped = drifted(DriftClass::Wiped,
                          {"grant", "table:finance.ledger.accounts/main"},
                          "table finance.ledger.accounts",
                          14);
  wiped.fields = {privileges({"SELECT"}, {})};
  wiped.note = "the table was made anew at 2026-11-23T22:15:00Z";
  Drifted ending =
      drifted(DriftClass::SecretExpiring, {"service_principal_secret", "main"}, "8f2c41d0", 8);
  ending.note = "it ends at 2026-12-10T08:00:00Z, within rotate_before (30d)";
  Drifted expired = drifted(DriftClass::ExceptionExpired, {"sql_warehouse", "main"}, "segment", 9);
  expired.fields = {field("max_num_clusters", 2, 4)};
  expired.note = "accepted until 2026-11-22: the quarter's close";
  report.drift.drifted = {gone, changed_grant(), wiped, ending, resized_warehouse(), expired};
  report.drift.pending = {{{"grant", "schema:marketing.internal/main"},
                           "create",
                           {},
                           {{"domains/marketing.yml", 3, 15}}},
                          {{"catalog", "main"},
                           "update",
                           {{"comment", "scratch", "scratch", "Checkpoints", Mover::Configuration},
                            {"owner", "ada", "ada", "data-platform", Mover::Configuration}},
                           {{"dgctl.yml", 10, 5}}}};
  report.drift.hidden = {{GrantsOn{{"catalog", "hr"}},
                          "MANAGE on catalog hr, or owning it",
                          "",
                          {{"grant", "catalog:hr/main"}}}};
  report.drift.ignored = {{{"service_principal", "main"},
                           "active",
                           "deactivated for the audit",
                           "2027-01-01",
                           false,
                           true}};
  report.drift.secrets = {
      {{"service_principal_secret", "main"}, "8f2c41d0", "2026-12-10T08:00:00Z"}};
  report.drift.warnings = {"the audit log could not be read, so nobody is named"};
  report.interrupted = "apply by ada at 2026-11-23T18:00:00Z";
  return report;
}

DriftReport both_moved() {
  DriftReport report = empty_report();
  Drifted warehouse = resized_warehouse();
  warehouse.fields.back().desired = 20;
  warehouse.fields.back().mover = Mover::Both;
  warehouse.mover = Mover::Both;
  Drifted grant = changed_grant();
  grant.fields.back().desired = List{"USE_SCHEMA"};
  grant.fields.back().mover = Mover::Both;
  grant.mover = Mover::Both;
  Drifted catalog =
      drifted(DriftClass::Changed, {"catalog", "main"}, "segment_linked_profiles_db", 10);
  catalog.fields = {field("comment", "Checkpoints", "scratch, may be deleted")};
  catalog.fields.back().desired.reset();
  catalog.fields.back().mover = Mover::Both;
  catalog.mover = Mover::Both;
  report.drift.drifted = {catalog, grant, warehouse};
  return report;
}

DriftReport pending_only() {
  DriftReport report = empty_report();
  report.drift.pending = {{{"grant", "catalog:sales/main"},
                           "update",
                           {{"privileges", {}, {}, List{"BROWSE"}, Mover::Configuration}},
                           {{"dgctl.yml", 12, 7}}}};
  return report;
}

DriftReport partly_hidden() {
  DriftReport report = empty_report();
  report.drift.hidden = {
      {Runner{}, "", "the workspace answers 403", {}},
      {GrantsOn{{"catalog", "segment_profiles"}},
       "USE CATALOG on Catalog 'segment_profiles'",
       "",
       {{"grant", "catalog:segment_profiles/main"}, {"grant", "catalog:segment_profiles/etl"}}}};
  return report;
}

DriftReport never_applied() {
  DriftReport report = empty_report();
  report.last_applied.clear();
  report.drift.managed.clear();
  report.drift.secrets.clear();
  report.drift.pending = {{{"sql_warehouse", "main"}, "create", {}, {{"dgctl.yml", 9, 5}}}};
  return report;
}

DriftReport many_drifted(std::size_t grants) {
  DriftReport report = empty_report();
  report.drift.managed["grant"] = grants + 20;
  for (std::size_t i = 1; i <= grants; ++i) {
    const std::string table =
        (i % 5 == 0 ? "finance.ledger.account_" : "marketing.web.event_") + numbered(i);
    Drifted one =
        drifted(DriftClass::Changed, {"grant", "table:" + table + "/main"}, "table " + table, 14);
    one.fields = {privileges({"SELECT"}, {})};
    report.drift.drifted.push_back(std::move(one));
  }
  report.drift.drifted.push_back(resized_warehouse());
  return report;
}

DriftReport awkward_names() {
  DriftReport report = empty_report();
  const std::string key =
      make_key({"table:sales.crm.a \"b\" <c> & ]]> 'd' %\n\x1b[31m\x01", "main"});
  Drifted grant = drifted(DriftClass::Changed,
                          {"grant", key},
                          "table \xe2\x80\xae"
                          "evil [x](https://example.com)",
                          1);
  grant.fields = {privileges({"SELECT"}, {"SELECT", "OWN<script>"})};
  grant.places = {{"./domains/50% \xc3\xa4#?:b.yml", 3, 1}};
  Drifted warehouse =
      drifted(DriftClass::Changed, {"sql_warehouse", "main"}, std::string(300, 'x'), 2);
  warehouse.fields = {field("name", "segment", "seg ment ]]> \xef\xbf\xbe{0}"),
                      field("custom_tags",
                            Fields{{"$schema", "a\tb"}, {"empty", ""}},
                            Fields{{"long", std::string(400, 'y')}})};
  Drifted nowhere = drifted(DriftClass::Vanished, {"catalog", make_key({"a/b"})}, "", 0);
  nowhere.places.clear();
  report.drift.drifted = {nowhere, grant, warehouse};
  report.drift.hidden = {{ByName{"catalog", "caf\xc3"}, "", "answered <b>\xff</b>\r\n", {}}};
  report.drift.warnings = {std::string("a warning that holds ::error:: and \x85") + "newline"};
  report.drift.secrets = {
      {{"service_principal_secret", "\"a \\\"b\\\"\""}, "1", "2027-01-01T00:00:00Z"},
      {{"service_principal_secret", "main"}, "2", ""}};
  report.interrupted = "apply by <ada> at 2026-11-23T18:00:00Z";
  report.lock_holder = "'apply' by <ada>@build-7 pid 4711 since 2026-11-23T18:00:00Z (lock 6d1f)";
  return report;
}

}  // namespace dgctl::tests
