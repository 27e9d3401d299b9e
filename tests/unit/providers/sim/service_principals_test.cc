#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::service_principals_test {
namespace {

const std::string kPrincipals = scim("/ServicePrincipals");
constexpr const char* kSyntax =
    "400 invalidSyntax: Request is unparsable, syntactically incorrect, or violates schema. (";
constexpr const char* kAdminsOnly =
    "403 -: /2.0/preview/scim/v2/ServicePrincipals is only accessible by admins.";
constexpr const char* kAccount = "7a1b2c3d-0000-4000-8000-000000000001";

/// With an account admin, and etl with one entitlement.
json workspace() {
  json file = small_workspace();
  file["workspace"]["account_id"] = kAccount;
  file["users"]["ada@example.com"]["account_admin"] = true;
  file["service_principals"][kEtl]["id"] = "42";
  file["service_principals"][kEtl]["entitlements"] = {"workspace-access"};
  return file;
}

const std::string kOne = kPrincipals + "/42";
std::string account(const std::string& rest) {
  return "/api/2.0/accounts/" + std::string(kAccount) + rest;
}

json operation(const json& fields) {
  return {{"schemas", {"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
          {"Operations", json::array({fields})}};
}

json value(const std::string& word) { return json::array({{{"value", word}}}); }

std::string entitlements(const Sim& sim) {
  return names_of(sim.get(kOne), "entitlements", "value");
}

TEST_CASE("a service principal is made with what it is given", "[service_principals]") {
  Sim sim;
  const Response response = sim.post(kPrincipals,
                                     {{"displayName", "loader"},
                                      {"externalId", "x"},
                                      {"active", false},
                                      {"entitlements", value("databricks-sql-access")}});
  REQUIRE(response.status == 201);
  const json made = body_of(response);
  CHECK(made.at("displayName") == "loader");
  CHECK(made.at("externalId") == "x");
  CHECK(made.at("active") == false);
  CHECK(names(made.at("entitlements"), "value") == "databricks-sql-access");
  CHECK(made.at("applicationId").get<std::string>().size() == 36);
  CHECK(body_of(sim.get(kPrincipals + "/" + made.at("id").get<std::string>())) == made);
}

TEST_CASE("two service principals may have one name", "[service_principals]") {
  Sim sim;
  const json first = body_of(sim.post(kPrincipals, {{"displayName", "etl"}}));
  CHECK(first.at("active") == true);
  const json second = body_of(sim.post(kPrincipals, {{"displayName", "etl"}}));
  CHECK(first.at("id") != second.at("id"));
  CHECK(first.at("applicationId") != second.at("applicationId"));
  CHECK(names_of(sim.get(kPrincipals), "Resources", "displayName") == "etl etl etl");
}

TEST_CASE("what a new service principal cannot be is refused", "[service_principals]") {
  struct Case {
    std::string body, expected;
  };
  const std::string syntax = kSyntax;
  const auto c = GENERATE_COPY(values<Case>({
      {"{}", "400 invalidValue: displayName is missing"},
      {R"({"displayName":"x","applicationId":"3f0c9a52-0000-4000-8000-0000000000ab"})",
       syntax + "/applicationId: Databricks gives it to the service principal)"},
      {R"({"displayName":"x","activ":true})",
       syntax + "/activ: unknown member; did you mean 'active'?)"},
      {R"({"displayName":"x","active":"true"})", syntax + "/active: expected true or false)"},
      {R"({"displayName":"x","schemas":["x"]})", syntax + "/schemas: 'x' is none of "},
      {R"({"displayName":"x","entitlements":["databricks-sql-access"]})",
       syntax + "/entitlements/0: expected an object)"},
      {R"({"displayName":"x","entitlements":[{"value":"sql-access"}]})",
       "400 invalidValue: unknown entitlement 'sql-access'"},
      {R"({"displayName":"x","entitlements":[{"value":"workspace-consume"},)"
       R"({"value":"workspace-access"}]})",
       "400 invalidValue: workspace-consume and workspace-access exclude one another"},
      {"{", syntax + "parse error at line 1"},
  }));
  DYNAMIC_SECTION(c.body) {
    Sim sim;
    const std::string result = outcome(sim.call(Method::Post, kPrincipals, c.body));
    INFO(result);
    CHECK(result.find(c.expected) == 0);
  }
}

TEST_CASE("operations change a service principal", "[service_principals]") {
  struct Case {
    json operation;
    std::string member;
    json expected;
  };
  const json access = json::array({{{"value", "workspace-access"}}});
  const auto c = GENERATE_COPY(values<Case>({
      {{{"op", "replace"}, {"path", "displayName"}, {"value", "x"}}, "displayName", "x"},
      {{{"op", "replace"}, {"path", "active"}, {"value", false}}, "active", false},
      {{{"op", "replace"}, {"path", "active"}, {"value", "false"}}, "active", false},
      {{{"op", "add"}, {"path", "externalId"}, {"value", "e"}}, "externalId", "e"},
      {{{"op", "add"}, {"path", "entitlements"}, {"value", value("workspace-access")}},
       "entitlements",
       access},
      {{{"op", "replace"}, {"path", "entitlements"}, {"value", value("allow-cluster-create")}},
       "entitlements",
       value("allow-cluster-create")},
      {{{"op", "replace"}, {"path", "entitlements"}, {"value", json::array({json::object()})}},
       "entitlements",
       nullptr},
      {{{"op", "remove"}, {"path", "entitlements"}}, "entitlements", nullptr},
      {{{"op", "remove"}, {"path", "entitlements"}, {"value", value("workspace-access")}},
       "entitlements",
       nullptr},
      {{{"op", "remove"}, {"path", R"(entitlements[value eq "workspace-access"])"}},
       "entitlements",
       nullptr},
      {{{"op", "remove"}, {"path", R"(entitlements[value eq "databricks-sql-access"])"}},
       "entitlements",
       access},
  }));
  DYNAMIC_SECTION(c.operation.dump()) {
    Sim sim(workspace());
    const Response response = sim.patch(kOne, operation(c.operation));
    CHECK(outcome(response) == "200");
    CHECK(body_of(response).value(c.member, json()) == c.expected);
    CHECK(body_of(sim.get(kOne)) == body_of(response));
  }
}

TEST_CASE("an operation that says something else is refused", "[service_principals]") {
  struct Case {
    std::string operation, expected;
  };
  const std::string syntax = kSyntax;
  const auto c = GENERATE_COPY(values<Case>({
      {R"({"op":"Replace","path":"active","value":true})", syntax + "/Operations/0/op: 'Replace'"},
      {R"({"path":"active","value":true})", syntax + "/Operations/0/op: missing"},
      {R"({"op":"replace","value":true})", syntax + "/Operations/0/path: missing"},
      {R"({"op":"replace","path":"actve","value":true})",
       syntax + "/Operations/0/path: unknown attribute 'actve'; did you mean 'active'?"},
      {R"({"op":"replace","path":"active"})", syntax + "/Operations/0/value: missing"},
      {R"({"op":"replace","path":"active","value":"yes"})",
       syntax + "/Operations/0/value: expected true or false"},
      {R"({"op":"replace","path":"displayName","value":["x"]})",
       syntax + "/Operations/0/value: expected a string"},
      {R"({"op":"replace","path":"displayName","value":""})", "400 invalidValue: displayName is"},
      {R"({"op":"add","path":"entitlements","value":"workspace-access"})",
       syntax + "/Operations/0/value: expected a list"},
      {R"({"op":"remove","path":"entitlements[value eq \"x\"]","value":[]})",
       syntax + "/Operations/0/value: a filtered remove must not have one"},
      {R"({"op":"add","path":"entitlements[value eq \"x\"]","value":[]})",
       syntax + "/Operations/0/path: only remove takes a filter"},
      {R"({"op":"remove","path":"entitlements[value eq \"x\""})",
       syntax + "/Operations/0/path: a bracket is not closed"},
      {R"({"op":"remove","path":"entitlements[colour eq \"x\"]"})", "400 invalidFilter: filter:"},
      {R"({"op":"remove","path":"displayName"})", "400 mutability: displayName cannot be removed"},
      {R"({"op":"remove","path":"externalId"})",
       "400 invalidPath: No such attribute with the name : externalId in the current resource"},
      {R"({"op":"add","path":"entitlements","value":[{"value":"workspace-consume"}]})",
       "400 invalidValue: workspace-consume and workspace-access exclude one another"},
      {R"({"op":"add","path":"entitlements","vale":[]})", syntax + "/Operations/0/vale: unknown"},
  }));
  DYNAMIC_SECTION(c.operation) {
    Sim sim(workspace());
    const std::string result = outcome(sim.patch(kOne, operation(json::parse(c.operation))));
    INFO(result);
    CHECK(result.find(c.expected) == 0);
  }
}

