#include "tests/support/property.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::permissions_test {
namespace {

const std::string kSales = uc("/permissions/catalog/sales");

TEST_CASE("no grants at all are an empty object", "[permissions]") {
  Sim sim;
  CHECK(sim.get(kSales).body == "{}");
  sim.grant("catalog/sales", "staff", {"SELECT"});
  sim.grant("catalog/sales", "staff", {}, {"SELECT"});
  CHECK(sim.get(kSales).body == "{}");
}

TEST_CASE("the answer to a change describes the whole securable", "[permissions]") {
  Sim sim;
  sim.grant("catalog/sales", "staff", {"USE_CATALOG"});
  const Response answer = sim.grant("catalog/sales", kEtl, {"SELECT", "MANAGE", "BROWSE"});
  const json list = json::parse(answer.body).at("privilege_assignments");
  REQUIRE(list.size() == 2);
  for (const json& entry : list) {
    CHECK(entry.at("principal_id").is_number_integer());
    if (entry.at("principal") == kEtl) {
      CHECK(entry.at("privileges") == json({"BROWSE", "MANAGE", "SELECT"}));
    }
  }
}

TEST_CASE("the answer to a change can be left out", "[permissions]") {
  Sim sim;
  const json change{{"principal", "staff"}, {"add", {"SELECT"}}};
  const json body{{"changes", {change}}, {"omit_permissions_in_response", true}};
  CHECK(sim.patch(kSales, body).body == "{}");
  CHECK(sim.held("catalog/sales", "staff") == "SELECT");
}

TEST_CASE("a change of nothing is answered, and a request without a body is refused",
          "[permissions]") {
  Sim sim;
  sim.grant("catalog/sales", "staff", {"SELECT"});
  const std::string now = sim.get(kSales).body;
  CHECK(sim.patch(kSales, json::object()).body == now);
  CHECK(sim.patch(kSales, {{"changes", json::array()}}).body == now);
  CHECK(sim.call(Method::Patch, kSales, "").status == 400);
  CHECK(sim.held("catalog/sales", "staff") == "SELECT");
}

TEST_CASE("what is granted and revoked leaves what it should", "[permissions]") {
  struct Case {
    std::string on, before;
    std::vector<std::string> add, remove;
    std::string after;
  };
  const auto c = GENERATE(values<Case>({
      {"catalog/sales", "", {"SELECT"}, {}, "SELECT"},
      {"catalog/sales", "SELECT", {"SELECT"}, {}, "SELECT"},
      {"catalog/sales", "SELECT", {}, {"MODIFY"}, "SELECT"},
      {"catalog/sales", "", {}, {"ALL_PRIVILEGES"}, ""},
      {"catalog/sales",
       "SELECT",
       {"use catalog", "Use Schema"},
       {},
       "SELECT USE_CATALOG USE_SCHEMA"},
      {"catalog/sales", "", {"USAGE", "CREATE"}, {}, "CREATE_SCHEMA USE_CATALOG"},
      {"schema/sales.crm", "", {"USAGE", "CREATE"}, {}, "CREATE_FUNCTION CREATE_TABLE USE_SCHEMA"},
      {"catalog/sales", "USE_CATALOG SELECT", {}, {"USAGE"}, "SELECT"},
      {"catalog/sales", "USE_CATALOG", {"USAGE"}, {"USE_CATALOG"}, "USE_CATALOG"},
      {"catalog/sales", "SELECT", {"ALL_PRIVILEGES"}, {}, "ALL_PRIVILEGES SELECT"},
      {"catalog/sales", "ALL_PRIVILEGES SELECT MODIFY", {}, {"SELECT"}, "ALL_PRIVILEGES MODIFY"},
      {"catalog/sales", "ALL_PRIVILEGES SELECT MODIFY", {}, {"ALL_PRIVILEGES"}, ""},
      {"catalog/sales", "SELECT MODIFY", {}, {"ALL PRIVILEGES"}, ""},
      {"catalog/sales",
       "ALL_PRIVILEGES SELECT MANAGE EXTERNAL_USE_SCHEMA",
       {},
       {"ALL_PRIVILEGES"},
       "EXTERNAL_USE_SCHEMA MANAGE"},
      {"catalog/sales", "ALL_PRIVILEGES MANAGE", {}, {"ALL_PRIVILEGES", "MANAGE"}, ""},
      {"catalog/sales", "SELECT BROWSE", {"SELECT", "MODIFY"}, {"ALL_PRIVILEGES"}, "MODIFY SELECT"},
  }));
  const auto words = [](const std::vector<std::string>& list) {
    std::string out;
    for (const std::string& word : list) out += word + " ";
    return out;
  };
  DYNAMIC_SECTION(c.before << " + " << words(c.add) << "- " << words(c.remove) << "on " << c.on) {
    Sim sim;
    std::istringstream before(c.before);
    for (std::string word; before >> word;) sim.grant(c.on, kEtl, {word});
    sim.grant(c.on, "staff", {"SELECT"});
    CHECK(outcome(sim.grant(c.on, kEtl, c.add, c.remove)) == "200");
    CHECK(sim.held(c.on, kEtl) == c.after);
    CHECK(sim.held(c.on, "staff") == "SELECT");
  }
}

TEST_CASE("a change is refused for a reason", "[permissions]") {
  struct Case {
    std::string on;
    json change;
    std::string expected;
  };
  const std::string catalog_text =
      " is not applicable to this entity [sales:CATALOG/CATALOG_STANDARD]. If this seems "
      "unexpected, please check the privilege version of the metastore in use [1.0].";
  const auto c = GENERATE_COPY(values<Case>({
      {"catalog/sales",
       {{"principal", "staff"}, {"add", {"CREATE_VIEW"}}},
       "400 INVALID_PARAMETER_VALUE: Privilege CREATE VIEW" + catalog_text},
      {"catalog/sales",
       {{"principal", "staff"}, {"remove", {"abc"}}},
       "400 INVALID_PARAMETER_VALUE: Privilege ABC" + catalog_text},
      {"table/sales.crm.deals",
       {{"principal", "staff"}, {"add", {"MODIFY"}}},
       "400 INVALID_PARAMETER_VALUE: Privilege MODIFY is not applicable to this entity "
       "[sales.crm.deals:TABLE/TABLE_STANDARD]. If this seems unexpected, please check the "
       "privilege version of the metastore in use [1.0]."},
      {"catalog/sales",
       {{"principal", "staff"}, {"add", {"SELECT"}}, {"remove", {"select"}}},
       "400 INVALID_PARAMETER_VALUE: Duplicate privileges to add and delete for principal staff."},
      {"catalog/sales",
       {{"principal", "nobody"}, {"add", {"SELECT"}}},
       "404 PRINCIPAL_DOES_NOT_EXIST: Could not find principal with name nobody"},
      {"catalog/sales",
       {{"principal", "etl"}, {"add", {"SELECT"}}},
       "404 PRINCIPAL_DOES_NOT_EXIST: Could not find principal with name etl"},
      {"catalog/sales",
       {{"principal", "Staff"}, {"add", {"SELECT"}}},
       "404 PRINCIPAL_DOES_NOT_EXIST: Could not find principal with name Staff"},
      {"catalog/sales",
       {{"principal", "Night Shift"}, {"add", {"SELECT"}}},
       "404 PRINCIPAL_DOES_NOT_EXIST: Could not find principal with name Night Shift"},
      {"catalog/sales",
       {{"principal", "users"}, {"add", {"SELECT"}}},
       "404 PRINCIPAL_DOES_NOT_EXIST: Could not find principal with name users"},
      {"catalog/sales",
       {{"principal", "admins"}, {"add", {"SELECT"}}},
       "404 PRINCIPAL_DOES_NOT_EXIST: Could not find principal with name admins"},
      {"catalog/sales",
       {{"add", {"SELECT"}}},
       "400 INVALID_PARAMETER_VALUE: /changes/0: expected either principal or principal_id"},
      {"catalog/sales",
       {{"principal", "staff"}, {"grant", {"SELECT"}}},
       "400 INVALID_PARAMETER_VALUE: /changes/0/grant: unknown member"},
      {"catalog/nope",
       {{"principal", "staff"}, {"add", {"SELECT"}}},
       "404 CATALOG_DOES_NOT_EXIST: Catalog 'nope' does not exist."},
      {"function/sales.crm.f",
       {{"principal", "staff"}, {"add", {"SELECT"}}},
       "404 FUNCTION_DOES_NOT_EXIST: function 'sales.crm.f' does not exist."},
      {"robot/sales",
       {{"principal", "staff"}, {"add", {"SELECT"}}},
       "400 INVALID_PARAMETER_VALUE: 'robot' is not a type of securable"},
      {"metastore/nope",
       {{"principal", "staff"}, {"add", {"CREATE_CATALOG"}}},
       "404 METASTORE_DOES_NOT_EXIST: Metastore 'nope' does not exist."},
  }));
  DYNAMIC_SECTION(c.on << c.change.dump()) {
    Sim sim;
    sim.grant("catalog/sales", "staff", {"MANAGE"});
    const json good{{"principal", "staff"}, {"add", {"BROWSE"}}};
    json changes = json::array({good, c.change});
    json alone = json::array({c.change});
    CHECK(outcome(sim.patch(uc("/permissions/" + c.on), {{"changes", alone}})) == c.expected);
    CHECK(sim.patch(uc("/permissions/" + c.on), {{"changes", changes}}).status >= 400);
    CHECK(sim.held("catalog/sales", "staff") == "MANAGE");
  }
}

TEST_CASE("principals are stored as grants name them", "[permissions]") {
  Sim sim;
  sim.grant("catalog/sales", "BOB@Example.com", {"SELECT"});
  sim.grant("catalog/sales", "3F0C9A52-0000-4000-8000-0000000000AA", {"SELECT"});
  sim.grant("catalog/sales", "account users", {"BROWSE"});
  CHECK(sim.held("catalog/sales", "bob@example.com") == "SELECT");
  CHECK(sim.held("catalog/sales", kEtl) == "SELECT");
  CHECK(sim.held("catalog/sales", "account users") == "BROWSE");
}

TEST_CASE("the same principal may be changed twice in one request", "[permissions]") {
  Sim sim;
  const json body = json::parse(R"json({"changes": [
    {"principal": "staff", "add": ["SELECT", "MODIFY"]},
    {"principal": "staff", "remove": ["SELECT"]}]})json");
  CHECK(outcome(sim.patch(kSales, body)) == "200");
  CHECK(sim.held("catalog/sales", "staff") == "MODIFY");
}

