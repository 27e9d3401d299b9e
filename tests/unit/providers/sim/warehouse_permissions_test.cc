#include <algorithm>

#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::warehouse_permissions_test {
namespace {

constexpr const char* kOne = "0a1b2c3d4e5f6071";
const std::string kShort = "/api/2.0/permissions/warehouses/" + std::string(kOne);
const std::string kLong = "/api/2.0/permissions/sql/warehouses/" + std::string(kOne);
constexpr const char* kBad = "400 INVALID_PARAMETER_VALUE: ";

/// Of ada's, which bob may use; bob may own warehouses as well.
json workspace() {
  json file = small_workspace();
  file["users"]["ada@example.com"]["display_name"] = "Ada";
  file["users"]["bob@example.com"]["entitlements"] = {"allow-cluster-create"};
  file["users"]["dan@example.com"] = {{"assigned", false}};
  file["warehouses"][kOne]["acl"] = {{"ada@example.com", "IS_OWNER"},
                                     {"bob@example.com", "CAN_USE"}};
  return file;
}

json acl(const std::vector<json>& entries) { return {{"access_control_list", entries}}; }
json user(const std::string& name, const std::string& level) {
  return {{"user_name", name}, {"permission_level", level}};
}
json group(const std::string& name, const std::string& level) {
  return {{"group_name", name}, {"permission_level", level}};
}
json principal(const std::string& name, const std::string& level) {
  return {{"service_principal_name", name}, {"permission_level", level}};
}

/// "ada IS_OWNER, bob CAN_USE": what was granted directly, sorted.
std::string direct(const json& body) {
  std::vector<std::string> all;
  for (const json& entry : body.at("access_control_list")) {
    std::string name = entry.value("user_name", entry.value("group_name", ""));
    if (name.empty()) name = "etl";
    for (const json& permission : entry.at("all_permissions")) {
      if (permission.at("inherited") == true) continue;
      all.push_back(name.substr(0, name.find('@')) + " " +
                    permission.at("permission_level").get<std::string>());
    }
  }
  std::sort(all.begin(), all.end());
  std::string out;
  for (const std::string& one : all) out += (out.empty() ? "" : ", ") + one;
  return out;
}

std::string held(const Sim& sim) { return direct(body_of(sim.get(kShort))); }

TEST_CASE("permissions on a warehouse are read by either path", "[warehouse_permissions]") {
  Sim sim(workspace());
  json body = body_of(sim.get(kLong));
  CHECK(body.at("object_id") == "/sql/warehouses/" + std::string(kOne));
  CHECK(body.at("object_type") == "warehouses");
  auto& entries = body.at("access_control_list");
  std::sort(entries.begin(), entries.end());
  CHECK(entries == json::parse(R"([
      {"all_permissions": [{"inherited": false, "permission_level": "CAN_USE"}],
       "display_name": "bob@example.com", "user_name": "bob@example.com"},
      {"all_permissions": [{"inherited": false, "permission_level": "IS_OWNER"}],
       "display_name": "Ada", "user_name": "ada@example.com"},
      {"all_permissions": [{"inherited": true, "inherited_from_object": ["/sql/warehouses/"],
                            "permission_level": "CAN_MANAGE"}], "group_name": "admins"}])"));
  CHECK(held(sim) == direct(body));
}

TEST_CASE("the order of permissions is nobody's", "[warehouse_permissions]") {
  Sim sim(workspace());
  std::set<std::string> orders;
  for (int i = 0; i < 20; ++i) orders.insert(sim.get(kShort).body);
  CHECK(orders.size() > 1);
}

TEST_CASE("permissions are replaced, and added to", "[warehouse_permissions]") {
  struct Case {
    std::string name;
    Method method;
    std::vector<json> entries;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"replaced with the owner",
       Method::Put,
       {user("ada@example.com", "IS_OWNER"), group("analysts", "CAN_VIEW")},
       "ada IS_OWNER, analysts CAN_VIEW"},
      {"without an owner the old one stays",
       Method::Put,
       {group("users", "CAN_USE")},
       "ada IS_OWNER, users CAN_USE"},
      {"with nothing", Method::Put, {}, "ada IS_OWNER"},
      {"a new owner", Method::Put, {user("bob@example.com", "IS_OWNER")}, "bob IS_OWNER"},
      {"the last entry wins",
       Method::Put,
       {user("bob@example.com", "CAN_USE"), user("bob@example.com", "CAN_VIEW")},
       "ada IS_OWNER, bob CAN_VIEW"},
      {"and may lose ownership",
       Method::Put,
       {user("ada@example.com", "IS_OWNER"),
        user("ada@example.com", "CAN_MANAGE"),
        user("bob@example.com", "IS_OWNER")},
       "ada CAN_MANAGE, bob IS_OWNER"},
      {"in any case",
       Method::Put,
       {user("BOB@Example.com", "CAN_USE")},
       "ada IS_OWNER, bob CAN_USE"},
      {"an application id for a user",
       Method::Put,
       {user(kEtl, "CAN_USE")},
       "ada IS_OWNER, etl CAN_USE"},
      {"admins as they are",
       Method::Put,
       {group("admins", "CAN_MANAGE")},
       "ada IS_OWNER, admins CAN_MANAGE"},
      {"added",
       Method::Patch,
       {principal("3F0C9A52-0000-4000-8000-0000000000aa", "CAN_MONITOR")},
       "ada IS_OWNER, bob CAN_USE, etl CAN_MONITOR"},
      {"changed",
       Method::Patch,
       {user("bob@example.com", "CAN_VIEW")},
       "ada IS_OWNER, bob CAN_VIEW"},
      {"nothing added", Method::Patch, {}, "ada IS_OWNER, bob CAN_USE"},
  }));
  const std::string path = GENERATE_COPY(kShort, kLong);
  DYNAMIC_SECTION(c.name << " " << path) {
    Sim sim(workspace());
    const Response response = sim.call(c.method, path, acl(c.entries).dump());
    REQUIRE(outcome(response) == "200");
    CHECK(direct(body_of(response)) == c.expected);
    CHECK(held(sim) == c.expected);
  }
}

