// Permissions on warehouses and assignments to the workspace.

#include <limits>

#include "tests/unit/providers/databricks/scripted.h"

namespace dgctl::providers::levels_test {
namespace {

using engine::Acl;
using engine::AclEntry;
using engine::AclOf;
using engine::ErrorClass;
using engine::ReadResult;
using engine::WriteAcl;
using tests::Asked;
using tests::found;
using tests::Scripted;

constexpr const char* kThing = "sql_warehouse:4562d0b3caeafb97";
constexpr const char* kPermissions = "/api/2.0/permissions/warehouses/4562d0b3caeafb97";
constexpr const char* kAssignments = "/api/2.0/preview/permissionassignments";
constexpr const char* kEtl = "3f0c9a52-0000-4000-8000-0000000000aa";

std::string held(const std::string& name, const std::string& level, bool inherited = false) {
  return "{" + name + R"(,"all_permissions":[{"permission_level":")" + level + R"(","inherited":)" +
         (inherited ? "true" : "false") + "}]}";
}

std::string list(const std::vector<std::string>& items) {
  std::string text = R"({"object_id":"/sql/warehouses/x","access_control_list":[)";
  for (const std::string& item : items) text += (&item == &items.front() ? "" : ",") + item;
  return text + "]}";
}

const std::string kOwner = held(R"("user_name":"Ada@example.test")", "IS_OWNER");
const std::string kAnalysts = held(R"("group_name":"Analysts")", "CAN_USE");
const std::string kAdmins = held(R"("group_name":"admins")", "CAN_MANAGE", true);
const std::string kRobot =
    held(R"("service_principal_name":"3F0C9A52-0000-4000-8000-0000000000AA")", "CAN_MONITOR");

TEST_CASE("direct permissions are read and the owner apart from them", "[permission]") {
  Scripted workspace({{200, list({kOwner, kAnalysts, kAdmins, kRobot})}});
  CHECK(found<Acl>(workspace.read(AclOf{"permission", kThing})) ==
        Acl{{{kEtl, "CAN_MONITOR"}, {"Analysts", "CAN_USE"}}, "ada@example.test"});
  CHECK(workspace.asked() == Asked{std::string("GET ") + kPermissions});
}

TEST_CASE("of several direct levels the last that is not owning counts", "[permission]") {
  Scripted workspace({{200, R"({"access_control_list":[{"user_name":"a@b","all_permissions":[
      {"permission_level":"CAN_USE"},{"permission_level":"CAN_VIEW","inherited":false},
      {"permission_level":"IS_OWNER"},{"permission_level":"CAN_MANAGE","inherited":true}]},
      {"all_permissions":[{"permission_level":"CAN_USE"}]},{"group_name":"nothing"}]})"}});
  CHECK(found<Acl>(workspace.read(AclOf{"permission", kThing})) ==
        Acl{{{"a@b", "CAN_VIEW"}}, "a@b"});
}

TEST_CASE("permissions on what is not there are absent and those not shown hidden",
          "[permission]") {
  struct Case {
    int status;
    std::string body;
    bool absent;
  };
  const auto c = GENERATE(values<Case>({
      {404, R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"m"})", true},
      {400, R"({"message":"x is not a valid endpoint id."})", true},
      {403, R"({"error_code":"PERMISSION_DENIED","message":"m"})", false},
  }));
  Scripted workspace({{c.status, c.body}});
  const ReadResult result = workspace.read(AclOf{"permission", kThing});
  CHECK(std::holds_alternative<engine::Absent>(result) == c.absent);
  CHECK(std::holds_alternative<engine::Hidden>(result) != c.absent);
}

TEST_CASE("levels that are only given are one patch of just those", "[permission]") {
  Scripted workspace({{200, "{}"}});
  workspace.write(
      WriteAcl{"permission",
               kThing,
               {{kEtl, "CAN_USE"}, {"Bob@example.test", "CAN_VIEW"}, {"Analysts", "CAN_MANAGE"}}});
  CHECK(workspace.asked() ==
        Asked{std::string("PATCH ") + kPermissions +
              R"( {"access_control_list":[)"
              R"({"permission_level":"CAN_USE","service_principal_name":")" +
              kEtl +
              R"("},{"group_name":"Analysts","permission_level":"CAN_MANAGE"},)"
              R"({"permission_level":"CAN_VIEW","user_name":"bob@example.test"}]})"});
}

