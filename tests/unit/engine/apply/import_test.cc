#include "engine/apply/import.h"

#include "tests/unit/engine/plan/identity_world.h"

namespace dgctl::engine::import_test {
namespace {

Address at(const std::string& text) { return parse_address(text).value(); }

/// An import as the command does it: what nobody has to ask the workspace for, then that.
ImportDraft import(World& world,
                   const Desired& desired,
                   const std::string& address,
                   const std::string& id = {}) {
  const ImportRequest request{at(address), id};
  const State state = world.state();
  ImportDraft draft;
  draft.refusal = why_not_imported(desired, state, request);
  if (!draft.refusal.empty()) return draft;
  return read_import({desired, state, world.now}, request, world.workspace, {}).draft;
}

/// And records it.
ImportDraft imported(World& world,
                     const Desired& desired,
                     const std::string& address,
                     const std::string& id = {}) {
  ImportDraft draft = import(world, desired, address, id);
  INFO(address << ": " << draft.refusal);
  REQUIRE(draft.refusal.empty());
  REQUIRE(draft.problems.empty());
  State state = draft.state;
  tests::pin(state, desired);
  state.lineage = "7cfe63f9-5dc7-4ba2-9ea2-943b8309f5db";
  state.serial = world.store.version.serial + 1;
  world.store.save(state_text(state), world.store.version, 1, {});
  return draft;
}

const Recorded& recorded(const World& world, const std::string& address) {
  static State state;
  state = world.state();
  return state.resources.at(at(address));
}

const ById& the_warehouse(const World& world) {
  return std::next(world.workspace.content.identified.begin())->first;
}

/// A guide that was applied and whose state is lost.
struct LostState : AppliedWorld {
  LostState() : AppliedWorld(guide().build()) {
    store = {};
    workspace.written.clear();
  }
  [[nodiscard]] std::string application() const {
    return text_of(the_principal(*this), "application_id");
  }
  [[nodiscard]] std::string secret() const {
    return workspace.content.secrets.begin()->second.front().id;
  }
};

TEST_CASE("a lost state is put together by imports and the next plan has nothing to do",
          "[import]") {
  LostState world;
  const Desired desired = guide().build();
  imported(world, desired, "service_principal.main", world.application());
  imported(world, desired, "sql_warehouse.main", the_warehouse(world).id);
  imported(world, desired, "catalog.main", "ckpt");
  imported(world, desired, "workspace_assignment.main");
  imported(world, desired, "permission.sql_warehouse:main/main");
  imported(world, desired, "grant.catalog:ckpt/main");
  imported(world, desired, "grant.catalog:sales/main");
  const ImportDraft secret =
      imported(world, desired, "service_principal_secret.main", world.secret());
  CHECK(secret.note.empty());
  CHECK(world.workspace.written.empty());
  const Plan plan = world.plan(desired).draft.plan;
  CHECK(summary(plan).empty());
  CHECK_FALSE(has_work(plan));
  for (const auto& [address, record] : world.state().resources) CHECK_FALSE(record.created);
}

TEST_CASE("each import alone is no surprise to the next plan", "[import]") {
  LostState world;
  const Desired desired = guide().build();
  const auto expect_quiet = [&](const ImportDraft& draft) {
    REQUIRE(draft.next.has_value());
    REQUIRE(draft.next->size() == 1);
    CHECK(std::holds_alternative<NoOp>(draft.next->front()));
  };
  expect_quiet(imported(world, desired, "service_principal.main", world.application()));
  expect_quiet(imported(world, desired, "sql_warehouse.main", "segment"));
  expect_quiet(imported(world, desired, "catalog.main"));
  expect_quiet(imported(world, desired, "permission.sql_warehouse:main/main"));
  expect_quiet(imported(world, desired, "workspace_assignment.main"));
  expect_quiet(imported(world, desired, "grant.catalog:sales/main"));
  expect_quiet(imported(world, desired, "service_principal_secret.main", world.secret()));
}

TEST_CASE("what differs is the configuration's move once it is imported", "[import]") {
  LostState world;
  auto& content = world.workspace.content;
  const Desired desired = guide().build();
  content.identified.at(the_warehouse(world))["cluster_size"] = "Large";
  content.identified.at(the_warehouse(world)).erase("auto_stop_mins");
  content.identified.begin()->second["display_name"] = "old name";
  content.identified.begin()->second["entitlements"] = List{"workspace-access"};
  const std::string application = world.application();
  content.acls.at({"permission", "sql_warehouse:" + the_warehouse(world).id}).direct[application] =
      "CAN_MANAGE";
  content.grants.at({"catalog", "sales"}).direct[application] = {"USE_CATALOG", "MODIFY"};
  imported(world, desired, "service_principal.main", application);
  imported(world, desired, "sql_warehouse.main", the_warehouse(world).id);
  imported(world, desired, "permission.sql_warehouse:main/main");
  imported(world, desired, "grant.catalog:sales/main");
  CHECK(recorded(world, "sql_warehouse.main").fields ==
        Fields{{"cluster_size", "Large"}, {"id", the_warehouse(world).id}, {"name", "segment"}});
  CHECK(text_of(recorded(world, "service_principal.main").fields, "display_name") == "old name");
  CHECK(text_of(recorded(world, "permission.sql_warehouse:main/main").fields, "level") ==
        "CAN_MANAGE");
  const Recorded grant = recorded(world, "grant.catalog:sales/main");
  CHECK(entry_of(grant.fields).words == Privileges{"USE_CATALOG"});
  CHECK(grant.given.empty());

  const Plan plan = world.plan(desired).draft.plan;
  std::size_t fields = 0;
  for (const Change& change : plan.changes) {
    const auto* update = std::get_if<Update>(&change);
    if (update == nullptr) continue;
    for (const FieldChange& field : update->fields) {
      INFO(to_string(update->live.address) << " " << field.field);
      CHECK(field.mover == Mover::Configuration);
      ++fields;
    }
  }
  // display_name, entitlements; cluster_size, auto_stop_mins; level; privileges.
  CHECK(fields == 6);
  world.apply(desired);
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("what is held beyond the configuration is no news after an import", "[import]") {
  LostState world;
  Desired desired = guide().build();
  for (DesiredPrincipal& principal : desired.principals) principal.excess = Excess::Report;
  for (DesiredResource& resource : desired.resources) resource.excess = Excess::Report;
  world.workspace.content.identified.begin()->second["entitlements"] =
      List{"databricks-sql-access", "workspace-access"};
  world.workspace.content.grants.at({"catalog", "sales"})
      .direct[world.application()]
      .insert("MODIFY");
  imported(world, desired, "service_principal.main", world.application());
  imported(world, desired, "grant.catalog:sales/main");
  for (DesiredResource& resource : desired.resources) resource.adopt = true;
  const Plan plan = world.plan(desired).draft.plan;
  REQUIRE(plan.held.size() == 2);
  for (const Held& held : plan.held) {
    CHECK(held.fresh.empty());
    CHECK(held.known.size() == 1);
  }
}

TEST_CASE("a warehouse that may not be adopted by its name is managed once it is imported",
          "[import]") {
  Furnished world;
  world.workspace.warehouse("0a1b", "segment", {{"cluster_size", "Small"}, {"auto_stop_mins", 10}});
  const Desired desired = guide().build();
  CHECK(problems(world.plan(desired).draft).find("sql_warehouse 'segment' exists already") == 0);
  imported(world, desired, "sql_warehouse.main", "segment");
  const Draft draft = world.plan(desired).draft;
  CHECK(problems(draft).empty());
  CHECK(summary(draft.plan).find(" sql_warehouse.main") == std::string::npos);
}

TEST_CASE("a service principal is imported by either of its ids", "[import]") {
  LostState world;
  const Desired desired = guide().build();
  const std::string id = world.workspace.content.identified.begin()->first.id;
  const ImportDraft by_scim = import(world, desired, "service_principal.main", id);
  const ImportDraft by_application =
      import(world, desired, "service_principal.main", world.application());
  REQUIRE(by_scim.refusal.empty());
  CHECK(by_scim.recorded == by_application.recorded);
  CHECK(by_scim.recorded.id == id);
  CHECK(text_of(by_scim.recorded.fields, "application_id") == world.application());
}

TEST_CASE("a secret whose value no sink has is known to rotation and to destroy", "[import]") {
  LostState world;
  const Desired desired = guide().build();
  world.workspace.content.sinks.clear();
  const std::string first = world.secret();
  imported(world, desired, "service_principal.main", world.application());
  CHECK(import(world, desired, "service_principal_secret.main", "other").refusal ==
        "service principal " + world.application() + " has no secret 'other'; it has " + first);
  const ImportDraft draft = imported(world, desired, "service_principal_secret.main", first);
  CHECK(draft.note ==
        "the sink file:.secrets/main.env does not hold it, and nobody is told its value again: "
        "`dgctl rotate main` adds another one and stores that");
  Desired adopting = desired;
  for (DesiredResource& resource : adopting.resources) resource.adopt = true;
  world.apply(adopting);
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
  CHECK(world.secret() == first);
  CHECK_FALSE(recorded(world, "service_principal_secret.main").created);

  world.rotation = Rotation{true, false, std::nullopt};
  world.apply(desired);
  CHECK(world.workspace.content.secrets.begin()->second.size() == 2);
  CHECK(recorded(world, "service_principal_secret.main").created);
  world.rotation = Rotation{false, true, std::nullopt};
  world.apply(desired);
  REQUIRE(world.workspace.content.secrets.begin()->second.size() == 1);
  CHECK(world.secret() != first);
  world.rotation.reset();
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("destroy deletes an imported secret and leaves its adopted principal", "[import]") {
  LostState world;
  const Desired desired = guide().build();
  imported(world, desired, "service_principal.main", world.application());
  imported(world, desired, "service_principal_secret.main", world.secret());
  world.apply(desired, true);
  CHECK(world.workspace.content.secrets.begin()->second.empty());
  CHECK(world.workspace.content.identified.size() == 2);
  CHECK(world.state().resources.empty());
}

TEST_CASE("two secrets of a lost state are recorded one by one and not a third", "[import]") {
  LostState world;
  const Desired desired = guide().build();
  auto& secrets = world.workspace.content.secrets.begin()->second;
  const std::string newest = secrets.front().id;
  secrets.push_back({"older", "hash", "2026-01-01T09:00:00Z", "2027-01-01T09:00:00Z"});
  secrets.push_back({"third", "hash", "2026-02-01T09:00:00Z", "2027-02-01T09:00:00Z"});
  imported(world, desired, "service_principal.main", world.application());
  imported(world, desired, "service_principal_secret.main", newest);
  imported(world, desired, "service_principal_secret.main", "older");
  const Recorded record = recorded(world, "service_principal_secret.main");
  REQUIRE(record.secrets.size() == 2);
  CHECK(record.secrets.front().id == "older");
  CHECK(record.id == newest);
  CHECK(import(world, desired, "service_principal_secret.main", "older").refusal ==
        "secret older is recorded already, at service_principal_secret.main");
  CHECK(import(world, desired, "service_principal_secret.main", "third").refusal ==
        "service_principal_secret.main has two secrets recorded already, which is the most that "
        "there may be");
}

TEST_CASE("an import that cannot be is refused with what is there", "[import]") {
  struct Case {
    std::string address, id, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"sql_warehose.main", "x", "there is no kind 'sql_warehose'; did you mean sql_warehouse?"},
      {"sql_warehouse.mian",
       "x",
       "the configuration has no sql_warehouse.mian; did you mean sql_warehouse.main?"},
      {"schema.web",
       "x",
       "the configuration has no schema.web; write a block that asks for it, and import what is "
       "there into that"},
      {"service_principal.main",
       "",
       "which service principal is meant has to be said: `dgctl import service_principal.main "
       "APPLICATION_ID`"},
      {"service_principal.main",
       "00000000-0000-4000-8000-00000000dead",
       "there is no service principal '00000000-0000-4000-8000-00000000dead'"},
      {"service_principal_secret.main",
       "",
       "which secret is meant has to be said: `dgctl import service_principal_secret.main "
       "SECRET_ID`"},
      {"service_principal_secret.main",
       "s",
       "service_principal_secret.main needs service_principal.main, which is not recorded yet; "
       "import that first"},
      {"permission.sql_warehouse:main/main",
       "",
       "permission.sql_warehouse:main/main needs sql_warehouse.main, which is not recorded yet; "
       "import that first"},
      {"catalog.main", "sales", "the configuration says that catalog.main is ckpt, not sales"},
      {"sql_warehouse.main", "nobody", "there is no sql warehouse 'nobody'"},
      {"sql_warehouse.main", "ffff", "there is no sql warehouse 'ffff'"},
  }));
  LostState world;
  DYNAMIC_SECTION(c.address << " " << c.id) {
    CHECK(import(world, guide().build(), c.address, c.id).refusal == c.expected);
    CHECK(world.workspace.written.empty());
  }
}

TEST_CASE("a name that identifies nothing is answered with the ids that bear it", "[import]") {
  LostState world;
  CHECK(import(world, guide().build(), "service_principal.main", "segment").refusal ==
        "'segment' is a name, which does not tell which service principal is meant; of that name "
        "there is " +
            world.application() + ": give that in its place");
}

TEST_CASE("what is recorded is not imported again under any address", "[import]") {
  AppliedWorld world(guide().build());
  const Desired desired = guide()
                              .warehouse("etl", "etl")
                              .catalog("other", "other")
                              .grant("catalog:sales", "analysts", {"SELECT"})
                              .build();
  const std::string id = the_warehouse(world).id;
  CHECK(import(world, desired, "sql_warehouse.main", id).refusal ==
        "sql_warehouse.main is recorded already, as " + id +
            "; `dgctl state rm sql_warehouse.main` takes that out of the state first");
  CHECK(import(world, desired, "sql_warehouse.etl", id).refusal ==
        "sql warehouse " + id +
            " is recorded already, at sql_warehouse.main; `dgctl state mv sql_warehouse.main "
            "sql_warehouse.etl` gives it this address");
  Desired renamed = guide().build();
  for (DesiredResource& resource : renamed.resources) {
    if (resource.address.kind == "catalog") resource.address.key = "prod";
    if (resource.address == at("grant.catalog:sales/main"))
      resource.address.key = "catalog:sales/x";
  }
  CHECK(import(world, renamed, "catalog.prod").refusal ==
        "catalog ckpt is recorded already, at catalog.main; `dgctl state mv catalog.main "
        "catalog.prod` gives it this address");
  CHECK(import(world, renamed, "grant.catalog:sales/x").refusal ==
        "catalog:sales/" + text_of(the_principal(world), "application_id") +
            " is recorded already, at grant.catalog:sales/main; `dgctl state mv "
            "grant.catalog:sales/main grant.catalog:sales/x` gives it this address");
  CHECK(import(world, desired, "grant.catalog:sales/analysts").refusal ==
        "there is nothing to import: analysts holds nothing directly on catalog:sales");
  CHECK(import(world, desired, "catalog.other").refusal ==
        "there is no catalog 'other'; `dgctl apply` makes it");
}

TEST_CASE("what another block asks for is not imported here", "[import]") {
  Furnished world;
  world.workspace.warehouse("0a1b", "etl", {{"cluster_size", "Small"}});
  const Desired desired = guide().warehouse("etl", "etl").build();
  CHECK(import(world, desired, "sql_warehouse.main", "0a1b").refusal ==
        "sql warehouse 0a1b is what sql_warehouse.etl asks for; import it there");
  imported(world, desired, "sql_warehouse.etl", "0a1b");
}

TEST_CASE("what only is read is never recorded", "[import]") {
  LostState world;
  Desired desired = guide().build();
  for (DesiredResource& resource : desired.resources) {
    resource.existing = resource.address.kind == "catalog";
  }
  CHECK(import(world, desired, "catalog.main").refusal ==
        "catalog.main is only read (existing), and so never recorded; take that word out to "
        "manage it");
}

TEST_CASE("what may not be seen is not imported and not taken for absent", "[import]") {
  LostState world;
  const Desired desired = guide().build();
  const std::string id = the_warehouse(world).id;
  world.workspace.hidden = {ById{"sql_warehouse", id},
                            ByName{"sql_warehouse", "segment"},
                            ByName{"catalog", "ckpt"},
                            GrantsOn{{"catalog", "sales"}}};
  for (const std::string& which : {id, std::string("segment")}) {
    const ImportDraft draft = import(world, desired, "sql_warehouse.main", which);
    CHECK(draft.is_denied);
    CHECK(draft.refusal ==
          "sql_warehouse " + which + " may not be seen: not permitted; it takes MANAGE");
  }
  const ImportDraft catalog = import(world, desired, "catalog.main");
  CHECK(catalog.is_denied);
  CHECK(catalog.refusal == "catalog ckpt may not be seen: not permitted; it takes MANAGE");
  imported(world, desired, "service_principal.main", world.application());
  CHECK(import(world, desired, "grant.catalog:sales/main").is_denied);
}

TEST_CASE("a state of another workspace takes nothing of this one", "[import]") {
  AppliedWorld world(guide().build());
  Desired desired = guide().warehouse("etl", "etl").build();
  world.workspace.warehouse("0a1b", "etl", {{"cluster_size", "Small"}});
  desired.workspace.workspace_id = 1;
  CHECK(import(world, desired, "sql_warehouse.etl", "0a1b").wrong_workspace ==
        "sim:workspace.json answers as workspace_id 7201983344556677; the configuration is pinned "
        "to 1");
}

TEST_CASE("an import asks for no more than it needs to know", "[import]") {
  LostState world;
  const Desired desired = guide().build();
  imported(world, desired, "service_principal.main", world.application());
  world.workspace.asked.clear();
  imported(world, desired, "sql_warehouse.main", the_warehouse(world).id);
  CHECK(world.workspace.asked.size() == 2);  // which workspace it is, and the warehouse
  world.workspace.asked.clear();
  imported(world, desired, "grant.catalog:sales/main");
  CHECK(world.workspace.asked.size() == 3);  // the same, the principal, the grants
}

}  // namespace
}  // namespace dgctl::engine::import_test
