// The provider against the simulated workspace: what it asks, and what it makes of the answers.

#include "providers/databricks/provider.h"

#include <functional>

#include "engine/model/descriptor.h"
#include "providers/sim/workspace.h"
#include "tests/support/catch.h"
#include "tests/support/memory_stores.h"

namespace dgctl::providers::provider_test {
namespace {

using engine::ByName;
using engine::GrantsOn;
using engine::Lookup;
using engine::ReadResult;
using engine::WhoIs;

constexpr const char* kWorkspace = R"({
  "operator": "ada@example.com",
  "users": {"ada@example.com": {"workspace_admin": true, "metastore_admin": true},
            "bob@example.com": {}, "eve@example.com": {"active": false}},
  "groups": {"analysts": {"members": ["bob@example.com"]}, "here": {"local": true}},
  "service_principals": {"3f0c9a52-0000-4000-8000-0000000000aa": {"id": "4412398765430001", "display_name": "etl"}},
  "catalogs": {
    "sales": {"comment": "what is sold", "grants": {"analysts": ["USE_CATALOG"]},
              "schemas": {"crm": {"tables": {"users": {}}}, "web": {}}},
    "hr": {}
  }
})";

class Scene {
 public:
  explicit Scene(const std::string& as = {}, const std::string& text = kWorkspace)
      : workspace_(SimWorkspace::in_memory(text, as)), provider_(*workspace_, clock_, {1}) {}

  ReadResult read(const Lookup& lookup) {
    const std::vector<Lookup> wanted{lookup};
    return provider_.read(wanted, {}).front();
  }
  std::vector<ReadResult> read(const std::vector<Lookup>& wanted) {
    return provider_.read(wanted, {});
  }
  engine::StepOutcome write(engine::Call call) {
    engine::Step step;
    step.call = std::move(call);
    return provider_.write(step, {});
  }
  std::size_t requests() { return workspace_->requests().size(); }
  std::string last_path() { return workspace_->requests().back().path; }

 private:
  std::unique_ptr<SimWorkspace> workspace_;
  tests::StillClock clock_;
  DatabricksProvider provider_;
};

template <class T>
T found(const ReadResult& result) {
  REQUIRE(std::holds_alternative<engine::Found>(result));
  return std::get<T>(std::get<engine::Found>(result).live);
}

TEST_CASE("an object is read with the fields that its descriptor names", "[provider]") {
  Scene scene;
  const auto object = found<engine::Object>(scene.read(ByName{"catalog", "sales"}));
  CHECK(object.id == "sales");
  CHECK(engine::text_of(object.fields, "comment") == "what is sold");
  CHECK(object.owner == "ada@example.com");
  CHECK_FALSE(object.fields.contains("created_at"));
  CHECK(found<engine::Object>(scene.read(ByName{"schema", "sales.crm"})).id == "sales.crm");
  CHECK(scene.requests() == 2);
}

TEST_CASE("what is not there is absent and what may not be seen is hidden", "[provider]") {
  Scene scene;
  CHECK(std::holds_alternative<engine::Absent>(scene.read(ByName{"catalog", "nothing"})));
  CHECK(
      std::holds_alternative<engine::Absent>(scene.read(GrantsOn{{"table", "sales.crm.nothing"}})));
  Scene other("bob@example.com");
  const ReadResult hidden = other.read(ByName{"catalog", "hr"});
  REQUIRE(std::holds_alternative<engine::Hidden>(hidden));
  CHECK(std::get<engine::Hidden>(hidden).needs == "USE CATALOG on Catalog 'hr'");
}

TEST_CASE("the grants on a securable are everybody's and take one request", "[provider]") {
  Scene scene;
  const auto grants = found<engine::Grants>(scene.read(GrantsOn{{"catalog", "sales"}}));
  CHECK(grants.direct.at("analysts") == engine::Privileges{"USE_CATALOG"});
  CHECK(found<engine::Grants>(scene.read(GrantsOn{{"schema", "sales.web"}})).direct.empty());
  CHECK(scene.requests() == 2);
}

