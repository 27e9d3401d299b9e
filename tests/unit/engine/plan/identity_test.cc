// What its id identifies: service principals and warehouses, the levels on them, and secrets.

#include "engine/plan/draft.h"
#include "tests/support/catch.h"
#include "tests/support/world.h"

namespace dgctl::engine {
namespace {

using tests::DesiredBuilder;
using tests::summary;
using tests::World;

constexpr const char* kSink = "file:.secrets/main.env";

DesiredBuilder guide() {
  return DesiredBuilder()
      .made_principal("main", "segment")
      .warehouse("main", "segment", {{"cluster_size", "Small"}, {"auto_stop_mins", 10}})
      .permission("main", "main", "CAN_USE")
      .catalog("main", "ckpt")
      .grant_to_made("catalog:ckpt", "main", {"USE_CATALOG", "CREATE_SCHEMA"})
      .grant_to_made("catalog:sales", "main", {"USE_CATALOG", "SELECT"});
}

/// A workspace with what the guide reads.
struct Furnished : World {
  Furnished() { workspace.catalog("sales"); }
};

/// One in which a configuration was applied.
struct AppliedWorld : Furnished {
  explicit AppliedWorld(const Desired& desired) { apply(desired); }
};

std::string problems(const Draft& draft) {
  std::string text;
  for (const Diagnostic& problem : draft.problems) text += problem.message + "\n";
  return text;
}

const Fields& the_principal(const World& world) {
  return world.workspace.content.identified.begin()->second;
}

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

TEST_CASE("a sink of another stack is an error before anything is made", "[identity]") {
  Furnished world;
  world.workspace.content.sinks[kSink] = {"sim:workspace.json", "other/prod", "c", "s", ""};
  CHECK(problems(world.plan(guide().build()).draft) ==
        "the sink file:.secrets/main.env holds a secret of other/prod on sim:workspace.json, this "
        "is acme/default on sim:workspace.json; it is never overwritten: name another sink here, "
        "or move that away\n");
}

TEST_CASE("losing the state loses neither the principal nor the secret", "[identity]") {
  const Desired desired = guide().with([](DesiredResource& r) { r.adopt = true; }).build();
  AppliedWorld world(desired);
  world.store = {};
  world.workspace.written.clear();
  const Draft draft = world.plan(desired).draft;
  // A warehouse is taken over by its name only where that is written.
  CHECK(problems(draft).find("sql_warehouse 'segment' exists already") == 0);
  Desired adopting = desired;
  for (DesiredResource& resource : adopting.resources) resource.adopt = true;
  CHECK(summary(world.plan(adopting).draft.plan) ==
        "adopt catalog.main\n"
        "adopt grant.catalog:ckpt/main\n"
        "adopt grant.catalog:sales/main\n"
        "adopt permission.sql_warehouse:main/main\n"
        "adopt service_principal.main\n"
        "adopt service_principal_secret.main\n"
        "adopt sql_warehouse.main\n"
        "adopt workspace_assignment.main\n");
  world.apply(adopting);
  CHECK(world.workspace.written.empty());
  CHECK_FALSE(has_work(world.plan(adopting).draft.plan));
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
            "record service_principal_secret.main\n"
            "create sql_warehouse.main\n");
  world.apply(desired);
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
  const std::string id = std::next(world.workspace.content.identified.begin())->first.id;
  CHECK(text_of(world.state().resources.at({"service_principal_secret", "main"}).fields,
                "http_path") == "/sql/1.0/warehouses/" + id);
}

TEST_CASE("a secret that is no longer asked for is kept while it may be in use", "[identity]") {
  AppliedWorld world(guide().build());
  Desired without = guide().build();
  std::erase_if(without.resources, [](const DesiredResource& resource) {
    return resource.address.kind == "service_principal_secret";
  });
  Plan plan = world.plan(without).draft.plan;
  CHECK(summary(plan).empty());
  REQUIRE(plan.kept.size() == 1);
  CHECK(plan.kept.front().because == "it may be in use; `dgctl destroy` deletes it");
  world.workspace.content.secrets.begin()->second.clear();
  plan = world.plan(without).draft.plan;
  CHECK(summary(plan) == "forget service_principal_secret.main\n");
  CHECK(plan.kept.empty());
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

TEST_CASE("a second secret comes before the first ends, and the first goes as retire says",
          "[identity]") {
  const Desired desired = guide().build();
  AppliedWorld world(desired);
  world.now = "2027-10-23T09:00:00Z";  // 31 days before it ends
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
  world.now = world.workspace.now = "2027-10-25T09:00:00Z";
  CHECK(summary(world.plan(desired).draft.plan) == "create service_principal_secret.main\n");
  world.apply(desired);
  const auto& secrets = world.workspace.content.secrets.begin()->second;
  REQUIRE(secrets.size() == 2);
  const Plan next = world.plan(desired).draft.plan;
  CHECK_FALSE(has_work(next));
  REQUIRE(next.previous_secrets.size() == 1);
  CHECK(next.previous_secrets.front().id == secrets.front().id);

  world.rotation = Rotation{false, true, {}};
  CHECK(summary(world.plan(desired).draft.plan) == "delete service_principal_secret.main\n");
  world.apply(desired);
  world.rotation.reset();
  REQUIRE(secrets.size() == 1);
  CHECK(world.workspace.content.sinks.at(kSink).secret_id == secrets.front().id);
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("rotation adds one whatever its age, and never a third", "[identity]") {
  const Desired desired = guide().build();
  AppliedWorld world(desired);
  world.rotation = Rotation{true, false, {}};
  CHECK(summary(world.plan(desired).draft.plan) == "create service_principal_secret.main\n");
  world.apply(desired);
  CHECK(world.workspace.content.secrets.begin()->second.size() == 2);
  CHECK(problems(world.plan(desired).draft).find("has two secrets that are in use") !=
        std::string::npos);
}

TEST_CASE("another sink gets a secret of its own", "[identity]") {
  AppliedWorld world(guide().build());
  const Desired moved =
      DesiredBuilder().made_principal("main", "segment", {{"sink", "file:elsewhere.json"}}).build();
  CHECK(summary(world.plan(moved).draft.plan).find("create service_principal_secret.main\n") !=
        std::string::npos);
  world.apply(moved);
  const auto& secrets = world.workspace.content.secrets.begin()->second;
  REQUIRE(secrets.size() == 2);
  CHECK(world.workspace.content.sinks.at("file:elsewhere.json").secret_id == secrets.back().id);
  // Back again while two are in use: one has to go first.
  const Desired back = DesiredBuilder().made_principal("main", "segment").build();
  CHECK(world.plan(back).draft.plan.warnings.size() == 1);
  world.rotation = Rotation{false, true, {}};
  world.apply(back);
  world.rotation.reset();
  CHECK(secrets.size() == 1);
  world.apply(back);
  CHECK(secrets.size() == 2);
  CHECK_FALSE(has_work(world.plan(back).draft.plan));
}

TEST_CASE("an old secret goes by itself where retire is a duration", "[identity]") {
  const Desired desired =
      DesiredBuilder().made_principal("main", "segment", {{"retire", "2d"}}).build();
  AppliedWorld world(desired);
  world.rotation = Rotation{true, false, {}};
  world.apply(desired);
  world.rotation.reset();
  world.now = "2026-11-24T09:00:00Z";
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
  world.now = "2026-11-25T09:00:01Z";
  CHECK(summary(world.plan(desired).draft.plan) == "delete service_principal_secret.main\n");
}

TEST_CASE("no secret is made for an administrator or past the limit", "[identity]") {
  const Desired desired = guide().build();
  AppliedWorld world(desired);
  auto& content = world.workspace.content;
  auto& secrets = content.secrets.begin()->second;
  secrets.clear();
  Fields& principal = content.identified.begin()->second;
  SECTION("admins") {
    principal["groups"] = List{"admins"};
    CHECK(problems(world.plan(desired).draft).find("it is an administrator (admins)") !=
          std::string::npos);
  }
  SECTION("account admins") {
    principal["roles"] = List{"account_admin"};
    CHECK(problems(world.plan(desired).draft).find("it is an administrator (account_admin)") !=
          std::string::npos);
  }
  SECTION("oneself") {
    world.workspace.runner = text_of(principal, "application_id");
    CHECK(problems(world.plan(desired).draft).find("it is the identity that dgctl runs as") !=
          std::string::npos);
  }
  SECTION("an identity provider's") {
    principal["external_id"] = "entra-1";
    CHECK(problems(world.plan(desired).draft).find("an identity provider manages it") !=
          std::string::npos);
  }
  SECTION("five") {
    for (int i = 0; i < 5; ++i)
      secrets.push_back({"other-" + std::to_string(i), "h", "2026-01-01T00:00:00Z", ""});
    CHECK(problems(world.plan(desired).draft).find("has 5 secrets already (other-0, other-1") !=
          std::string::npos);
  }
}

TEST_CASE("destroying deletes the secrets and the warehouse and keeps what is protected",
          "[identity]") {
  const Desired desired = guide().build();
  AppliedWorld world(desired);
  CHECK(summary(world.plan(desired, true).draft.plan) ==
        "delete grant.catalog:ckpt/main\n"
        "delete grant.catalog:sales/main\n"
        "delete permission.sql_warehouse:main/main\n"
        "delete service_principal_secret.main\n"
        "delete sql_warehouse.main\n");
  world.apply(desired, true);
  CHECK(world.workspace.content.secrets.begin()->second.empty());
  CHECK(world.workspace.content.identified.size() == 1);
  CHECK_FALSE(has_work(world.plan(desired, true).draft.plan));
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
}  // namespace dgctl::engine
