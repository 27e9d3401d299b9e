#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::external_locations_test {
namespace {

const std::string kLocations = uc("/external-locations");

json workspace() {
  json file = small_workspace();
  file["storage_credentials"] = {{"role", json::object()},
                                 {"bobs", {{"owner", "bob@example.com"}}}};
  file["external_locations"] = {
      {"archive", {{"url", "s3://acme/archive"}, {"credential_name", "role"}}}};
  return file;
}

json landing() {
  return {{"name", "Landing"}, {"url", "s3://acme/landing/"}, {"credential_name", "ROLE"}};
}

TEST_CASE("a new external location belongs to who made it", "[external_locations]") {
  Sim sim(workspace());
  const json made = body_of(sim.post(kLocations, landing()));
  CHECK(made.at("name") == "landing");
  CHECK(made.at("url") == "s3://acme/landing");
  CHECK(made.at("credential_name") == "role");
  CHECK(made.at("owner") == "ada@example.com");
  CHECK(made.at("read_only") == false);
  CHECK(made.at("isolation_mode") == "ISOLATION_MODE_OPEN");
  CHECK(names_of(sim.get(kLocations), "external_locations") == "archive landing");
  CHECK(body_of(sim.get(uc("/storage-credentials/role"))).at("id") == made.at("credential_id"));
}

TEST_CASE("an external location is not made for a reason", "[external_locations]") {
  struct Case {
    std::string field;
    json value;
    std::string who, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"url", "landing", "", "400 INVALID_PARAMETER_VALUE: 'landing' is no path in cloud storage"},
      {"url",
       "s3://acme/archive/x",
       "",
       "400 INVALID_PARAMETER_VALUE: LOCATION_OVERLAP: Input path url 's3://acme/archive/x'"},
      {"url", "s3://acme", "", "400 INVALID_PARAMETER_VALUE: LOCATION_OVERLAP"},
      {"name", "a b", "", "400 INVALID_PARAMETER_VALUE: Invalid input: RPC CreateExternalLocation"},
      {"name", "archive", "", "400 EXTERNAL_LOCATION_ALREADY_EXISTS"},
      {"credential_name", "nope", "", "404 STORAGE_CREDENTIAL_DOES_NOT_EXIST"},
      {"owner", "bob@example.com", "", "400 INVALID_PARAMETER_VALUE: /owner: unknown"},
      {"comment",
       "x",
       "bob@example.com",
       "403 PERMISSION_DENIED: User does not have CREATE EXTERNAL LOCATION on Metastore"},
  }));
  DYNAMIC_SECTION(c.field << " " << c.value) {
    Sim sim(workspace());
    json body = landing();
    body[c.field] = c.value;
    CHECK(outcome(sim.post(kLocations, body, c.who)).find(c.expected) == 0);
  }
}

TEST_CASE("who may make locations needs a credential for them too", "[external_locations]") {
  Sim sim(workspace());
  const std::string metastore =
      body_of(sim.get(uc("/metastore_summary"))).at("metastore_id").get<std::string>();
  REQUIRE(outcome(sim.grant(
              "metastore/" + metastore, "bob@example.com", {"CREATE_EXTERNAL_LOCATION"})) == "200");
  CHECK(outcome(sim.post(kLocations, landing(), "bob@example.com"))
            .find("403 PERMISSION_DENIED: User does not have CREATE EXTERNAL LOCATION on Storage "
                  "Credential 'role'") == 0);
  json own = landing();
  own["credential_name"] = "bobs";
  CHECK(outcome(sim.post(kLocations, own, "bob@example.com")) == "200");
  REQUIRE(outcome(sim.grant(
              "storage_credential/role", "bob@example.com", {"CREATE_EXTERNAL_LOCATION"})) ==
          "200");
  json other = landing();
  other["name"] = "other";
  other["url"] = "s3://acme/other";
  CHECK(outcome(sim.post(kLocations, other, "bob@example.com")) == "200");
}