TEST_CASE("grants that may not be managed are hidden and it is said what shows them",
          "[provider]") {
  Scene scene("bob@example.com");
  const ReadResult hidden = scene.read(GrantsOn{{"catalog", "sales"}});
  REQUIRE(std::holds_alternative<engine::Hidden>(hidden));
  CHECK(std::get<engine::Hidden>(hidden).needs == "MANAGE on catalog sales, or owning it");
}

TEST_CASE("a grant whose principal was deleted is counted and names nobody", "[provider]") {
  Scene scene(
      {}, R"({"catalogs": {"sales": {"grants_of_deleted": {"4412398765439999": ["SELECT"]}}}})");
  const auto grants = found<engine::Grants>(scene.read(GrantsOn{{"catalog", "sales"}}));
  CHECK(grants.direct.empty());
  CHECK(grants.unnamed == 1);
}

TEST_CASE("what stands in a securable is listed by full name", "[provider]") {
  Scene scene;
  CHECK(found<engine::Names>(scene.read(engine::Below{{"catalog", "sales"}})) ==
        engine::Names{"sales.crm", "sales.information_schema", "sales.web"});
  CHECK(found<engine::Names>(scene.read(engine::Below{{"schema", "sales.crm"}})) ==
        engine::Names{"sales.crm.users"});
  const auto catalogs = found<engine::Names>(scene.read(engine::Below{}));
  CHECK(std::find(catalogs.begin(), catalogs.end(), "hr") != catalogs.end());
}

TEST_CASE("a principal is found in the workspace by the name that grants use", "[provider]") {
  Scene scene;
  CHECK(found<engine::Identity>(scene.read(WhoIs{"bob@example.com"})).kind == "user");
  CHECK_FALSE(found<engine::Identity>(scene.read(WhoIs{"eve@example.com"})).active);
  CHECK(found<engine::Identity>(scene.read(WhoIs{"3f0c9a52-0000-4000-8000-0000000000aa"}))
            .display_name == "etl");
  CHECK(found<engine::Identity>(scene.read(WhoIs{"analysts"})).kind == "group");
  CHECK(found<engine::Identity>(scene.read(WhoIs{"account users"})).kind == "group");
  CHECK(scene.requests() == 4);
  CHECK(found<engine::Identity>(scene.read(WhoIs{"here"})).workspace_local);
}

TEST_CASE("an unknown principal is absent with what may have been meant", "[provider]") {
  Scene scene;
  const auto near = std::get<engine::Absent>(scene.read(WhoIs{"analists"}));
  CHECK(near.near == std::vector<std::string>{"analysts"});
  const auto hint = std::get<engine::Absent>(scene.read(WhoIs{"etl"})).hint;
  CHECK(hint ==
        "it is the display name of service principal 3f0c9a52-0000-4000-8000-0000000000aa: write "
        "that "
        "application id");
}

TEST_CASE("who runs this and where is read", "[provider]") {
  Scene scene("bob@example.com");
  const auto runner = found<engine::Identity>(scene.read(engine::Runner{}));
  CHECK(runner.name == "bob@example.com");
  CHECK(runner.groups.contains("analysts"));
  CHECK(found<engine::WorkspaceIds>(scene.read(engine::CurrentWorkspace{})).workspace_id != 0);
  CHECK_FALSE(found<engine::AccountId>(scene.read(engine::CurrentAccount{})).account_id.empty());
}

std::string many_catalogs(int n, const std::string& schemas = "{}") {
  std::string text = R"({"catalogs": {)";
  for (int i = 0; i < n; ++i) {
    text += (i == 0 ? "\"c" : ", \"c") + std::to_string(i) + R"(": {"schemas": )" + schemas + "}";
  }
  return text + "}}";
}