TEST_CASE("operations of one request are done all or none", "[service_principals]") {
  Sim sim(workspace());
  const json change = json::parse(R"({"Operations": [
      {"op": "replace", "path": "displayName", "value": "x"},
      {"op": "remove", "path": "externalId"}]})");
  CHECK(sim.patch(kOne, change).status == 400);
  CHECK(body_of(sim.get(kOne)).at("displayName") == "etl");
  CHECK(outcome(sim.patch(kOne, {{"operations", json::array()}})).find(kSyntax) == 0);
  CHECK(outcome(sim.patch(kOne, {{"Operations", json::array()}})).find(kSyntax) == 0);
}

TEST_CASE("who has no entitlements has none to remove", "[service_principals]") {
  const auto path = GENERATE("entitlements", R"(entitlements[value eq "workspace-access"])");
  Sim sim(workspace());
  CHECK(sim.patch(kOne, operation({{"op", "remove"}, {"path", "entitlements"}})).status == 200);
  CHECK(outcome(sim.patch(kOne, operation({{"op", "remove"}, {"path", path}}))) ==
        "400 invalidPath: No such attribute with the name : entitlements in the current resource");
}

TEST_CASE("replacing a service principal clears what is left out", "[service_principals]") {
  json file = workspace();
  file["service_principals"][kEtl]["workspace_admin"] = true;
  file["service_principals"][kEtl]["active"] = false;
  file["groups"]["Night Shift"]["members"] = {kEtl};
  file["groups"]["analysts"]["members"] = {kEtl};
  Sim sim(file);
  const json before = body_of(sim.get(kOne + "?attributes=groups"));
  CHECK(names(before.at("groups"), "display") == "users admins Night Shift analysts");

  json body{{"displayName", "x"}, {"id", "42"}, {"groups", before.at("groups")}};
  CHECK(outcome(sim.put(kOne, body)) == "200");
  json after = body_of(sim.get(kOne));
  CHECK(after.at("displayName") == "x");
  CHECK(after.at("active") == true);
  CHECK_FALSE(after.contains("entitlements"));
  CHECK(after.at("groups") == before.at("groups"));

  body.erase("groups");
  CHECK(outcome(sim.put(kOne, body)) == "200");
  after = body_of(sim.get(kOne));
  CHECK(names(after.at("groups"), "display") == "users analysts");
  body["id"] = "43";
  CHECK(outcome(sim.put(kOne, body)) == "400 mutability: id cannot be changed");
  body["applicationId"] = kEtl;
  CHECK(outcome(sim.put(kOne, body)).find(kSyntax) == 0);
}