TEST_CASE("a body without a list removes what is direct", "[warehouse_permissions]") {
  Sim sim(workspace());
  CHECK(direct(body_of(sim.put(kShort, json::object()))) == "ada IS_OWNER");
}

TEST_CASE("permissions that cannot be are refused as a whole", "[warehouse_permissions]") {
  struct Case {
    json entry;
    std::string expected;
  };
  const std::string missing = "404 RESOURCE_DOES_NOT_EXIST: Principal: ";
  const std::string names = "expected one of user_name, group_name, service_principal_name";
  const auto c = GENERATE_COPY(values<Case>({
      {principal("etl", "CAN_USE"), missing + "ServicePrincipalName(etl) does not exist"},
      {principal("bob@example.com", "CAN_USE"),
       missing + "ServicePrincipalName(bob@example.com) does not exist"},
      {user("nobody@example.com", "CAN_USE"),
       missing + "UserName(nobody@example.com) does not exist"},
      {user("dan@example.com", "CAN_USE"), missing + "UserName(dan@example.com) does not exist"},
      {group("Analysts", "CAN_USE"), missing + "GroupName(Analysts) does not exist"},
      {user("bob@example.com", "CAN_RUN"),
       std::string(kBad) + "/access_control_list/1/permission_level: 'CAN_RUN' is none of"},
      {{{"user_name", "bob@example.com"}},
       std::string(kBad) + "/access_control_list/1/permission_level: missing"},
      {{{"permission_level", "CAN_USE"}}, std::string(kBad) + "/access_control_list/1: " + names},
      {{{"user_name", "bob@example.com"}, {"group_name", "users"}, {"permission_level", "CAN_USE"}},
       std::string(kBad) + "/access_control_list/1: " + names},
      {{{"user_name", "bob@example.com"}, {"permission_level", "CAN_USE"}, {"level", "x"}},
       std::string(kBad) + "/access_control_list/1/level: unknown member"},
      {group("analysts", "IS_OWNER"),
       std::string(kBad) + "Group 'analysts' cannot be the owner of a SQL warehouse."},
      {group("admins", "CAN_USE"),
       std::string(kBad) + "Cannot change permissions for group 'admins' to CAN_USE."},
      {user("bob@example.com", "IS_OWNER"), std::string(kBad) + "A SQL warehouse has one owner."},
  }));
  DYNAMIC_SECTION(c.entry.dump()) {
    Sim sim(workspace());
    const std::string result =
        outcome(sim.put(kLong, acl({user("ada@example.com", "IS_OWNER"), c.entry})));
    INFO(result);
    CHECK(result.find(c.expected) == 0);
    CHECK(held(sim) == "ada IS_OWNER, bob CAN_USE");
  }
}

