#include "engine/plan/drift.h"

#include <algorithm>

#include "engine/model/duration.h"
#include "engine/model/privileges.h"
#include "engine/plan/draft.h"
#include "engine/state/document.h"
#include "tests/support/property.h"
#include "tests/support/random_world.h"

namespace dgctl::engine::drift_test {
namespace {

using tests::DesiredBuilder;
using tests::FakeWorkspace;
using tests::RandomWorld;
using tests::World;

std::string joined(const Privileges& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

const char* moved(Mover mover) { return mover == Mover::Both ? " both" : ""; }

/// "catalog.main comment"; of words what was lost and gained.
std::string summary(const Drifted& each) {
  std::string text = to_string(each.address);
  for (const FieldDrift& field : each.fields) {
    text += " " + field.field + moved(field.mover);
    if (!field.lost.empty()) text += " -" + joined(field.lost);
    if (!field.gained.empty()) text += " +" + joined(field.gained);
  }
  if (each.fields.empty()) text += moved(each.mover);
  if (!each.note.empty()) text += " (" + each.note + ")";
  return text;
}

/// "changed catalog.main comment", a line each.
std::string summary(const Drift& drift) {
  std::string text;
  for (const Drifted& each : drift.drifted) {
    text += std::string(to_string(each.of)) + " " + summary(each) + "\n";
  }
  for (const Pending& each : drift.pending) {
    text += "pending " + each.action + " " + to_string(each.address);
    for (const FieldChange& field : each.fields) text += " " + field.field;
    text += "\n";
  }
  return text;
}

std::string drift_of(World& world, const Desired& desired) {
  const Draft draft = world.drift(desired);
  std::string text;
  for (const Diagnostic& problem : draft.problems) text += "problem: " + problem.message + "\n";
  return text + summary(draft.drift);
}

/// A principal with its secret, a warehouse, a catalog, and what it may do with them.
DesiredBuilder setup(Fields warehouse = {{"auto_stop_mins", std::int64_t{10}}}) {
  DesiredBuilder builder;
  builder.made_principal("main", "segment")
      .warehouse("main", "segment", std::move(warehouse))
      .permission("main", "main", "CAN_USE")
      .catalog("main", "ckpt", {{"comment", "ours"}})
      .grant_to_made("catalog:ckpt", "main", {"USE_CATALOG"})
      .grant_to_made("catalog:sales", "main", {"SELECT", "USE_CATALOG"})
      .grant_to_made("table:sales.crm.users", "main", {"SELECT"});
  return builder;
}

/// Where that was applied.
struct Applied {
  World world;
  std::string application, principal, warehouse;
  std::size_t written = 0;  ///< calls that took effect

  explicit Applied(const Desired& desired = setup().build()) {
    world.workspace.catalog("sales").schema("sales", "crm").table("sales.crm.users");
    world.apply(desired);
    for (const auto& [key, fields] : world.workspace.content.identified) {
      (key.kind == "sql_warehouse" ? warehouse : principal) = key.id;
      if (key.kind != "sql_warehouse") application = text_of(fields, "application_id");
    }
    written = world.workspace.written.size();
  }
  FakeWorkspace::Content& content() { return world.workspace.content; }
  Fields& object(const char* kind, const std::string& id) {
    return content().identified.at({kind, id});
  }
};

TEST_CASE("nothing drifted right after an apply", "[drift]") {
  Applied applied;
  CHECK(drift_of(applied.world, setup().build()).empty());
  CHECK(applied.world.drift(setup().build()).drift.managed.at("grant") == 3);
}

TEST_CASE("what nobody has applied yet is pending and no drift", "[drift]") {
  World world;
  world.workspace.catalog("sales").schema("sales", "crm").table("sales.crm.users");
  const Draft draft = world.drift(setup().build());
  CHECK(draft.drift.drifted.empty());
  CHECK(draft.drift.pending.size() == 9);

  Applied applied;
  const Desired moved = setup({{"auto_stop_mins", std::int64_t{20}}})
                            .grant_to_made("schema:sales.crm", "main", {"USE_SCHEMA"})
                            .build();
  CHECK(drift_of(applied.world, moved) ==
        "pending create grant.schema:sales.crm/main\n"
        "pending update sql_warehouse.main auto_stop_mins\n");
}

TEST_CASE("a field that may not be seen is no drift and nothing is planned for it", "[drift]") {
  Applied applied;
  const Desired desired = setup().build();
  const State recorded = applied.world.plan(desired).state;
  Fields& principal = applied.object("service_principal", applied.principal);
  principal.insert_or_assign("active", Null{});
  principal.insert_or_assign("entitlements", Null{});
  const Draft draft = applied.world.drift(desired);
  CHECK(summary(draft.drift).empty());
  REQUIRE(draft.drift.hidden.size() == 1);
  CHECK(draft.drift.hidden.front().reason.ends_with("without entitlements"));
  CHECK(draft.drift.hidden.front().affects == std::vector{Address{"service_principal", "main"}});
  applied.world.apply(desired);
  CHECK(applied.world.workspace.written.size() == applied.written);
  CHECK(applied.world.plan(desired).state.resources == recorded.resources);
  // Seen again, it is as it was recorded.
  principal.insert_or_assign("entitlements", List{});
  CHECK(drift_of(applied.world, desired) ==
        "changed service_principal.main entitlements -databricks-sql-access\n");
}

TEST_CASE("whatever somebody changes by hand is drift of just that", "[drift]") {
  struct Case {
    std::string name;
    void (*change)(Applied& applied);
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a field of a catalog",
       [](Applied& a) { a.content().objects.at({"catalog", "ckpt"})["comment"] = "theirs"; },
       "changed catalog.main comment\n"},
      {"a field of a warehouse",
       [](Applied& a) { a.object("sql_warehouse", a.warehouse)["cluster_size"] = "Large"; },
       "changed sql_warehouse.main cluster_size\n"},
      {"the name of a warehouse",
       [](Applied& a) { a.object("sql_warehouse", a.warehouse)["name"] = "theirs"; },
       "changed sql_warehouse.main name\n"},
      {"what is volatile",
       [](Applied& a) { a.object("sql_warehouse", a.warehouse)["state"] = "STOPPED"; },
       ""},
      {"a field that the configuration does not set",
       [](Applied& a) {
         a.object("sql_warehouse", a.warehouse)["max_num_clusters"] = std::int64_t{3};
       },
       ""},
      {"an entitlement that is taken",
       [](Applied& a) { a.object("service_principal", a.principal)["entitlements"] = List{}; },
       "changed service_principal.main entitlements -databricks-sql-access\n"},
      {"an entitlement that is given",
       [](Applied& a) {
         a.object("service_principal", a.principal)["entitlements"] =
             List{"databricks-sql-access", "workspace-access"};
       },
       "changed service_principal.main entitlements +workspace-access\n"},
      {"a privilege that is taken",
       [](Applied& a) { a.world.workspace.grant("catalog:sales", a.application, {"USE_CATALOG"}); },
       "changed grant.catalog:sales/main privileges -SELECT\n"},
      {"a privilege that is given",
       [](Applied& a) {
         a.world.workspace.grant(
             "catalog:sales", a.application, {"MODIFY", "SELECT", "USE_CATALOG"});
       },
       "changed grant.catalog:sales/main privileges +MODIFY\n"},
      {"privileges that are given and taken",
       [](Applied& a) { a.world.workspace.grant("catalog:sales", a.application, {"MODIFY"}); },
       "changed grant.catalog:sales/main privileges -SELECT,USE_CATALOG +MODIFY\n"},
      {"privileges of somebody else",
       [](Applied& a) { a.world.workspace.grant("catalog:sales", "analysts", {"SELECT"}); },
       ""},
      {"privileges on what the file does not name",
       [](Applied& a) { a.world.workspace.grant("schema:sales.crm", a.application, {"SELECT"}); },
       ""},
      {"a grant that is gone",
       [](Applied& a) { a.content().grants.erase({"table", "sales.crm.users"}); },
       "changed grant.table:sales.crm.users/main privileges -SELECT\n"},
      {"a table that was made anew",
       [](Applied& a) {
         a.content().grants.erase({"table", "sales.crm.users"});
         a.content().objects.at({"table", "sales.crm.users"})["created_at"] =
             *epoch_seconds("2027-01-01T00:00:00Z") * 1000;
       },
       "wiped grant.table:sales.crm.users/main privileges -SELECT (it was made anew, and the "
       "grants on it went with it)\n"},
      {"a table that is gone",
       [](Applied& a) {
         a.content().grants.erase({"table", "sales.crm.users"});
         a.content().objects.erase({"table", "sales.crm.users"});
       },
       "vanished grant.table:sales.crm.users/main (with it: 1 grant)\n"},
      {"a level",
       [](Applied& a) {
         a.content().acls.at({"permission", "sql_warehouse:" + a.warehouse}).direct[a.application] =
             "CAN_MANAGE";
       },
       "changed permission.sql_warehouse:main/main level\n"},
      {"a level that is taken",
       [](Applied& a) {
         a.content()
             .acls.at({"permission", "sql_warehouse:" + a.warehouse})
             .direct.erase(a.application);
       },
       "changed permission.sql_warehouse:main/main level\n"},
      {"a catalog that is gone",
       [](Applied& a) {
         std::erase_if(a.content().objects,
                       [](const auto& item) { return item.first.full_name.starts_with("ckpt"); });
         a.content().grants.erase({"catalog", "ckpt"});
       },
       "vanished catalog.main (with it: 1 grant)\n"},
      {"a warehouse that is gone",
       [](Applied& a) {
         a.content().identified.erase({"sql_warehouse", a.warehouse});
         a.content().acls.erase({"permission", "sql_warehouse:" + a.warehouse});
       },
       "vanished sql_warehouse.main (with it: 1 permission)\n"},
      {"a principal that is gone",
       [](Applied& a) {
         a.content().identified.erase({"service_principal", a.principal});
         for (auto& [key, acl] : a.content().acls) {
           acl.direct.erase(a.principal);
           acl.direct.erase(a.application);
         }
         for (auto& [on, grants] : a.content().grants) grants.direct.erase(a.application);
         a.content().secrets.erase(a.principal);
       },
       "vanished service_principal.main (with it: 3 grants, 1 permission, 1 service principal "
       "secret, 1 workspace assignment)\n"},
      {"a secret that is deleted",
       [](Applied& a) { a.content().secrets.at(a.principal).clear(); },
       "vanished service_principal_secret.main ids -secret-3\n"},
      {"a secret that somebody made",
       [](Applied& a) {
         a.content()
             .secrets.at(a.principal)
             .push_back({"theirs", "", "2026-11-24T00:00:00Z", "2027-11-24T00:00:00Z"});
       },
       "changed service_principal_secret.main ids +theirs (somebody made a secret of the same "
       "principal; apply leaves what was added, and records it)\n"},
  }));
  DYNAMIC_SECTION(c.name) {
    Applied applied;
    c.change(applied);
    CHECK(drift_of(applied.world, setup().build()) == c.expected);
    CHECK(applied.world.workspace.written.size() > 0);
    const std::size_t written = applied.world.workspace.written.size();
    applied.world.drift(setup().build());
    CHECK(applied.world.workspace.written.size() == written);
  }
}