TEST_CASE("changes may be answered with nothing", "[service_principals]") {
  json file = workspace();
  file["switches"]["scim_write_bodies"] = false;
  Sim sim(file);
  CHECK(sim.put(kOne, {{"displayName", "x"}}).body.empty());
  CHECK(sim.patch(kOne, operation({{"op", "replace"}, {"path", "active"}, {"value", true}}))
            .body.empty());
}

TEST_CASE("a deleted service principal leaves grants without a name", "[service_principals]") {
  json file = workspace();
  file["service_principals"][kEtl]["secrets"]["8f2c"]["sha256"] = std::string(64, '0');
  file["groups"]["analysts"]["members"] = {kEtl};
  file["catalogs"]["hr"]["owner"] = kEtl;
  file["warehouses"]["0a1b2c3d4e5f6071"]["acl"] = {{kEtl, "IS_OWNER"}};
  Sim sim(file);
  sim.grant("schema/sales.crm", kEtl, {"SELECT"});
  const Response gone = sim.remove(kOne);
  CHECK(gone.status == 204);
  CHECK(gone.body.empty());
  CHECK(outcome(sim.remove(kOne)) == "404 -: ServicePrincipal with id 42 not found.");
  const json grants = body_of(sim.get(uc("/permissions/schema/sales.crm")));
  CHECK(grants.at("privilege_assignments") ==
        json::parse(R"([{"principal": "", "principal_id": 42, "privileges": ["SELECT"]}])"));
  CHECK(body_of(sim.get(uc("/catalogs/hr"))).at("owner") == kEtl);
  CHECK(sim.grant("catalog/sales", kEtl, {"SELECT"}).status == 404);

  const std::string text = sim.workspace->snapshot();
  CHECK(SimWorkspace::in_memory(text)->snapshot() == text);
  const json after = json::parse(text);
  CHECK(after.at("deleted_principals") == json::array({kEtl}));
  CHECK_FALSE(after.contains("service_principals"));
  CHECK_FALSE(after.at("groups").at("analysts").contains("members"));
  CHECK_FALSE(after.at("warehouses").at("0a1b2c3d4e5f6071").contains("acl"));
}