TEST_CASE("a location is shown to who holds something on it", "[external_locations]") {
  Sim sim(workspace());
  const std::string path = kLocations + "/archive";
  CHECK(outcome(sim.get(path, "bob@example.com"))
            .find("403 PERMISSION_DENIED: User does not have READ FILES on External Location "
                  "'archive'") == 0);
  sim.grant("external_location/archive", "bob@example.com", {"BROWSE"});
  CHECK(outcome(sim.get(path, "bob@example.com")).find("403") == 0);
  const json browsed = body_of(sim.get(path + "?include_browse=true", "bob@example.com"));
  CHECK(browsed.at("browse_only") == true);
  sim.grant("external_location/archive", "bob@example.com", {"WRITE FILES"});
  CHECK(outcome(sim.get(path, "bob@example.com")) == "200");
  CHECK(sim.held("external_location/archive", "bob@example.com") == "BROWSE WRITE_FILES");
  CHECK(outcome(sim.grant("external_location/archive", "bob@example.com", {"SELECT"}))
            .find("400 INVALID_PARAMETER_VALUE: Privilege SELECT is not applicable to this entity "
                  "[archive:EXTERNAL_LOCATION/") == 0);
}

TEST_CASE("who manages a location changes less than its owner", "[external_locations]") {
  Sim sim(workspace());
  const std::string path = kLocations + "/archive";
  sim.grant("external_location/archive", "bob@example.com", {"MANAGE"});
  CHECK(outcome(sim.patch(path, {{"comment", "x"}}, "bob@example.com"))
            .find("403 PERMISSION_DENIED: User is not an owner of External Location 'archive'") ==
        0);
  CHECK(outcome(sim.patch(path, {{"owner", "bob@example.com"}}, "bob@example.com")) == "200");
  CHECK(outcome(sim.patch(path, {{"comment", "x"}}, "bob@example.com")) == "200");
  CHECK(outcome(sim.patch(path, {{"new_name", "old"}}, "bob@example.com")) == "200");
  CHECK(outcome(sim.get(path)).find("404 EXTERNAL_LOCATION_DOES_NOT_EXIST") == 0);
  CHECK(outcome(sim.patch(kLocations + "/old", {{"isolation", "x"}}))
            .find("400 INVALID_PARAMETER_VALUE: /isolation: unknown") == 0);
}

TEST_CASE("a location that something is kept in goes by force only", "[external_locations]") {
  json file = workspace();
  file["catalogs"]["sales"]["storage_root"] = "s3://acme/archive/sales";
  Sim sim(file);
  const std::string path = kLocations + "/archive";
  CHECK(outcome(sim.remove(path)).find("400 INVALID_STATE") == 0);
  CHECK(outcome(sim.patch(path, {{"url", "s3://acme/elsewhere"}})).find("400 INVALID_STATE") == 0);
  CHECK(outcome(sim.patch(path, {{"url", "s3://acme/elsewhere"}, {"force", true}})) == "200");
  CHECK(outcome(sim.remove(path)) == "200");
}

TEST_CASE("an isolated location is reached from where it is bound", "[external_locations]") {
  Sim sim(workspace());
  const std::string path = kLocations + "/archive";
  const json isolated{{"isolation_mode", "ISOLATION_MODE_ISOLATED"}};
  CHECK(outcome(sim.patch(path, isolated)) == "200");
  CHECK(outcome(sim.get(path))
            .find("403 PERMISSION_DENIED: External Location 'archive' is not "
                  "accessible in current workspace") == 0);
  CHECK(outcome(sim.patch(uc("/bindings/external_location/archive"),
                          {{"add", {{{"workspace_id", 7201983344556677}}}}})) == "200");
  CHECK(outcome(sim.get(path)) == "200");
}

}  // namespace
}  // namespace dgctl::providers::external_locations_test