std::vector<Lookup> catalogs(int n) {
  std::vector<Lookup> wanted;
  for (int i = 0; i < n; ++i) wanted.emplace_back(ByName{"catalog", "c" + std::to_string(i)});
  return wanted;
}

TEST_CASE("up to twenty of a kind are read one by one and more by listing", "[provider]") {
  Scene few({}, many_catalogs(30));
  few.read(catalogs(20));
  CHECK(few.requests() == 20);
  Scene more({}, many_catalogs(30));
  const auto results = more.read(catalogs(21));
  CHECK(more.requests() == 1);
  for (const ReadResult& result : results) CHECK(std::holds_alternative<engine::Found>(result));
}

TEST_CASE("what a listing does not name is asked for by itself", "[provider]") {
  Scene scene({}, many_catalogs(25));
  std::vector<Lookup> wanted = catalogs(25);
  wanted.emplace_back(ByName{"catalog", "nothing"});
  const auto results = scene.read(wanted);
  CHECK(scene.requests() == 2);
  CHECK(std::holds_alternative<engine::Absent>(results.back()));
}

TEST_CASE("schemas are listed by catalog where that saves requests", "[provider]") {
  std::string schemas = "{";
  for (int i = 0; i < 15; ++i) schemas += (i == 0 ? "\"s" : ", \"s") + std::to_string(i) + "\": {}";
  Scene scene({}, many_catalogs(2, schemas + "}"));
  std::vector<Lookup> wanted;
  for (int i = 0; i < 15; ++i) {
    wanted.emplace_back(ByName{"schema", "c0.s" + std::to_string(i)});
    wanted.emplace_back(ByName{"schema", "c1.s" + std::to_string(i)});
  }
  for (const ReadResult& result : scene.read(wanted))
    CHECK(std::holds_alternative<engine::Found>(result));
  CHECK(scene.requests() == 2);
}

TEST_CASE("objects are made, changed and deleted", "[provider]") {
  Scene scene;
  const auto made =
      scene.write(engine::CreateObject{"catalog", {{"name", "ckpt"}, {"comment", "ours"}}});
  CHECK(made.id == "ckpt");
  CHECK(engine::text_of(made.outputs, "owner") == "ada@example.com");
  scene.write(engine::CreateObject{"schema", {{"catalog_name", "ckpt"}, {"name", "web"}}});
  scene.write(engine::UpdateObject{
      "catalog", "ckpt", {{"comment", ""}, {"properties", engine::Fields{{"k", "v"}}}}, {}});
  const auto now = found<engine::Object>(scene.read(ByName{"catalog", "ckpt"}));
  CHECK(engine::text_of(now.fields, "comment").empty());
  scene.write(engine::DeleteObject{"schema", "ckpt.web", false});
  scene.write(engine::DeleteObject{"schema", "ckpt.default", false});
  scene.write(engine::DeleteObject{"catalog", "ckpt", false});
  scene.write(engine::DeleteObject{"catalog", "ckpt", false});  // gone already: succeeds
  CHECK(std::holds_alternative<engine::Absent>(scene.read(ByName{"catalog", "ckpt"})));
}