TEST_CASE("grants of who was deleted come without a name and go by id", "[permissions]") {
  json file = small_workspace();
  file["catalogs"]["sales"]["grants_of_deleted"] = {{"77", {"SELECT", "MANAGE"}}};
  Sim sim(file);
  const json entry = json::parse(sim.get(kSales).body).at("privilege_assignments").at(0);
  CHECK(entry.at("principal").get<std::string>().empty());
  CHECK(entry.at("principal_id") == 77);
  const auto change = [](const json& one) { return json{{"changes", json::array({one})}}; };
  CHECK(outcome(sim.patch(kSales, change({{"principal_id", 77}, {"add", {"SELECT"}}}))) ==
        "400 INVALID_PARAMETER_VALUE: /changes/0: nothing can be granted by principal_id");
  CHECK(outcome(sim.patch(kSales, change({{"principal_id", 78}, {"remove", {"SELECT"}}}))) ==
        "404 PRINCIPAL_DOES_NOT_EXIST: Could not find principal with name 78");
  CHECK(outcome(sim.patch(kSales, change({{"principal_id", 77}, {"remove", {"SELECT"}}}))) ==
        "200");
  CHECK(outcome(sim.patch(kSales, change({{"principal_id", 77}, {"remove", {"MANAGE"}}}))) ==
        "200");
  CHECK(sim.get(kSales).body == "{}");
}