TEST_CASE("who deletes itself is not let in any more", "[service_principals]") {
  json file = workspace();
  file["service_principals"][kEtl]["workspace_admin"] = true;
  Sim sim(file);
  sim.workspace = SimWorkspace::in_memory(file.dump(), kEtl);
  CHECK(sim.remove(kOne).status == 204);
  CHECK(sim.get(kOne).status == 403);
}

TEST_CASE("the operator stays", "[service_principals]") {
  json file = workspace();
  file["operator"] = kEtl;
  file["service_principals"][kEtl]["workspace_admin"] = true;
  CHECK(outcome(Sim(file).remove(kOne)) ==
        "403 -: The operator of a simulated workspace cannot be deleted.");
}

TEST_CASE("service principals are for workspace admins to change", "[service_principals]") {
  Sim sim(workspace());
  const std::string cai = "cai@example.com";
  const json body{{"displayName", "x"}};
  CHECK(outcome(sim.post(kPrincipals, body, cai)) == kAdminsOnly);
  CHECK(outcome(sim.patch(kOne, operation({}), cai)) == kAdminsOnly);
  CHECK(outcome(sim.put(kOne, body, cai)) == kAdminsOnly);
  CHECK(outcome(sim.remove(kOne, cai)) == kAdminsOnly);
}

TEST_CASE("a client can tell who is privileged", "[service_principals]") {
  json file = workspace();
  file["service_principals"][kEtl]["workspace_admin"] = true;
  file["service_principals"][kEtl]["account_admin"] = true;
  file["service_principals"][kEtl]["external_id"] = "e";
  Sim sim(file);
  const json one =
      body_of(sim.get(kOne + "?attributes=groups,roles,externalId,entitlements,active"));
  CHECK(one.at("roles") == value("account_admin"));
  CHECK(names(one.at("groups"), "display") == "users admins");
  CHECK(one.at("groups").at(1).at("type") == "direct");
  CHECK(one.at("externalId") == "e");
  CHECK(names(one.at("entitlements"), "value") == "workspace-access");
}

