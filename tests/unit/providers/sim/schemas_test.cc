#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::schemas_test {
namespace {

TEST_CASE("a new schema belongs to its maker", "[schemas]") {
  Sim sim;
  sim.grant("catalog/sales", "bob@example.com", {"USE_CATALOG", "CREATE_SCHEMA"});
  const Response made =
      sim.post(uc("/schemas"), {{"name", "Bobs"}, {"catalog_name", "SALES"}}, "bob@example.com");
  const json body = json::parse(made.body);
  CHECK(body.at("full_name") == "sales.bobs");
  CHECK(body.at("owner") == "bob@example.com");
  CHECK(body.at("schema_id").get<std::string>().size() == 36);
  CHECK(json::parse(sim.get(uc("/schemas/sales.bobs"), "bob@example.com").body) == body);
}

TEST_CASE("creating a schema is refused for a reason", "[schemas]") {
  struct Case {
    json body;
    std::vector<std::string> grants;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {{{"name", "x"}, {"catalog_name", "sales"}},
       {},
       "403 PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'."},
      {{{"name", "x"}, {"catalog_name", "sales"}},
       {"CREATE_SCHEMA"},
       "403 PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'."},
      {{{"name", "x"}, {"catalog_name", "sales"}},
       {"USE_CATALOG"},
       "403 PERMISSION_DENIED: User does not have CREATE SCHEMA on Catalog 'sales'."},
      {{{"name", "crm"}, {"catalog_name", "sales"}},
       {"USE_CATALOG"},
       "403 PERMISSION_DENIED: User does not have CREATE SCHEMA on Catalog 'sales'."},
      {{{"name", "CRM"}, {"catalog_name", "sales"}},
       {"ALL_PRIVILEGES"},
       "400 SCHEMA_ALREADY_EXISTS: Schema 'crm' already exists"},
      {{{"name", "information_schema"}, {"catalog_name", "sales"}},
       {"ALL_PRIVILEGES"},
       "400 SCHEMA_ALREADY_EXISTS: Schema 'information_schema' already exists"},
      {{{"name", "x"}, {"catalog_name", "nope"}},
       {},
       "404 CATALOG_DOES_NOT_EXIST: Catalog 'nope' does not exist."},
      {{{"name", "x"}}, {}, "400 INVALID_PARAMETER_VALUE: catalog_name is missing"},
      {{{"name", "x"}, {"catalog_name", "sales"}, {"owner", "a"}},
       {},
       "400 INVALID_PARAMETER_VALUE: /owner: unknown member"},
  }));
  std::string granted;
  for (const std::string& privilege : c.grants) granted += privilege + " ";
  DYNAMIC_SECTION(c.body.dump() << " with " << granted) {
    Sim sim;
    if (!c.grants.empty()) sim.grant("catalog/sales", "cai@example.com", c.grants);
    CHECK(outcome(sim.post(uc("/schemas"), c.body, "cai@example.com")) == c.expected);
  }
}

TEST_CASE("schemas are listed to whom they should", "[schemas]") {
  struct Case {
    std::string on;
    std::vector<std::string> grants;
    std::string query, expected;
  };
  const std::string hidden =
      "403 PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'.";
  const auto c = GENERATE_COPY(values<Case>({
      {"catalog/sales", {}, "", hidden},
      {"catalog/sales", {"SELECT"}, "", hidden},
      {"catalog/sales", {"USE_CATALOG"}, "", "information_schema"},
      {"catalog/sales", {"USE_CATALOG", "USE_SCHEMA"}, "", "crm information_schema"},
      {"catalog/sales", {"BROWSE"}, "", ""},
      {"catalog/sales", {"BROWSE"}, "&include_browse=true", "crm information_schema"},
      {"schema/sales.crm", {"USE_SCHEMA"}, "", hidden},
  }));
  std::string granted;
  for (const std::string& privilege : c.grants) granted += privilege + " ";
  DYNAMIC_SECTION(granted << "on " << c.on << c.query) {
    Sim sim;
    if (!c.grants.empty()) sim.grant(c.on, "cai@example.com", c.grants);
    const Response listed = sim.get(uc("/schemas?catalog_name=sales" + c.query), "cai@example.com");
    CHECK((listed.status == 200 ? names_of(listed, "schemas") : outcome(listed)) == c.expected);
  }
}

