// What the command line chooses besides the configuration: --only, --release, --allow,
// --refresh-only; and the limits of one apply.

#include "engine/plan/draft.h"
#include "tests/unit/engine/plan/identity_world.h"

namespace dgctl::engine::choices_test {
namespace {

Address at(const char* text) { return *parse_address(text); }

std::string refusals(const Plan& plan) {
  std::string text;
  for (const std::string& refusal : plan.refusals) text += refusal + "\n";
  return text;
}

Plan plan_only(World& world, const Desired& desired, const char* address) {
  world.choices.only = {at(address)};
  Plan plan = world.plan(desired).draft.plan;
  world.choices.only.clear();
  return plan;
}

TEST_CASE("only what is named is planned with what it needs and what is attached to it",
          "[choices]") {
  struct Case {
    std::string name, only, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a principal with its secret and its assignment",
       "service_principal.main",
       "create service_principal.main\n"
       "create service_principal_secret.main\n"
       "create workspace_assignment.main\n"},
      {"a warehouse with the permissions on it and whom they need",
       "sql_warehouse.main",
       "create permission.sql_warehouse:main/main\n"
       "create service_principal.main\n"
       "create sql_warehouse.main\n"
       "create workspace_assignment.main\n"},
      {"a catalog with the grants on it and whom they need",
       "catalog.main",
       "create catalog.main\n"
       "create grant.catalog:ckpt/main\n"
       "create service_principal.main\n"
       "create workspace_assignment.main\n"},
      {"a grant with whom and what it needs",
       "grant.catalog:ckpt/main",
       "create catalog.main\n"
       "create grant.catalog:ckpt/main\n"
       "create service_principal.main\n"
       "create workspace_assignment.main\n"},
      {"a grant on what is there",
       "grant.catalog:sales/main",
       "create grant.catalog:sales/main\n"
       "create service_principal.main\n"
       "create workspace_assignment.main\n"},
  }));
  DYNAMIC_SECTION(c.name) {
    Furnished world;
    const Plan plan = plan_only(world, guide().build(), c.only.c_str());
    CHECK(summary(plan) == c.expected);
    CHECK(plan.choices.only == std::vector<Address>{at(c.only.c_str())});
    CHECK_FALSE(plan.records_excess);
  }
}

TEST_CASE("a principal that ends takes along what was given to it", "[choices]") {
  Furnished world;
  world.apply(guide().build());
  world.choices.only = {at("service_principal.main")};
  world.choices.release = {at("service_principal.main")};
  const Plan plan = world.plan(guide().build(), true).draft.plan;
  CHECK(summary(plan) ==
        "delete grant.catalog:ckpt/main\n"
        "delete grant.catalog:sales/main\n"
        "delete permission.sql_warehouse:main/main\n"
        "delete service_principal.main\n"
        "delete service_principal_secret.main\n"
        "delete workspace_assignment.main\n");
}

