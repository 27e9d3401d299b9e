#include "engine/plan/draft.h"

#include "tests/support/catch.h"
#include "tests/support/world.h"

namespace dgctl::engine::draft_test {
namespace {

using tests::DesiredBuilder;
using tests::summary;
using tests::World;

constexpr const char* kPrincipal = "3f0c9a52-0000-4000-8000-0000000000aa";

DesiredBuilder guide() {
  return DesiredBuilder()
      .catalog("main", "ckpt")
      .grant("catalog:ckpt", kPrincipal, {"USE_CATALOG", "CREATE_SCHEMA", "SELECT"}, "main")
      .grant("catalog:sales", kPrincipal, {"USE_CATALOG", "USE_SCHEMA", "SELECT"}, "main");
}

TEST_CASE("what is not there is created and what is there is left alone", "[draft]") {
  World world;
  world.workspace.catalog("sales");
  const Desired desired = guide().build();
  CHECK(summary(world.plan(desired).draft.plan) ==
        "create catalog.main\n"
        "create grant.catalog:ckpt/main\n"
        "create grant.catalog:sales/main\n");
  const RunReport report = world.apply(desired);
  CHECK(report.done == Counts{0, 3, 0, 0, 0});
  CHECK(summary(world.plan(desired).draft.plan).empty());
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
  CHECK(world.workspace.held("catalog:ckpt", kPrincipal) ==
        Privileges{"CREATE_SCHEMA", "SELECT", "USE_CATALOG"});
}

TEST_CASE("what exists already is adopted without a request", "[draft]") {
  World world;
  world.workspace.catalog("sales").catalog("ckpt");
  world.workspace.grant("catalog:ckpt", kPrincipal, {"USE_CATALOG", "CREATE_SCHEMA", "SELECT"});
  world.workspace.grant("catalog:sales", kPrincipal, {"USE_CATALOG"});
  const Desired desired = guide().build();
  CHECK(summary(world.plan(desired).draft.plan) ==
        "adopt catalog.main\n"
        "adopt grant.catalog:ckpt/main\n"
        "adopt grant.catalog:sales/main\n");
  world.apply(desired);
  CHECK(world.workspace.written.size() == 1);
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("losing the state loses no access", "[draft]") {
  World world;
  world.workspace.catalog("sales");
  const Desired desired = guide().build();
  world.apply(desired);
  world.store = {};
  world.workspace.written.clear();
  const Plan plan = world.plan(desired).draft.plan;
  CHECK(count(plan.changes) == Counts{3, 0, 0, 0, 0});
  world.apply(desired);
  CHECK(world.workspace.written.empty());
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("renaming a key moves what it named and plans no request", "[draft]") {
  World world;
  world.workspace.catalog("sales");
  world.apply(guide().build());
  const Desired renamed =
      DesiredBuilder()
          .catalog("prod", "ckpt")
          .grant("catalog:ckpt", kPrincipal, {"USE_CATALOG", "CREATE_SCHEMA", "SELECT"}, "prod")
          .grant("catalog:sales", kPrincipal, {"USE_CATALOG", "USE_SCHEMA", "SELECT"}, "prod")
          .build();
  const Plan plan = world.plan(renamed).draft.plan;
  CHECK(summary(plan) ==
        "move catalog.prod\n"
        "move grant.catalog:ckpt/prod\n"
        "move grant.catalog:sales/prod\n");
  CHECK(plan.steps.empty());
  CHECK_FALSE(has_changes(plan));
  world.apply(renamed);
  CHECK_FALSE(has_work(world.plan(renamed).draft.plan));
}

TEST_CASE("two keys that change places move past each other", "[draft]") {
  World world;
  world.apply(DesiredBuilder().catalog("a", "one").catalog("b", "two").build());
  const Desired swapped = DesiredBuilder().catalog("b", "one").catalog("a", "two").build();
  const Plan plan = world.plan(swapped).draft.plan;
  CHECK(summary(plan) == "move catalog.a\nmove catalog.b\n");
  world.apply(swapped);
  CHECK_FALSE(has_work(world.plan(swapped).draft.plan));
  CHECK(world.state().resources.size() == 2);
}

TEST_CASE("what left the configuration is deleted only if dgctl made it and may delete it",
          "[draft]") {
  World world;
  world.workspace.catalog("found");
  const auto unprotected = [](DesiredResource& resource) { resource.prevent_destroy = false; };
  world.apply(DesiredBuilder()
                  .catalog("made", "made")
                  .with(unprotected)
                  .catalog("safe", "safe")
                  .catalog("found", "found")
                  .with(unprotected)
                  .build());
  const Plan plan = world.plan(DesiredBuilder().build()).draft.plan;
  CHECK(summary(plan) == "forget catalog.found\ndelete catalog.made\n");
  REQUIRE(plan.kept.size() == 1);
  CHECK(to_string(plan.kept[0].address) == "catalog.safe");
  CHECK(plan.kept[0].because == "prevent_destroy");
  CHECK(plan.steps.size() == 2);  // the empty default schema goes first
  world.apply(DesiredBuilder().build());
  CHECK_FALSE(world.workspace.content.objects.contains({"catalog", "made"}));
  CHECK(world.workspace.content.objects.contains({"catalog", "found"}));
  const Plan next = world.plan(DesiredBuilder().build()).draft.plan;
  CHECK_FALSE(has_work(next));
  CHECK(next.kept.size() == 1);
}

TEST_CASE("a catalog that holds schemas of others is kept", "[draft]") {
  World world;
  world.apply(DesiredBuilder()
                  .catalog("made", "made")
                  .with([](auto& r) { r.prevent_destroy = false; })
                  .build());
  world.workspace.schema("made", "theirs");
  const Plan plan = world.plan(DesiredBuilder().build()).draft.plan;
  CHECK(summary(plan).empty());
  REQUIRE(plan.kept.size() == 1);
  CHECK(plan.kept[0].because == "it holds made.theirs");
}

TEST_CASE("force_destroy deletes a catalog with what it holds and says so", "[draft]") {
  World world;
  world.apply(DesiredBuilder()
                  .catalog("made", "made")
                  .with([](auto& r) {
                    r.prevent_destroy = false;
                    r.force_destroy = true;
                  })
                  .build());
  world.workspace.schema("made", "theirs");
  const Plan plan = world.plan(DesiredBuilder().build()).draft.plan;
  REQUIRE(plan.changes.size() == 1);
  CHECK(std::get<Delete>(plan.changes[0]).with ==
        std::vector<std::string>{"made.default", "made.theirs"});
  world.apply(DesiredBuilder().build());
  CHECK(world.workspace.content.objects.empty());
}

TEST_CASE("all that a schema holds stands in its way whatever kind it is of", "[draft]") {
  World world;
  world.workspace.catalog("kk").schema("kk", "other");
  const auto with = [](bool force) {
    return DesiredBuilder().schema("s", "kk", "s").with([&](auto& r) {
      r.prevent_destroy = false;
      r.force_destroy = force;
    });
  };
  world.apply(with(false).build());
  world.workspace.table("kk.s.z");
  world.workspace.content.objects[{"volume", "kk.s.files"}] = {{"name", "files"}};
  const Plan kept = world.plan(DesiredBuilder().build()).draft.plan;
  REQUIRE(kept.kept.size() == 1);
  CHECK(kept.kept[0].because == "it holds kk.s.files, kk.s.z");
  world.workspace.content.objects.erase({"table", "kk.s.z"});
  CHECK(world.plan(DesiredBuilder().build()).draft.plan.kept.at(0).because ==
        "it holds kk.s.files");
  world.apply(with(true).build());
  const Plan plan = world.plan(DesiredBuilder().build()).draft.plan;
  REQUIRE(plan.changes.size() == 1);
  CHECK(std::get<Delete>(plan.changes[0]).with == std::vector<std::string>{"kk.s.files"});
  CHECK(std::get<DeleteObject>(plan.steps.at(0).call).with_contents);
}

TEST_CASE("what needed something ends before that", "[draft]") {
  World world;
  world.workspace.content.objects[{"storage_credential", "c"}] = {{"name", "c"}};
  const auto desired = [] {
    return DesiredBuilder()
        .object("external_location",
                "l",
                {{"name", "landing"}, {"url", "s3://a"}, {"credential_name", "c"}})
        .catalog("k", "kk", {{"storage_root", "s3://a/k"}})
        .with([](auto& r) {
          r.prevent_destroy = false;
          r.needs = {{"external_location", "l"}};
        })
        .schema("s", "kk", "s")
        .with([](auto& r) { r.prevent_destroy = false; });
  };
  const auto deleted = [&] {
    std::string kinds;
    for (const Step& step : world.plan(DesiredBuilder().build()).draft.plan.steps) {
      kinds += std::get<DeleteObject>(step.call).kind + " ";
    }
    return kinds;
  };
  world.apply(desired().build());
  CHECK(deleted() == "schema schema catalog external_location ");
  // That it needs what it holds can be written once both are there.
  Desired circular = desired().build();
  for (DesiredResource& resource : circular.resources) {
    if (resource.address.kind == "catalog") resource.needs.push_back({"schema", "s"});
  }
  world.apply(circular);
  CHECK(deleted() == "schema schema catalog external_location ");
}

TEST_CASE("the schema that came with a catalog is not dropped while it holds a volume", "[draft]") {
  World world;
  world.apply(DesiredBuilder()
                  .catalog("made", "made")
                  .with([](auto& r) { r.prevent_destroy = false; })
                  .build());
  world.workspace.content.objects[{"volume", "made.default.files"}] = {{"name", "files"}};
  const Plan plan = world.plan(DesiredBuilder().build()).draft.plan;
  REQUIRE(plan.kept.size() == 1);
  CHECK(plan.kept[0].because == "it holds made.default");
}

TEST_CASE("force_destroy takes nothing along that is protected", "[draft]") {
  World world;
  const Desired desired = DesiredBuilder()
                              .catalog("k", "kk", {{"storage_root", "s3://a"}})
                              .with([](auto& r) {
                                r.prevent_destroy = false;
                                r.force_destroy = true;
                              })
                              .schema("s", "kk", "ss")
                              .build();
  world.apply(desired);
  const Plan left = world.plan(DesiredBuilder().build()).draft.plan;
  CHECK(summary(left).empty());
  REQUIRE(left.kept.size() == 2);
  CHECK(left.kept[0].because == "it holds schema.s, which stays");
  CHECK(left.kept[1].because == "prevent_destroy");
  CHECK(summary(world.plan(desired, true).draft.plan).empty());

  Desired elsewhere = desired;
  for (DesiredResource& resource : elsewhere.resources) {
    if (resource.address.kind == "catalog") resource.fields["storage_root"] = "s3://b";
  }
  const Plan replaced = world.plan(elsewhere).draft.plan;
  REQUIRE(replaced.refusals.size() == 1);
  CHECK(replaced.refusals[0].find("it holds schema.s, which must not be deleted") !=
        std::string::npos);
  for (DesiredResource& resource : elsewhere.resources) resource.prevent_destroy = false;
  const Plan allowed = world.plan(elsewhere).draft.plan;
  CHECK(allowed.refusals.empty());
  const auto& change = std::get<Replace>(allowed.changes.front());
  CHECK(change.with == std::vector<std::string>{"kk.default", "kk.ss"});
}

TEST_CASE("what is granted on and nothing makes again is not dropped with what holds it",
          "[draft]") {
  World world;
  DesiredBuilder before;
  before.catalog("k", "kk", {{"storage_root", "s3://a"}});
  world.apply(before.build());
  world.workspace.schema("kk", "by_hand");
  const Desired after = DesiredBuilder()
                            .catalog("k", "kk", {{"storage_root", "s3://b"}})
                            .with([](auto& r) {
                              r.prevent_destroy = false;
                              r.force_destroy = true;
                            })
                            .grant("schema:kk.by_hand", "analysts", {"SELECT"})
                            .build();
  const Plan plan = world.plan(after).draft.plan;
  REQUIRE(plan.refusals.size() == 1);
  CHECK(plan.refusals[0].ends_with(
      "it holds schema kk.by_hand, which grant.schema:kk.by_hand/analysts names and nothing would "
      "make again"));
}

TEST_CASE("a replacement names the grants that end with it", "[draft]") {
  World world;
  const auto desired = [](const char* root) {
    return DesiredBuilder()
        .catalog("k", "kk", {{"storage_root", root}})
        .with([](auto& r) { r.prevent_destroy = false; })
        .grant("catalog:kk", "analysts", {"USE_CATALOG"})
        .build();
  };
  world.apply(desired("s3://a"));
  world.workspace.grant("catalog:kk", "analysts", {"SELECT", "USE_CATALOG"})
      .grant("catalog:kk", "others", {"BROWSE"});
  const Plan plan = world.plan(desired("s3://b")).draft.plan;
  const auto& change = std::get<Replace>(plan.changes.front());
  CHECK(change.ends ==
        std::map<Principal, Privileges>{{"analysts", {"SELECT"}}, {"others", {"BROWSE"}}});
}

TEST_CASE("a protected grant is kept, and what it is on", "[draft]") {
  World world;
  world.workspace.catalog("sales");
  world.apply(DesiredBuilder()
                  .catalog("k", "kk")
                  .with([](auto& r) { r.prevent_destroy = false; })
                  .grant("catalog:kk", "analysts", {"SELECT"})
                  .with([](auto& r) { r.prevent_destroy = true; })
                  .grant("catalog:sales", "analysts", {"SELECT"})
                  .with([](auto& r) { r.prevent_destroy = true; })
                  .build());
  const Plan plan = world.plan(DesiredBuilder().build()).draft.plan;
  CHECK(summary(plan).empty());
  std::string kept;
  for (const Kept& k : plan.kept) kept += to_string(k.address) + ": " + k.because + "\n";
  CHECK(kept ==
        "catalog.k: it holds grant.catalog:kk/analysts, which stays\n"
        "grant.catalog:kk/analysts: prevent_destroy\n"
        "grant.catalog:sales/analysts: prevent_destroy\n");
}

TEST_CASE("a schema is not planned in a catalog that nothing makes", "[draft]") {
  World world;
  const Draft draft = world.plan(DesiredBuilder().schema("s", "nowhere", "s").build()).draft;
  REQUIRE(draft.problems.size() == 1);
  CHECK(draft.problems[0].message == "catalog 'nowhere' does not exist and nothing here makes it");
  world.workspace.catalog("somewhere");
  CHECK(summary(world.plan(DesiredBuilder().schema("s", "somewhere", "s").build()).draft.plan) ==
        "create schema.s\n");
}

TEST_CASE("who takes something over does so before writing to it", "[draft]") {
  World world;
  world.workspace.catalog("sales", {{"owner", "bob@example.com"}});
  const Desired desired =
      DesiredBuilder()
          .catalog("k", "sales", {{"owner", "ada@example.com"}, {"comment", "ours"}})
          .grant("catalog:sales", "analysts", {"SELECT"})
          .build();
  std::vector<std::string> calls;
  const Plan plan = world.plan(desired).draft.plan;
  for (const Step& step : plan.steps) calls.push_back(to_string(step.call));
  REQUIRE(calls.size() == 3);
  CHECK(calls[0] == "update catalog sales");
  const auto& first = std::get<UpdateObject>(plan.steps[0].call);
  CHECK(first.changed == Fields{{"owner", "ada@example.com"}});
  CHECK(plan.steps[1].after == std::vector<StepId>{0});
  CHECK(plan.steps[2].after == std::vector<StepId>{0});
}

TEST_CASE("a principal that bears the name of a key has an address of its own", "[draft]") {
  World world;
  world.workspace.catalog("sales").grant("catalog:sales", "main", {"BROWSE"});
  const Plan plan = world
                        .plan(DesiredBuilder()
                                  .catalog("k", "sales")
                                  .with([](auto& r) { r.exclusive = true; })
                                  .grant("catalog:sales", kPrincipal, {"SELECT"}, "main")
                                  .build())
                        .draft.plan;
  CHECK(summary(plan) ==
        "adopt catalog.k\n"
        "delete grant.catalog:sales/group:main\n"
        "create grant.catalog:sales/main\n");
}

TEST_CASE("what moved and changed is recorded as changed only once it is", "[draft]") {
  World world;
  world.workspace.catalog("sales");
  world.apply(DesiredBuilder()
                  .catalog("a", "ckpt", {{"comment", "one"}})
                  .grant("catalog:sales", kPrincipal, {"USE_CATALOG"}, "a")
                  .build());
  const Desired renamed = DesiredBuilder()
                              .catalog("b", "ckpt", {{"comment", "two"}})
                              .grant("catalog:sales", kPrincipal, {"USE_CATALOG", "SELECT"}, "b")
                              .build();
  world.workspace.before_write = [](const Step&) {
    throw ProviderError(ErrorClass::Denied, "not permitted");
  };
  world.apply(renamed);
  world.workspace.before_write = nullptr;
  const State state = world.state();
  CHECK(state.resources.size() == 2);
  CHECK(text_of(state.resources.at({"catalog", "b"}).fields, "comment") == "one");
  CHECK(state.resources.at({"grant", "catalog:sales/b"}).given == Privileges{"USE_CATALOG"});
  for (const Change& change : world.plan(renamed).draft.plan.changes) {
    CHECK(std::get<Update>(change).fields.front().mover == Mover::Configuration);
  }
}

TEST_CASE("an object that is gone and has another key leaves nothing at the old one", "[draft]") {
  World world;
  world.apply(DesiredBuilder().catalog("a", "ckpt").build());
  world.workspace.content.objects.clear();
  const Desired renamed = DesiredBuilder().catalog("b", "ckpt").build();
  CHECK(summary(world.plan(renamed).draft.plan) == "create catalog.b\n");
  world.apply(renamed);
  CHECK(world.state().resources.size() == 1);
  CHECK_FALSE(has_work(world.plan(renamed).draft.plan));
}

TEST_CASE("another object under the same key makes room and the old one stays protected",
          "[draft]") {
  World world;
  world.apply(DesiredBuilder().catalog("main", "old").build());
  const Desired renamed = DesiredBuilder().catalog("main", "new").build();
  const Plan plan = world.plan(renamed).draft.plan;
  CHECK(summary(plan) == "create catalog.main\n");
  REQUIRE(plan.kept.size() == 1);
  CHECK(to_string(plan.kept[0].address) == "catalog.old");
  world.apply(renamed);
  CHECK(world.state().resources.size() == 2);
  CHECK_FALSE(has_work(world.plan(renamed).draft.plan));
}

TEST_CASE("a principal that changed under its key loses what it was given", "[draft]") {
  World world;
  world.workspace.catalog("sales");
  const std::string other = "3f0c9a52-0000-4000-8000-0000000000bb";
  world.apply(DesiredBuilder().grant("catalog:sales", kPrincipal, {"SELECT"}, "main").build());
  const Desired changed =
      DesiredBuilder().grant("catalog:sales", other, {"SELECT"}, "main").build();
  const Plan plan = world.plan(changed).draft.plan;
  CHECK(plan.steps.size() == 1);
  world.apply(changed);
  CHECK(world.workspace.held("catalog:sales", kPrincipal).empty());
  CHECK(world.workspace.held("catalog:sales", other) == Privileges{"SELECT"});
  CHECK_FALSE(has_work(world.plan(changed).draft.plan));
}

TEST_CASE("a grant that left the configuration takes along only what dgctl gave", "[draft]") {
  World world;
  world.workspace.catalog("sales").grant("catalog:sales", kPrincipal, {"SELECT", "BROWSE"});
  world.apply(DesiredBuilder()
                  .grant("catalog:sales", kPrincipal, {"SELECT", "USE_CATALOG"}, "main")
                  .build());
  const Plan plan = world.plan(DesiredBuilder().build()).draft.plan;
  CHECK(summary(plan) == "delete grant.catalog:sales/main\n");
  world.apply(DesiredBuilder().build());
  CHECK(world.workspace.held("catalog:sales", kPrincipal) == Privileges{"BROWSE", "SELECT"});
  CHECK_FALSE(has_work(world.plan(DesiredBuilder().build()).draft.plan));
}

TEST_CASE("removing ALL_PRIVILEGES keeps what the plan does not take", "[draft]") {
  World world;
  world.workspace.catalog("sales").schema("sales", "crm");
  world.apply(
      DesiredBuilder().grant("schema:sales.crm", kPrincipal, {"ALL_PRIVILEGES"}, "main").build());
  world.workspace.grant("schema:sales.crm", kPrincipal, {"ALL_PRIVILEGES", "MODIFY", "MANAGE"});
  const Desired narrowed =
      DesiredBuilder().grant("schema:sales.crm", kPrincipal, {"SELECT"}, "main").build();
  world.apply(narrowed);
  CHECK(world.workspace.held("schema:sales.crm", kPrincipal) ==
        Privileges{"MANAGE", "MODIFY", "SELECT"});
  CHECK_FALSE(has_work(world.plan(narrowed).draft.plan));
}

TEST_CASE("excess is reported once as news and recorded", "[draft]") {
  World world;
  world.workspace.catalog("sales");
  const Desired desired =
      DesiredBuilder().grant("catalog:sales", kPrincipal, {"SELECT"}, "main").build();
  world.apply(desired);
  world.workspace.grant("catalog:sales", kPrincipal, {"SELECT", "MODIFY"});
  const Plan plan = world.plan(desired).draft.plan;
  CHECK_FALSE(has_changes(plan));
  CHECK(plan.records_excess);
  REQUIRE(plan.held.size() == 1);
  CHECK(plan.held[0].fresh == Privileges{"MODIFY"});
  CHECK(plan.held[0].mover == Mover::Workspace);
  world.apply(desired);
  const Plan next = world.plan(desired).draft.plan;
  CHECK_FALSE(has_work(next));
  REQUIRE(next.held.size() == 1);
  CHECK(next.held[0].known == Privileges{"MODIFY"});
}

TEST_CASE("excess on another securable of the file is revoked where the file says so", "[draft]") {
  World world;
  world.workspace.catalog("sales").catalog("hr");
  world.workspace.grant("catalog:hr", kPrincipal, {"SELECT"})
      .grant("catalog:hr", "others", {"SELECT"});
  const Desired desired = DesiredBuilder()
                              .grant("catalog:sales", kPrincipal, {"SELECT"}, "main")
                              .grant("catalog:hr", "analysts", {"BROWSE"})
                              .principal_of(kPrincipal, "main", Excess::Revoke)
                              .build();
  CHECK(summary(world.plan(desired).draft.plan) ==
        "create grant.catalog:hr/analysts\n"
        "delete grant.catalog:hr/main\n"
        "create grant.catalog:sales/main\n");
  world.apply(desired);
  CHECK(world.workspace.held("catalog:hr", kPrincipal).empty());
  CHECK(world.workspace.held("catalog:hr", "others") == Privileges{"SELECT"});
}

TEST_CASE("exclusive leaves only the grants of the file but never locks out who runs it",
          "[draft]") {
  World world;
  world.workspace.catalog("sales", {{"owner", "somebody@example.com"}});
  world.workspace.grant("catalog:sales", "others", {"SELECT", "MANAGE"});
  world.workspace.grant("catalog:sales", "ada@example.com", {"MANAGE", "SELECT"});
  const Desired desired = DesiredBuilder()
                              .catalog("sales", "sales")
                              .with([](auto& r) { r.exclusive = true; })
                              .grant("catalog:sales", "analysts", {"SELECT"})
                              .build();
  const Plan plan = world.plan(desired).draft.plan;
  CHECK(summary(plan) ==
        "adopt catalog.sales\n"
        "delete grant.catalog:sales/ada@example.com\n"
        "create grant.catalog:sales/analysts\n"
        "delete grant.catalog:sales/others\n");
  CHECK(plan.warnings.size() == 1);
  world.apply(desired);
  CHECK(world.workspace.held("catalog:sales", "ada@example.com") == Privileges{"MANAGE"});
  CHECK(world.workspace.held("catalog:sales", "others").empty());
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("a field that moved is repaired by one request and blamed", "[draft]") {
  World world;
  const Desired desired = DesiredBuilder().catalog("main", "ckpt", {{"comment", "ours"}}).build();
  world.apply(desired);
  world.workspace.content.objects.at({"catalog", "ckpt"}).insert_or_assign("comment", "theirs");
  const Plan plan = world.plan(desired).draft.plan;
  REQUIRE(plan.changes.size() == 1);
  const auto& update = std::get<Update>(plan.changes[0]);
  REQUIRE(update.fields.size() == 1);
  CHECK(update.fields[0].mover == Mover::Workspace);
  CHECK(plan.steps.size() == 1);
  world.apply(desired);
  CHECK(text_of(world.workspace.content.objects.at({"catalog", "ckpt"}), "comment") == "ours");
}

TEST_CASE("an owner is handed over last and in a request of its own", "[draft]") {
  World world;
  const Desired desired =
      DesiredBuilder()
          .catalog("main", "ckpt", {{"owner", "data-platform"}, {"isolation_mode", "OPEN"}})
          .schema("s", "ckpt", "web", {{"owner", "web-team"}})
          .grant("schema:ckpt.web", "analysts", {"SELECT"})
          .build();
  const Plan plan = world.plan(desired).draft.plan;
  std::vector<std::string> calls;
  for (const Step& step : plan.steps) calls.push_back(to_string(step.call));
  CHECK(calls.back() == "update catalog ckpt");
  CHECK(calls.size() == 6);
  world.apply(desired);
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("an immutable field that differs refuses to replace what is protected", "[draft]") {
  World world;
  world.apply(DesiredBuilder().catalog("main", "ckpt", {{"storage_root", "s3://a"}}).build());
  const Plan refused =
      world.plan(DesiredBuilder().catalog("main", "ckpt", {{"storage_root", "s3://b"}}).build())
          .draft.plan;
  CHECK(refused.refusals.size() == 1);
  const Desired allowed = DesiredBuilder()
                              .catalog("main", "ckpt", {{"storage_root", "s3://b/"}})
                              .with([](auto& r) { r.prevent_destroy = false; })
                              .grant("catalog:ckpt", "analysts", {"SELECT"})
                              .build();
  const Plan plan = world.plan(allowed).draft.plan;
  CHECK(plan.refusals.empty());
  CHECK(summary(plan) == "replace catalog.main\ncreate grant.catalog:ckpt/analysts\n");
  world.apply(allowed);
  CHECK(text_of(world.workspace.content.objects.at({"catalog", "ckpt"}), "storage_root") ==
        "s3://b/");
  CHECK_FALSE(has_work(world.plan(allowed).draft.plan));
}

TEST_CASE("what may not be seen is neither absent nor changed", "[draft]") {
  World world;
  world.workspace.catalog("sales");
  world.workspace.hidden = {GrantsOn{{"catalog", "sales"}}};
  const Desired desired = guide().build();
  const Plan plan = world.plan(desired).draft.plan;
  CHECK(summary(plan) == "create catalog.main\ncreate grant.catalog:ckpt/main\n");
  REQUIRE(plan.hidden.size() == 1);
  CHECK(plan.hidden[0].needs == "MANAGE");
  world.workspace.hidden = {ByName{"catalog", "ckpt"}};
  CHECK(summary(world.plan(desired).draft.plan) == "create grant.catalog:sales/main\n");
}

TEST_CASE(
    "an unknown principal and a securable that is not there are found before anything is sent",
    "[draft]") {
  World world;
  world.workspace.catalog("sales");
  world.workspace.missing = {"analists"};
  const Draft draft = world
                          .plan(DesiredBuilder()
                                    .grant("catalog:sales", "analists", {"SELECT"})
                                    .grant("catalog:salse", kPrincipal, {"SELECT"}, "main")
                                    .build())
                          .draft;
  REQUIRE(draft.problems.size() == 2);
  CHECK(draft.problems[0].message ==
        "principal 'analists' does not exist; did you mean 'analysts'?");
  CHECK(draft.problems[1].message ==
        "catalog 'salse' does not exist and nothing here makes it; did you mean 'sales'?");
}

TEST_CASE("another workspace than the pinned one is told before anything else", "[draft]") {
  World world;
  Desired desired = guide().build();
  desired.workspace.workspace_id = 1;
  CHECK(world.plan(desired).draft.wrong_workspace ==
        "sim:workspace.json answers as workspace_id 7201983344556677; the configuration is pinned "
        "to 1");
}

TEST_CASE("reverse ETL access is given where the schema exists and is somebody else's", "[draft]") {
  const Desired desired =
      DesiredBuilder()
          .grant("schema:ckpt.__segment_reverse_etl", kPrincipal, {"ALL_PRIVILEGES"}, "main")
          .with([](auto& r) { r.condition = Condition::ExistsAndIsNotOwn; })
          .build();
  SECTION("it does not exist") {
    World world;
    world.workspace.catalog("ckpt");
    CHECK(summary(world.plan(desired).draft.plan).empty());
  }
  SECTION("it is the principal's own") {
    World world;
    world.workspace.catalog("ckpt").schema(
        "ckpt", "__segment_reverse_etl", {{"owner", kPrincipal}});
    CHECK(summary(world.plan(desired).draft.plan).empty());
  }
  SECTION("it is somebody else's") {
    World world;
    world.workspace.catalog("ckpt").schema("ckpt", "__segment_reverse_etl");
    CHECK(summary(world.plan(desired).draft.plan) ==
          "create grant.schema:ckpt.__segment_reverse_etl/main\n");
  }
}

TEST_CASE("a field that the configuration no longer sets is the workspace's again", "[draft]") {
  World world;
  world.apply(DesiredBuilder().catalog("main", "ckpt", {{"comment", "ours"}}).build());
  const Desired desired = DesiredBuilder().catalog("main", "ckpt").build();
  const Plan plan = world.plan(desired).draft.plan;
  CHECK(summary(plan) == "record catalog.main\n");
  CHECK(plan.unmanaged.size() == 1);
  world.apply(desired);
  CHECK(text_of(world.workspace.content.objects.at({"catalog", "ckpt"}), "comment") == "ours");
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("an accepted difference is ignored until its day", "[draft]") {
  World world;
  const auto ignoring = [](DesiredResource& resource) {
    resource.ignore_changes = {{"comment", "they are moving it", "2026-12-01"}};
  };
  const Desired desired =
      DesiredBuilder().catalog("main", "ckpt", {{"comment", "ours"}}).with(ignoring).build();
  world.apply(desired);
  world.workspace.content.objects.at({"catalog", "ckpt"}).insert_or_assign("comment", "theirs");
  const Plan plan = world.plan(desired).draft.plan;
  CHECK(summary(plan).empty());
  CHECK(plan.ignored.size() == 1);
  world.now = "2026-12-01T00:00:00Z";
  CHECK(summary(world.plan(desired).draft.plan) == "update catalog.main\n");
}

TEST_CASE("a value that another resource yields is known after apply and filled in", "[draft]") {
  World world;
  const auto refers = [](DesiredResource& resource) {
    resource.fields["comment"] =
        KnownAfter{{"at ", AttributeRef{{"catalog", "a"}, "storage_location"}}};
    resource.needs = {{"catalog", "a"}};
  };
  const Desired desired =
      DesiredBuilder().catalog("a", "one").catalog("b", "two").with(refers).build();
  world.apply(desired);
  CHECK(text_of(world.workspace.content.objects.at({"catalog", "two"}), "comment") ==
        "at s3://sim/one");
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("a value made of a thing that waits for it is refused", "[draft]") {
  World world;
  const auto refers = [](DesiredResource& resource) {
    resource.fields["comment"] = KnownAfter{{AttributeRef{{"schema", "s"}, "storage_location"}}};
    resource.needs = {{"schema", "s"}};
  };
  const Draft draft =
      world
          .plan(DesiredBuilder().schema("s", "one", "web").catalog("a", "one").with(refers).build())
          .draft;
  REQUIRE(draft.problems.size() == 1);
  CHECK(draft.problems[0].message ==
        "these wait for each other, so that none can be made first: catalog.a, schema.s");
}

TEST_CASE("nothing is asked of the workspace that the plan does not need", "[draft]") {
  World world;
  world.workspace.catalog("sales");
  const Desired desired = guide().build();
  world.plan(desired);
  // The workspace, the catalog, the grants on sales, and the principal; the grants on what is to be
  // made cannot be there.
  CHECK(world.workspace.asked == std::vector<Lookup>{CurrentWorkspace{},
                                                     ByName{"catalog", "ckpt"},
                                                     GrantsOn{{"catalog", "sales"}},
                                                     WhoIs{kPrincipal}});
  world.apply(desired);
  world.workspace.asked.clear();
  world.plan(desired);
  CHECK(world.workspace.asked == std::vector<Lookup>{CurrentWorkspace{},
                                                     ByName{"catalog", "ckpt"},
                                                     GrantsOn{{"catalog", "ckpt"}},
                                                     GrantsOn{{"catalog", "sales"}}});
}

TEST_CASE("destroy heeds what the configuration protects now", "[draft]") {
  World world;
  const auto desired = [](bool is_protected) {
    return DesiredBuilder()
        .catalog("k", "kk")
        .with([&](auto& r) { r.prevent_destroy = is_protected; })
        .build();
  };
  world.apply(desired(false));
  CHECK(summary(world.plan(desired(true), true).draft.plan).empty());
  CHECK(summary(world.plan(DesiredBuilder().build(), true).draft.plan) == "delete catalog.k\n");
  world.apply(desired(true));
  CHECK(summary(world.plan(DesiredBuilder().build(), true).draft.plan).empty());
  CHECK(summary(world.plan(desired(false), true).draft.plan) == "delete catalog.k\n");
}

TEST_CASE("what is given comes before what is taken", "[draft]") {
  World world;
  world.workspace.catalog("sales").schema("sales", "crm");
  world.apply(DesiredBuilder()
                  .grant("catalog:sales", "analysts", {"SELECT", "USE_CATALOG", "USE_SCHEMA"})
                  .build());
  const Plan plan = world
                        .plan(DesiredBuilder()
                                  .grant("catalog:sales", "analysts", {"USE_CATALOG"})
                                  .grant("schema:sales.crm", "analysts", {"SELECT", "USE_SCHEMA"})
                                  .build())
                        .draft.plan;
  REQUIRE(plan.steps.size() == 2);
  CHECK(std::get<PatchGrants>(plan.steps[0].call).on == Securable{"schema", "sales.crm"});
}

TEST_CASE("destroy removes what was made and given and forgets the rest", "[draft]") {
  World world;
  world.workspace.catalog("sales").grant("catalog:sales", kPrincipal, {"SELECT"});
  const Desired desired = guide().build();
  world.apply(desired);
  const Plan plan = world.plan(desired, true).draft.plan;
  CHECK(summary(plan) ==
        "delete grant.catalog:ckpt/main\n"
        "delete grant.catalog:sales/main\n");
  CHECK(plan.kept.size() == 1);
  world.apply(desired, true);
  CHECK(world.workspace.held("catalog:sales", kPrincipal) == Privileges{"SELECT"});
  CHECK(world.workspace.content.objects.contains({"catalog", "ckpt"}));
}

}  // namespace
}  // namespace dgctl::engine::draft_test