TEST_CASE("one principal's grants can be asked for alone", "[permissions]") {
  Sim sim;
  sim.grant("catalog/sales", "account users", {"BROWSE"});
  sim.grant("catalog/sales", "staff", {"SELECT"});
  CHECK(names_of(sim.get(kSales + "?principal=account%20users"),
                 "privilege_assignments",
                 "principal") == "account users");
  CHECK(sim.get(kSales + "?principal=cai@example.com").body == "{}");
  CHECK(sim.get(kSales + "?principal=nobody").status == 404);
}

TEST_CASE("who may not manage grants reads none", "[permissions]") {
  Sim sim;
  sim.grant("catalog/sales", "cai@example.com", {"SELECT"});
  CHECK(outcome(sim.get(kSales, "bob@example.com")) ==
        "403 PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'.");
  sim.grant("catalog/sales", "bob@example.com", {"USE_CATALOG"});
  CHECK(outcome(sim.get(kSales, "bob@example.com")) ==
        "403 PERMISSION_DENIED: User is not an owner of Catalog 'sales'.");
  CHECK(sim.get(kSales + "?principal=bob@example.com", "bob@example.com").status == 403);
  sim.grant("catalog/sales", "bob@example.com", {"MANAGE"});
  CHECK(json::parse(sim.get(kSales, "bob@example.com").body).at("privilege_assignments").size() ==
        2);
}