TEST_CASE("what is taken away is left out of all that stands there", "[permission]") {
  struct Case {
    std::string name;
    std::vector<AclEntry> entries;
    std::string put;
  };
  const std::string owner = R"({"permission_level":"IS_OWNER","user_name":"Ada@example.test"})";
  const std::string analysts = R"({"group_name":"Analysts","permission_level":"CAN_USE"})";
  const std::string robot =
      R"({"permission_level":"CAN_MONITOR","service_principal_name":"3F0C9A52-0000-4000-8000-0000000000AA"})";
  const auto c = GENERATE_COPY(values<Case>({
      {"one", {{kEtl, ""}}, owner + "," + analysts},
      {"all but the owner", {{kEtl, ""}, {"Analysts", ""}}, owner},
      {"what another holds meanwhile goes along",
       {{"Analysts", ""}, {"Bob@example.test", "CAN_VIEW"}},
       owner + "," + robot + R"(,{"permission_level":"CAN_VIEW","user_name":"bob@example.test"})"},
      {"one has another level",
       {{kEtl, ""}, {"Analysts", "CAN_MANAGE"}},
       owner + R"(,{"group_name":"Analysts","permission_level":"CAN_MANAGE"})"},
      {"gone already", {{"nobody", ""}}, ""},
      {"the owner stays", {{"ada@example.test", ""}}, ""},
      {"the owner gets no lesser level",
       {{kEtl, ""}, {"ada@example.test", "CAN_USE"}},
       owner + "," + analysts},
  }));
  DYNAMIC_SECTION(c.name) {
    Scripted workspace({{200, list({kOwner, kAnalysts, kAdmins, kRobot})}, {200, "{}"}});
    workspace.write(WriteAcl{"permission", kThing, c.entries});
    Asked expected{std::string("GET ") + kPermissions};
    if (!c.put.empty()) {
      expected.push_back(std::string("PUT ") + kPermissions + R"( {"access_control_list":[)" +
                         c.put + "]}");
    }
    CHECK(workspace.asked() == expected);
  }
}

TEST_CASE("a replacement names no administrators", "[permission]") {
  const std::string admins = held(R"("group_name":"admins")", "CAN_MANAGE");
  Scripted nothing({{200, list({kOwner, admins})}, {200, "{}"}});
  nothing.write(WriteAcl{"permission", kThing, {{kEtl, ""}}});
  CHECK(nothing.asked().size() == 1);
  Scripted workspace({{200, list({kOwner, admins, kRobot})}, {200, "{}"}});
  workspace.write(WriteAcl{"permission", kThing, {{kEtl, ""}}});
  CHECK(
      workspace.asked().back() ==
      std::string("PUT ") + kPermissions +
          R"( {"access_control_list":[{"permission_level":"IS_OWNER","user_name":"Ada@example.test"}]})");
}

TEST_CASE("a refused permission says what to do", "[permission]") {
  Scripted ownerless(
      {{200, list({kRobot})},
       {400,
        R"({"error_code":"INVALID_PARAMETER_VALUE","message":"PUT requests for warehouse x with no existing owner must provide a new owner."})"}});
  const auto refused = ownerless.refusal_of(WriteAcl{"permission", kThing, {{kEtl, ""}}});
  CHECK(refused.error_class == ErrorClass::Invalid);
  CHECK(std::string(refused.what()).ends_with("must provide a new owner; give it an owner first"));
  Scripted unknown(
      {{404, R"({"message":"Principal: ServicePrincipalName(3f0c) does not exist."})"}});
  const auto not_visible = unknown.refusal_of(WriteAcl{"permission", kThing, {{kEtl, "CAN_USE"}}});
  CHECK(not_visible.error_class == ErrorClass::NotVisible);
  CHECK(not_visible.subject == "3f0c");
}

TEST_CASE("permissions that make no sense are sent nowhere", "[permission]") {
  const auto call = GENERATE(values<WriteAcl>({
      {"permission", "job:7", {{"a", "CAN_USE"}}},
      {"permission", "sql_warehouse:", {{"a", "CAN_USE"}}},
      {"permission", kThing, {{"a@b", "CAN_USE"}, {"A@B", "CAN_VIEW"}}},
      {"workspace_assignment", "workspace:", {}},
      {"workspace_assignment", "workspace:", {{"7", "USER"}, {"8", "USER"}}},
      {"workspace_assignment", "workspace:", {{"7", "user"}}},
      {"workspace_assignment", "workspace:", {{"a@b", "USER"}}},
      {"workspace_assignment", "workspace:", {{"", ""}}},
      {"workspace_assignment", "another", {{"7", "USER"}}},
      {"grant", "catalog:a", {{"7", "USER"}}},
  }));
  Scripted workspace({});
  CHECK(workspace.refusal_of(call).error_class == ErrorClass::Ours);
  CHECK(workspace.asked().empty());
}

TEST_CASE("no entries are no request", "[permission]") {
  Scripted workspace({});
  workspace.write(WriteAcl{"permission", kThing, {}});
  CHECK(workspace.asked().empty());
}

TEST_CASE("assignments are read by the id of the principal", "[assignment]") {
  Scripted workspace({{200, R"({"permission_assignments":[
      {"permissions":["USER"],"principal":{"principal_id":9007199254740993}},
      {"permissions":["USER","ADMIN"],"principal":{"principal_id":7,"display_name":"x"}},
      {"permissions":["UNKNOWN"],"principal":{"principal_id":8},"error":""},
      {"error":"it is not known","principal":{}}]})"}});
  CHECK(found<Acl>(workspace.read(AclOf{"workspace_assignment", "workspace:"})) ==
        Acl{{{"9007199254740993", "USER"}, {"7", "ADMIN"}, {"8", "USER"}}, std::nullopt});
  CHECK(workspace.asked() == Asked{std::string("GET ") + kAssignments});
}

