#include "providers/sim/scim.h"

#include "providers/sim/scim_filter.h"
#include "tests/support/property.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::scim_test {
namespace {

constexpr const char* kPerson = "cai@example.com";

std::string found(Sim& sim, const std::string& path, const char* member, const char* who = "") {
  const Response response = sim.get(scim(path), who);
  return response.status == 200 ? names_of(response, "Resources", member) : outcome(response);
}

/// Filters with spaces and quotes, percent-encoded.
std::string filter(const std::string& text) { return "?filter=" + percent_encoded(text); }

TEST_CASE("filters find what they say", "[scim]") {
  struct Case {
    std::string text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"userName eq \"bob@example.com\"", "bob@example.com"},
      {"userName eq 'bob@example.com'", "bob@example.com"},
      {"userName eq bob@example.com", "bob@example.com"},
      {"USERNAME EQ \"BOB@example.com\"", "bob@example.com"},
      {"userName eq \"nobody@example.com\"", ""},
      {"userName ne \"bob@example.com\"", "ada@example.com cai@example.com"},
      {"userName co \"b@ex\"", "bob@example.com"},
      {"userName sw 'c'", "cai@example.com"},
      {"displayName sw 'c' or userName sw 'a'", "ada@example.com cai@example.com"},
      {"userName co 'example' and userName sw 'a'", "ada@example.com"},
      {"userName sw 'a' or userName sw 'b' and userName sw 'c'", "ada@example.com"},
      {"active eq true", "ada@example.com bob@example.com cai@example.com"},
      {"active eq false", ""},
      {"displayName eq \"\\\"\"", ""},
      {"userName", "400 invalidFilter: filter: expected: attribute operator value"},
      {"userName is 'x'", "400 invalidFilter: filter: unknown operator 'is'"},
      {"shoeSize eq 'x'", "400 invalidFilter: filter: unknown attribute 'shoeSize'"},
      {"userNam eq 'x'",
       "400 invalidFilter: filter: unknown attribute 'userNam'; did you mean 'userName'?"},
      {"userName eq 'x", "400 invalidFilter: filter: a quote is not closed"},
      {"userName eq 'x' xor userName eq 'y'",
       "400 invalidFilter: filter: expected and, or, not 'xor'"},
      {"userName eq 'x' and", "400 invalidFilter: filter: expected: attribute operator value"},
  }));
  DYNAMIC_SECTION(c.text) {
    Sim sim;
    CHECK(found(sim, "/Users" + filter(c.text) + "&sortBy=userName", "userName") == c.expected);
  }
}

TEST_CASE("that filters mind the case can be chosen", "[scim]") {
  json file = small_workspace();
  file["switches"]["scim_filter_ignores_case"] = false;
  Sim sim(file);
  CHECK(found(sim, "/Groups" + filter("displayName eq 'ANALYSTS'"), "displayName").empty());
  CHECK(found(sim, "/Groups" + filter("displayName eq 'analysts'"), "displayName") == "analysts");
}

TEST_CASE("lists are sorted as they are told to", "[scim]") {
  Sim sim;
  CHECK(found(sim, "/Users?sortBy=userName&sortOrder=descending", "userName") ==
        "cai@example.com bob@example.com ada@example.com");
  CHECK(found(sim, "/Users?sortBy=shoeSize", "userName") ==
        "400 invalidValue: sortBy: unknown attribute 'shoeSize'");
  CHECK(found(sim, "/Users?sortOrder=up", "userName").find("400 invalidValue: sortOrder:") == 0);
}

TEST_CASE("lists are paged from one", "[scim]") {
  json file = small_workspace();
  file["switches"]["scim_page_size"] = 2;
  Sim sim(file);
  struct Case {
    std::string query;
    int start, items;
  };
  const auto c = GENERATE(values<Case>({
      {"", 1, 2},
      {"?count=1", 1, 1},
      {"?count=0", 1, 0},
      {"?startIndex=0", 1, 2},
      {"?startIndex=3", 3, 1},
      {"?startIndex=2&count=10000", 2, 2},
      {"?startIndex=9", 9, 0},
  }));
  DYNAMIC_SECTION(c.query) {
    const json page = json::parse(sim.get(scim("/Users" + c.query)).body);
    CHECK(page.at("totalResults") == 3);
    CHECK(page.at("startIndex") == c.start);
    CHECK(page.at("itemsPerPage") == c.items);
    CHECK(page.value("Resources", json::array()).size() == static_cast<std::size_t>(c.items));
    CHECK(page.contains("Resources") == (c.items > 0));
  }
  CHECK(outcome(sim.get(scim("/Users?count=-1"))) == "400 invalidValue: count: below 0");
}

