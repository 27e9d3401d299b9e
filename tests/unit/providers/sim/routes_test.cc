#include "providers/sim/routes.h"

#include "tests/support/property.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::routes_test {
namespace {

TEST_CASE("what the workspace does not know it names", "[routes]") {
  struct Case {
    Method method;
    std::string path, body, expected;
  };
  const auto c = GENERATE(values<Case>({
      {Method::Get, "/", "", "404 ENDPOINT_NOT_FOUND: No API found for 'GET /'"},
      {Method::Get,
       uc("/catalog"),
       "",
       "404 ENDPOINT_NOT_FOUND: No API found for 'GET /api/2.1/unity-catalog/catalog'"},
      {Method::Put,
       uc("/catalogs"),
       "{}",
       "404 ENDPOINT_NOT_FOUND: No API found for 'PUT /api/2.1/unity-catalog/catalogs'"},
      {Method::Get,
       uc("/catalogs/"),
       "",
       "404 ENDPOINT_NOT_FOUND: No API found for 'GET /api/2.1/unity-catalog/catalogs/'"},
      {Method::Get,
       uc("/catalogs/a/b"),
       "",
       "404 ENDPOINT_NOT_FOUND: No API found for 'GET /api/2.1/unity-catalog/catalogs/a/b'"},
      {Method::Get,
       scim("/Robots"),
       "",
       "404 ENDPOINT_NOT_FOUND: No API found for 'GET /api/2.0/preview/scim/v2/Robots'"},
      {Method::Get,
       uc("/catalogs?max_result=0"),
       "",
       "400 INVALID_PARAMETER_VALUE: unknown query parameter 'max_result'; did you mean "
       "'max_results'?"},
      {Method::Get,
       uc("/catalogs?max_results=0&max_results=0"),
       "",
       "400 INVALID_PARAMETER_VALUE: query parameter 'max_results' is given twice"},
      {Method::Get,
       uc("/catalogs?max_results=many"),
       "",
       "400 INVALID_PARAMETER_VALUE: parameter 'max_results' is 'many' and not a number"},
      {Method::Get,
       uc("/catalogs?include_browse=yes"),
       "",
       "400 INVALID_PARAMETER_VALUE: parameter 'include_browse' is 'yes' and not true or false"},
      {Method::Get,
       uc("/catalogs/%zz"),
       "",
       "400 INVALID_PARAMETER_VALUE: '%zz' is not percent-encoded UTF-8"},
      {Method::Get,
       uc("/catalogs"),
       "{}",
       "400 INVALID_PARAMETER_VALUE: this request takes no body"},
      {Method::Post,
       uc("/catalogs"),
       R"({"name":"x","coment":"y"})",
       "400 INVALID_PARAMETER_VALUE: /coment: unknown member; did you mean 'comment'?"},
      {Method::Post,
       uc("/catalogs"),
       R"({"name":7})",
       "400 INVALID_PARAMETER_VALUE: /name: expected a string"},
      {Method::Post,
       uc("/catalogs"),
       "[]",
       "400 INVALID_PARAMETER_VALUE: the document: expected an object"},
      {Method::Get,
       scim("/Users?startindex=1"),
       "",
       "400 invalidValue: unknown query parameter 'startindex'; did you mean 'startIndex'?"},
  }));
  DYNAMIC_SECTION(to_string(c.method) << " " << c.path << " " << c.body) {
    Sim sim;
    CHECK(outcome(sim.call(c.method, c.path, c.body)) == c.expected);
  }
}

TEST_CASE("a body that is no JSON is malformed", "[routes]") {
  Sim sim;
  CHECK(outcome(sim.call(Method::Post, uc("/catalogs"), "{")).find("400 MALFORMED_REQUEST: ") == 0);
  CHECK(outcome(sim.call(Method::Post, uc("/catalogs"), "")).find("400 MALFORMED_REQUEST: ") == 0);
}

TEST_CASE("every answer names workspace and request, and an error the request too", "[routes]") {
  Sim sim;
  const Response found = sim.get(uc("/catalogs/sales"));
  CHECK(header(found, "X-Databricks-Org-Id") == "7201983344556677");
  CHECK(header(found, "X-Request-Id").size() == 36);
  const Response missing = sim.get(uc("/catalogs/nope"));
  const json detail = json::parse(missing.body).at("details").at(0);
  CHECK(detail.at("@type") == "type.googleapis.com/google.rpc.RequestInfo");
  CHECK(detail.at("request_id") == header(missing, "X-Request-Id"));
  CHECK(header(missing, "X-Request-Id") != header(found, "X-Request-Id"));
}

TEST_CASE("names in paths are read in any case and percent-encoded", "[routes]") {
  Sim sim;
  CHECK(json::parse(sim.get(uc("/catalogs/SALES")).body).at("name") == "sales");
  CHECK(outcome(sim.get(uc("/schemas/sales%2Ecrm"))) == "200");
  CHECK(outcome(sim.get(uc("/permissions/CATALOG/Sales"))) == "200");
}

TEST_CASE("who is deactivated or not of the workspace is not let in", "[routes]") {
  json file = small_workspace();
  SECTION("deactivated") { file["users"]["cai@example.com"]["active"] = false; }
  SECTION("not assigned") { file["users"]["cai@example.com"]["assigned"] = false; }
  Sim sim(file);
  CHECK(outcome(sim.get(uc("/catalogs"), "cai@example.com")) ==
        "403 PERMISSION_DENIED: 'cai@example.com' is deactivated or not assigned to workspace "
        "7201983344556677");
  CHECK(sim.get("/.well-known/databricks-config", "cai@example.com").status == 200);
}

TEST_CASE("a group that is assigned brings its members along", "[routes]") {
  json file = small_workspace();
  file["users"]["bob@example.com"]["assigned"] = false;
  CHECK(Sim(file).get(uc("/catalogs"), "bob@example.com").status == 200);
  file["groups"]["staff"]["assigned"] = false;
  file["groups"]["analysts"]["assigned"] = false;
  CHECK(Sim(file).get(uc("/catalogs"), "bob@example.com").status == 403);
}

TEST_CASE("without a metastore there is no Unity Catalog", "[routes]") {
  Sim sim(json::parse(R"({"workspace": {"metastore": null}})"));
  for (const char* path : {"/current-metastore-assignment", "/catalogs", "/schemas/a.b"}) {
    CHECK(outcome(sim.get(uc(path))) ==
          "404 METASTORE_DOES_NOT_EXIST: No metastore assigned for the current workspace.");
  }
  CHECK(sim.get(scim("/Me")).status == 200);
}

TEST_CASE("the workspace says who it is", "[routes]") {
  Sim sim;
  const json assignment = json::parse(sim.get(uc("/current-metastore-assignment")).body);
  CHECK(assignment.at("workspace_id") == 7201983344556677);
  const json summary = json::parse(sim.get(uc("/metastore_summary")).body);
  CHECK(summary.at("metastore_id") == assignment.at("metastore_id"));
  CHECK(summary.at("privilege_model_version") == "1.0");
  CHECK(summary.at("storage_root") == "s3://sim");
  CHECK(summary.at("owner") == "ada@example.com");
  const json metadata = json::parse(sim.get("/.well-known/databricks-config").body);
  CHECK(metadata.at("workspace_id") == "7201983344556677");
  CHECK(metadata.at("host_type") == "workspace");
  CHECK(metadata.at("oidc_endpoint") == "https://sim.cloud.databricks.com/oidc");
}

TEST_CASE("nothing that a client sends brings the workspace down", "[routes][property]") {
  tests::check_property("any target and body are answered", [] {
    static Sim sim;
    const auto bytes = rc::gen::container<std::string>(rc::gen::inRange<char>(-128, 127));
    const std::vector<std::string> starts{uc("/catalogs/"),
                                          uc("/permissions/table/"),
                                          uc("/schemas?catalog_name="),
                                          scim("/Users?filter="),
                                          scim("/Groups/"),
                                          scim("/ServicePrincipals"),
                                          "/api/2.0/accounts/servicePrincipals/",
                                          "/api/2.0/preview/permissionassignments",
                                          "/api/2.0/sql/warehouses",
                                          "/api/2.0/permissions/warehouses/",
                                          "/oidc/v1/token",
                                          "/",
                                          ""};
    const std::string target = *rc::gen::elementOf(starts) + *bytes;
    const auto method =
        *rc::gen::element(Method::Get, Method::Patch, Method::Post, Method::Put, Method::Delete);
    const Response response = sim.call(method, target, method == Method::Get ? "" : *bytes);
    RC_ASSERT(response.status >= 200 && response.status < 500);
    RC_ASSERT(json::accept(response.body));
  });
}

}  // namespace
}  // namespace dgctl::providers::routes_test