TEST_CASE("assignments that a workspace does not have or show are hidden", "[assignment]") {
  struct Case {
    int status;
    std::string body;
  };
  const auto c = GENERATE(values<Case>({
      {404, ""},
      {404, R"({"error_code":"ENDPOINT_NOT_FOUND","message":"No API found"})"},
      {400, R"({"message":"Permission assignments not supported for current workspace."})"},
      {501, R"({"error_code":"NOT_IMPLEMENTED","message":"m"})"},
      {403, R"({"error_code":"PERMISSION_DENIED","message":"m"})"},
  }));
  Scripted workspace({{c.status, c.body}});
  const ReadResult result = workspace.read(AclOf{"workspace_assignment", "workspace:"});
  REQUIRE(std::holds_alternative<engine::Hidden>(result));
  CHECK_FALSE(std::get<engine::Hidden>(result).reason.empty());
}

TEST_CASE("an assignment is written by the id of its principal", "[assignment]") {
  const std::string path = std::string(kAssignments) + "/principals/4412398765430001";
  Scripted gives({{200, R"({"permissions":["ADMIN"],"principal":{"principal_id":1}})"}});
  gives.write(WriteAcl{"workspace_assignment", "workspace:", {{"4412398765430001", "ADMIN"}}});
  CHECK(gives.asked() == Asked{"PUT " + path + R"( {"permissions":["ADMIN"]})"});
  const auto answer = GENERATE(values<std::pair<int, std::string>>(
      {{200, ""}, {204, ""}, {404, ""}, {404, R"({"message":"Principal 7 not in workspace 1"})"}}));
  Scripted takes({answer});
  takes.write(WriteAcl{"workspace_assignment", "workspace:", {{"4412398765430001", ""}}});
  CHECK(takes.asked() == Asked{"DELETE " + path});
}

TEST_CASE("a failure that an answer of success carries is an error", "[assignment]") {
  struct Case {
    int status;
    std::string body;
    ErrorClass error_class;
    std::optional<std::string> subject;
  };
  const auto c = GENERATE(values<Case>({
      {200, R"({"error":"Principal 7 not in workspace 1"})", ErrorClass::NotVisible, "7"},
      {200, R"({"error":"Principal 7 does not exist"})", ErrorClass::NotVisible, "7"},
      {200, R"({"error":"a group of that name exists"})", ErrorClass::Invalid, {}},
      {200, R"({"error":{"a":1}})", ErrorClass::Invalid, {}},
      {400, R"({"message":"Principal 7 not in workspace 1."})", ErrorClass::NotVisible, "7"},
  }));
  Scripted workspace({{c.status, c.body}});
  const auto error =
      workspace.refusal_of(WriteAcl{"workspace_assignment", "workspace:", {{"7", "USER"}}});
  INFO(c.body << " is " << error.what());
  CHECK(error.error_class == c.error_class);
  CHECK(error.subject == c.subject);
}

TEST_CASE("answers about levels of a form that is not the API's are errors", "[permission]") {
  const auto body = GENERATE(values<std::string>({
      "[]",
      "null",
      "7",
      R"({"access_control_list":3,"permission_assignments":3})",
      R"({"access_control_list":[3],"permission_assignments":[3]})",
      R"({"access_control_list":[{"user_name":3}],"permission_assignments":[{}]})",
      R"({"access_control_list":[{"user_name":"a","all_permissions":3}],
          "permission_assignments":[{"principal":{"principal_id":1.5}}]})",
      R"({"access_control_list":[{"user_name":"a","all_permissions":[{}]}],
          "permission_assignments":[{"principal":{"principal_id":18446744073709551615}}]})",
      R"({"access_control_list":[{"user_name":"a","all_permissions":[{"permission_level":7}]}],
          "permission_assignments":[{"permissions":3,"principal":{"principal_id":1}}]})",
  }));
  const auto lookup = GENERATE(values<engine::Lookup>(
      {AclOf{"permission", kThing}, AclOf{"workspace_assignment", "workspace:"}}));
  Scripted workspace({{200, body}});
  INFO(to_string(lookup) << " answered with " << body);
  std::string message;
  try {
    workspace.read(lookup);
  } catch (const engine::ProviderError& error) {
    message = error.what();
  }
  CHECK(message.find("was answered in a form that is not the API's") != std::string::npos);
  CHECK(message.find("json.exception") == std::string::npos);
}

TEST_CASE("an answer that is nested too deep is an error", "[permission]") {
  constexpr std::size_t kDeep = 200'000;
  Scripted workspace({{200, std::string(kDeep, '[') + std::string(kDeep, ']')}});
  CHECK_THROWS_AS(workspace.read(AclOf{"permission", kThing}), engine::ProviderError);
}

}  // namespace
}  // namespace dgctl::providers::levels_test
