#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::catalogs_test {
namespace {

TEST_CASE("a new catalog belongs to its maker and has two schemas", "[catalogs]") {
  Sim sim;
  const Response made = sim.post(uc("/catalogs"), {{"name", "New_One"}, {"comment", "c"}});
  const json body = json::parse(made.body);
  CHECK(body.at("name") == "new_one");
  CHECK(body.at("owner") == "ada@example.com");
  CHECK(body.at("catalog_type") == "MANAGED_CATALOG");
  CHECK(body.at("isolation_mode") == "OPEN");
  CHECK(body.at("created_at") == 1795424401000);
  CHECK(body.at("updated_by") == "ada@example.com");
  CHECK(json::parse(sim.get(uc("/catalogs/new_one")).body) == body);
  CHECK(names_of(sim.get(uc("/schemas?catalog_name=new_one")), "schemas") ==
        "default information_schema");
  CHECK(sim.held("catalog/new_one", "ada@example.com").empty());
}

TEST_CASE("creating a catalog is refused for a reason", "[catalogs]") {
  struct Case {
    json body;
    std::string who, expected;
  };
  const auto c = GENERATE(values<Case>({
      {{{"name", "SALES"}}, "", "400 CATALOG_ALREADY_EXISTS: Catalog 'sales' already exists"},
      {{{"name", "x"}},
       "bob@example.com",
       "403 PERMISSION_DENIED: User does not have CREATE CATALOG on Metastore 'metastore'."},
      {{{"name", ""}},
       "",
       "400 INVALID_PARAMETER_VALUE: Invalid input: RPC CreateCatalog Field "
       "managedcatalog.CatalogInfo.name: name \"\" is not a valid name. It must have 1 to 255 "
       "characters and no '.', '/', space or control character."},
      {{{"name", "a.b"}},
       "",
       "400 INVALID_PARAMETER_VALUE: Invalid input: RPC CreateCatalog Field "
       "managedcatalog.CatalogInfo.name: name \"a.b\" is not a valid name. It must have 1 to 255 "
       "characters and no '.', '/', space or control character."},
      {{{"name", "hive_metastore"}},
       "",
       "400 INVALID_PARAMETER_VALUE: 'hive_metastore' is the name of another system"},
      {{{"name", "x"}, {"owner", "bob@example.com"}},
       "",
       "400 INVALID_PARAMETER_VALUE: /owner: unknown member"},
      {{{"name", "x"}, {"isolation_mode", "ISOLATED"}},
       "",
       "400 INVALID_PARAMETER_VALUE: /isolation_mode: unknown member"},
  }));
  DYNAMIC_SECTION(c.body.dump() << c.who) {
    Sim sim;
    CHECK(outcome(sim.post(uc("/catalogs"), c.body, c.who)) == c.expected);
    CHECK(names_of(sim.get(uc("/catalogs")), "catalogs") == "hr sales");
  }
}

TEST_CASE("CREATE_CATALOG on the metastore is enough for making a catalog", "[catalogs]") {
  Sim sim;
  const std::string id =
      json::parse(sim.get(uc("/metastore_summary")).body).at("metastore_id").get<std::string>();
  CHECK(outcome(sim.grant("metastore/" + id, "staff", {"CREATE_CATALOG"})) == "200");
  const Response made = sim.post(uc("/catalogs"), {{"name", "bobs"}}, "bob@example.com");
  CHECK(json::parse(made.body).at("owner") == "bob@example.com");
}

TEST_CASE("a metastore without a storage root takes no catalog without one", "[catalogs]") {
  json file = small_workspace();
  file["workspace"]["metastore"]["storage_root"] = "";
  struct Case {
    std::string storage;
    json body;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"off",
       {{"name", "x"}},
       "400 INVALID_STATE: Metastore storage root URL does not exist. Name"},
      {"off", {{"name", "sales"}}, "400 INVALID_STATE: Metastore storage root URL does not exist."},
      {"off", {{"name", "x"}, {"storage_root", "s3://x/"}}, "200"},
      {"refuses",
       {{"name", "x"}},
       "400 INVALID_STATE: Metastore storage root URL does not exist. D"},
      {"binds", {{"name", "x"}}, "200"},
      {"binds", {{"name", "sales"}}, "400 CATALOG_ALREADY_EXISTS"},
  }));
  DYNAMIC_SECTION(c.storage << " " << c.body.dump()) {
    file["switches"]["default_storage"] = c.storage;
    Sim sim(file);
    CHECK(outcome(sim.post(uc("/catalogs"), c.body)).find(c.expected) == 0);
  }
}

TEST_CASE("a catalog in default storage is bound to its workspace", "[catalogs]") {
  json file = small_workspace();
  file["workspace"]["metastore"]["storage_root"] = "";
  file["switches"]["default_storage"] = "binds";
  Sim sim(file);
  const json made = json::parse(sim.post(uc("/catalogs"), {{"name", "x"}}).body);
  CHECK(made.at("isolation_mode") == "ISOLATED");
  const json bindings = json::parse(sim.get(uc("/bindings/catalog/x")).body).at("bindings");
  CHECK(bindings.at(0).at("workspace_id") == 7201983344556677);
}