TEST_CASE("that others read the grants of whom they name can be chosen", "[permissions]") {
  json file = small_workspace();
  file["switches"]["permissions_for_others"] = "named";
  Sim sim(file);
  sim.grant("catalog/sales", "bob@example.com", {"USE_CATALOG"});
  sim.grant("catalog/sales", "staff", {"SELECT"});
  CHECK(sim.get(kSales, "bob@example.com").status == 403);
  CHECK(sim.get(kSales + "?principal=cai@example.com", "bob@example.com").status == 403);
  for (const char* name : {"bob@example.com", "staff"}) {
    const Response response = sim.get(kSales + "?principal=" + name, "bob@example.com");
    CHECK(names_of(response, "privilege_assignments", "principal") == name);
  }
}

TEST_CASE("that others read the own grants can be chosen", "[permissions]") {
  json file = small_workspace();
  file["switches"]["permissions_for_others"] = "own";
  Sim sim(file);
  for (const char* who : {"staff", "cai@example.com", "account users"}) {
    sim.grant("catalog/sales", who, {"SELECT"});
  }
  CHECK(sim.get(kSales, "bob@example.com").status == 403);
  sim.grant("catalog/sales", "bob@example.com", {"USE_CATALOG"});
  const json list =
      json::parse(sim.get(kSales, "bob@example.com").body).at("privilege_assignments");
  std::set<std::string> seen;
  for (const json& entry : list) seen.insert(entry.at("principal").get<std::string>());
  CHECK(seen == std::set<std::string>{"account users", "bob@example.com", "staff"});
  sim.grant("catalog/sales", "bob@example.com", {"MANAGE"});
  CHECK(json::parse(sim.get(kSales, "bob@example.com").body).at("privilege_assignments").size() ==
        4);
}

TEST_CASE("who may grant is who owns or manages it or what it stands in", "[permissions]") {
  Sim sim;
  const auto tried = [&](const std::string& on, const std::string& who) {
    const json change{{"principal", "staff"}, {"add", {"SELECT"}}};
    return sim.patch(uc("/permissions/" + on), {{"changes", json::array({change})}}, who).status;
  };
  CHECK(tried("table/sales.crm.users", "cai@example.com") == 403);
  sim.grant("table/sales.crm.users", "cai@example.com", {"MANAGE"});
  CHECK(tried("table/sales.crm.users", "cai@example.com") == 403);
  sim.grant("catalog/sales", "cai@example.com", {"USE_CATALOG", "USE_SCHEMA"});
  CHECK(tried("table/sales.crm.users", "cai@example.com") == 200);
  CHECK(tried("table/sales.crm.deals", "cai@example.com") == 403);
  sim.patch(uc("/schemas/sales.crm"), {{"owner", "cai@example.com"}});
  CHECK(tried("table/sales.crm.deals", "cai@example.com") == 200);
  CHECK(tried("catalog/sales", "cai@example.com") == 403);
  CHECK(tried("table/hr.people.staff", "bob@example.com") == 200);
}

