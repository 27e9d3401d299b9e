// Which origin is asked for what, where the account keeps identities.

#include "providers/databricks/json.h"
#include "tests/unit/providers/databricks/scripted.h"

namespace dgctl::providers::account_plane_test {
namespace {

using engine::ErrorClass;
using engine::Fields;
using engine::List;
using tests::found;
using tests::Script;

constexpr const char* kAccount = "/api/2.0/accounts/acc-1";

/// A provider over both origins, each of which answers as it is told.
struct TwoOrigins {
  TwoOrigins(std::vector<Script::Answer> of_workspace,
             std::vector<Script::Answer> of_account,
             std::int64_t workspace_id = 77)
      : workspace(std::move(of_workspace)),
        account(std::move(of_account)),
        provider(workspace, clock, {1, workspace_id, AccountOrigin{account, "acc-1"}}) {}

  engine::ReadResult read(const engine::Lookup& lookup) {
    const std::vector<engine::Lookup> wanted{lookup};
    return provider.read(wanted, {}).front();
  }
  engine::StepOutcome write(engine::Call call) {
    engine::Step step;
    step.call = std::move(call);
    return provider.write(step, {});
  }

  tests::StillClock clock;
  Script workspace, account;
  DatabricksProvider provider;
};

using Lines = std::vector<std::string>;

TEST_CASE("a principal is read from the account, with what the workspace keeps of it",
          "[account]") {
  TwoOrigins world({{200, R"({"id":"5","entitlements":[{"value":"databricks-sql-access"}],
                              "groups":[{"value":"1","display":"admins"}]})"}},
                   {{200, R"({"id":"5","applicationId":"AB","displayName":"etl","active":true,
                              "roles":[{"value":"account_admin"}]})"}});
  const auto principal = found<engine::Object>(world.read(engine::ById{"service_principal", "5"}));
  CHECK(json_text(principal.fields) ==
        R"({"active":true,"application_id":"ab","display_name":"etl",)"
        R"("entitlements":["databricks-sql-access"],"groups":["admins"],"id":"5",)"
        R"("roles":["account_admin"]})");
  REQUIRE(world.account.asked.size() == 1U);
  CHECK(world.account.asked.front().path.starts_with(std::string(kAccount) +
                                                     "/scim/v2/ServicePrincipals/5?"));
  REQUIRE(world.workspace.asked.size() == 1U);
  CHECK(world.workspace.asked.front().path.starts_with(
      "/api/2.0/preview/scim/v2/ServicePrincipals/5?"));
}

TEST_CASE("who is not assigned has nothing of the workspace", "[account]") {
  TwoOrigins world({{404, R"({"detail":"none","status":"404"})"}},
                   {{200, R"({"id":"5","displayName":"etl"})"}});
  const auto principal = found<engine::Object>(world.read(engine::ById{"service_principal", "5"}));
  CHECK(principal.fields.at("entitlements") == engine::Value(List{}));
}

TEST_CASE("what the workspace leaves out for who is none of its administrators is unseen",
          "[account]") {
  TwoOrigins world({{200, R"({"id":"5","displayName":"etl"})"}},
                   {{200, R"({"id":"5","displayName":"etl","active":true})"}});
  const auto principal = found<engine::Object>(world.read(engine::ById{"service_principal", "5"}));
  CHECK(principal.fields.at("active") == engine::Value(true));
  CHECK(principal.fields.at("entitlements") == engine::Value(engine::Null{}));
}

TEST_CASE("what the workspace may not show is hidden, not empty", "[account]") {
  TwoOrigins world({{403, R"({"error_code":"PERMISSION_DENIED","message":"no"})"}},
                   {{200, R"({"id":"5","displayName":"etl"})"}});
  CHECK(std::holds_alternative<engine::Hidden>(world.read(engine::ById{"service_principal", "5"})));
}

TEST_CASE("a principal is made in the account, without what it would ignore", "[account]") {
  TwoOrigins world({}, {{201, R"({"id":"5","applicationId":"AB","displayName":"etl"})"}});
  CHECK(world.write(engine::CreateObject{"service_principal", {{"display_name", "etl"}}}).id ==
        "5");
  CHECK(
      world.account.lines() ==
      Lines{
          std::string("POST ") + kAccount + "/scim/v2/ServicePrincipals " +
          R"({"displayName":"etl","schemas":["urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal"]})"});
  try {
    world.write(engine::CreateObject{"service_principal",
                                     {{"display_name", "etl"}, {"entitlements", List{"x"}}}});
    FAIL("it was sent");
  } catch (const engine::ProviderError& error) {
    CHECK(error.error_class == ErrorClass::Ours);
  }
}

TEST_CASE("an update is sent to whoever keeps the field", "[account]") {
  engine::UpdateObject update{"service_principal", "5", {{"display_name", "etl"}}, {}};
  update.words["entitlements"].add = {"databricks-sql-access"};
  TwoOrigins world({{200, R"({"id":"5"})"}},
                   {{200, R"({"id":"5","applicationId":"ab","displayName":"etl"})"}});
  const engine::StepOutcome outcome = world.write(update);
  CHECK(engine::text_of(outcome.outputs, "application_id") == "ab");
  CHECK(world.account.lines() ==
        Lines{std::string("PATCH ") + kAccount + "/scim/v2/ServicePrincipals/5 " +
              R"({"Operations":[{"op":"replace","path":"displayName","value":"etl"}],)" +
              R"("schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]})"});
  CHECK(world.workspace.lines() ==
        Lines{std::string("PATCH /api/2.0/preview/scim/v2/ServicePrincipals/5 ") +
              R"({"Operations":[{"op":"add","path":"entitlements",)" +
              R"("value":[{"value":"databricks-sql-access"}]}],)" +
              R"("schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]})"});
}

TEST_CASE("assignments are those to the workspace that is worked on", "[account]") {
  TwoOrigins world({},
                   {{200,
                     R"({"permission_assignments":[{"permissions":["ADMIN"],
                         "principal":{"principal_id":5}}]})"},
                    {200, R"({"permissions":["USER"],"principal":{"principal_id":6}})"},
                    {200, "{}"}});
  const auto acl =
      found<engine::Acl>(world.read(engine::AclOf{"workspace_assignment", "workspace:"}));
  CHECK(acl.direct == std::map<engine::Principal, std::string, std::less<>>{{"5", "ADMIN"}});
  world.write(engine::WriteAcl{"workspace_assignment", "workspace:", {{"6", "USER"}}});
  world.write(engine::WriteAcl{"workspace_assignment", "workspace:", {{"6", ""}}});
  const std::string path = std::string(kAccount) + "/workspaces/77/permissionassignments";
  CHECK(world.account.lines() == Lines{"GET " + path,
                                       "PUT " + path + R"(/principals/6 {"permissions":["USER"]})",
                                       "DELETE " + path + "/principals/6"});
  CHECK(world.workspace.asked.empty());
}