TEST_CASE("a grant that went with an object is counted once", "[drift]") {
  DesiredBuilder builder = setup();
  builder.schema("inner", "ckpt", "inner")
      .grant_to_made("schema:ckpt.inner", "main", {"SELECT"})
      .grant_to_made("table:ckpt.inner.deep", "main", {"SELECT"});
  Applied applied;
  applied.world.workspace.schema("ckpt", "inner").table("ckpt.inner.deep");
  applied.world.apply(builder.build());
  FakeWorkspace::Content& content = applied.content();
  std::erase_if(content.objects,
                [](const auto& item) { return item.first.full_name.starts_with("ckpt"); });
  std::erase_if(content.grants,
                [](const auto& item) { return item.first.full_name.starts_with("ckpt"); });
  CHECK(drift_of(applied.world, builder.build()) ==
        "vanished catalog.main (with it: 1 grant)\n"
        "vanished schema.inner (with it: 2 grants)\n");
  content.identified.erase({"service_principal", applied.principal});
  for (auto& [on, grants] : content.grants) grants.direct.erase(applied.application);
  for (auto& [key, acl] : content.acls) acl.direct.erase(applied.application);
  content.secrets.erase(applied.principal);
  CHECK(drift_of(applied.world, builder.build())
            .find("vanished service_principal.main (with it: 2 grants, 1 permission") !=
        std::string::npos);
}

