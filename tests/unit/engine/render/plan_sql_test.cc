#include "engine/render/plan_sql.h"

#include "tests/support/golden.h"
#include "tests/support/property.h"
#include "tests/support/sql_lexer.h"
#include "tests/support/world.h"

namespace dgctl::engine::plan_sql_test {
namespace {

using tests::DesiredBuilder;
using tests::SqlToken;
using tests::World;

PlanFile file_of(Plan plan, const std::string& operation = "apply") {
  PlanFile file;
  file.made_at = "2026-11-24T09:00:00Z";
  file.operation = operation;
  file.workspace.host = "https://dbc-1234.cloud.databricks.com";
  file.stack = "acme";
  file.target = "prod";
  file.last_applied = "2026-11-20";
  file.plan = std::move(plan);
  return file;
}

std::string sql_of(World& world, const Desired& desired, const std::string& operation = "apply") {
  return plan_sql(file_of(world.plan(desired, operation == "destroy").draft.plan, operation));
}

/// With what others have made in it.
struct SalesWorld : World {
  SalesWorld() { workspace.catalog("sales").schema("sales", "crm").schema("sales", "web"); }
};

constexpr const char* kOld = "0f6b2c1e-2f0a-4f2b-9d57-6f1f6f0a1a11";

TEST_CASE("grants to a principal that is still to be made wait for its application id", "[sql]") {
  SalesWorld world;
  const Desired desired = DesiredBuilder()
                              .made_principal("main", "segment-data-graph")
                              .warehouse("main", "segment")
                              .permission("main", "main", "CAN_USE")
                              .catalog("main", "ckpt", {{"comment", "Segment's checkpoints"}})
                              .grant_to_made("catalog:ckpt", "main", {"USE_CATALOG"})
                              .grant_to_made("schema:sales.crm", "main", {"USE_SCHEMA", "SELECT"})
                              .build();
  tests::check_golden("made_principal.sql", sql_of(world, desired));
}

TEST_CASE("what changes is written with what it was and who moved", "[sql]") {
  SalesWorld world;
  const auto configured = [](const Privileges& words, const std::string& comment) {
    return DesiredBuilder()
        .catalog("ckpt", "ckpt", {{"comment", comment}, {"owner", "data platform"}})
        .schema("web", "ckpt", "web-1", {{"properties", Fields{{"team", comment}, {"a", "b"}}}})
        .grant("catalog:ckpt", kOld, words)
        .grant("catalog:ckpt", "analysts", {"BROWSE"})
        .build();
  };
  world.apply(configured({"ALL_PRIVILEGES"}, "first"));
  world.workspace.content.objects[{"catalog", "ckpt"}]["comment"] = "by hand";
  world.workspace.content.grants[{"catalog", "ckpt"}].direct["analysts"] = {"BROWSE", "MODIFY"};
  tests::check_golden("changes.sql", sql_of(world, configured({"USE_CATALOG"}, "second")));
}

TEST_CASE("of a plan that is refused no statement runs", "[sql]") {
  World world;
  const auto configured = [](const std::string& root) {
    return DesiredBuilder()
        .catalog("ckpt", "ckpt", {{"storage_root", root}, {"isolation_mode", "ISOLATED"}})
        .grant("catalog:ckpt", "analysts", {"BROWSE"})
        .build();
  };
  world.apply(configured("s3://one"));
  const std::string sql = sql_of(world, configured("s3://two"));
  tests::check_golden("refused.sql", sql);
  CHECK(tests::effective(sql).empty());
}

TEST_CASE("a plan without anything to run is a comment", "[sql]") {
  SalesWorld world;
  world.workspace.content.grants[{"catalog", "sales"}].direct["analysts"] = {"BROWSE"};
  const Desired desired = DesiredBuilder().grant("catalog:sales", "analysts", {"BROWSE"}).build();
  const std::string adopting = sql_of(world, desired);
  tests::check_golden("adopt.sql", adopting);
  CHECK(tests::effective(adopting).empty());
  world.apply(desired);
  const std::string nothing = sql_of(world, desired);
  tests::check_golden("nothing.sql", nothing);
  CHECK(tests::effective(nothing).empty());
}

/// A plan in which every text that somebody else chooses is this one.
PlanFile plan_with(const std::string& text) {
  const Fields catalog{{"name", "c" + text},
                       {"comment", text},
                       {"storage_root", text},
                       {"custom_max_retention_hours", text}};
  const Fields schema{{"catalog_name", text}, {"name", text}, {"properties", Fields{{text, text}}}};
  Resource live{{"schema", text}, schema};
  live.fields.insert_or_assign("properties", Fields{{text + "old", text}});
  const Fields grant = fields_of(Entry{{"schema", text}, text, {"SELECT"}});
  Plan plan;
  plan.changes = {
      Create{{{"catalog", text}, catalog}, Mover::Configuration, {text}},
      Update{live,
             {{"schema", text}, schema},
             {{"properties", live.fields["properties"], std::nullopt, schema.at("properties"), {}}},
             {}},
      Create{{{"grant", text}, grant}, Mover::Configuration, {}},
      Delete{{{"catalog", text}, {{"name", text}}}, Mover::Configuration, {text}},
      Create{{{"sql_warehouse", text}, {{"name", text}, {"cluster_size", text}}}, {}, {}},
      Replace{{{"catalog", text}, catalog},
              {{"catalog", text}, catalog},
              {{"storage_root", text, text, text, {}}},
              {text},
              {{text, {text}}}}};
  const Value later = KnownAfter{{text, AttributeRef{{"catalog", text}, text}}};
  plan.steps = {
      {0, CreateObject{"catalog", catalog}, {0}, {}, {}},
      {1, CreateObject{"schema", schema}, {0}, {}, {}},
      {2, UpdateObject{"schema", text, {{"owner", text}, {"comment", text}}, {}}, {1}, {}, {}},
      {3, UpdateObject{"schema", text, {{"properties", schema.at("properties")}}, {}}, {1}, {}, {}},
      {4, PatchGrants{{"schema", text}, {{text, {"SELECT"}, {"MODIFY"}}}, false}, {2}, {}, {}},
      {5, PatchGrants{{"schema", "a.b"}, {{later, {"SELECT"}, {}}}, false}, {2}, {}, {}},
      {6, PatchGrants{{"schema", "a.b"}, {{"who", {text}, {}}}, false}, {2}, {}, {}},
      {7, PatchGrants{{text, "a.b"}, {{"who", {"SELECT"}, {}}}, false}, {2}, {}, {}},
      {8, DeleteObject{"catalog", text, true}, {3, 2}, {}, {}},
      {9, CreateObject{"sql_warehouse", {{"name", text}}}, {4}, {}, {}},
      {10, DeleteObject{"catalog", text, true}, {5}, {}, {}},
  };
  plan.warnings = {text};
  plan.kept = {{{"catalog", text}, text}};
  plan.hidden = {{ByName{"catalog", text}, text, text, {}}};
  PlanFile file = file_of(std::move(plan));
  file.workspace.host = text;
  file.stack = text;
  file.interrupted = text;
  return file;
}

/// The words and signs of SQL, without what the names and texts hold.
std::string shape_of(const std::string& sql) {
  std::string shape;
  for (const SqlToken& token : tests::effective(sql)) {
    const bool given = token.kind == SqlToken::Kind::Name || token.kind == SqlToken::Kind::Text;
    shape += given ? "? " : token.text + " ";
    if (token.kind == SqlToken::Kind::Broken) shape += "BROKEN ";
  }
  return shape;
}

TEST_CASE("no text of anybody's becomes a statement", "[sql]") {
  const std::string expected =
      "CREATE CATALOG IF NOT EXISTS ? COMMENT ? MANAGED LOCATION ? ; "
      "CREATE SCHEMA IF NOT EXISTS ? . ? WITH DBPROPERTIES ( ? = ? ) ; "
      "COMMENT ON SCHEMA ? IS ? ; ALTER SCHEMA ? OWNER TO ? ; "
      "ALTER SCHEMA ? SET DBPROPERTIES ( ? = ? ) ; "
      "GRANT SELECT ON SCHEMA ? TO ? ; REVOKE MODIFY ON SCHEMA ? FROM ? ; "
      "DROP CATALOG IF EXISTS ? CASCADE ; DROP CATALOG IF EXISTS ? CASCADE ; ";
  const auto text = GENERATE(values<std::string>({
      "sales'",
      "x` TO `y",
      "'; DROP CATALOG sales; --",
      "a\\",
      "/* ",
      "*/ DROP CATALOG sales",
      "{x}",
      "`",
      "--",
      "'",
      "\"",
  }));
  DYNAMIC_SECTION(text) { CHECK(shape_of(plan_sql(plan_with(text))) == expected); }
}

TEST_CASE("a name that cannot stand in SQL as it is is left to dgctl", "[sql]") {
  const auto text = GENERATE(values<std::string>({
      "a\nDROP CATALOG sales;",
      "a\rDROP CATALOG sales;",
      "a\\\nDROP CATALOG sales;",
      "a\u202eb",
      "a\u2028DROP CATALOG sales;",
      "a\xff",
      "${x}",
      "{{x}}",
  }));
  DYNAMIC_SECTION(text) { CHECK(shape_of(plan_sql(plan_with(text))) == ""); }
}

TEST_CASE("whatever is in a plan its SQL is made of whole statements", "[sql][property]") {
  static const std::vector<std::string> kPieces{
      "'", "\"", "`", "\\", "\n", "\r", "--", "/*", "*/", ";", "${", "{{", "a", " ", "\xe2", "."};
  tests::check_property("statements that dgctl writes, and nothing else", [] {
    const auto picks = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, kPieces.size()));
    std::string text;
    for (const std::size_t pick : picks) text += kPieces[pick];
    const std::string shape = shape_of(plan_sql(plan_with(text)));
    RC_ASSERT(shape.find("BROKEN") == std::string::npos);
    static const std::vector<std::string> kBeginnings{
        "CREATE ", "COMMENT ", "ALTER ", "GRANT ", "REVOKE ", "DROP CATALOG IF EXISTS ?"};
    for (std::string_view rest = shape; !rest.empty();) {
      RC_ASSERT(std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](const std::string& known) {
        return rest.starts_with(known);
      }));
      const std::size_t end = rest.find("; ");
      RC_ASSERT(end != std::string_view::npos);
      rest.remove_prefix(end + 2);
    }
  });
}

}  // namespace
}  // namespace dgctl::engine::plan_sql_test
