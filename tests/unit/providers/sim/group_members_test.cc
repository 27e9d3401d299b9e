#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::group_members_test {
namespace {

constexpr const char* kPatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

json workspace() {
  json file = small_workspace();
  file["users"]["bob@example.com"]["id"] = "12";
  file["users"]["cai@example.com"]["id"] = "13";
  file["users"]["root@example.com"] = {{"account_admin", true}};
  file["service_principals"][kEtl]["id"] = "11";
  file["groups"]["Night Shift"]["id"] = "21";
  file["groups"]["analysts"]["id"] = "22";
  file["groups"]["staff"]["id"] = "23";
  file["workspace"]["account_id"] = "7a1b2c3d-0000-4000-8000-000000000001";
  return file;
}

json operations(const json& list) {
  return {{"schemas", json::array({kPatchOp})}, {"Operations", list}};
}
json add(const std::string& id) {
  return operations(json::array(
      {{{"op", "add"}, {"path", "members"}, {"value", json::array({{{"value", id}}})}}}));
}
json remove(const std::string& id) {
  return operations(
      json::array({{{"op", "remove"}, {"path", "members[value eq \"" + id + "\"]"}}}));
}

std::string members(const Sim& sim, const std::string& id) {
  return names_of(sim.get(scim("/Groups/" + id)), "members", "value");
}

TEST_CASE("members come and go one by one", "[group_members]") {
  Sim sim(workspace());
  CHECK(outcome(sim.patch(scim("/Groups/21"), add("11"))) == "200");
  CHECK(members(sim, "21") == "13 11");
  CHECK(outcome(sim.patch(scim("/Groups/21"), add("11"))) == "200");
  CHECK(members(sim, "21") == "13 11");
  CHECK(outcome(sim.patch(scim("/Groups/21"), remove("13"))) == "200");
  CHECK(members(sim, "21") == "11");
  CHECK(outcome(sim.patch(scim("/Groups/21"), remove("13"))) == "200");
}

TEST_CASE("a removal that names nobody removes everybody", "[group_members]") {
  Sim sim(workspace());
  sim.patch(scim("/Groups/21"), add("11"));
  CHECK(outcome(sim.patch(scim("/Groups/21"),
                          operations(json::array({{{"op", "remove"}, {"path", "members"}}})))) ==
        "200");
  CHECK(members(sim, "21").empty());
}

TEST_CASE("a group is not changed for a reason", "[group_members]") {
  struct Case {
    std::string name, id;
    json body;
    std::string who, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"no admin",
       "21",
       add("11"),
       "bob@example.com",
       "403 -: /2.0/preview/scim/v2/Groups is only"},
      {"of the account", "22", add("11"), "", "403 -: Group 'analysts' is managed at the account"},
      {"nobody", "21", add("99"), "", "404 -: Principal with id 99 not found."},
      {"itself", "21", add("21"), "", "400 invalidSyntax"},
      {"no such group", "99", add("11"), "", "404"},
      {"bare text",
       "21",
       operations(json::array({{{"op", "add"}, {"path", "members"}, {"value", {"11"}}}})),
       "",
       "400 invalidSyntax"},
      {"its name",
       "21",
       operations(json::array({{{"op", "replace"}, {"path", "displayName"}, {"value", "x"}}})),
       "",
       "400 invalidSyntax"},
  }));
  DYNAMIC_SECTION(c.name) {
    Sim sim(workspace());
    CHECK(outcome(sim.patch(scim("/Groups/" + c.id), c.body, c.who)).find(c.expected) == 0);
    CHECK(members(sim, "21") == "13");
  }
}

TEST_CASE("that repeated members are refused can be chosen", "[group_members]") {
  json file = workspace();
  file["switches"]["repeated_members"] = "refuses";
  Sim sim(file);
  CHECK(outcome(sim.patch(scim("/Groups/21"), add("13"))).find("400 invalidValue") == 0);
  CHECK(outcome(sim.patch(scim("/Groups/21"), remove("11"))).find("400 invalidValue") == 0);
}

TEST_CASE("the account changes its groups but puts no local one into them", "[group_members]") {
  Sim sim(workspace());
  const std::string groups =
      "/api/2.0/accounts/7a1b2c3d-0000-4000-8000-000000000001/scim/v2/Groups";
  CHECK(outcome(sim.patch(groups + "/22", add("11"), "root@example.com")) == "200");
  CHECK(members(sim, "22") == "12 11");
  CHECK(outcome(sim.patch(groups + "/22", add("21"), "root@example.com")).find("400") == 0);
  CHECK(outcome(sim.patch(groups + "/22", add("11"), "ada@example.com")).find("403") == 0);
}

TEST_CASE("who is in admins or in a group that is administrates", "[group_members]") {
  json file = workspace();
  file["groups"]["Night Shift"]["workspace_admin"] = true;
  Sim sim(file);
  CHECK(outcome(sim.patch(scim("/Groups/21"), add("11"), "cai@example.com")) == "200");
  const std::string admins =
      body_of(sim.get(scim("/Groups?filter=displayName+eq+admins"))).at("Resources").at(0).at("id");
  CHECK(names_of(sim.get(scim("/Groups/21")), "groups", "display") == "admins");
  CHECK(outcome(sim.patch(scim("/Groups/" + admins), add("12"))) == "200");
  CHECK(outcome(sim.patch(scim("/Groups/21"), remove("11"), "bob@example.com")) == "200");
  CHECK(outcome(sim.patch(scim("/Groups/" + admins), remove("21"))) == "200");
  CHECK(outcome(sim.patch(scim("/Groups/21"), add("11"), "cai@example.com")).find("403") == 0);
}

}  // namespace
}  // namespace dgctl::providers::group_members_test