TEST_CASE("a slash at the end of a storage root is dropped", "[catalogs]") {
  Sim sim;
  const json made =
      json::parse(sim.post(uc("/catalogs"), {{"name", "x"}, {"storage_root", "s3://x/"}}).body);
  CHECK(made.at("storage_root") == "s3://x");
  CHECK(made.at("storage_location").get<std::string>().find("s3://x/__unitystorage/") == 0);
}

TEST_CASE("properties that the service adds turn up after creation and stay", "[catalogs]") {
  json file = small_workspace();
  file["switches"]["inject_catalog_properties"] = true;
  Sim sim(file);
  CHECK_FALSE(json::parse(sim.post(uc("/catalogs"), {{"name", "x"}}).body).contains("properties"));
  const json found = json::parse(sim.get(uc("/catalogs/x")).body);
  CHECK(found.at("properties").size() == 1);
  CHECK(found.at("updated_by") == "System user");
  const json patched =
      json::parse(sim.patch(uc("/catalogs/x"), {{"properties", {{"mine", "1"}}}}).body);
  CHECK(patched.at("properties").size() == 2);
}

TEST_CASE("a catalog is changed field by field", "[catalogs]") {
  struct Case {
    json patch;
    std::string field;
    json expected;
  };
  const auto c = GENERATE(values<Case>({
      {{{"comment", "new"}}, "comment", "new"},
      {{{"properties", {{"a", "1"}}}}, "properties", {{"a", "1"}}},
      {{{"options", {{"authorized_paths", "p"}}}}, "options", {{"authorized_paths", "p"}}},
      {{{"owner", "staff"}}, "owner", "staff"},
      {{{"owner", "BOB@example.com"}}, "owner", "bob@example.com"},
      {{{"enable_predictive_optimization", "DISABLE"}},
       "effective_predictive_optimization_flag",
       {{"value", "DISABLE"}}},
      {{{"custom_max_retention_hours", 24}}, "custom_max_retention_hours", 24},
  }));
  DYNAMIC_SECTION(c.patch.dump()) {
    Sim sim;
    const json patched = json::parse(sim.patch(uc("/catalogs/sales"), c.patch).body);
    CHECK(patched.at(c.field) == c.expected);
    CHECK(patched.at("updated_at") == 1795424401000);
    CHECK(json::parse(sim.get(uc("/catalogs/sales")).body) == patched);
  }
}

TEST_CASE("a comment is cleared by an empty one", "[catalogs]") {
  Sim sim;
  sim.patch(uc("/catalogs/sales"), {{"comment", "c"}});
  CHECK_FALSE(
      json::parse(sim.patch(uc("/catalogs/sales"), {{"comment", ""}}).body).contains("comment"));
}

TEST_CASE("a change of a catalog is refused for a reason", "[catalogs]") {
  struct Case {
    json patch;
    std::string who, expected;
  };
  const std::string not_owner = "403 PERMISSION_DENIED: User is not an owner of Catalog 'sales'.";
  const auto c = GENERATE_COPY(values<Case>({
      {json::object(), "", "400 INVALID_PARAMETER_VALUE: UpdateCatalog Nothing to update"},
      {{{"storage_root", "s3://x"}}, "", "400 INVALID_PARAMETER_VALUE: /storage_root: unknown"},
      {{{"name", "x"}}, "", "400 INVALID_PARAMETER_VALUE: /name: unknown member"},
      {{{"options", {{"other", "1"}}}}, "", "400 INVALID_PARAMETER_VALUE: of the options, only"},
      {{{"isolation_mode", "CLOSED"}},
       "",
       "400 INVALID_PARAMETER_VALUE: /isolation_mode: 'CLOSED'"},
      {{{"new_name", "a b"}},
       "",
       "400 INVALID_PARAMETER_VALUE: Invalid input: RPC UpdateCatalog Field"},
      {{{"new_name", "HR"}}, "", "400 CATALOG_ALREADY_EXISTS: Catalog 'hr' already exists"},
      {{{"owner", "nobody"}}, "", "404 PRINCIPAL_DOES_NOT_EXIST: Could not find principal with"},
      {{{"owner", "Night Shift"}}, "", "404 PRINCIPAL_DOES_NOT_EXIST: Could not find principal"},
      {{{"comment", "c"}},
       "cai@example.com",
       "403 PERMISSION_DENIED: User does not have USE CATALO"},
      {{{"comment", "c"}}, "bob@example.com", not_owner},
      {{{"owner", "bob@example.com"}}, "bob@example.com", not_owner},
      {{{"new_name", "c"}}, "bob@example.com", not_owner},
  }));
  DYNAMIC_SECTION(c.patch.dump() << c.who) {
    Sim sim;
    sim.grant("catalog/sales", "analysts", {"USE_CATALOG"});
    const json before = json::parse(sim.get(uc("/catalogs/sales")).body);
    CHECK(outcome(sim.patch(uc("/catalogs/sales"), c.patch, c.who)).find(c.expected) == 0);
    CHECK(json::parse(sim.get(uc("/catalogs/sales")).body) == before);
  }
}