TEST_CASE("service principals are made, found, changed and deleted", "[provider]") {
  Scene scene;
  const auto made = scene.write(engine::CreateObject{
      "service_principal",
      {{"display_name", "segment"}, {"entitlements", engine::List{"databricks-sql-access"}}}});
  const std::string application_id = engine::text_of(made.outputs, "application_id");
  CHECK(engine::is_uuid(application_id));
  CHECK(engine::text_of(made.outputs, "id") == made.id);
  CHECK(found<std::vector<engine::SecretInfo>>(scene.read(engine::SecretsOf{made.id})).empty());
  scene.write(
      engine::UpdateObject{"service_principal",
                           made.id,
                           {{"display_name", "etl"}, {"active", false}},
                           {{"entitlements", {{"workspace-access"}, {"databricks-sql-access"}}}}});
  const auto now = found<engine::Object>(scene.read(engine::ById{"service_principal", made.id}));
  CHECK(engine::text_of(now.fields, "display_name") == "etl");
  CHECK(now.fields.at("active") == engine::Value(false));
  CHECK(now.fields.at("entitlements") == engine::Value(engine::List{"workspace-access"}));
  CHECK(found<engine::Object>(scene.read(engine::ById{"service_principal", application_id})) ==
        now);
  CHECK(found<engine::Objects>(scene.read(ByName{"service_principal", "etl"})).size() == 2);
  for (const char* word : {"workspace-access", "workspace-access"}) {  // then there are none
    scene.write(
        engine::UpdateObject{"service_principal", made.id, {}, {{"entitlements", {{}, {word}}}}});
  }
  for (int times = 0; times < 2; ++times) {
    scene.write(engine::DeleteObject{"service_principal", made.id, false});
  }
  for (const std::string& id : {made.id, application_id}) {
    CHECK(
        std::holds_alternative<engine::Absent>(scene.read(engine::ById{"service_principal", id})));
  }
}

TEST_CASE("a warehouse is made, found, changed, permitted and deleted", "[provider]") {
  Scene scene;
  const auto made = scene.write(engine::CreateObject{"sql_warehouse",
                                                     {{"name", "segment"},
                                                      {"cluster_size", "Small"},
                                                      {"auto_stop_mins", 0},
                                                      {"enable_serverless_compute", false},
                                                      {"max_num_clusters", 2},
                                                      {"tags", engine::Fields{{"team", "data"}}}}});
  const engine::ById by_id{"sql_warehouse", made.id};
  const auto before = found<engine::Object>(scene.read(by_id));
  CHECK(before.owner == "ada@example.com");
  CHECK(before.fields.at("http_path") == made.outputs.at("http_path"));
  CHECK(before.fields.at("auto_stop_mins") == engine::Value(0));
  CHECK(before.fields.at("tags") == engine::Value(engine::Fields{{"team", "data"}}));
  scene.write(engine::UpdateObject{
      "sql_warehouse", made.id, {{"name", "etl"}, {"tags", engine::Fields{}}}, {}});
  const auto after = found<engine::Object>(scene.read(by_id));
  CHECK(engine::text_of(after.fields, "name") == "etl");
  CHECK_FALSE(after.fields.contains("tags"));
  CHECK(after.fields.at("auto_stop_mins") == engine::Value(0));
  CHECK(after.fields.at("max_num_clusters") == engine::Value(2));
  CHECK(found<engine::Objects>(scene.read(ByName{"sql_warehouse", "etl"})).front().id == made.id);
  CHECK_THROWS_AS(scene.write(engine::CreateObject{"sql_warehouse",
                                                   {{"name", "etl"}, {"cluster_size", "Small"}}}),
                  engine::ProviderError);

  const std::string thing = "sql_warehouse:" + made.id;
  const std::string etl = "3f0c9a52-0000-4000-8000-0000000000aa";
  scene.write(
      engine::WriteAcl{"permission", thing, {{etl, "CAN_USE"}, {"analysts", "CAN_MONITOR"}}});
  const engine::AclOf acl_of{"permission", thing};
  CHECK(found<engine::Acl>(scene.read(acl_of)) ==
        engine::Acl{{{etl, "CAN_USE"}, {"analysts", "CAN_MONITOR"}}, "ada@example.com"});
  scene.write(
      engine::WriteAcl{"permission", thing, {{"analysts", ""}, {"bob@example.com", "CAN_VIEW"}}});
  CHECK(found<engine::Acl>(scene.read(acl_of)) ==
        engine::Acl{{{etl, "CAN_USE"}, {"bob@example.com", "CAN_VIEW"}}, "ada@example.com"});

  for (int times = 0; times < 2; ++times) {
    scene.write(engine::DeleteObject{"sql_warehouse", made.id, false});
  }
  CHECK(std::holds_alternative<engine::Absent>(scene.read(by_id)));
  CHECK(std::holds_alternative<engine::Absent>(scene.read(acl_of)));
  CHECK(std::holds_alternative<engine::Absent>(
      scene.read(engine::ById{"sql_warehouse", "no id of one"})));
}