TEST_CASE("the status for permissions of somebody unknown can be chosen",
          "[warehouse_permissions]") {
  json file = workspace();
  file["switches"]["unknown_acl_principal_status"] = 400;
  CHECK(outcome(Sim(file).patch(kShort, acl({user("x@example.com", "CAN_USE")}))) ==
        std::string(kBad) + "Principal: UserName(x@example.com) does not exist");
}

TEST_CASE("what becomes of the owner can be chosen", "[warehouse_permissions]") {
  json file = workspace();
  const json bob_owns = acl({user("bob@example.com", "IS_OWNER")});
  CHECK(outcome(Sim(file).patch(kShort, bob_owns)) ==
        std::string(kBad) + "PATCH requests cannot change the owner of warehouse " + kOne + ".");
  file["switches"]["patch_owner"] = "moves";
  CHECK(direct(body_of(Sim(file).patch(kShort, bob_owns))) == "bob IS_OWNER");
  file["switches"]["put_without_owner"] = "refuses";
  CHECK(outcome(Sim(file).put(kShort, acl({}))) ==
        std::string(kBad) + "PUT requests for warehouse " + kOne + " must provide an owner.");
}

TEST_CASE("a warehouse that nobody owns needs an owner", "[warehouse_permissions]") {
  json file = workspace();
  file["warehouses"][kOne]["acl"] = json::object();
  Sim sim(file);
  CHECK(outcome(sim.put(kShort, acl({user("bob@example.com", "CAN_USE")}))) ==
        std::string(kBad) + "PUT requests for warehouse " + kOne +
            " with no existing owner must provide a new owner.");
  CHECK(outcome(sim.put(kShort, acl({user("bob@example.com", "IS_OWNER")}))) == "200");
}

TEST_CASE("who becomes the owner may create clusters", "[warehouse_permissions]") {
  json file = workspace();
  const json cai_owns = acl({user("cai@example.com", "IS_OWNER")});
  CHECK(outcome(Sim(file).put(kShort, cai_owns)) ==
        std::string(kBad) +
            "'cai@example.com' cannot own a SQL warehouse: it lacks the "
            "entitlement allow-cluster-create.");
  file["switches"]["owner_needs_cluster_create"] = false;
  CHECK(outcome(Sim(file).put(kShort, cai_owns)) == "200");
}

TEST_CASE("permissions are for who manages the warehouse", "[warehouse_permissions]") {
  Sim sim(workspace());
  const std::string bob = "bob@example.com";
  const std::string refused =
      "403 PERMISSION_DENIED: 'bob@example.com' may not manage SQL "
      "warehouse " +
      std::string(kOne) + ".";
  CHECK(outcome(sim.get(kShort, bob)) == refused);
  CHECK(outcome(sim.put(kShort, acl({}), bob)) == refused);
  CHECK(outcome(sim.patch(kLong, acl({}), bob)) == refused);
  sim.patch(kShort, acl({user(bob, "CAN_MANAGE")}));
  CHECK(sim.get(kShort, bob).status == 200);
}

TEST_CASE("levels are told, and what is no warehouse", "[warehouse_permissions]") {
  Sim sim(workspace());
  for (const std::string& path : {kShort, kLong}) {
    CHECK(names(body_of(sim.get(path + "/permissionLevels")).at("permission_levels"),
                "permission_level") == "CAN_USE CAN_MANAGE IS_OWNER CAN_MONITOR CAN_VIEW");
  }
  CHECK(sim.get("/api/2.0/permissions/warehouses/ffffffffffffffff").status == 404);
  CHECK(outcome(sim.get("/api/2.0/permissions/warehouses/main")) ==
        std::string(kBad) + "main is not a valid endpoint id.");
  CHECK(outcome(sim.get("/api/2.0/permissions/jobs/1")).find("404 ENDPOINT_NOT_FOUND: ") == 0);
}

TEST_CASE("a permission that lags is not there yet", "[warehouse_permissions]") {
  json file = workspace();
  file["faults"] = json::parse(R"([{"method": "PUT", "path": "*", "do": {"lag": 1}}])");
  Sim sim(file);
  sim.put(kShort, acl({group("users", "CAN_USE")}));
  CHECK(held(sim) == "ada IS_OWNER, bob CAN_USE");
  CHECK(held(sim) == "ada IS_OWNER, users CAN_USE");
}

}  // namespace
}  // namespace dgctl::providers::warehouse_permissions_test