TEST_CASE("pages put together are the whole list", "[scim][property]") {
  tests::check_property("SCIM pages", [] {
    json file = small_workspace();
    const int n = *rc::gen::inRange(0, 15);
    for (int i = 0; i < n; ++i) file["groups"]["g" + std::to_string(i)] = json::object();
    file["switches"]["scim_page_size"] = *rc::gen::inRange(1, 9);
    Sim sim(file);
    const int count = *rc::gen::inRange(1, 12);
    std::set<std::string> ids;
    std::size_t start = 1;
    while (true) {
      const std::string query =
          "?startIndex=" + std::to_string(start) + "&count=" + std::to_string(count);
      const json items =
          json::parse(sim.get(scim("/Groups" + query)).body).value("Resources", json::array());
      if (items.empty()) break;
      for (const json& item : items) RC_ASSERT(ids.insert(item.at("id")).second);
      start += items.size();
    }
    RC_ASSERT(ids.size() == static_cast<std::size_t>(n) + 5U);  // three of the file, two built in
  });
}

TEST_CASE("attributes are selected and left out", "[scim]") {
  struct Case {
    std::string path, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"/Users?attributes=userName,active", "id userName active"},
      {"/Users?attributes=USERNAME", "id userName"},
      {"/Users?excludedAttributes=groups,roles", "schemas id userName displayName active emails"},
      {"/Groups?attributes=id,displayName,meta", "id displayName meta"},
      {"/Groups?excludedAttributes=members,id", "schemas id displayName meta"},
      {"/ServicePrincipals?attributes=userName,displayName", "id applicationId displayName"},
  }));
  DYNAMIC_SECTION(c.path) {
    Sim sim;
    const auto body = nlohmann::ordered_json::parse(
        sim.get(scim(c.path + "&filter=" + percent_encoded("displayName ne 'x'"))).body);
    std::string keys;
    for (const auto& [key, value] : body.at("Resources").at(0).items()) {
      keys += (keys.empty() ? "" : " ") + key;
    }
    CHECK(keys == c.expected);
  }
  Sim sim;
  CHECK(outcome(sim.get(scim("/Users?attributes=userNam"))) ==
        "400 invalidValue: attributes: unknown attribute 'userNam'; did you mean 'userName'?");
}

TEST_CASE("one user or group or service principal is read by id", "[scim]") {
  Sim sim;
  for (const char* kind : {"Users", "Groups", "ServicePrincipals"}) {
    const std::string folder = "/" + std::string(kind);
    const json list = json::parse(sim.get(scim(folder)).body).at("Resources");
    const std::string id = list.at(0).at("id").get<std::string>();
    const std::string path = scim(folder).append("/").append(id);
    CHECK(json::parse(sim.get(path).body) == list.at(0));
    const Response missing = sim.get(scim(folder + "/5"));
    const std::string word = std::string(kind).substr(0, std::string(kind).size() - 1);
    CHECK(outcome(missing) == "404 -: " + word + " with id 5 not found.");
    CHECK(json::parse(missing.body).at("status") == "404");
    CHECK(outcome(sim.get(scim(folder + "/analysts"))) == "404 -: Endpoint not supported.");
  }
}

TEST_CASE("groups are told apart and have the members they should", "[scim]") {
  Sim sim;
  const auto group = [&](const std::string& name) {
    return json::parse(sim.get(scim("/Groups" + filter("displayName eq \"" + name + "\""))).body)
        .at("Resources")
        .at(0);
  };
  CHECK(found(sim, "/Groups?sortBy=displayName", "displayName") ==
        "Night Shift admins analysts staff users");
  CHECK(group("analysts").at("meta").at("resourceType") == "Group");
  CHECK(group("Night Shift").at("meta").at("resourceType") == "WorkspaceGroup");
  CHECK(group("users").at("meta").at("resourceType") == "WorkspaceGroup");
  CHECK(group("users").at("members").size() == 4);
  CHECK(names(group("admins").at("members"), "display") == "ada@example.com");
  CHECK(names(group("staff").at("members"), "display") == "analysts");
  CHECK(group("staff").at("members").at(0).at("$ref").get<std::string>().find("Groups/") == 0);
  CHECK(group("analysts").at("members").at(0).at("$ref").get<std::string>().find("Users/") == 0);
  CHECK(names(group("analysts").at("groups"), "display") == "staff");
}