TEST_CASE("a metastore admin changes the owner of what is another's and nothing else",
          "[catalogs]") {
  Sim sim;
  CHECK(outcome(sim.patch(uc("/catalogs/hr"), {{"comment", "c"}})) ==
        "403 PERMISSION_DENIED: User is not an owner of Catalog 'hr'.");
  CHECK(outcome(sim.patch(uc("/catalogs/hr"), {{"new_name", "c"}})) ==
        "403 PERMISSION_DENIED: User is not an owner of Catalog 'hr'.");
  CHECK(outcome(sim.patch(uc("/catalogs/hr"), {{"owner", "cai@example.com"}})) == "200");
}

TEST_CASE("who may manage a catalog renames it and hands it on", "[catalogs]") {
  Sim sim;
  sim.grant("catalog/sales", "cai@example.com", {"MANAGE"});
  CHECK(outcome(sim.patch(uc("/catalogs/sales"), {{"comment", "c"}}, "cai@example.com")) ==
        "403 PERMISSION_DENIED: User is not an owner of Catalog 'sales'.");
  const Response renamed = sim.patch(
      uc("/catalogs/sales"), {{"new_name", "Sold"}, {"owner", "staff"}}, "cai@example.com");
  CHECK(outcome(renamed) == "200");
  CHECK(names_of(sim.get(uc("/catalogs")), "catalogs") == "hr sold");
  CHECK(outcome(sim.get(uc("/tables/sold.crm.users"))) == "200");
  CHECK(sim.held("catalog/sold", "cai@example.com") == "MANAGE");
}

TEST_CASE("only an empty catalog is deleted unless forced", "[catalogs]") {
  Sim sim;
  CHECK(outcome(sim.remove(uc("/catalogs/sales"))) ==
        "400 CATALOG_NOT_EMPTY: Catalog 'sales' is not empty.");
  CHECK(outcome(sim.remove(uc("/catalogs/sales?force=true"))) == "200");
  CHECK(outcome(sim.get(uc("/catalogs/sales"))) ==
        "404 CATALOG_DOES_NOT_EXIST: Catalog 'sales' does not exist.");
  sim.post(uc("/catalogs"), {{"name", "fresh"}});
  CHECK(sim.remove(uc("/catalogs/fresh")).status == 400);
  CHECK(outcome(sim.remove(uc("/schemas/fresh.default"))) == "200");
  CHECK(outcome(sim.remove(uc("/catalogs/fresh"))) == "200");
}

TEST_CASE("who does not own a catalog does not delete it", "[catalogs]") {
  Sim sim;
  CHECK(outcome(sim.remove(uc("/catalogs/sales?force=true"), "bob@example.com")) ==
        "403 PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'.");
  sim.grant("catalog/sales", "bob@example.com", {"USE_CATALOG"});
  CHECK(outcome(sim.remove(uc("/catalogs/sales?force=true"), "bob@example.com")) ==
        "403 PERMISSION_DENIED: User is not an owner of Catalog 'sales'.");
  sim.grant("catalog/sales", "bob@example.com", {"MANAGE"});
  CHECK(outcome(sim.remove(uc("/catalogs/sales?force=true"), "bob@example.com")) == "200");
}

TEST_CASE("a catalog shows to whom it should", "[catalogs]") {
  struct Case {
    std::vector<std::string> grants;
    std::string query, listed;
    int status;
  };
  const auto c = GENERATE(values<Case>({
      {{}, "", "", 403},
      {{"USE_CATALOG"}, "", "sales", 200},
      {{"ALL_PRIVILEGES"}, "", "sales", 200},
      {{"SELECT", "USE_SCHEMA"}, "", "", 403},
      {{"BROWSE"}, "", "", 403},
      {{"BROWSE"}, "?include_browse=true", "sales", 200},
      {{"MANAGE"}, "", "", 403},
  }));
  std::string granted;
  for (const std::string& privilege : c.grants) granted += privilege + " ";
  DYNAMIC_SECTION(granted << c.query) {
    Sim sim;
    if (!c.grants.empty()) sim.grant("catalog/sales", "cai@example.com", c.grants);
    CHECK(names_of(sim.get(uc("/catalogs" + c.query), "cai@example.com"), "catalogs") == c.listed);
    const Response found = sim.get(uc("/catalogs/sales" + c.query), "cai@example.com");
    CHECK(found.status == c.status);
    if (c.status == 200) {
      CHECK(json::parse(found.body).value("browse_only", false) == !c.query.empty());
    } else {
      CHECK(outcome(found) ==
            "403 PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'.");
    }
  }
}

}  // namespace
}  // namespace dgctl::providers::catalogs_test