TEST_CASE("a partial plan can be applied and the rest follows", "[choices]") {
  Furnished world;
  const Desired desired = guide().build();
  world.choices.only = {at("catalog.main")};
  const RunReport report = world.apply(desired);
  for (const auto& [step, result] : report.results) {
    CHECK(std::holds_alternative<Applied>(result));
  }
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
  world.choices.only.clear();
  CHECK(has_changes(world.plan(desired).draft.plan));
  world.apply(desired);
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("what is only referred to is chosen with what is granted on it", "[choices]") {
  Furnished world;
  const auto referred_to = [](DesiredResource& resource) { resource.existing = true; };
  const Desired desired = DesiredBuilder()
                              .catalog("sales", "sales")
                              .with(referred_to)
                              .grant("catalog:sales", "analysts", {"SELECT"})
                              .build();
  CHECK(summary(plan_only(world, desired, "catalog.sales")) ==
        "create grant.catalog:sales/analysts\n");
}

TEST_CASE("what a partial plan takes away or records is known afterwards", "[choices]") {
  World world;
  world.workspace.catalog("sales");
  world.workspace.catalog("crm");
  const auto both = [](Excess excess) {
    return DesiredBuilder()
        .principal_of("analysts", "analysts", excess)
        .grant("catalog:sales", "analysts", {"SELECT"})
        .grant("catalog:crm", "analysts", {"SELECT"})
        .build();
  };
  const auto hold = [&](const char* catalog) {
    world.workspace.content.grants.at({"catalog", catalog}).direct.at("analysts").insert("MODIFY");
  };
  world.apply(both(Excess::Report));
  hold("sales");
  hold("crm");

  SECTION("what is recorded alone is no drift any more, and what was left is") {
    world.choices.only = {at("grant.catalog:sales/analysts")};
    world.choices.refresh_only = true;
    world.apply(both(Excess::Report));
    world.choices = {};
    const Drift drift = world.drift(both(Excess::Report)).drift;
    REQUIRE(drift.drifted.size() == 1);
    CHECK(to_string(drift.drifted.front().address) == "grant.catalog:crm/analysts");
  }
  SECTION("what was revoked and comes again is drift") {
    world.apply(both(Excess::Report));  // both are known now
    world.choices.only = {at("grant.catalog:sales/analysts")};
    world.apply(both(Excess::Revoke));
    world.choices = {};
    REQUIRE_FALSE(world.workspace.content.grants.at({"catalog", "sales"})
                      .direct.at("analysts")
                      .contains("MODIFY"));
    hold("sales");
    const Drift drift = world.drift(both(Excess::Revoke)).drift;
    REQUIRE(drift.drifted.size() == 1);
    CHECK(to_string(drift.drifted.front().address) == "grant.catalog:sales/analysts");
  }
}

TEST_CASE("what is deleted alone takes along what stands in it", "[choices]") {
  World world;
  const Desired first = DesiredBuilder()
                            .catalog("a", "a")
                            .with([](auto& r) { r.prevent_destroy = false; })
                            .schema("s", "a", "s")
                            .with([](auto& r) { r.prevent_destroy = false; })
                            .catalog("b", "b")
                            .with([](auto& r) { r.prevent_destroy = false; })
                            .build();
  world.apply(first);
  const Desired nothing = DesiredBuilder().build();
  CHECK(summary(plan_only(world, nothing, "catalog.a")) == "delete catalog.a\ndelete schema.s\n");
}

TEST_CASE("moves are planned whatever is chosen since they make room for others", "[choices]") {
  World world;
  world.apply(DesiredBuilder().catalog("a", "one").catalog("b", "two").build());
  const Desired swapped = DesiredBuilder().catalog("b", "one").catalog("a", "two").build();
  world.choices.only = {at("catalog.a")};
  world.apply(swapped);
  world.choices.only.clear();
  CHECK_FALSE(has_work(world.plan(swapped).draft.plan));
  CHECK(world.state().resources.size() == 2);
}

TEST_CASE("a plan over a limit is not applyable and says what would allow it", "[choices]") {
  Furnished world;
  world.workspace.grant("catalog:sales", "others", {"SELECT", "USE_CATALOG"});
  const auto small = [](DesiredBuilder builder) {
    Desired desired = builder.build();
    desired.safety = {0, {0, false}, 0};
    return desired;
  };
  const auto full = DesiredBuilder()
                        .warehouse("w", "w")
                        .grant("catalog:sales", "analysts", {"SELECT", "USE_CATALOG"})
                        .object("schema", "x", {{"catalog_name", "sales"}, {"name", "x"}})
                        .with([](auto& r) { r.prevent_destroy = false; });
  world.apply(small(full));

  SECTION("objects that are deleted") {
    const Desired less =
        small(DesiredBuilder().grant("catalog:sales", "analysts", {"SELECT", "USE_CATALOG"}));
    CHECK(refusals(world.plan(less).draft.plan) ==
          "it would delete 2 objects, and safety.max_destroy allows 0; --allow destroy=2 allows "
          "it for one run\n");
    world.choices.allow = {{"destroy", 1}};
    CHECK(refusals(world.plan(less).draft.plan) ==
          "it would delete 2 objects, and --allow destroy=1 allows 1; --allow destroy=2 allows it "
          "for one run\n");
    world.choices.allow = {{"destroy", 2}};
    CHECK(refusals(world.plan(less).draft.plan).empty());
  }
  SECTION("privileges of the stack's own principals") {
    Desired less = small(DesiredBuilder()
                             .warehouse("w", "w")
                             .object("schema", "x", {{"catalog_name", "sales"}, {"name", "x"}})
                             .with([](auto& r) { r.prevent_destroy = false; })
                             .grant("catalog:sales", "analysts", {"USE_CATALOG"}));
    CHECK(refusals(world.plan(less).draft.plan) ==
          "it would take from this stack's principals 1 privilege, and safety.max_revoke.own "
          "allows 0; --allow revoke.own=1 allows it for one run\n");
    less.safety.max_revoke_own = {30, true};  // five are always allowed
    CHECK(refusals(world.plan(less).draft.plan).empty());
  }
  SECTION("privileges of others") {
    Desired exclusive = small(full);
    DesiredBuilder with_catalog = full;
    with_catalog.catalog("sales", "sales").with([](auto& r) {
      r.exclusive = true;
      r.adopt = true;
    });
    exclusive = small(with_catalog);
    CHECK(refusals(world.plan(exclusive).draft.plan) ==
          "it would take from others 2 privileges, and safety.max_revoke.others allows 0; --allow "
          "revoke.others=2 allows it for one run\n");
    world.choices.allow = {{"revoke.others", 2}};
    CHECK(refusals(world.plan(exclusive).draft.plan).empty());
  }
  SECTION("destroying is its own consent") {
    CHECK(refusals(world.plan(small(full), true).draft.plan).empty());
    world.choices.allow = {{"destroy", 0}};  // but who names a limit means it
    CHECK(refusals(world.plan(small(full), true).draft.plan) ==
          "it would delete 2 objects, and --allow destroy=0 allows 0; --allow destroy=2 allows it "
          "for one run\n");
  }
}

TEST_CASE("a released resource is deleted though it is protected", "[choices]") {
  World world;
  const Desired desired = DesiredBuilder().catalog("a", "a").build();
  world.apply(desired);
  CHECK(summary(world.plan(desired, true).draft.plan).empty());
  world.choices.release = {at("catalog.a")};
  const Plan plan = world.plan(desired, true).draft.plan;
  CHECK(summary(plan) == "delete catalog.a\n");
  CHECK(plan.kept.empty());
  world.apply(desired, true);
  CHECK_FALSE(world.workspace.content.objects.contains({"catalog", "a"}));
}

/// Who moved what a plan makes or changes, each field.
std::vector<Mover> movers_of(const Plan& plan) {
  std::vector<Mover> movers;
  for (const Change& change : plan.changes) {
    if (const auto* create = std::get_if<Create>(&change)) movers.push_back(create->mover);
    const auto* update = std::get_if<Update>(&change);
    if (update == nullptr) continue;
    for (const FieldChange& field : update->fields) movers.push_back(field.mover);
  }
  return movers;
}

/// Records what is there.
void refresh_only(World& world, const Desired& desired) {
  world.choices.refresh_only = true;
  world.apply(desired);
  world.choices.refresh_only = false;
}

TEST_CASE("refreshing records what is there and sends nothing", "[choices]") {
  AppliedWorld world(guide().build());
  auto& content = world.workspace.content;
  std::string application;
  for (auto& [key, fields] : content.identified) {
    if (key.kind == "sql_warehouse") fields["auto_stop_mins"] = std::int64_t{99};
    if (key.kind == "service_principal") application = text_of(fields, "application_id");
  }
  content.grants.at({"catalog", "sales"}).direct[application] = {"MODIFY", "SELECT"};
  content.objects.at({"catalog", "ckpt"})["comment"] = "theirs";
  // Principal and warehouse are made side by side: which id is whose is not certain.
  for (auto& [key, acl] : content.acls) {
    if (key.kind == "permission") acl.direct.erase(application);
  }
  REQUIRE_FALSE(world.drift(guide().build()).drift.drifted.empty());
  const std::size_t written = world.workspace.written.size();
  refresh_only(world, guide().build());
  CHECK(world.workspace.written.size() == written);
  CHECK(world.drift(guide().build()).drift.drifted.empty());
  const std::vector<Mover> movers = movers_of(world.plan(guide().build()).draft.plan);
  CHECK_FALSE(movers.empty());
  CHECK(movers == std::vector<Mover>(movers.size(), Mover::Configuration));
}

TEST_CASE("refreshing forgets what is gone with all that was on it", "[choices]") {
  AppliedWorld world(guide().build());
  auto& content = world.workspace.content;
  std::erase_if(content.objects,
                [](const auto& item) { return item.first.full_name.starts_with("ckpt"); });
  content.grants.erase({"catalog", "ckpt"});
  refresh_only(world, guide().build());
  const State state = world.state();
  CHECK_FALSE(state.resources.contains(at("catalog.main")));
  CHECK_FALSE(state.resources.contains(at("grant.catalog:ckpt/main")));
  CHECK(state.resources.contains(at("grant.catalog:sales/main")));
  CHECK(world.drift(guide().build()).drift.drifted.empty());
}

}  // namespace
}  // namespace dgctl::engine::choices_test