TEST_CASE("both sides that moved are named", "[drift]") {
  Applied applied;
  applied.object("sql_warehouse", applied.warehouse)["auto_stop_mins"] = std::int64_t{30};
  CHECK(drift_of(applied.world, setup({{"auto_stop_mins", std::int64_t{20}}}).build()) ==
        "changed sql_warehouse.main auto_stop_mins both\n"
        "pending update sql_warehouse.main auto_stop_mins\n");
  SECTION("to the same") {
    CHECK(drift_of(applied.world, setup({{"auto_stop_mins", std::int64_t{30}}}).build()) ==
          "changed sql_warehouse.main auto_stop_mins both\n");
  }
}

TEST_CASE("what is gone on both sides is drift and is forgotten", "[drift]") {
  const auto without = [](const char* what) {
    DesiredBuilder builder;
    builder.made_principal("main", "segment");
    if (what != std::string("permission"))
      builder.warehouse("main", "segment").permission("main", "main", "CAN_USE");
    if (what == std::string("permission")) builder.warehouse("main", "segment");
    builder.catalog("main", "ckpt", {{"comment", "ours"}})
        .grant_to_made("catalog:ckpt", "main", {"USE_CATALOG"})
        .grant_to_made("catalog:sales", "main", {"SELECT", "USE_CATALOG"});
    if (what != std::string("grant"))
      builder.grant_to_made("table:sales.crm.users", "main", {"SELECT"});
    return builder.build();
  };
  SECTION("a grant and the table that it was on") {
    Applied applied;
    auto& content = applied.content();
    content.objects.erase({"table", "sales.crm.users"});
    content.grants.erase({"table", "sales.crm.users"});
    CHECK(drift_of(applied.world, without("grant")) ==
          "vanished grant.table:sales.crm.users/main both (what it was on is gone)\n");
    applied.world.apply(without("grant"));
    CHECK(drift_of(applied.world, without("grant")).empty());
  }
  SECTION("a permission that somebody else had taken away") {
    Applied applied;
    for (auto& [key, acl] : applied.content().acls) {
      if (key.kind == "permission") acl.direct.erase(applied.application);
    }
    CHECK(drift_of(applied.world, without("permission")) ==
          "changed permission.sql_warehouse:main/main level both\n");
  }
}