TEST_CASE("the account has everybody, and its service principals are in no workspace",
          "[service_principals]") {
  Sim sim(workspace());
  const std::string path = account("/scim/v2/ServicePrincipals");
  const Response response =
      sim.post(path, {{"displayName", "far"}, {"entitlements", value("databricks-sql-access")}});
  REQUIRE(response.status == 201);
  CHECK(header(response, "X-Databricks-Org-Id").empty());
  CHECK(header(response, "X-Request-Id").size() == 36);
  const json made = body_of(response);
  CHECK(made.at("account_id") == kAccount);
  const std::string id = made.at("id").get<std::string>();
  CHECK(sim.get(kPrincipals + "/" + id).status == 404);
  CHECK(body_of(sim.get(path + "/" + id)) == made);
  CHECK(names_of(sim.get(path), "Resources", "displayName").find("far") != std::string::npos);
  CHECK_FALSE(body_of(sim.get(path + "/42")).contains("entitlements"));
  CHECK_FALSE(body_of(sim.get(path + "/42")).contains("groups"));

  const json add{{"op", "add"}, {"path", "entitlements"}, {"value", value("nonsense")}};
  CHECK(outcome(sim.patch(path + "/42", operation(add))) == "200");
  CHECK(entitlements(sim) == "workspace-access");
  CHECK(outcome(sim.put(path + "/42", {{"displayName", "y"}, {"roles", value("account_admin")}})) ==
        "200");
  CHECK(body_of(sim.get(path + "/42")).at("roles") == value("account_admin"));
  CHECK(entitlements(sim) == "workspace-access");
  CHECK(sim.remove(path + "/" + id).status == 204);
  CHECK(sim.get(path + "/" + id).status == 404);
}

TEST_CASE("the account is for account admins, and by its id", "[service_principals]") {
  json file = workspace();
  file["users"]["bob@example.com"]["workspace_admin"] = true;
  Sim sim(file);
  CHECK(outcome(sim.get(account("/scim/v2/Users"), "bob@example.com")) ==
        "403 -: 'bob@example.com' is no account admin.");
  CHECK(outcome(sim.get("/api/2.0/accounts/1234/scim/v2/Users")) ==
        "404 -: Account '1234' does not exist.");
}

TEST_CASE("workspace admins read the account through the workspace", "[service_principals]") {
  json file = workspace();
  file["users"]["ada@example.com"]["account_admin"] = false;
  file["users"]["dan@example.com"] = {{"assigned", false}};
  file["groups"]["elsewhere"] = {{"assigned", false}, {"members", {"dan@example.com"}}};
  Sim sim(file);
  const auto all = [&](const std::string& kind, const char* member) {
    return names_of(
        sim.get("/api/2.0/account/scim/v2/" + kind + "?sortBy=" + member), "Resources", member);
  };
  CHECK(all("Users", "userName") ==
        "ada@example.com bob@example.com cai@example.com dan@example.com");
  CHECK(all("Groups", "displayName") == "account users analysts elsewhere staff");
  CHECK(all("ServicePrincipals", "applicationId") == kEtl);
  CHECK(outcome(sim.get("/api/2.0/account/scim/v2/Groups", "bob@example.com")) ==
        "403 -: The account can be read by workspace admins only.");
  CHECK(sim.get("/api/2.0/account/scim/v2/Groups/42").status == 404);
}

TEST_CASE("lists of the account do not say who is in a group", "[service_principals]") {
  json file = workspace();
  const bool told = GENERATE(false, true);
  file["switches"]["account_list_members"] = told;
  Sim sim(file);
  const std::string path = account("/scim/v2/Groups");
  const json group =
      body_of(sim.get(path + "?filter=" + percent_encoded("displayName eq 'analysts'")))
          .at("Resources")
          .at(0);
  CHECK(group.contains("members") == told);
  CHECK_FALSE(group.contains("meta"));
  const json one = body_of(sim.get(path + "/" + group.at("id").get<std::string>()));
  CHECK(names(one.at("members"), "display") == "bob@example.com");
}

}  // namespace
}  // namespace dgctl::providers::service_principals_test