TEST_CASE("which workspace is meant is asked where nobody says it", "[account]") {
  TwoOrigins world(
      {{200, R"({"workspace_id":78,"metastore_id":"5d1f0c1e-0000-4000-8000-000000000002"})"}},
      {{200, "{}"}, {200, "{}"}},
      0);
  world.read(engine::AclOf{"workspace_assignment", "workspace:"});
  world.read(engine::AclOf{"workspace_assignment", "workspace:"});
  CHECK(world.workspace.asked.size() == 1U);
  CHECK(world.account.lines().back() ==
        std::string("GET ") + kAccount + "/workspaces/78/permissionassignments");
}

TEST_CASE("secrets are listed by the account", "[account]") {
  TwoOrigins world({},
                   {{200, R"({"secrets":[{"id":"s1","create_time":"2026-01-05T10:00:00Z"}]})"}});
  const auto secrets = found<std::vector<engine::SecretInfo>>(world.read(engine::SecretsOf{"5"}));
  CHECK(secrets.size() == 1U);
  CHECK(world.account.asked.front().path.starts_with(std::string(kAccount) +
                                                     "/servicePrincipals/5/credentials/secrets"));
}

TEST_CASE("other workspaces that use a principal are told, and what does not tell is hidden",
          "[account]") {
  const Script::Answer workspaces{
      200, R"([{"workspace_id":77},{"workspace_id":41},{"workspace_id":42}])"};
  const Script::Answer uses{
      200,
      R"({"permission_assignments":[{"permissions":["USER"],"principal":{"principal_id":5}}]})"};
  {
    TwoOrigins world({}, {workspaces, {200, "{}"}, uses});
    CHECK(found<engine::Names>(world.read(engine::OtherWorkspacesOf{"5"})) == engine::Names{"42"});
  }
  TwoOrigins refused({},
                     {workspaces, {403, R"({"error_code":"PERMISSION_DENIED","message":"no"})"}});
  CHECK(std::holds_alternative<engine::Hidden>(refused.read(engine::OtherWorkspacesOf{"5"})));
}

TEST_CASE("warehouses and their permissions stay the workspace's", "[account]") {
  TwoOrigins world({{200, R"({"access_control_list":[]})"}, {404, "{}"}}, {}, 0);
  world.read(engine::AclOf{"permission", "sql_warehouse:ab"});
  world.read(engine::ById{"sql_warehouse", "ab"});
  CHECK(world.workspace.asked.size() == 2U);
  CHECK(world.account.asked.empty());
}

}  // namespace
}  // namespace dgctl::providers::account_plane_test