TEST_CASE("what an exception covers is drift only past its end", "[drift]") {
  World world;
  const auto ignoring = [](DesiredResource& resource) {
    resource.ignore_changes = {{"comment", "they are moving it", "2026-12-01"}};
  };
  const Desired desired =
      DesiredBuilder().catalog("main", "ckpt", {{"comment", "ours"}}).with(ignoring).build();
  world.apply(desired);
  world.workspace.content.objects.at({"catalog", "ckpt"}).insert_or_assign("comment", "theirs");
  CHECK(drift_of(world, desired).empty());
  CHECK(world.drift(desired).drift.ignored == std::vector<Ignored>{{{"catalog", "main"},
                                                                    "comment",
                                                                    "they are moving it",
                                                                    "2026-12-01",
                                                                    Value("theirs"),
                                                                    Value("ours")}});
  world.now = "2026-12-01T00:00:00Z";
  CHECK(drift_of(world, desired) ==
        "exception_expired catalog.main comment (it was accepted until 2026-12-01: they are "
        "moving it)\n");
}

TEST_CASE("an ignored difference is kept with what is there and what is asked for", "[drift]") {
  const auto ignoring = [](const char* field) {
    return [field](DesiredResource& resource) { resource.ignore_changes = {{field, "so", ""}}; };
  };
  DesiredBuilder builder;
  builder.made_principal("main", "segment")
      .warehouse("main", "segment", {{"auto_stop_mins", std::int64_t{10}}})
      .with(ignoring("auto_stop_mins"))
      .permission("main", "main", "CAN_USE")
      .with(ignoring("level"))
      .grant_to_made("catalog:sales", "main", {"SELECT", "USE_CATALOG"})
      .with(ignoring("privileges"));
  const Desired desired = builder.build();
  Applied applied(desired);
  applied.object("sql_warehouse", applied.warehouse)
      .insert_or_assign("auto_stop_mins", std::int64_t{5});
  for (auto& [key, acl] : applied.content().acls) {
    if (key.kind == "permission") acl.direct[applied.application] = "CAN_MANAGE";
  }
  CHECK(applied.content().grants.contains({"catalog", "sales"}));  // given, though ignored
  applied.world.workspace.grant("catalog:sales", applied.application, {"MODIFY"});
  std::string text;
  for (const Ignored& each : applied.world.drift(desired).drift.ignored) {
    REQUIRE((each.live && each.desired));
    text += each.field + " " + to_json(*each.live) + " " + to_json(*each.desired) + "\n";
  }
  CHECK(text ==
        "auto_stop_mins 5 10\n"
        "level \"CAN_MANAGE\" \"CAN_USE\"\n"
        "privileges [\"MODIFY\"] [\"SELECT\",\"USE_CATALOG\"]\n");
  CHECK(drift_of(applied.world, desired).empty());
  for (auto& [key, acl] : applied.content().acls) acl.direct.erase(applied.application);
  applied.content().grants.erase({"catalog", "sales"});
  CHECK(drift_of(applied.world, desired).empty());
  CHECK(applied.world.plan(desired).draft.plan.steps.empty());
}