TEST_CASE("a permission to a principal that is not known names it", "[provider]") {
  Scene scene;
  const auto made = scene.write(
      engine::CreateObject{"sql_warehouse", {{"name", "segment"}, {"cluster_size", "Small"}}});
  const std::string nobody = "3f0c9a52-0000-4000-8000-0000000000ff";
  std::optional<std::string> subject;
  try {
    scene.write(engine::WriteAcl{"permission", "sql_warehouse:" + made.id, {{nobody, "CAN_USE"}}});
  } catch (const engine::ProviderError& error) {
    CHECK(error.error_class == engine::ErrorClass::NotVisible);
    subject = error.subject;
  }
  CHECK(subject == nobody);
}

TEST_CASE("a principal is assigned to the workspace and taken out of it", "[provider]") {
  Scene scene;
  const engine::AclOf assignments{"workspace_assignment", engine::kWorkspaceThing};
  const std::string id = "4412398765430001";
  for (const char* level : {"ADMIN", "USER"}) {
    scene.write(engine::WriteAcl{"workspace_assignment", engine::kWorkspaceThing, {{id, level}}});
    CHECK(found<engine::Acl>(scene.read(assignments)).direct.at(id) == level);
  }
  for (int times = 0; times < 2; ++times) {
    scene.write(engine::WriteAcl{"workspace_assignment", engine::kWorkspaceThing, {{id, ""}}});
  }
  CHECK_FALSE(found<engine::Acl>(scene.read(assignments)).direct.contains(id));
}

TEST_CASE("isolating a catalog binds this workspace first", "[provider]") {
  Scene scene;
  scene.read(engine::CurrentWorkspace{});
  scene.write(engine::UpdateObject{"catalog", "sales", {{"isolation_mode", "ISOLATED"}}, {}});
  CHECK(scene.requests() == 3);
  CHECK(engine::text_of(found<engine::Object>(scene.read(ByName{"catalog", "sales"})).fields,
                        "isolation_mode") == "ISOLATED");
}

TEST_CASE("grants are changed by deltas", "[provider]") {
  Scene scene;
  scene.write(engine::PatchGrants{
      {"catalog", "sales"},
      {{"bob@example.com", {"USE_CATALOG"}, {}}, {"analysts", {}, {"USE_CATALOG"}}},
      false});
  const auto grants = found<engine::Grants>(scene.read(GrantsOn{{"catalog", "sales"}}));
  CHECK(grants.direct.size() == 1);
  CHECK(grants.direct.at("bob@example.com") == engine::Privileges{"USE_CATALOG"});
}

TEST_CASE("a refusal says what was asked, what came back and what to do", "[provider]") {
  Scene scene("bob@example.com");
  std::string message;
  engine::ErrorClass error_class = engine::ErrorClass::Ours;
  try {
    scene.write(engine::CreateObject{"catalog", {{"name", "ckpt"}}});
  } catch (const engine::ProviderError& error) {
    message = error.what();
    error_class = error.error_class;
  }
  CHECK(error_class == engine::ErrorClass::Denied);
  CHECK(
      message.find(
          "POST /api/2.1/unity-catalog/catalogs was answered with 403 PERMISSION_DENIED: User does "
          "not have CREATE CATALOG on Metastore") == 0);
  CHECK(message.find("(request id ") != std::string::npos);
  CHECK(message.find("; ask the owner or a metastore admin for that right") != std::string::npos);
}

/// A server that answers as it is told.
class Hostile : public Transport {
 public:
  Response answer{200, {}, "{}"};
  Response send(const Request& /*request*/, std::stop_token /*stop*/) override { return answer; }
};

