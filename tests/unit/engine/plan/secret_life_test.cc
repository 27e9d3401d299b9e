// The lives of client secrets: made, renewed, retired, refused.

#include "tests/unit/engine/plan/identity_world.h"

namespace dgctl::engine::secret_life_test {
namespace {

TEST_CASE("a sink of another stack is an error before anything is made", "[identity]") {
  Furnished world;
  world.workspace.content.sinks[kSink] = {"sim:workspace.json", "other/prod", "c", "s", "", {}};
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

TEST_CASE("a rotation needs what is stored beside the secret", "[identity]") {
  AppliedWorld world(guide().build());
  Desired desired = guide().warehouse("later", "later").build();
  for (DesiredResource& resource : desired.resources) {
    if (resource.address.kind != "service_principal_secret") continue;
    resource.fields["http_path"] = KnownAfter{{AttributeRef{{"sql_warehouse", "later"}, "id"}}};
    resource.needs.emplace_back("sql_warehouse", "later");
  }
  world.rotation = Rotation{true, false, std::nullopt};
  CHECK(problems(world.plan(desired).draft) ==
        "sql_warehouse.later, which is stored beside the secret as http_path, is not there; `dgctl "
        "apply` makes it\n");
}

TEST_CASE("the secret that a sink holds is not retired", "[identity]") {
  AppliedWorld world(guide().build());
  const SinkLabel first = world.workspace.content.sinks.at(kSink);
  world.rotation = Rotation{true, false, std::nullopt};
  world.apply(guide().build());
  world.workspace.content.sinks.at(kSink) = first;
  world.rotation = Rotation{false, true, std::nullopt};
  CHECK(problems(world.plan(guide().build()).draft).find("nothing is retired: the sink") == 0);
  world.rotation.reset();
  const Draft draft = world.plan(guide().build()).draft;
  REQUIRE(draft.plan.warnings.size() == 1U);
  CHECK(draft.plan.warnings.front().find(first.secret_id + ", not the newest") !=
        std::string::npos);
}

TEST_CASE("no secret is made for who may not log in", "[identity]") {
  Furnished world;
  Desired desired = guide().build();
  for (DesiredResource& resource : desired.resources) {
    if (resource.address.kind == "service_principal") resource.fields["active"] = false;
  }
  CHECK(problems(world.plan(desired).draft).find("it is not active") != std::string::npos);
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

}  // namespace
}  // namespace dgctl::engine::secret_life_test
