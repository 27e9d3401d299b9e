// Who is in a group: against the simulated workspace, and what exactly is sent.

#include "engine/model/descriptor.h"
#include "providers/databricks/provider.h"
#include "providers/sim/workspace.h"
#include "tests/unit/providers/databricks/scripted.h"

namespace dgctl::providers::group_membership_test {
namespace {

using engine::Acl;
using engine::AclOf;
using engine::ErrorClass;
using engine::WriteAcl;
using tests::Asked;
using tests::found;
using tests::Scripted;

constexpr const char* kKind = "group_membership";
constexpr const char* kGroups = "/api/2.0/preview/scim/v2/Groups";
constexpr const char* kByName =
    "GET /api/2.0/preview/scim/v2/Groups?filter=displayName%20eq%20%22readers%22&attributes="
    "id%2CdisplayName&startIndex=1&count=100";
const std::string kListed =
    R"({"totalResults":2,"startIndex":1,"itemsPerPage":2,"Resources":[{"id":"8","displayName":"Readers"},{"id":"9","displayName":"readers"}]})";

AclOf members_of(const std::string& group) { return {kKind, "group:" + group}; }

constexpr const char* kWorkspace = R"({
  "operator": "ada@example.com",
  "users": {"ada@example.com": {"workspace_admin": true}, "bob@example.com": {"id": "12"}},
  "service_principals": {"3f0c9a52-0000-4000-8000-0000000000aa": {"id": "11"}},
  "groups": {"readers": {"local": true, "members": ["bob@example.com"]}, "analysts": {},
             "far": {"assigned": false}, "synced": {"local": true, "external_id": "0a1b"},
             "operators": {"local": true, "workspace_admin": true}},
  "switches": {"repeated_members": "refuses"}
})";

struct Scene {
  explicit Scene(const std::string& as = {})
      : workspace(SimWorkspace::in_memory(kWorkspace, as)), provider(*workspace, clock, {1}) {}

  engine::ReadResult read(const engine::Lookup& lookup) {
    const std::vector<engine::Lookup> wanted{lookup};
    return provider.read(wanted, {}).front();
  }
  void write(const std::string& group, const std::string& id, const std::string& level) {
    engine::Step step;
    step.call = WriteAcl{kKind, "group:" + group, {{id, level}}};
    provider.write(step, {});
  }
  std::string refusal_of(const std::string& group,
                         const std::string& id,
                         const std::string& level) {
    try {
      write(group, id, level);
    } catch (const engine::ProviderError& error) {
      return error.what();
    }
    return "it was not refused";
  }

  std::unique_ptr<SimWorkspace> workspace;
  tests::StillClock clock;
  DatabricksProvider provider;
};

TEST_CASE("the members of a group are read by their ids", "[group_membership]") {
  Scene scene;
  CHECK(found<Acl>(scene.read(members_of("readers"))).direct ==
        decltype(Acl::direct){{"12", "MEMBER"}});
  CHECK(scene.workspace->requests().size() == 2);
}

TEST_CASE("why a group cannot be changed from here is told with its members",
          "[group_membership]") {
  Scene scene;
  CHECK(found<Acl>(scene.read(members_of("readers"))).fixed_because.empty());
  const std::string of_account = found<Acl>(scene.read(members_of("analysts"))).fixed_because;
  CHECK(of_account.find("is of the account, and a workspace cannot change") != std::string::npos);
  const std::string synced = found<Acl>(scene.read(members_of("synced"))).fixed_because;
  CHECK(synced.find("an identity provider manages group 'synced' (externalId 0a1b)") == 0);
  CHECK(found<Acl>(scene.read(members_of("operators"))).privileged_because ==
        "group 'operators' is in admins");
}

TEST_CASE("a group that is not there is absent with what may be meant", "[group_membership]") {
  Scene scene;
  const auto misspelt = scene.read(members_of("reader"));
  REQUIRE(std::holds_alternative<engine::Absent>(misspelt));
  CHECK(std::get<engine::Absent>(misspelt).near == std::vector<std::string>{"readers"});
  const auto elsewhere = scene.read(members_of("far"));
  REQUIRE(std::holds_alternative<engine::Absent>(elsewhere));
  CHECK(std::get<engine::Absent>(elsewhere).hint.find("write identity_plane: account") !=
        std::string::npos);
}

TEST_CASE("who joins and leaves again changes nobody else", "[group_membership]") {
  Scene scene;
  scene.write("readers", "11", "MEMBER");
  CHECK(found<Acl>(scene.read(members_of("readers"))).direct.size() == 2);
  scene.write("readers", "11", "MEMBER");  // refused, and so already
  scene.write("readers", "11", "");
  scene.write("readers", "11", "");
  CHECK(found<Acl>(scene.read(members_of("readers"))).direct ==
        decltype(Acl::direct){{"12", "MEMBER"}});
}

TEST_CASE("who may not change a group is told so", "[group_membership]") {
  Scene bob("bob@example.com");
  CHECK(bob.refusal_of("readers", "11", "MEMBER").find("only accessible by admins") !=
        std::string::npos);
  Scene scene;
  CHECK(scene.refusal_of("analysts", "11", "MEMBER").find("managed at the account level") !=
        std::string::npos);
  CHECK(scene.refusal_of("nobodys", "11", "MEMBER").find("there is no group 'nobodys'") !=
        std::string::npos);
}

TEST_CASE("all of a group is one patch that names each who leaves", "[group_membership]") {
  Scripted workspace({{200, kListed}, {200, ""}});
  workspace.write(WriteAcl{
      kKind, "group:readers", {{"11", "MEMBER"}, {"12", ""}, {"13", "MEMBER"}, {"1\"", ""}}});
  CHECK(workspace.asked() ==
        Asked{kByName,
              std::string("PATCH ") + kGroups +
                  R"(/9 {"Operations":[{"op":"remove","path":"members[value eq \"12\"]"},)"
                  R"({"op":"remove","path":"members[value eq \"1\\\"\"]"},)"
                  R"({"op":"add","path":"members","value":[{"value":"11"},{"value":"13"}]}],)"
                  R"("schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]})"});
}

TEST_CASE("what is refused and not so afterwards stays refused", "[group_membership]") {
  Scripted workspace({{200, kListed},
                      {400, R"({"error_code":"INVALID_PARAMETER_VALUE","message":"m"})"},
                      {200, R"({"id":"9","displayName":"readers","members":[{"value":"12"}]})"}});
  const auto refusal = workspace.refusal_of(WriteAcl{kKind, "group:readers", {{"11", "MEMBER"}}});
  CHECK(refusal.error_class == ErrorClass::Invalid);
  CHECK(workspace.asked().size() == 3);
}

TEST_CASE("nobody without an id is put anywhere", "[group_membership]") {
  Scripted nothing({});
  CHECK(nothing.refusal_of(WriteAcl{kKind, "group:readers", {{"", "MEMBER"}}}).error_class ==
        ErrorClass::Ours);
  CHECK(nothing.refusal_of(WriteAcl{kKind, "workspace:", {{"11", "MEMBER"}}}).error_class ==
        ErrorClass::Ours);
  CHECK(nothing.asked().empty());
}

TEST_CASE("an answer about another group is not believed", "[group_membership]") {
  Scripted workspace({{200, kListed}, {200, R"({"id":"8","displayName":"Readers"})"}});
  CHECK_THROWS(workspace.read(members_of("readers")));
}

}  // namespace
}  // namespace dgctl::providers::group_membership_test
