// Service principals: what is asked of SCIM, and what is made of its answers.

#include "tests/unit/providers/databricks/scripted.h"

namespace dgctl::providers::service_principal_test {
namespace {

using engine::ById;
using engine::ByName;
using engine::CreateObject;
using engine::DeleteObject;
using engine::ErrorClass;
using engine::Fields;
using engine::List;
using engine::Object;
using engine::UpdateObject;
using tests::Asked;
using tests::found;
using tests::Scripted;

constexpr const char* kPath = "/api/2.0/preview/scim/v2/ServicePrincipals";
constexpr const char* kAttributes =
    "attributes=id%2CapplicationId%2CdisplayName%2Cactive%2CexternalId%2Centitlements%2Cgroups"
    "%2Croles";
constexpr const char* kEtl =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal"],
  "id":"4412398765430001","applicationId":"3F0C9A52-0000-4000-8000-0000000000AA",
  "displayName":"etl","active":false,"externalId":"x1",
  "entitlements":[{"value":"workspace-access"},{"value":"databricks-sql-access"}],
  "groups":[{"display":"analysts","value":"7","type":"direct"},{"value":"8"}],
  "roles":[{"value":"account_admin"}]})";

Object etl() {
  return {"service_principal",
          "4412398765430001",
          {{"active", false},
           {"application_id", "3f0c9a52-0000-4000-8000-0000000000aa"},
           {"display_name", "etl"},
           {"entitlements", List{"databricks-sql-access", "workspace-access"}},
           {"external_id", "x1"},
           {"groups", List{"8", "analysts"}},
           {"id", "4412398765430001"},
           {"roles", List{"account_admin"}}},
          std::nullopt};
}

std::string listed(const std::string& items, int total) {
  return R"({"totalResults":)" + std::to_string(total) + R"(,"Resources":[)" + items + "]}";
}

TEST_CASE("a service principal is read by its id", "[service_principal]") {
  Scripted workspace({{200, kEtl}});
  CHECK(found<Object>(workspace.read(ById{"service_principal", "4412398765430001"})) == etl());
  CHECK(workspace.asked() ==
        Asked{std::string("GET ") + kPath + "/4412398765430001?" + kAttributes});
}

TEST_CASE("what is left out of an answer to who is no administrator may not be seen",
          "[service_principal]") {
  const engine::Value unseen = engine::Null{};
  struct Case {
    std::string body;
    engine::Value active, entitlements;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {R"({"id":"7","displayName":"etl"})", unseen, unseen},
      {R"({"id":"7","active":null})", unseen, unseen},
      {R"({"id":"7","active":true})", true, List{}},
      {R"({"id":"7","entitlements":[{"value":"x"}]})", unseen, List{"x"}},
  }));
  Scripted workspace({{200, c.body}});
  const auto principal = found<Object>(workspace.read(ById{"service_principal", "7"}));
  CHECK(principal.fields.at("active") == c.active);
  CHECK(principal.fields.at("entitlements") == c.entitlements);
}

TEST_CASE("a service principal is read by its application id in any letter case",
          "[service_principal]") {
  Scripted workspace({{200, listed(std::string(R"({"id":"1","applicationId":"0"},)") + kEtl, 2)}});
  CHECK(found<Object>(workspace.read(
            ById{"service_principal", "3F0C9A52-0000-4000-8000-0000000000aa"})) == etl());
  CHECK(workspace.asked() ==
        Asked{std::string("GET ") + kPath +
              "?filter=applicationId%20eq%20%223f0c9a52-0000-4000-8000-0000000000aa%22&" +
              kAttributes + "&startIndex=1&count=100"});
}

TEST_CASE("an id that has the form of an application id is asked for where no application has it",
          "[service_principal]") {
  const std::string id = "5d2be173-d6ab-4805-9da8-7d4b9baa9898";
  Scripted workspace({{200, listed("", 0)}, {200, R"({"id":")" + id + R"("})"}});
  CHECK(found<Object>(workspace.read(ById{"service_principal", id})).id == id);
  CHECK(workspace.asked().back() == std::string("GET ") + kPath + "/" + id + "?" + kAttributes);
}

