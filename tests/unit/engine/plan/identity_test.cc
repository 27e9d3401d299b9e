// What its id identifies: service principals and warehouses, and the levels on them.

#include "tests/unit/engine/plan/identity_world.h"

namespace dgctl::engine::identity_test {
namespace {

TEST_CASE("the guide is made from nothing and then nothing is left to do", "[identity]") {
  Furnished world;
  const Desired desired = guide().build();
  CHECK(summary(world.plan(desired).draft.plan) ==
        "create catalog.main\n"
        "create grant.catalog:ckpt/main\n"
        "create grant.catalog:sales/main\n"
        "create permission.sql_warehouse:main/main\n"
        "create service_principal.main\n"
        "create service_principal_secret.main\n"
        "create sql_warehouse.main\n"
        "create workspace_assignment.main\n");
  const RunReport report = world.apply(desired);
  CHECK(report.done == Counts{0, 8, 0, 0, 0});
  const Plan next = world.plan(desired).draft.plan;
  CHECK(summary(next).empty());
  CHECK_FALSE(has_work(next));
  CHECK(text_of(the_principal(world), "display_name") == "segment");
  CHECK(world.workspace.content.sinks.at(kSink).secret_id ==
        world.workspace.content.secrets.begin()->second.front().id);
}

TEST_CASE("the critical path is three requests", "[identity]") {
  Furnished world;
  const Plan plan = world.plan(guide().build()).draft.plan;
  std::vector<int> depth(plan.steps.size(), 0);
  int deepest = 0;
  for (const Step& step : plan.steps) {
    int before = 0;
    for (const StepId id : step.after) before = std::max(before, depth[id]);
    const bool is_request = !std::holds_alternative<StoreSecret>(step.call);
    depth[step.id] = before + (is_request ? 1 : 0);
    deepest = std::max(deepest, depth[step.id]);
  }
  CHECK(deepest == 3);
}

TEST_CASE("a name that somebody else's principal bears is an error before anything is made",
          "[identity]") {
  Furnished world;
  world.workspace.principal("77", "3f0c9a52-0000-4000-8000-0000000000aa", "segment");
  const Draft draft = world.plan(guide().build()).draft;
  CHECK(problems(draft) ==
        "a service principal named 'segment' exists already and is not this stack's: "
        "3f0c9a52-0000-4000-8000-0000000000aa; write application_id to take one over, or another "
        "name\n");
}

TEST_CASE("another key is the same object", "[identity]") {
  AppliedWorld world(guide().build());
  world.workspace.written.clear();
  Fields secret{{"sink", kSink}};
  const Desired renamed =
      DesiredBuilder()
          .made_principal("prod", "segment", secret)
          .warehouse("prod", "segment", {{"cluster_size", "Small"}, {"auto_stop_mins", 10}})
          .permission("prod", "prod", "CAN_USE")
          .catalog("prod", "ckpt")
          .grant_to_made("catalog:ckpt", "prod", {"USE_CATALOG", "CREATE_SCHEMA"})
          .grant_to_made("catalog:sales", "prod", {"USE_CATALOG", "SELECT"})
          .build();
  CHECK_FALSE(has_changes(world.plan(renamed).draft.plan));
  world.apply(renamed);
  CHECK(world.workspace.written.empty());
  CHECK_FALSE(has_work(world.plan(renamed).draft.plan));
}

TEST_CASE("what is changed by hand is blamed on the workspace and repaired", "[identity]") {
  const Desired desired = guide().build();
  AppliedWorld world(desired);
  auto& content = world.workspace.content;
  const ById principal = content.identified.begin()->first;
  const ById warehouse = std::next(content.identified.begin())->first;
  const AclOf acl{"permission", "sql_warehouse:" + warehouse.id};
  const std::string application = text_of(content.identified.at(principal), "application_id");
  const auto hand = GENERATE(range(0, 7));
  std::string expected;
  switch (hand) {
    case 0:
      content.identified.at(principal)["display_name"] = "mine";
      expected = "update service_principal.main\n";
      break;
    case 1:
      content.identified.at(principal)["entitlements"] = List{"workspace-access"};
      expected = "update service_principal.main\n";
      break;
    case 2:
      content.identified.at(warehouse)["cluster_size"] = "Large";
      expected = "update sql_warehouse.main\n";
      break;
    case 3:
      content.acls.at(acl).direct[application] = "CAN_MANAGE";
      expected = "update permission.sql_warehouse:main/main\n";
      break;
    case 4:
      content.acls.at(acl).direct.erase(application);
      expected = "create permission.sql_warehouse:main/main\n";
      break;
    case 5:
      content.secrets.begin()->second.clear();
      expected =
          "create service_principal_secret.main\n"
          "record service_principal_secret.main\n";  // that the old one is gone
      break;
    default:
      content.acls[{"workspace_assignment", kWorkspaceThing}].direct[principal.id] = "ADMIN";
      expected = "update workspace_assignment.main\n";
  }
  CAPTURE(hand);
  const Plan plan = world.plan(desired).draft.plan;
  CHECK(summary(plan) == expected);
  for (const Change& change : plan.changes) {
    if (const auto* update = std::get_if<Update>(&change)) {
      for (const FieldChange& field : update->fields) CHECK(field.mover == Mover::Workspace);
    }
    if (const auto* create = std::get_if<Create>(&change)) CHECK(create->mover == Mover::Workspace);
  }
  world.apply(desired);
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("a principal that somebody deleted is made again with all that it had", "[identity]") {
  const Desired desired = guide().build();
  AppliedWorld world(desired);
  auto& content = world.workspace.content;
  const ById gone = content.identified.begin()->first;
  const std::string application = text_of(content.identified.at(gone), "application_id");
  content.identified.erase(gone);
  content.secrets.erase(gone.id);
  for (auto& [of, acl] : content.acls) {
    acl.direct.erase(gone.id);
    acl.direct.erase(application);
  }
  for (auto& [on, grants] : content.grants) grants.direct.erase(application);
  for (const Change& change : world.plan(desired).draft.plan.changes) {
    const auto* create = std::get_if<Create>(&change);
    if (create != nullptr) CHECK(create->mover == Mover::Workspace);
  }
  world.apply(desired);
  const Plan next = world.plan(desired).draft.plan;
  CHECK(summary(next).empty());
  CHECK(next.kept.empty());
  CHECK_FALSE(has_work(next));
  CHECK(world.state().resources.size() == desired.resources.size());
}

TEST_CASE("a warehouse that somebody deleted is made again and nothing is left to record",
          "[identity]") {
  Desired desired = guide().build();
  for (DesiredResource& resource : desired.resources) {
    if (resource.address.kind != "service_principal_secret") continue;
    const Address warehouse{"sql_warehouse", "main"};
    resource.fields["http_path"] =
        KnownAfter{{std::string("/sql/1.0/warehouses/"), AttributeRef{warehouse, "id"}}};
    resource.needs.push_back(warehouse);
  }
  AppliedWorld world(desired);
  const ById gone = std::next(world.workspace.content.identified.begin())->first;
  world.workspace.content.identified.erase(gone);
  world.workspace.content.acls.erase({"permission", "sql_warehouse:" + gone.id});
  CHECK(summary(world.plan(desired).draft.plan) ==
        "forget permission.sql_warehouse:" + gone.id + "/" +
            text_of(the_principal(world), "application_id") +
            "\n"
            "create permission.sql_warehouse:main/main\n"
            "update service_principal_secret.main\n"
            "create sql_warehouse.main\n");
  world.apply(desired);
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
  const std::string id = std::next(world.workspace.content.identified.begin())->first.id;
  CHECK(text_of(world.state().resources.at({"service_principal_secret", "main"}).fields,
                "http_path") == "/sql/1.0/warehouses/" + id);
}

TEST_CASE("a principal that stays and is asked for no more stays in the workspace", "[identity]") {
  AppliedWorld world(guide().build());
  const Desired nothing = DesiredBuilder().build();
  const Draft draft = world.plan(nothing).draft;
  std::string kept;
  for (const Kept& k : draft.plan.kept) kept += to_string(k.address) + ": " + k.because + "\n";
  CHECK(kept.find("service_principal.main: prevent_destroy\n") != std::string::npos);
  CHECK(kept.find("workspace_assignment.main: service_principal.main stays\n") !=
        std::string::npos);
  world.apply(nothing);
  CHECK(problems(world.plan(nothing).draft).empty());
}

TEST_CASE("a warehouse that is only read has to be there", "[identity]") {
  Furnished world;
  Desired desired = DesiredBuilder().warehouse("main", "segmnt").build();
  desired.resources.front().existing = true;
  CHECK(problems(world.plan(desired).draft) == "sql_warehouse segmnt does not exist\n");
}

TEST_CASE("a warehouse that is not listed is missing or not shown to who runs this", "[identity]") {
  struct Case {
    std::string name, runner, expected;
    std::set<std::string> groups;
  };
  const std::string missing = "sql_warehouse segmnt does not exist";
  const auto c = GENERATE_COPY(values<Case>({
      {"an administrator", "ada@example.com", missing + "; did you mean 'segment'?\n", {"admins"}},
      {"somebody else",
       "ci@example.com",
       missing + ", or may not be seen by ci@example.com; ask for it; did you mean 'segment'?\n",
       {"analysts"}},
  }));
  Desired desired = DesiredBuilder().warehouse("main", "segmnt").build();
  desired.resources.front().existing = true;
  const State state;
  const Live live{{CurrentWorkspace{}, Found{WorkspaceIds{7201983344556677, "m"}}},
                  {Runner{}, Found{Identity{c.runner, "user", {}, c.groups, true, false}}},
                  {ByName{"sql_warehouse", "segmnt"}, Absent{{"segment"}, "ask for it"}}};
  const Draft result = draft({desired, state, live, "2026-11-23T09:00:00Z", false, {}});
  DYNAMIC_SECTION(c.name) {
    CHECK(result.missing.empty());
    CHECK(problems(result) == c.expected);
  }
}

TEST_CASE("two blocks that are one principal are an error that names both", "[identity]") {
  AppliedWorld world(guide().build());
  Desired desired = guide().build();
  DesiredResource twice = *std::find_if(
      desired.resources.begin(), desired.resources.end(), [](const DesiredResource& resource) {
        return resource.address.kind == "service_principal";
      });
  twice.address.key = "twice";
  twice.fields["application_id"] = text_of(the_principal(world), "application_id");
  desired.resources.push_back(twice);
  std::sort(desired.resources.begin(), desired.resources.end(), [](const auto& a, const auto& b) {
    return a.address < b.address;
  });
  CHECK(problems(world.plan(desired).draft)
            .find("service_principal.twice is the same service principal as "
                  "service_principal.main") == 0);
}

TEST_CASE("a level that is ignored stays as it is", "[identity]") {
  AppliedWorld world(guide().build());
  Desired desired = guide().build();
  for (DesiredResource& resource : desired.resources) {
    if (resource.address.kind == "permission") {
      resource.ignore_changes = {{"level", "others decide it", ""}};
    }
  }
  for (auto& [of, acl] : world.workspace.content.acls) {
    if (of.kind != "permission") continue;
    for (auto& [principal, level] : acl.direct) level = "CAN_MANAGE";
  }
  const Draft draft = world.plan(desired).draft;
  for (const Step& step : draft.plan.steps) {
    CHECK_FALSE(std::holds_alternative<WriteAcl>(step.call));
  }
}

TEST_CASE("others' permissions and the owner are left alone", "[identity]") {
  const Desired desired = guide().build();
  AppliedWorld world(desired);
  auto& content = world.workspace.content;
  const ById warehouse = std::next(content.identified.begin())->first;
  Acl& acl = content.acls.at({"permission", "sql_warehouse:" + warehouse.id});
  acl.direct["analysts"] = "CAN_MONITOR";
  acl.owner = "bob@example.com";
  content.identified.at(warehouse)["state"] = "STOPPED";
  content.identified.at(warehouse)["enable_photon"] = true;
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("changing a stopped warehouse says that it may start", "[identity]") {
  AppliedWorld world(guide().build());
  auto& content = world.workspace.content;
  content.identified.at(std::next(content.identified.begin())->first)["state"] = "STOPPED";
  const Desired larger = DesiredBuilder()
                             .made_principal("main", "segment")
                             .warehouse("main", "segment", {{"auto_stop_mins", 20}})
                             .build();
  const Plan plan = world.plan(larger).draft.plan;
  bool told = false;
  for (const Change& change : plan.changes) {
    if (const auto* update = std::get_if<Update>(&change)) {
      told = update->notes == std::vector<std::string>{
                                  "it is stopped, and changing it may start "
                                  "it"};
    }
  }
  CHECK(told);
}

TEST_CASE("destroying without protection leaves nothing", "[identity]") {
  Desired desired = guide().build();
  for (DesiredResource& resource : desired.resources) resource.prevent_destroy = false;
  AppliedWorld world(desired);
  world.apply(desired, true);
  CHECK(world.workspace.content.identified.empty());
  CHECK(world.state().resources.empty());
  for (const auto& [on, grants] : world.workspace.content.grants) CHECK(grants.unnamed == 0);
}

}  // namespace
}  // namespace dgctl::engine::identity_test