TEST_CASE("what is not of the workspace is not listed", "[scim]") {
  json file = small_workspace();
  file["groups"]["elsewhere"] = {{"assigned", false}};
  file["users"]["dan@example.com"] = {{"assigned", false}};
  file["service_principals"][kEtl]["assigned"] = false;
  Sim sim(file);
  CHECK(found(sim, "/Groups" + filter("displayName eq 'elsewhere'"), "displayName").empty());
  CHECK(found(sim, "/Users" + filter("userName sw 'dan'"), "userName").empty());
  CHECK(found(sim, "/ServicePrincipals", "applicationId").empty());
  CHECK(outcome(sim.grant("catalog/sales", "elsewhere", {"SELECT"})) == "200");
}

TEST_CASE("who asks learns who it is", "[scim]") {
  Sim sim;
  const json ada = json::parse(sim.get(scim("/Me")).body);
  CHECK(ada.at("userName") == "ada@example.com");
  CHECK(names(ada.at("groups"), "display") == "users admins");
  const json bob = json::parse(sim.get(scim("/Me"), "bob@example.com").body);
  CHECK(bob.at("userName") == "bob@example.com");
  CHECK(names(bob.at("groups"), "display") == "users analysts");
  const json etl = json::parse(sim.get(scim("/Me"), kEtl).body);
  CHECK(etl.at("userName") == kEtl);
  CHECK(etl.at("displayName") == "etl");
  CHECK_FALSE(
      json::parse(sim.get(scim("/Me?excludedAttributes=groups"), kEtl).body).contains("groups"));
}

TEST_CASE("what the workspace plane tells of groups can be chosen", "[scim]") {
  json file = small_workspace();
  file["switches"]["scim_inherited_groups"] = true;
  file["switches"]["scim_account_users"] = true;
  file["switches"]["scim_meta"] = false;
  Sim sim(file);
  const json bob = json::parse(sim.get(scim("/Me"), "bob@example.com").body);
  CHECK(names(bob.at("groups"), "display") == "users account users analysts staff");
  CHECK(bob.at("groups").back().at("type") == "indirect");
  const json groups = json::parse(sim.get(scim("/Groups")).body).at("Resources");
  CHECK(groups.size() == 6);
  for (const json& group : groups) CHECK_FALSE(group.contains("meta"));
}

TEST_CASE("who is no admin sees little of others", "[scim]") {
  Sim sim;
  const auto keys = [&](const std::string& path) {
    std::string out;
    const auto body = nlohmann::ordered_json::parse(sim.get(scim(path), kPerson).body);
    const auto one = body.contains("Resources") ? body.at("Resources").at(0) : body;
    for (const auto& [key, value] : one.items()) out += (out.empty() ? "" : " ") + key;
    return out;
  };
  CHECK(keys("/Users") == "schemas id displayName");
  CHECK(keys("/Users" + filter("userName eq 'bob@example.com'")) == "schemas id displayName");
  CHECK(keys("/ServicePrincipals") == "schemas id applicationId displayName");
  CHECK(keys("/Groups") == "schemas id displayName meta");
  CHECK(keys("/Me").find("userName") != std::string::npos);
  const std::string id =
      json::parse(sim.get(scim("/Groups")).body).at("Resources").at(0).at("id").get<std::string>();
  CHECK(outcome(sim.get(scim("/Groups/" + id + "?attributes=externalId"), kPerson)) ==
        "403 -: externalId of a group is for admins only");
  CHECK(sim.get(scim("/Groups/" + id), kPerson).status == 200);
}

TEST_CASE("memberships may go in circles", "[scim]") {
  json file = small_workspace();
  file["groups"]["analysts"]["members"] = {"bob@example.com", "staff"};
  file["switches"]["scim_inherited_groups"] = true;
  Sim sim(file);
  const json bob = json::parse(sim.get(scim("/Me"), "bob@example.com").body);
  CHECK(names(bob.at("groups"), "display") == "users analysts staff");
}

}  // namespace
}  // namespace dgctl::providers::scim_test