TEST_CASE("an unknown id is absent and what may not be asked is hidden", "[service_principal]") {
  struct Case {
    std::string id;
    std::vector<tests::Script::Answer> answers;
    bool absent;
  };
  // What the workspace does not know may be in the account, unassigned.
  const tests::Script::Answer no_account{404, R"({"error_code":"ENDPOINT_NOT_FOUND"})"};
  const tests::Script::Answer not_there{404, R"({"detail":"not there","status":"404"})"};
  const tests::Script::Answer no_number{400, R"({"detail":"no number","status":"400"})"};
  const tests::Script::Answer nobody{200, R"({"totalResults":0})"};
  const std::string application = "3f0c9a52-0000-4000-8000-0000000000aa";
  const auto c = GENERATE_COPY(values<Case>({
      {"7", {not_there, no_account}, true},
      {application, {nobody, not_there, no_account}, true},
      {application, {nobody, no_number, no_account}, true},
      {"7", {{403, R"({"error_code":"PERMISSION_DENIED","message":"only by admins"})"}}, false},
      {application, {{403, ""}}, false},
  }));
  Scripted workspace(c.answers);
  const engine::ReadResult result = workspace.read(ById{"service_principal", c.id});
  CHECK(std::holds_alternative<engine::Absent>(result) == c.absent);
  CHECK(std::holds_alternative<engine::Hidden>(result) != c.absent);
}

TEST_CASE("who was taken out of the workspace is found in the account, without what it had there",
          "[service_principal]") {
  Scripted workspace(
      {{404, R"({"detail":"not there","status":"404"})"},
       {200, listed(R"({"id":"7","displayName":"etl","entitlements":[{"value":"x"}]})", 1)}});
  const Object principal = found<Object>(workspace.read(ById{"service_principal", "7"}));
  CHECK(principal.fields.at("entitlements") == engine::Value(List{}));
  CHECK(workspace.asked().back().starts_with(
      "GET /api/2.0/account/scim/v2/ServicePrincipals?filter=id"));
}

TEST_CASE("all service principals of exactly that name are found on all pages",
          "[service_principal]") {
  Scripted workspace({
      {200, listed(R"({"id":"9","displayName":"a\"b"},{"id":"3","displayName":"A\"B"})", 4)},
      {200, listed(R"({"id":"9","displayName":"a\"b"},{"id":"10","displayName":"a\"b"})", 4)},
  });
  const auto all = found<engine::Objects>(workspace.read(ByName{"service_principal", "a\"b"}));
  REQUIRE(all.size() == 2);
  CHECK(all[0].id == "10");
  CHECK(all[1].id == "9");
  const std::string path = std::string("GET ") + kPath +
                           "?filter=displayName%20eq%20%22a%5C%22b%22&" + kAttributes +
                           "&startIndex=";
  CHECK(workspace.asked() == Asked{path + "1&count=100", path + "3&count=100"});
}

TEST_CASE("a name that nobody bears is absent after one request", "[service_principal]") {
  Scripted workspace({{200, R"({"totalResults":0,"Resources":[]})"}});
  CHECK(workspace.read(ByName{"service_principal", "etl"}) == engine::ReadResult(engine::Absent{}));
  CHECK(workspace.asked().size() == 1);
}

TEST_CASE("a service principal is made by one request that is not repeated",
          "[service_principal]") {
  struct Case {
    Fields fields;
    std::string body;
  };
  const std::string schemas =
      R"("schemas":["urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal"])";
  const auto c = GENERATE_COPY(values<Case>({
      {{{"display_name", "etl"}}, R"({"displayName":"etl",)" + schemas + "}"},
      {{{"display_name", "etl"},
        {"active", false},
        {"entitlements", List{"workspace-access", "databricks-sql-access"}}},
       R"({"active":false,"displayName":"etl","entitlements":[{"value":"databricks-sql-access"},)"
       R"({"value":"workspace-access"}],)" +
           schemas + "}"},
  }));
  Scripted workspace({{201, kEtl}});
  const engine::StepOutcome outcome = workspace.write(CreateObject{"service_principal", c.fields});
  CHECK(outcome == engine::StepOutcome{"4412398765430001", etl().fields});
  CHECK(workspace.asked() == Asked{std::string("POST ") + kPath + " " + c.body});
  CHECK(workspace.transport.asked.front().repeat == Repeat::OnlyIfNotTaken);
}