TEST_CASE("what drifted can be accepted where the configuration has a place for it", "[drift]") {
  const auto accepted = [](Applied& applied, const Desired& desired) {
    std::string text;
    for (const Drifted& each : applied.world.drift(desired).drift.drifted) {
      text += to_string(each.address) + (each.can_be_accepted ? " can\n" : " cannot\n");
    }
    return text;
  };
  Applied applied;
  applied.object("sql_warehouse", applied.warehouse)
      .insert_or_assign("auto_stop_mins", std::int64_t{5});
  for (auto& [key, acl] : applied.content().acls) {
    if (key.kind == "permission") acl.direct[applied.application] = "CAN_MANAGE";
  }
  applied.content().secrets.at(applied.principal).clear();
  Desired desired = setup().build();
  CHECK(accepted(applied, desired) ==
        "permission.sql_warehouse:main/main can\n"
        "service_principal_secret.main cannot\n"
        "sql_warehouse.main can\n");
  // What a data graph asks for by itself stands nowhere in the configuration.
  desired.connections.emplace_back();
  desired.connections.back().warehouse = Address{"sql_warehouse", "main"};
  CHECK(accepted(applied, desired) ==
        "permission.sql_warehouse:main/main cannot\n"
        "service_principal_secret.main cannot\n"
        "sql_warehouse.main can\n");
}

