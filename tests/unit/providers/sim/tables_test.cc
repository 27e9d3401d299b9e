#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::tables_test {
namespace {

constexpr const char* kTables = "/tables?catalog_name=sales&schema_name=crm";

TEST_CASE("a table shows what the file says of it", "[tables]") {
  Sim sim;
  const json table = json::parse(sim.get(uc("/tables/sales.crm.Users")).body);
  CHECK(table.at("full_name") == "sales.crm.users");
  CHECK(table.at("table_type") == "MANAGED");
  CHECK(table.at("data_source_format") == "DELTA");
  CHECK(table.at("owner") == "ada@example.com");
  CHECK(names(table.at("columns")) == "id name");
  CHECK(names(table.at("columns"), "type_name") == "LONG STRING");
  CHECK(names(table.at("columns"), "type_text") == "bigint string");
  const json view = json::parse(sim.get(uc("/tables/sales.crm.deals")).body);
  CHECK(view.at("view_definition") == "SELECT 1");
}

TEST_CASE("a listing of tables leaves out what it is told to", "[tables]") {
  Sim sim;
  CHECK(names_of(sim.get(uc(kTables)), "tables") == "deals users");
  const std::string omit = "&omit_columns=true&omit_properties=true&omit_username=true";
  const json listed = json::parse(sim.get(uc(kTables + omit)).body).at("tables");
  CHECK_FALSE(listed.at(1).contains("columns"));
  CHECK_FALSE(listed.at(1).contains("owner"));
  CHECK_FALSE(listed.at(1).contains("created_by"));
  CHECK(outcome(sim.get(uc("/tables?catalog_name=sales"))) ==
        "400 INVALID_PARAMETER_VALUE: parameter 'schema_name' is missing");
  CHECK(sim.get(uc("/tables?catalog_name=sales&schema_name=information_schema")).body == "{}");
}

TEST_CASE("a table shows to whom it should", "[tables]") {
  struct Case {
    std::vector<std::string> catalog, schema, table;
    std::string get, list, exists;
  };
  const std::string no_catalog =
      "403 PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'.";
  const std::string no_schema =
      "403 PERMISSION_DENIED: User does not have USE SCHEMA on Schema 'sales.crm'.";
  const std::string no_select =
      "403 PERMISSION_DENIED: User does not have SELECT on Table 'sales.crm.users'.";
  const auto c = GENERATE_COPY(values<Case>({
      {{}, {}, {}, no_catalog, no_catalog, no_catalog},
      {{}, {"USE_SCHEMA"}, {"SELECT"}, no_catalog, no_catalog, no_catalog},
      {{"USE_CATALOG"}, {}, {"SELECT"}, no_schema, no_schema, no_schema},
      {{"USE_CATALOG"}, {"USE_SCHEMA"}, {}, no_select, "", no_select},
      {{"USE_CATALOG"}, {"USE_SCHEMA"}, {"SELECT"}, "200", "users", "200"},
      {{"USE_CATALOG"}, {"USE_SCHEMA"}, {"BROWSE"}, no_select, "", "200"},
      {{"BROWSE"}, {}, {}, no_catalog, "", "200"},
      {{"USE_CATALOG", "USE_SCHEMA", "SELECT"}, {}, {}, "200", "deals users", "200"},
  }));
  const auto words = [](const std::vector<std::string>& privileges) {
    std::string out;
    for (const std::string& privilege : privileges) out += privilege + " ";
    return out;
  };
  DYNAMIC_SECTION(words(c.catalog) << "/ " << words(c.schema) << "/ " << words(c.table)) {
    Sim sim;
    sim.grant("catalog/sales", "cai@example.com", c.catalog);
    sim.grant("schema/sales.crm", "cai@example.com", c.schema);
    sim.grant("table/sales.crm.users", "cai@example.com", c.table);
    CHECK(outcome(sim.get(uc("/tables/sales.crm.users"), "cai@example.com")) == c.get);
    const Response listed = sim.get(uc(kTables), "cai@example.com");
    CHECK((listed.status == 200 ? names_of(listed, "tables") : outcome(listed)) == c.list);
    CHECK(outcome(sim.get(uc("/tables/sales.crm.users/exists"), "cai@example.com")) == c.exists);
  }
}

TEST_CASE("browsing finds tables and marks them", "[tables]") {
  Sim sim;
  sim.grant("catalog/sales", "cai@example.com", {"BROWSE"});
  const std::string browse = "include_browse=true";
  const json listed =
      json::parse(sim.get(uc(std::string(kTables) + "&" + browse), "cai@example.com").body);
  CHECK(names(listed.at("tables")) == "deals users");
  CHECK(listed.at("tables").at(0).at("browse_only") == true);
  CHECK(sim.get(uc("/tables/sales.crm.users?" + browse), "cai@example.com").status == 200);
}

TEST_CASE("what is missing says which part of the name", "[tables]") {
  struct Case {
    std::string path, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"/tables/nope.crm.users", "404 CATALOG_DOES_NOT_EXIST: Catalog 'nope' does not exist."},
      {"/tables/sales.nope.users",
       "404 SCHEMA_DOES_NOT_EXIST: Schema 'sales.nope' does not exist."},
      {"/tables/sales.crm.nope",
       "404 TABLE_DOES_NOT_EXIST: Table 'sales.crm.nope' does not exist."},
      {"/tables/sales.crm", "404 TABLE_DOES_NOT_EXIST: Table 'sales.crm' does not exist."},
      {"/schemas/sales", "404 SCHEMA_DOES_NOT_EXIST: Schema 'sales' does not exist."},
  }));
  DYNAMIC_SECTION(c.path) {
    Sim sim;
    CHECK(outcome(sim.get(uc(c.path))) == c.expected);
  }
}

TEST_CASE("whether a table exists is answered with yes or no", "[tables]") {
  Sim sim;
  CHECK(sim.get(uc("/tables/sales.crm.users/exists")).body == R"({"table_exists":true})");
  CHECK(sim.get(uc("/tables/sales.crm.nope/exists")).body == R"({"table_exists":false})");
  CHECK(sim.get(uc("/tables/sales.nope.nope/exists")).status == 404);
}

TEST_CASE("a table is handed on and deleted by whom may", "[tables]") {
  Sim sim;
  sim.grant("catalog/sales", "cai@example.com", {"USE_CATALOG", "USE_SCHEMA", "SELECT"});
  const json owner{{"owner", "cai@example.com"}};
  CHECK(outcome(sim.patch(uc("/tables/sales.crm.users"), owner, "cai@example.com")) ==
        "403 PERMISSION_DENIED: User is not an owner of Table 'sales.crm.users'.");
  CHECK(outcome(sim.remove(uc("/tables/sales.crm.users"), "cai@example.com")) ==
        "403 PERMISSION_DENIED: User is not an owner of Table 'sales.crm.users'.");
  CHECK(outcome(sim.patch(uc("/tables/sales.crm.users"), {{"comment", "c"}})) ==
        "400 INVALID_PARAMETER_VALUE: /comment: unknown member");
  CHECK(outcome(sim.patch(uc("/tables/sales.crm.users"), json::object())) ==
        "400 INVALID_PARAMETER_VALUE: UpdateTable Nothing to update");
  CHECK(outcome(sim.patch(uc("/tables/sales.crm.users"), owner)) == "200");
  CHECK(outcome(sim.remove(uc("/tables/sales.crm.users"), "cai@example.com")) == "200");
  CHECK(names_of(sim.get(uc(kTables)), "tables") == "deals");
}

}  // namespace
}  // namespace dgctl::providers::tables_test