TEST_CASE("a made service principal without an id may have been made", "[service_principal]") {
  Scripted workspace({{201, "{}"}});
  const auto error = workspace.refusal_of(CreateObject{"service_principal", {}});
  CHECK(error.error_class == ErrorClass::Invalid);
  CHECK(error.may_have_happened);
}

TEST_CASE("a service principal is changed by one patch", "[service_principal]") {
  struct Case {
    std::string name;
    UpdateObject call;
    std::string operations;
  };
  const auto c = GENERATE(values<Case>({
      {"fields",
       {"service_principal", "7", {{"display_name", "b"}, {"active", false}}, {}},
       R"({"op":"replace","path":"active","value":false},)"
       R"({"op":"replace","path":"displayName","value":"b"})"},
      {"words come before they go",
       {"service_principal", "7", {}, {{"entitlements", {{"a", "b"}, {"c", "d"}}}}},
       R"({"op":"add","path":"entitlements","value":[{"value":"a"},{"value":"b"}]},)"
       R"({"op":"remove","path":"entitlements[value eq \"c\"]"},)"
       R"({"op":"remove","path":"entitlements[value eq \"d\"]"})"},
  }));
  Scripted workspace({{200, ""}});
  const engine::StepOutcome outcome = workspace.write(c.call);
  Fields expected = c.call.changed;
  expected.emplace("id", "7");
  CHECK(outcome == engine::StepOutcome{"7", expected});
  CHECK(workspace.asked() ==
        Asked{std::string("PATCH ") + kPath + R"(/7 {"Operations":[)" + c.operations +
              R"(],"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]})"});
}

TEST_CASE("a patch that is answered tells how the service principal is now",
          "[service_principal]") {
  Scripted workspace({{200, R"({"id":"7"})"}});
  CHECK(workspace.write(UpdateObject{"service_principal", "7", {{"active", true}}, {}}) ==
        engine::StepOutcome{"7", {{"id", "7"}}});
}

constexpr const char* kNone =
    R"({"schemas":[],"detail":"No such attribute with the name : entitlements in the current resource","status":"400","scimType":"invalidPath"})";

TEST_CASE("entitlements that are gone already are removed", "[service_principal]") {
  Scripted workspace({{400, kNone}});
  const UpdateObject removes{"service_principal", "7", {}, {{"entitlements", {{}, {"c"}}}}};
  CHECK(workspace.write(removes).id == "7");
  CHECK(workspace.asked().size() == 1);
}

TEST_CASE("what a refused removal took along is sent without it", "[service_principal]") {
  Scripted workspace({{400, kNone}, {204, ""}});
  workspace.write(
      UpdateObject{"service_principal", "7", {{"active", true}}, {{"entitlements", {{}, {"c"}}}}});
  REQUIRE(workspace.asked().size() == 2);
  CHECK(workspace.asked().back() ==
        std::string("PATCH ") + kPath +
            R"(/7 {"Operations":[{"op":"replace","path":"active","value":true}],)"
            R"("schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]})");
}

TEST_CASE("a service principal that is gone is deleted", "[service_principal]") {
  const int status = GENERATE(204, 404);
  Scripted workspace({{status, ""}});
  CHECK(workspace.write(DeleteObject{"service_principal", "7", false}).id == "7");
  CHECK(workspace.asked() == Asked{std::string("DELETE ") + kPath + "/7"});
}

TEST_CASE("a service principal in use elsewhere is a conflict", "[service_principal]") {
  Scripted workspace(
      {{409, R"({"detail":"already exists","status":"409","scimType":"uniqueness"})"}});
  CHECK(workspace.refusal_of(CreateObject{"service_principal", {}}).error_class ==
        ErrorClass::Conflict);
}

TEST_CASE("who runs it is told apart as an administrator by an application id in lower case",
          "[service_principal]") {
  Scripted workspace({{200,
                       R"({"userName":"3F0C9A52-0000-4000-8000-0000000000AA","groups":[
                           {"display":"admins","value":"1"},{"value":"2"}]})"}});
  const auto runner = found<engine::Identity>(workspace.read(engine::Runner{}));
  CHECK(runner.name == "3f0c9a52-0000-4000-8000-0000000000aa");
  CHECK(runner.kind == "service_principal");
  CHECK(runner.groups == std::set<std::string>{"admins"});
}

}  // namespace
}  // namespace dgctl::providers::service_principal_test