TEST_CASE("a secret that ends soon is drift of its own class", "[drift]") {
  Applied applied;
  const Draft before = applied.world.drift(setup().build());
  REQUIRE(before.drift.secrets.size() == 1);
  const std::string expires = before.drift.secrets.front().expires;
  applied.world.now = rfc3339_of(*epoch_seconds(expires) - 29 * 86'400);
  CHECK(drift_of(applied.world, setup().build()) ==
        "secret_expiring service_principal_secret.main (it ends on " + expires.substr(0, 10) +
            ")\n");
  applied.world.now = rfc3339_of(*epoch_seconds(expires) + 1);
  applied.content().secrets.at(applied.principal).clear();
  CHECK(drift_of(applied.world, setup().build()) ==
        "secret_expiring service_principal_secret.main (it ended on " + expires.substr(0, 10) +
            ")\n");
  const std::vector<SecretEnd> ended = applied.world.drift(setup().build()).drift.secrets;
  REQUIRE(ended.size() == 1);
  CHECK(ended.front().expires == expires);
}

TEST_CASE("a condition that holds no more is the workspace's doing", "[drift]") {
  World world;
  world.workspace.catalog("sales").schema("sales", "crm");
  const Desired desired = DesiredBuilder()
                              .grant("schema:sales.crm", "analysts", {"SELECT"})
                              .with([](DesiredResource& resource) {
                                resource.condition = Condition::ExistsAndIsNotOwn;
                              })
                              .build();
  world.apply(desired);
  world.workspace.content.objects.erase({"schema", "sales.crm"});
  CHECK(drift_of(world, desired) ==
        "vanished grant.schema:sales.crm/analysts (what it was on is gone)\n");
}

TEST_CASE("what drifted is recorded of the object that drifted, whatever its key is now",
          "[drift]") {
  World world;
  const auto keyed = [](const char* of_a, const char* of_b) {
    return DesiredBuilder()
        .catalog(of_a, "cat_a", {{"comment", "ours"}})
        .catalog(of_b, "cat_b", {{"comment", "ours"}})
        .build();
  };
  world.apply(keyed("a", "b"));
  world.workspace.content.objects.at({"catalog", "cat_a"}).insert_or_assign("comment", "theirs");
  world.choices.refresh_only = true;
  world.apply(keyed("b", "a"));
  for (const auto& [address, record] : world.state().resources) {
    CHECK(text_of(record.fields, "comment") == (record.id == "cat_a" ? "theirs" : "ours"));
  }
}

TEST_CASE("a principal that the configuration newly names did not drift", "[drift]") {
  World world;
  world.workspace.catalog("sales");
  world.workspace.grant("catalog:sales", "auditors", {"BROWSE", "SELECT"});
  world.apply(DesiredBuilder().grant("catalog:sales", "analysts", {"SELECT"}).build());
  const Desired both = DesiredBuilder()
                           .grant("catalog:sales", "analysts", {"SELECT"})
                           .grant("catalog:sales", "auditors", {"SELECT"})
                           .build();
  CHECK(drift_of(world, both) == "pending adopt grant.catalog:sales/auditors\n");
}

TEST_CASE("a securable that was never there is told and no drift", "[drift]") {
  World world;
  world.workspace.catalog("sales").schema("sales", "crm");
  const Desired desired =
      DesiredBuilder().grant("schema:sales.crn", "analysts", {"SELECT"}).build();
  const Drift drift = world.drift(desired).drift;
  CHECK(summary(drift).empty());
  REQUIRE(drift.warnings.size() == 1);
  CHECK(drift.warnings.front().ends_with(
      "schema 'sales.crn' does not exist and nothing here makes it; did you mean 'sales.crm'?"));
}

TEST_CASE("a warehouse of somebody else's that bears the name of ours is not taken for it",
          "[drift]") {
  Applied applied;
  auto& identified = applied.content().identified;
  Fields fields = applied.object("sql_warehouse", applied.warehouse);
  identified.erase({"sql_warehouse", applied.warehouse});
  identified.emplace(ById{"sql_warehouse", "theirs"}, std::move(fields));
  const Drift drift = applied.world.drift(setup().build()).drift;
  REQUIRE(drift.drifted.size() == 1);
  CHECK(drift.drifted.front().of == DriftClass::Vanished);
  CHECK(drift.drifted.front().remedy == Remedy::Blocked);
  const Draft draft = applied.world.plan(setup().build()).draft;
  REQUIRE(draft.problems.size() == 1);
  CHECK(draft.problems.front().message.starts_with(
      "sql_warehouse 'segment' exists already (id theirs)"));
  Desired adopting = setup().build();
  for (DesiredResource& resource : adopting.resources) {
    if (resource.address.kind == "sql_warehouse") resource.adopt = true;
  }
  applied.world.apply(adopting);
  const Recorded record = applied.world.state().resources.at({"sql_warehouse", "main"});
  CHECK(record.id == "theirs");
  CHECK_FALSE(record.created);
}

TEST_CASE("what somebody added to a grant that is asked for no more is drift", "[drift]") {
  World world;
  world.workspace.catalog("sales").catalog("hr");
  const auto configured = [](bool with_hr) {
    DesiredBuilder builder;
    builder.grant("catalog:sales", "analysts", {"SELECT"});
    if (with_hr) builder.grant("catalog:hr", "analysts", {"BROWSE", "USE_CATALOG"});
    return builder.build();
  };
  world.apply(configured(true));
  world.workspace.grant("catalog:hr", "analysts", {"BROWSE", "MODIFY"});
  CHECK(drift_of(world, configured(false)) ==
        "changed grant.catalog:hr/analysts privileges both -USE_CATALOG +MODIFY (apply leaves what "
        "was added, and records it)\npending delete grant.catalog:hr/analysts\n");
}

TEST_CASE("an exception that ends blames nobody for what was never given", "[drift]") {
  World world;
  world.workspace.catalog("sales");
  const auto configured = [](const Privileges& words) {
    return DesiredBuilder()
        .grant("catalog:sales", "analysts", words)
        .with([](DesiredResource& resource) {
          resource.ignore_changes = {{"privileges", "so", "2026-12-01"}};
        })
        .build();
  };
  world.apply(configured({"SELECT"}));
  world.workspace.grant("catalog:sales", "analysts", {"BROWSE"});
  const Desired more = configured({"MODIFY", "SELECT"});
  world.apply(more);
  world.now = "2026-12-01T00:00:00Z";
  CHECK(drift_of(world, more) ==
        "exception_expired grant.catalog:sales/analysts privileges both -SELECT +BROWSE (it was "
        "accepted until 2026-12-01: so; apply leaves what was added, and records it)\n"
        "pending update grant.catalog:sales/analysts privileges\n");
}

TEST_CASE("what is accepted of what was added is listed as ignored", "[drift]") {
  World world;
  world.workspace.catalog("sales");
  const Desired desired = DesiredBuilder()
                              .grant("catalog:sales", "analysts", {"SELECT"})
                              .with([](DesiredResource& resource) {
                                resource.ignore_changes = {{"privileges", "so", "2026-12-01"}};
                              })
                              .build();
  world.apply(desired);
  CHECK(world.drift(desired).drift.ignored.empty());
  world.workspace.grant("catalog:sales", "analysts", {"MODIFY", "SELECT"});
  const Drift drift = world.drift(desired).drift;
  CHECK(summary(drift).empty());
  CHECK(drift.ignored.size() == 1);
}

TEST_CASE("what is protected, not asked for and hidden is told as hidden", "[drift]") {
  World world;
  const Desired desired =
      DesiredBuilder()
          .catalog("main", "ckpt", {{"comment", "ours"}})
          .with([](DesiredResource& resource) { resource.prevent_destroy = true; })
          .build();
  world.apply(desired);
  const Desired nothing = DesiredBuilder().build();
  world.workspace.content.objects.at({"catalog", "ckpt"}).insert_or_assign("comment", "theirs");
  const Drift seen = world.drift(nothing).drift;
  REQUIRE(seen.drifted.size() == 1);
  CHECK(seen.drifted.front().remedy == Remedy::Left);
  world.workspace.hidden.insert(ByName{"catalog", "ckpt"});
  const Drift hidden = world.drift(nothing).drift;
  CHECK(hidden.drifted.empty());
  CHECK(hidden.hidden.size() == 1);
}

/// Whether every principal is given something: of one that is only named nothing is recorded, and
/// nobody can tell whether what it holds is new.
bool all_are_given_something(const Desired& desired) {
  return std::all_of(
      desired.principals.begin(), desired.principals.end(), [&](const DesiredPrincipal& principal) {
        return std::any_of(
            desired.resources.begin(), desired.resources.end(), [&](const DesiredResource& r) {
              return r.address.kind == "grant" &&
                     entry_of(r.fields).principal == principal.principal;
            });
      });
}

/// Whether more is held beyond the configuration than the state knows; what is held no more is
/// nobody's loss.
bool has_news(const Plan& plan, const State& state) {
  return std::any_of(plan.excess.begin(), plan.excess.end(), [&](const auto& item) {
    const auto known = state.excess.find(item.first);
    return !without(item.second, known == state.excess.end() ? Privileges() : known->second)
                .empty();
  });
}

TEST_CASE("drift is what a plan of the same configuration would repair", "[property]") {
  tests::check_property("drift and plan agree", [](std::uint64_t seed) {
    World world;
    RandomWorld random(seed);
    random.furnish(world.workspace);
    const Desired desired = random.configuration(world.workspace);
    const Draft first = world.plan(desired).draft;
    RC_PRE(first.problems.empty() && first.plan.refusals.empty());
    RC_PRE(all_are_given_something(desired));
    world.apply(desired);
    RC_LOG() << summary(world.drift(desired).drift);
    RC_ASSERT(summary(world.drift(desired).drift).empty());
    const FakeWorkspace::Content before = world.workspace.content;
    if (random.chance(90)) random.meddle(world.workspace);
    const Draft draft = world.drift(desired);
    RC_LOG() << summary(draft.drift);
    RC_ASSERT(draft.drift.pending.empty());
    RC_ASSERT(draft.problems.empty());
    if (world.workspace.content == before) RC_ASSERT(draft.drift.drifted.empty());
    Draft plan = world.plan(desired).draft;
    plan.plan.records_excess = has_news(plan.plan, world.state());
    RC_LOG() << tests::summary(plan.plan);
    const bool repairs =
        !plan.problems.empty() || has_work(plan.plan) || !plan.plan.refusals.empty();
    RC_ASSERT(repairs == !draft.drift.drifted.empty());
  });
}

TEST_CASE("what only the configuration moves is never drift", "[property]") {
  tests::check_property("no drift without the workspace", [](std::uint64_t seed) {
    World world;
    RandomWorld random(seed);
    random.furnish(world.workspace);
    const Desired first = random.configuration(world.workspace);
    const Draft drafted = world.plan(first).draft;
    RC_PRE(drafted.problems.empty() && drafted.plan.refusals.empty());
    world.apply(first);
    const Desired second = random.configuration(world.workspace, random.chance(50) ? "_other" : "");
    const Draft draft = world.drift(second);
    RC_LOG() << summary(draft.drift);
    RC_ASSERT(draft.drift.drifted.empty());
    const bool plans = has_changes(world.plan(second).draft.plan);
    RC_ASSERT(!draft.problems.empty() || plans == !draft.drift.pending.empty());
  });
}

}  // namespace
}  // namespace dgctl::engine::drift_test