TEST_CASE("answers of a form that is not the API's are errors and never crash", "[provider]") {
  const auto body = GENERATE(values<std::string>({
      "[]",
      "null",
      "7",
      "\"text\"",
      R"({"workspace_id": "text"})",
      R"({"Resources": 3})",
      R"({"Resources": [3]})",
      R"({"Resources": [{"id": 3}]})",
      R"({"id": "7", "entitlements": [3], "odbc_params": 3})",
      R"({"warehouses": [3]})",
      R"({"privilege_assignments": [3]})",
      R"({"privilege_assignments": [{"principal": "p", "privileges": 3}]})",
      R"({"schemas": [3]})",
      R"({"catalogs": {"a": 1}})",
      R"({"name": {"a": 1}})",
      "<html></html>",
      "{",
      "\xff\xfe",
      R"({"schemas": [], "next_page_token": "again"})",
  }));
  Hostile server;
  server.answer.body = body;
  tests::StillClock clock;
  DatabricksProvider provider(server, clock, {1});
  const std::vector<Lookup> lookups{engine::CurrentWorkspace{},
                                    engine::CurrentAccount{},
                                    engine::Runner{},
                                    ByName{"catalog", "sales"},
                                    ByName{"schema", "sales.crm"},
                                    GrantsOn{{"catalog", "sales"}},
                                    engine::Below{{"catalog", "sales"}},
                                    engine::ById{"service_principal", "7"},
                                    ByName{"service_principal", "etl"},
                                    engine::ById{"sql_warehouse", "7"},
                                    ByName{"sql_warehouse", "etl"},
                                    engine::AclOf{"permission", "sql_warehouse:7"},
                                    engine::AclOf{"workspace_assignment", "workspace:"},
                                    WhoIs{"analysts"},
                                    WhoIs{"bob@example.com"}};
  for (const Lookup& lookup : lookups) {
    const std::vector<Lookup> wanted{lookup};
    INFO(to_string(lookup) << " answered with " << body);
    try {
      provider.read(wanted, {});
    } catch (const engine::ProviderError& error) {
      CHECK(std::string(error.what()).size() > 10);
    }
  }
}

TEST_CASE("an answer about grants that is not of the API's form is not taken for none",
          "[provider]") {
  const auto body = GENERATE(values<std::string>({
      "[]",
      "null",
      "7",
      R"({"privilege_assignments": "x"})",
      R"({"privilege_assignments": {}})",
      R"({"privilege_assignments": false})",
      R"({"privilege_assignments": ["x"]})",
      R"({"privilege_assignments": [null]})",
      R"({"privilege_assignments": [[]]})",
      R"({"privilege_assignments": [{"principal": 5, "privileges": "x"}]})",
      R"({"privilege_assignments": [{"principal": 5, "privileges": ["SELECT"]}]})",
      R"({"privilege_assignments": [{"principal": "p", "privileges": "x"}]})",
      R"({"privilege_assignments": [{"principal": "p", "privileges": {}}]})",
      R"({"privilege_assignments": [{"principal": "p", "privileges": [3]}]})",
      R"({"privilege_assignments": [{"principal": "p", "privileges": [null]}]})",
      R"({"privilege_assignments": [{"principal": "", "privileges": "x"}]})",
  }));
  Hostile server;
  server.answer.body = body;
  tests::StillClock clock;
  DatabricksProvider provider(server, clock, {1});
  const std::vector<Lookup> wanted{GrantsOn{{"catalog", "sales"}}};
  INFO(body);
  std::string message;
  try {
    provider.read(wanted, {});
  } catch (const engine::ProviderError& error) {
    CHECK(error.error_class == engine::ErrorClass::Invalid);
    message = error.what();
  }
  CHECK(message.find("the grants on catalog sales was answered in a form that is not the API's") ==
        0);
}