TEST_CASE("who owns a schema finds it without the use of its catalog", "[schemas]") {
  Sim sim;
  sim.patch(uc("/schemas/sales.crm"), {{"owner", "cai@example.com"}});
  CHECK(names_of(sim.get(uc("/schemas?catalog_name=sales"), "cai@example.com"), "schemas") ==
        "crm");
  CHECK(outcome(sim.get(uc("/schemas/sales.crm"), "cai@example.com")) == "200");
}

TEST_CASE("what stands in something hidden is not revealed", "[schemas]") {
  Sim sim;
  const std::string hidden =
      "403 PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'.";
  for (const char* path : {"/schemas/sales.crm",
                           "/schemas/sales.nope",
                           "/tables/sales.crm.users",
                           "/tables/sales.nope.nope",
                           "/tables/sales.crm.nope/exists",
                           "/permissions/schema/sales.nope",
                           "/permissions/table/sales.crm.nope"}) {
    CHECK(outcome(sim.get(uc(path), "cai@example.com")) == hidden);
  }
}

TEST_CASE("a schema is changed and renamed by whom may", "[schemas]") {
  Sim sim;
  CHECK(outcome(sim.patch(uc("/schemas/sales.crm"), json::object())) ==
        "400 INVALID_PARAMETER_VALUE: UpdateSchema Nothing to update");
  CHECK(outcome(sim.patch(uc("/schemas/sales.crm"), {{"storage_root", "x"}})) ==
        "400 INVALID_PARAMETER_VALUE: /storage_root: unknown member");
  CHECK(outcome(sim.patch(uc("/schemas/sales.crm"), {{"comment", "c"}})) == "200");
  CHECK(outcome(sim.patch(uc("/schemas/sales.crm"), {{"new_name", "default"}})) == "200");
  CHECK(outcome(sim.get(uc("/tables/sales.default.users"))) == "200");
  CHECK(outcome(sim.patch(uc("/schemas/sales.default"), {{"new_name", "Information_Schema"}})) ==
        "400 SCHEMA_ALREADY_EXISTS: Schema 'information_schema' already exists");
}

TEST_CASE("a metastore admin hands on a schema of another and does not drop it", "[schemas]") {
  Sim sim;
  CHECK(outcome(sim.patch(uc("/schemas/hr.people"), {{"comment", "c"}})) ==
        "403 PERMISSION_DENIED: User is not an owner of Schema 'hr.people'.");
  CHECK(outcome(sim.remove(uc("/schemas/hr.people?force=true"))) ==
        "403 PERMISSION_DENIED: User is not an owner of Schema 'hr.people'.");
  CHECK(outcome(sim.patch(uc("/schemas/hr.people"), {{"owner", "ada@example.com"}})) == "200");
  CHECK(outcome(sim.remove(uc("/schemas/hr.people"))) ==
        "400 SCHEMA_NOT_EMPTY: Schema 'hr.people' is not empty.");
  CHECK(outcome(sim.remove(uc("/schemas/hr.people?force=true"))) == "200");
}

TEST_CASE("renaming a schema needs what making one needs", "[schemas]") {
  Sim sim;
  sim.patch(uc("/schemas/sales.crm"), {{"owner", "cai@example.com"}});
  sim.grant("catalog/sales", "cai@example.com", {"USE_CATALOG"});
  CHECK(outcome(sim.patch(uc("/schemas/sales.crm"), {{"new_name", "x"}}, "cai@example.com")) ==
        "403 PERMISSION_DENIED: User does not have CREATE SCHEMA on Catalog 'sales'.");
  sim.grant("catalog/sales", "cai@example.com", {"CREATE_SCHEMA"});
  CHECK(outcome(sim.patch(uc("/schemas/sales.crm"), {{"new_name", "x"}}, "cai@example.com")) ==
        "200");
}

TEST_CASE("information_schema stays as it is", "[schemas]") {
  Sim sim;
  CHECK(outcome(sim.remove(uc("/schemas/sales.information_schema"))) ==
        "403 PERMISSION_DENIED: User is not an owner of Schema 'sales.information_schema'.");
  CHECK(sim.patch(uc("/schemas/sales.information_schema"), {{"owner", "staff"}}).status == 403);
}

TEST_CASE("a status that nobody knows can be chosen", "[schemas]") {
  json file = small_workspace();
  file["switches"]["not_empty_status"] = 409;
  Sim sim(file);
  CHECK(outcome(sim.remove(uc("/schemas/sales.crm"))) ==
        "409 SCHEMA_NOT_EMPTY: Schema 'sales.crm' is not empty.");
}

}  // namespace
}  // namespace dgctl::providers::schemas_test