TEST_CASE("an account admin grants on the metastore", "[permissions]") {
  json file = small_workspace();
  file["users"]["cai@example.com"]["account_admin"] = true;
  Sim sim(file);
  const std::string id =
      json::parse(sim.get(uc("/metastore_summary")).body).at("metastore_id").get<std::string>();
  const json change{{"principal", "staff"}, {"add", {"CREATE_CATALOG"}}};
  const json body{{"changes", json::array({change})}};
  CHECK(outcome(sim.patch(uc("/permissions/metastore/" + id), body, "bob@example.com")) ==
        "403 PERMISSION_DENIED: User is not an owner of Metastore 'metastore'.");
  CHECK(outcome(sim.patch(uc("/permissions/metastore/" + id), body, "cai@example.com")) == "200");
}

TEST_CASE("in privilege model 0.1 the old names are read back", "[permissions]") {
  json file = small_workspace();
  file["workspace"]["metastore"]["privilege_model_version"] = "0.1";
  Sim sim(file);
  sim.grant("catalog/sales", "staff", {"USAGE", "CREATE"});
  CHECK(sim.held("catalog/sales", "staff") == "CREATE USAGE");
  CHECK(sim.grant("catalog/sales", "staff", {"USE_CATALOG"}).status == 400);
  CHECK(sim.get(uc("/catalogs/sales"), "bob@example.com").status == 200);
}

TEST_CASE("the status for somebody unknown can be chosen", "[permissions]") {
  json file = small_workspace();
  file["switches"]["unknown_principal_status"] = 400;
  Sim sim(file);
  CHECK(outcome(sim.grant("catalog/sales", "nobody", {"SELECT"})) ==
        "400 PRINCIPAL_DOES_NOT_EXIST: Could not find principal with name nobody");
}

TEST_CASE("a change of grants moves the time of the securable", "[permissions]") {
  Sim sim;
  sim.grant("schema/sales.crm", "staff", {"SELECT"});
  CHECK(json::parse(sim.get(uc("/schemas/sales.crm")).body).at("updated_at") == 1795424401000);
}

/// The rules for one principal, once more: what is held after a change.
std::set<std::string> changed(std::set<std::string> held,
                              const std::set<std::string>& add,
                              const std::set<std::string>& remove) {
  for (const std::string& privilege : remove) {
    if (privilege == "ALL_PRIVILEGES") {
      std::erase_if(
          held, [](const std::string& p) { return p != "MANAGE" && p != "EXTERNAL_USE_SCHEMA"; });
    }
    held.erase(privilege);
  }
  held.insert(add.begin(), add.end());
  return held;
}

TEST_CASE("random changes leave what the rules say", "[permissions][property]") {
  tests::check_property("grants after changes", [] {
    Sim sim;
    const auto words = rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
            "ALL_PRIVILEGES", "MANAGE", "SELECT", "MODIFY", "USE_CATALOG", "EXTERNAL_USE_SCHEMA")),
        [](const std::vector<std::string>& drawn) {
          return std::set<std::string>(drawn.begin(), drawn.end());
        });
    std::set<std::string> held;
    for (int i = 0; i < 4; ++i) {
      const std::set<std::string> add = *words;
      std::set<std::string> remove = *words;
      for (const std::string& word : add) remove.erase(word);
      sim.grant("catalog/sales", kEtl, {add.begin(), add.end()}, {remove.begin(), remove.end()});
      held = changed(held, add, remove);
      std::string expected;
      for (const std::string& word : held) expected += (expected.empty() ? "" : " ") + word;
      RC_ASSERT(sim.held("catalog/sales", kEtl) == expected);
    }
  });
}

}  // namespace
}  // namespace dgctl::providers::permissions_test
