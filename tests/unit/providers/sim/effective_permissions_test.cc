#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::effective_permissions_test {
namespace {

/// "SELECT<CATALOG:sales MODIFY"
std::string effective(Sim& sim,
                      const std::string& on,
                      const std::string& principal,
                      const std::string& who = {}) {
  const Response response = sim.get(uc("/effective-permissions/" + on), who);
  if (response.status != 200) return outcome(response);
  std::string out;
  const json list = json::parse(response.body).value("privilege_assignments", json::array());
  for (const json& entry : list) {
    if (entry.at("principal") != principal) continue;
    for (const json& privilege : entry.at("privileges")) {
      out += (out.empty() ? "" : " ") + privilege.at("privilege").get<std::string>();
      if (!privilege.contains("inherited_from_type")) continue;
      out += "<" + privilege.at("inherited_from_type").get<std::string>() + ":" +
             privilege.at("inherited_from_name").get<std::string>();
    }
  }
  return out;
}

json granted_workspace() {
  json file = small_workspace();
  json& sales = file["catalogs"]["sales"];
  sales["grants"] = {{"staff", {"USE_CATALOG", "USE_SCHEMA", "SELECT"}},
                     {kEtl, {"ALL_PRIVILEGES"}}};
  sales["schemas"]["crm"]["grants"] = {{"staff", {"SELECT", "MODIFY"}}};
  sales["schemas"]["crm"]["tables"]["users"]["grants"] = {{"staff", {"APPLY_TAG"}}};
  return file;
}

TEST_CASE("effective permissions say where a privilege comes from", "[effective_permissions]") {
  Sim sim(granted_workspace());
  CHECK(effective(sim, "catalog/sales", "staff") == "SELECT USE_CATALOG USE_SCHEMA");
  CHECK(effective(sim, "schema/sales.crm", "staff") ==
        "MODIFY SELECT SELECT<CATALOG:sales USE_SCHEMA<CATALOG:sales");
  CHECK(effective(sim, "table/sales.crm.users", "staff") ==
        "APPLY_TAG MODIFY<SCHEMA:sales.crm SELECT<SCHEMA:sales.crm SELECT<CATALOG:sales");
  CHECK(effective(sim, "table/sales.crm.users", kEtl) == "ALL_PRIVILEGES<CATALOG:sales");
  CHECK(effective(sim, "table/sales.crm.deals", "staff") ==
        "SELECT<SCHEMA:sales.crm SELECT<CATALOG:sales");
}

TEST_CASE("memberships and ownership are not looked into", "[effective_permissions]") {
  Sim sim(granted_workspace());
  CHECK(effective(sim, "catalog/sales", "bob@example.com").empty());
  CHECK(effective(sim, "catalog/sales", "ada@example.com").empty());
}

TEST_CASE("that the gates of ancestors are listed can be chosen", "[effective_permissions]") {
  json file = granted_workspace();
  file["switches"]["effective_gates"] = true;
  Sim sim(file);
  CHECK(effective(sim, "table/sales.crm.deals", "staff") ==
        "MODIFY<SCHEMA:sales.crm SELECT<SCHEMA:sales.crm SELECT<CATALOG:sales "
        "USE_CATALOG<CATALOG:sales USE_SCHEMA<CATALOG:sales");
}

TEST_CASE("before model 1.0 nothing is effective but what is direct", "[effective_permissions]") {
  json file = small_workspace();
  file["workspace"]["metastore"]["privilege_model_version"] = "0.1";
  file["catalogs"]["sales"]["grants"] = {{"staff", {"USAGE"}}};
  Sim sim(file);
  CHECK(effective(sim, "catalog/sales", "staff") == "USAGE");
  CHECK(effective(sim, "schema/sales.crm", "staff").empty());
}

TEST_CASE("effective permissions show to whom direct ones do", "[effective_permissions]") {
  json file = granted_workspace();
  Sim strict(file);
  CHECK(effective(strict, "catalog/sales", "staff", "cai@example.com") ==
        "403 PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'.");
  CHECK(effective(strict, "schema/sales.crm", "staff", "bob@example.com") ==
        "403 PERMISSION_DENIED: User is not an owner of Schema 'sales.crm'.");
  file["switches"]["permissions_for_others"] = "own";
  Sim sim(file);
  CHECK(effective(sim, "schema/sales.crm", "staff", "bob@example.com") ==
        "MODIFY SELECT SELECT<CATALOG:sales USE_SCHEMA<CATALOG:sales");
  CHECK(effective(sim, "schema/sales.crm", kEtl, "bob@example.com").empty());
}

}  // namespace
}  // namespace dgctl::providers::effective_permissions_test
