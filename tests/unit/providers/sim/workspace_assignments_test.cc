#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::workspace_assignments_test {
namespace {

constexpr const char* kAccount = "7a1b2c3d-0000-4000-8000-000000000001";
const std::string kHere = "/api/2.0/preview/permissionassignments";
const std::string kWorkspaces = "/api/2.0/accounts/" + std::string(kAccount) + "/workspaces";
const std::string kThere = kWorkspaces + "/7201983344556677/permissionassignments";

/// ada administrates everything; etl, a group and cai have short ids, and etl is not assigned.
json workspace() {
  json file = small_workspace();
  file["workspace"]["account_id"] = kAccount;
  file["users"]["ada@example.com"]["account_admin"] = true;
  file["users"]["ada@example.com"]["display_name"] = "Ada";
  file["users"]["cai@example.com"]["id"] = "44";
  file["groups"]["analysts"]["id"] = "45";
  file["groups"]["Night Shift"]["id"] = "46";
  file["service_principals"][kEtl]["id"] = "42";
  file["service_principals"][kEtl]["assigned"] = false;
  return file;
}

json permissions(const json& words) { return {{"permissions", words}}; }

/// "USER", "ADMIN" or "": of one principal, as the list has it.
std::string level(const Sim& sim, std::int64_t id) {
  const json items = body_of(sim.get(kHere)).at("permission_assignments");
  for (const json& item : items) {
    if (item.at("principal").at("principal_id") == id) return item.at("permissions").at(0);
  }
  return "";
}

TEST_CASE("who is assigned is listed, on both planes alike", "[workspace_assignments]") {
  Sim sim(workspace());
  const json list = body_of(sim.get(kHere));
  CHECK(body_of(sim.get(kThere)) == list);
  std::string all;
  for (const json& item : list.at("permission_assignments")) {
    const json& of = item.at("principal");
    all += of.value("user_name", "") + of.value("group_name", "") +
           of.value("service_principal_name", "") + " " +
           item.at("permissions").at(0).get<std::string>() + ", ";
  }
  CHECK(all ==
        "ada@example.com ADMIN, bob@example.com USER, cai@example.com USER, analysts USER, staff "
        "USER, ");
  CHECK(list.at("permission_assignments").at(0).at("principal").at("display_name") == "Ada");
}

TEST_CASE("a list of permissions makes an assignment or ends it", "[workspace_assignments]") {
  struct Case {
    std::string permissions, expected;
  };
  const auto c = GENERATE(values<Case>({
      {R"(["USER"])", "USER"},
      {R"(["ADMIN"])", "ADMIN"},
      {R"(["USER","ADMIN"])", "ADMIN"},
      {R"(["ADMIN","nonsense"])", "ADMIN"},
      {R"(["user"])", ""},
      {R"(["UNKNOWN"])", ""},
      {R"([])", ""},
  }));
  const std::string base = GENERATE_COPY(kHere, kThere);
  DYNAMIC_SECTION(c.permissions << " " << base) {
    Sim sim(workspace());
    sim.put(base + "/principals/44", permissions({"ADMIN"}));
    const Response response =
        sim.put(base + "/principals/44", permissions(json::parse(c.permissions)));
    CHECK(outcome(response) == "200");
    CHECK(body_of(response).at("principal").at("user_name") == "cai@example.com");
    CHECK(level(sim, 44) == c.expected);
    CHECK((sim.get(uc("/catalogs"), "cai@example.com").status == 200) == !c.expected.empty());
    const json user = body_of(sim.get("/api/2.0/account/scim/v2/Users?filter=id%20eq%2044"));
    CHECK(user.at("totalResults") == 1);
  }
}

TEST_CASE("an assignment puts into users and into admins", "[workspace_assignments]") {
  Sim sim(workspace());
  const auto groups = [&] {
    return names(body_of(sim.get(scim("/ServicePrincipals/42"))).at("groups"), "display");
  };
  CHECK(sim.get(scim("/ServicePrincipals/42")).status == 404);
  sim.put(kHere + "/principals/42", permissions({"USER"}));
  CHECK(groups() == "users");
  sim.put(kHere + "/principals/42", permissions({"ADMIN"}));
  CHECK(groups() == "users admins");
}

TEST_CASE("a failure may come with 200", "[workspace_assignments]") {
  struct Case {
    std::string id, expected;
    json words;
  };
  const auto c = GENERATE(values<Case>({
      {"5", "Principal 5 does not exist.", {"USER"}},
      {"46", "Group 'Night Shift' cannot be assigned to a workspace.", {"USER"}},
      {"45", "The simulated workspace has no groups that administrate it.", {"ADMIN"}},
  }));
  DYNAMIC_SECTION(c.id) {
    Sim sim(workspace());
    const Response response = sim.put(kThere + "/principals/" + c.id, permissions(c.words));
    CHECK(response.status == 200);
    CHECK(body_of(response).at("error") == c.expected);
  }
}

TEST_CASE("an assignment ends once", "[workspace_assignments]") {
  const std::string base = GENERATE_COPY(kHere, kThere);
  Sim sim(workspace());
  const Response gone = sim.remove(base + "/principals/45");
  CHECK(gone.status == 200);
  CHECK(gone.body == "{}");
  CHECK(level(sim, 45).empty());
  CHECK(outcome(sim.remove(base + "/principals/45")) ==
        "404 RESOURCE_DOES_NOT_EXIST: Principal 45 not in workspace 7201983344556677");
}

TEST_CASE("assignments by name are those of users only", "[workspace_assignments]") {
  Sim sim(workspace());
  const auto assign = [&](const json& item) {
    return sim.post(kHere, {{"permission_assignments", json::array({item})}});
  };
  const Response response =
      assign({{"service_principal_name", kEtl}, {"permissions", json::array({"USER"})}});
  CHECK(outcome(response) == "200");
  const json item = body_of(response).at("permission_assignments").at(0);
  CHECK(item.at("principal").at("principal_id") == 42);
  CHECK(level(sim, 42) == "USER");
  CHECK(outcome(assign({{"user_name", "cai@example.com"}, {"permissions", {"ADMIN"}}})) ==
        "400 INVALID_PARAMETER_VALUE: Invalid permission: ADMIN is invalid or not supported for "
        "this workspace.");
  for (const char* wrong : {"etl", "cai@example.com", "analysts"}) {
    const Response failed = assign({{"service_principal_name", wrong}, {"permissions", {"USER"}}});
    CHECK(body_of(failed).at("permission_assignments").at(0).at("error") ==
          "Principal '" + std::string(wrong) + "' does not exist.");
  }
  const std::string expected =
      "400 INVALID_PARAMETER_VALUE: /permission_assignments/0: expected one of "
      "service_principal_name, user_name, group_name";
  CHECK(outcome(assign({{"permissions", {"USER"}}})) == expected);
  CHECK(outcome(assign({{"user_name", "x"}, {"group_name", "y"}, {"permissions", {"USER"}}})) ==
        expected);
}

TEST_CASE("assignments are for admins, of this workspace", "[workspace_assignments]") {
  Sim sim(workspace());
  CHECK(outcome(sim.get(kHere, "bob@example.com")) ==
        "403 PERMISSION_DENIED: 'bob@example.com' is no workspace admin and may not assign "
        "principals.");
  CHECK(outcome(sim.get(kThere, "bob@example.com")) ==
        "403 PERMISSION_DENIED: 'bob@example.com' is no account admin.");
  CHECK(outcome(sim.get(kWorkspaces + "/5/permissionassignments")) ==
        "404 RESOURCE_DOES_NOT_EXIST: Workspace 5 does not exist.");
  CHECK(outcome(sim.put(kHere + "/principals/" + kEtl, permissions({"USER"})))
            .find("400 INVALID_PARAMETER_VALUE: '") == 0);
  CHECK(outcome(sim.put(kHere + "/principals/42", {{"permission", {"USER"}}})) ==
        "400 INVALID_PARAMETER_VALUE: /permission: unknown member; did you mean 'permissions'?");
}

TEST_CASE("the account lists its workspaces and what they can be assigned",
          "[workspace_assignments]") {
  Sim sim(workspace());
  const json list = body_of(sim.get(kWorkspaces));
  REQUIRE(list.is_array());
  CHECK(list.at(0).at("workspace_id") == 7201983344556677);
  CHECK(list.at(0).at("deployment_name") == "sim");
  CHECK(body_of(sim.get(kWorkspaces + "/7201983344556677")) == list.at(0));
  CHECK(sim.get(kWorkspaces + "/5").status == 404);
  CHECK(names(body_of(sim.get(kThere + "/permissions")).at("permissions"), "permission_level") ==
        "USER ADMIN");
}

}  // namespace
}  // namespace dgctl::providers::workspace_assignments_test
