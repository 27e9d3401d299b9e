// Principals of the account: made there, assigned to the workspace, and then what it keeps of them.

#include "engine/plan/draft.h"
#include "engine/state/document.h"
#include "tests/support/catch.h"
#include "tests/support/world.h"

namespace dgctl::engine::account_plane_test {
namespace {

using tests::DesiredBuilder;
using tests::summary;
using tests::World;

constexpr const char* kAccount = "7a1b2c3d-0000-4000-8000-000000000001";

Desired guide() {
  Desired desired = DesiredBuilder()
                        .made_principal("main", "segment")
                        .warehouse("main", "segment", {{"cluster_size", "Small"}})
                        .permission("main", "main", "CAN_USE")
                        .catalog("main", "ckpt")
                        .grant_to_made("catalog:ckpt", "main", {"USE_CATALOG"})
                        .build();
  desired.account = DesiredAccount{desired.workspace.host, kAccount, "", {}};
  return desired;
}

Desired unprotected() {
  Desired desired = guide();
  for (DesiredResource& resource : desired.resources) resource.prevent_destroy = false;
  return desired;
}

struct AccountWorld : World {
  AccountWorld() { workspace.has_account_plane = true; }
};

/// The id of the one principal there is.
std::string principal_id(const World& world) {
  return world.workspace.content.identified.begin()->first.id;
}

const Acl& assignments(World& world) {
  return world.workspace.content.acls[{"workspace_assignment", kWorkspaceThing}];
}

TEST_CASE("a principal of the account is assigned before the workspace hears of it", "[account]") {
  AccountWorld world;
  const Plan plan = world.plan(guide()).draft.plan;
  const auto step = [&](auto fits) {
    const auto it = std::find_if(plan.steps.begin(), plan.steps.end(), fits);
    REQUIRE(it != plan.steps.end());
    return *it;
  };
  const Step creation = step([](const Step& s) {
    const auto* create = std::get_if<CreateObject>(&s.call);
    return create != nullptr && create->kind == "service_principal";
  });
  CHECK_FALSE(std::get<CreateObject>(creation.call).fields.contains("entitlements"));
  const Step assignment = step([](const Step& s) {
    const auto* acl = std::get_if<WriteAcl>(&s.call);
    return acl != nullptr && acl->kind == "workspace_assignment";
  });
  CHECK(assignment.after == std::vector<StepId>{creation.id});
  const auto waits = [&](const Step& s) {
    return std::find(s.after.begin(), s.after.end(), assignment.id) != s.after.end();
  };
  CHECK(waits(step([](const Step& s) {
    const auto* update = std::get_if<UpdateObject>(&s.call);
    return update != nullptr && update->words.contains("entitlements");
  })));
  CHECK(waits(step([](const Step& s) { return std::holds_alternative<ProveSecret>(s.call); })));
  CHECK(waits(step([](const Step& s) {
    const auto* acl = std::get_if<WriteAcl>(&s.call);
    return acl != nullptr && acl->kind == "permission";
  })));
  CHECK_FALSE(
      waits(step([](const Step& s) { return std::holds_alternative<IssueSecret>(s.call); })));
  CHECK_FALSE(
      waits(step([](const Step& s) { return std::holds_alternative<PatchGrants>(s.call); })));
}

TEST_CASE("the guide is made over the account and then nothing is left to do", "[account]") {
  AccountWorld world;
  const RunReport report = world.apply(guide());
  CHECK(report.done == Counts{0, 7, 0, 0, 0});
  CHECK_FALSE(has_work(world.plan(guide()).draft.plan));
  CHECK(assignments(world).direct.at(principal_id(world)) == "USER");
  CHECK(to_json(world.workspace.content.identified.begin()->second.at("entitlements")) ==
        R"(["databricks-sql-access"])");
}

TEST_CASE("who was unassigned by hand is assigned again, and gets what that took", "[account]") {
  AccountWorld world;
  world.apply(guide());
  const std::string id = principal_id(world);
  world.workspace.content.acls[{"workspace_assignment", kWorkspaceThing}].direct.erase(id);
  world.workspace.content.identified.begin()->second["entitlements"] = List{};
  CHECK(summary(world.plan(guide()).draft.plan) ==
        "update service_principal.main\n"
        "create workspace_assignment.main\n");
  world.apply(guide());
  CHECK_FALSE(has_work(world.plan(guide()).draft.plan));
}

TEST_CASE("destroying deletes a principal that no other workspace uses", "[account]") {
  AccountWorld world;
  world.apply(unprotected());
  world.apply(unprotected(), true);
  CHECK(world.workspace.content.identified.empty());
  CHECK(world.state().resources.empty());
}

TEST_CASE("destroying keeps a principal that others use and takes it out of this workspace",
          "[account]") {
  AccountWorld world;
  world.apply(unprotected());
  const std::string id = principal_id(world);
  world.workspace.content.other_workspaces[id] = {"41", "42"};
  const Draft draft = world.plan(unprotected(), true).draft;
  REQUIRE(draft.plan.kept.size() == 1U);
  CHECK(to_string(draft.plan.kept.front().address) == "service_principal.main");
  CHECK(draft.plan.kept.front().because == "other workspaces use it too: 41, 42");
  world.apply(unprotected(), true);
  CHECK(world.workspace.content.identified.contains({"service_principal", id}));
  CHECK_FALSE(assignments(world).direct.contains(id));
  CHECK(world.workspace.content.secrets[id].empty());
}

TEST_CASE("a principal of which nobody tells who uses it is kept", "[account]") {
  AccountWorld world;
  world.apply(unprotected());
  world.workspace.hidden.insert(OtherWorkspacesOf{principal_id(world)});
  const Draft draft = world.plan(unprotected(), true).draft;
  REQUIRE(draft.plan.kept.size() == 1U);
  CHECK(draft.plan.kept.front().because ==
        "whether other workspaces use it cannot be seen: not permitted");
}

TEST_CASE("what the workspace keeps alone is not asked of the account", "[account]") {
  AccountWorld world;
  world.apply(unprotected());
  world.workspace.asked.clear();
  Desired of_workspace = unprotected();
  of_workspace.account.reset();
  world.plan(of_workspace, true);
  for (const Lookup& lookup : world.workspace.asked) {
    CHECK_FALSE(std::holds_alternative<OtherWorkspacesOf>(lookup));
  }
}

}  // namespace
}  // namespace dgctl::engine::account_plane_test