TEST_CASE("a success that does not answer what was asked is an error and not an absence",
          "[provider]") {
  const auto body = GENERATE(values<std::string>({
      "",
      R"({"foo": 1})",
      R"({"error_code": "INTERNAL_ERROR", "message": "it failed"})",
      R"({"name": "another", "id": "another", "owner": "ada@example.com"})",
      R"({"name": "sales", "full_name": "sales.crm", "comment": 5, "id": 7})",
  }));
  const auto lookup = GENERATE(values<Lookup>({
      ByName{"catalog", "sales"},
      ByName{"schema", "sales.crm"},
      GrantsOn{{"catalog", "sales"}},
      engine::Below{{"catalog", "sales"}},
      engine::SecretsOf{"7"},
      engine::ById{"service_principal", "7"},
      ByName{"service_principal", "etl"},
      engine::ById{"sql_warehouse", "7"},
      ByName{"sql_warehouse", "etl"},
      engine::AclOf{"permission", "sql_warehouse:7"},
      engine::AclOf{"workspace_assignment", "workspace:"},
      WhoIs{"analysts"},
      WhoIs{"bob@example.com"},
  }));
  Hostile server;
  server.answer.body = body;
  tests::StillClock clock;
  DatabricksProvider provider(server, clock, {1});
  const std::vector<Lookup> wanted{lookup};
  INFO(to_string(lookup) << " answered with " << body);
  CHECK_THROWS_AS(provider.read(wanted, {}), engine::ProviderError);
}

TEST_CASE("what a server does not offer is hidden with its words and not absent", "[provider]") {
  const auto lookup = GENERATE(values<Lookup>({
      ByName{"catalog", "sales"},
      GrantsOn{{"catalog", "sales"}},
      engine::Below{{"catalog", "sales"}},
      engine::SecretsOf{"7"},
      engine::ById{"service_principal", "7"},
      engine::ById{"sql_warehouse", "7"},
      engine::AclOf{"permission", "sql_warehouse:7"},
      engine::AclOf{"workspace_assignment", "workspace:"},
  }));
  Hostile server;
  server.answer = {
      501, {}, R"({"error_code": "NOT_IMPLEMENTED", "message": "not in this server"})"};
  tests::StillClock clock;
  DatabricksProvider provider(server, clock, {1});
  const std::vector<Lookup> wanted{lookup};
  INFO(to_string(lookup));
  const ReadResult result = provider.read(wanted, {}).front();
  REQUIRE(std::holds_alternative<engine::Hidden>(result));
  CHECK(std::get<engine::Hidden>(result).reason.find("not in this server") != std::string::npos);
}

TEST_CASE("what an answer about grants leaves out is none", "[provider]") {
  struct Case {
    std::string body;
    engine::Grants expected;
  };
  const auto c = GENERATE(values<Case>({
      {"{}", {}},
      {R"({"privilege_assignments": null})", {}},
      {R"({"privilege_assignments": []})", {}},
      {R"({"privilege_assignments": [{"privileges": ["SELECT"]}]})", {{}, 1}},
      {R"({"privilege_assignments": [{"principal": null, "privileges": ["SELECT"]}]})", {{}, 1}},
      {R"({"privilege_assignments": [{"principal": "", "privileges": null}, {}]})", {{}, 2}},
      {R"({"privilege_assignments": [{"principal": "p"}]})", {{{"p", {}}}, 0}},
      {R"({"privilege_assignments": [{"principal": "p", "privileges": null}]})", {{{"p", {}}}, 0}},
      {R"({"privilege_assignments": [{"principal": "p", "privileges": ["USE CATALOG"]}]})",
       {{{"p", {"USE_CATALOG"}}}, 0}},
  }));
  Hostile server;
  server.answer.body = c.body;
  tests::StillClock clock;
  DatabricksProvider provider(server, clock, {1});
  const std::vector<Lookup> wanted{GrantsOn{{"catalog", "sales"}}};
  INFO(c.body);
  CHECK(found<engine::Grants>(provider.read(wanted, {}).front()) == c.expected);
}

}  // namespace
}  // namespace dgctl::providers::provider_test
