#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::volumes_test {
namespace {

const std::string kVolumes = uc("/volumes");
const std::string kOfCrm = kVolumes + "?catalog_name=sales&schema_name=crm";

json workspace_with_volumes() {
  json file = small_workspace();
  file["storage_credentials"] = {{"role", json::object()}};
  file["external_locations"] = {
      {"landing", {{"url", "s3://acme/landing"}, {"credential_name", "role"}}}};
  file["catalogs"]["sales"]["schemas"]["crm"]["volumes"] = {
      {"scans", {{"comment", "old"}}},
      {"drop", {{"volume_type", "EXTERNAL"}, {"storage_location", "s3://acme/landing/drop"}}}};
  return file;
}

json managed() {
  return {{"catalog_name", "Sales"},
          {"schema_name", "CRM"},
          {"name", "New"},
          {"volume_type", "MANAGED"}};
}

json external(const std::string& path) {
  json body = managed();
  body["volume_type"] = "EXTERNAL";
  body["storage_location"] = path;
  return body;
}

TEST_CASE("volumes and locations are granted on by SQL as well", "[volumes][sql]") {
  const Sim sim(workspace_with_volumes());
  const auto ask = [&](const std::string& statement) { return sql_outcome(sim.sql(statement)); };
  CHECK(ask("GRANT READ VOLUME, WRITE VOLUME ON VOLUME sales.crm.scans TO analysts") == "done");
  CHECK(sim.held("volume/sales.crm.scans", "analysts") == "READ_VOLUME WRITE_VOLUME");
  CHECK(ask("REVOKE WRITE VOLUME ON VOLUME sales.crm.scans FROM analysts") == "done");
  CHECK(ask("SHOW GRANTS analysts ON VOLUME sales.crm.scans").find("READ VOLUME") !=
        std::string::npos);
  CHECK(ask("GRANT READ FILES ON EXTERNAL LOCATION landing TO analysts") == "done");
  CHECK(sim.held("external_location/landing", "analysts") == "READ_FILES");
  CHECK(ask("SHOW GRANTS ON EXTERNAL LOCATION landing").find("READ FILES") != std::string::npos);
  CHECK(ask("GRANT READ VOLUME ON VOLUME sales.crm.nowhere TO analysts").find("does not exist") !=
        std::string::npos);
  // They are granted on, and no more.
  CHECK(ask("COMMENT ON VOLUME sales.crm.scans IS 'x'").starts_with("[PARSE_SYNTAX_ERROR]"));
}

TEST_CASE("a new volume belongs to who made it", "[volumes]") {
  Sim sim(workspace_with_volumes());
  const json made = body_of(sim.post(kVolumes, managed()));
  CHECK(made.at("full_name") == "sales.crm.new");
  CHECK(made.at("owner") == "ada@example.com");
  CHECK(made.at("volume_type") == "MANAGED");
  CHECK(made.at("storage_location") ==
        "s3://sim/__unitystorage/volumes/" + made.at("volume_id").get<std::string>());
  CHECK(names_of(sim.get(kOfCrm), "volumes") == "drop new scans");
  json other = external("s3://acme/landing/other/");
  other["name"] = "other";
  CHECK(body_of(sim.post(kVolumes, other)).at("storage_location") == "s3://acme/landing/other");
}

TEST_CASE("a volume is not made for a reason", "[volumes]") {
  struct Case {
    std::string name;
    json body;
    std::string expected;
  };
  const auto with = [](const char* field, const json& value) {
    json body = managed();
    body[field] = value;
    return body;
  };
  const auto without = [](const char* field) {
    json body = managed();
    body.erase(field);
    return body;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"no schema",
       without("schema_name"),
       "400 INVALID_PARAMETER_VALUE: Invalid input: RPC CreateVolume Field "
       "managedcatalog.volume.VolumeInfo.schema_name"},
      {"no type",
       without("volume_type"),
       "400 INVALID_PARAMETER_VALUE: CreateVolume Missing required field: volume_type"},
      {"another type", with("volume_type", "FOREIGN"), "400 INVALID_PARAMETER_VALUE: /volume_type"},
      {"a managed one with a path",
       with("storage_location", "s3://acme/landing/x"),
       "400 INVALID_PARAMETER_VALUE: CreateVolume storage_location can not be provided."},
      {"an external one without",
       with("volume_type", "EXTERNAL"),
       "400 INVALID_PARAMETER_VALUE: CreateVolume Missing required field: storage_location"},
      {"no such schema", with("schema_name", "nope"), "404 SCHEMA_DOES_NOT_EXIST"},
      {"a name that is taken", with("name", "SCANS"), "400 VOLUME_ALREADY_EXISTS"},
      {"an owner",
       with("owner", "bob@example.com"),
       "400 INVALID_PARAMETER_VALUE: /owner: unknown"},
      {"a path in no location",
       external("s3://acme/elsewhere"),
       "400 INVALID_PARAMETER_VALUE: No external location covers path 's3://acme/elsewhere'"},
      {"a path in another volume",
       external("s3://acme/landing/drop/x"),
       "400 INVALID_PARAMETER_VALUE: LOCATION_OVERLAP: Input path url "
       "'s3://acme/landing/drop/x' overlaps with volume 'sales.crm.drop'"},
      {"a path around another volume",
       external("s3://acme/landing"),
       "400 INVALID_PARAMETER_VALUE: LOCATION_OVERLAP"},
  }));
  DYNAMIC_SECTION(c.name) {
    Sim sim(workspace_with_volumes());
    CHECK(outcome(sim.post(kVolumes, c.body)).find(c.expected) == 0);
    CHECK(names_of(sim.get(kOfCrm), "volumes") == "drop scans");
  }
}

TEST_CASE("a volume is made with a right on its schema and the way there", "[volumes]") {
  Sim sim(workspace_with_volumes());
  const auto tried = [&] { return outcome(sim.post(kVolumes, managed(), "bob@example.com")); };
  CHECK(tried().find("403 PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'") ==
        0);
  sim.grant("catalog/sales", "bob@example.com", {"USE_CATALOG"});
  CHECK(tried().find("403 PERMISSION_DENIED: User does not have USE SCHEMA on Schema "
                     "'sales.crm'") == 0);
  sim.grant("schema/sales.crm", "bob@example.com", {"USE_SCHEMA"});
  CHECK(tried().find("403 PERMISSION_DENIED: User does not have CREATE VOLUME on Schema "
                     "'sales.crm'") == 0);
  sim.grant("catalog/sales", "bob@example.com", {"CREATE_VOLUME"});
  CHECK(tried() == "200");
}

TEST_CASE("administrating the metastore is not enough to make a volume", "[volumes]") {
  json file = workspace_with_volumes();
  file["catalogs"]["hr"]["schemas"]["people"]["owner"] = "bob@example.com";
  Sim sim(file);
  json body = managed();
  body["catalog_name"] = "hr";
  body["schema_name"] = "people";
  CHECK(outcome(sim.post(kVolumes, body))
            .find("403 PERMISSION_DENIED: User does not have CREATE VOLUME on Schema "
                  "'hr.people'") == 0);
}

TEST_CASE("an external volume takes a right on the location too", "[volumes]") {
  Sim sim(workspace_with_volumes());
  sim.grant("catalog/sales", "bob@example.com", {"USE_CATALOG", "USE_SCHEMA", "CREATE_VOLUME"});
  const json body = external("s3://acme/landing/bobs");
  CHECK(outcome(sim.post(kVolumes, body, "bob@example.com"))
            .find("403 PERMISSION_DENIED: User does not have CREATE EXTERNAL VOLUME on External "
                  "Location 'landing'") == 0);
  sim.grant("external_location/landing", "bob@example.com", {"CREATE_EXTERNAL_VOLUME"});
  CHECK(outcome(sim.post(kVolumes, body, "bob@example.com")) == "200");
}

TEST_CASE("a volume is shown to who may read it", "[volumes]") {
  Sim sim(workspace_with_volumes());
  const std::string path = kVolumes + "/sales.crm.scans";
  sim.grant("catalog/sales", "bob@example.com", {"USE_CATALOG", "USE_SCHEMA", "SELECT"});
  CHECK(outcome(sim.get(path, "bob@example.com"))
            .find("403 PERMISSION_DENIED: User does not have READ VOLUME on Volume "
                  "'sales.crm.scans'") == 0);
  CHECK(names_of(sim.get(kOfCrm, "bob@example.com"), "volumes").empty());
  sim.grant("catalog/sales", "bob@example.com", {"BROWSE"});
  const json browsed = body_of(sim.get(path + "?include_browse=true", "bob@example.com"));
  CHECK(browsed.at("browse_only") == true);
  sim.grant("volume/sales.crm.scans", "bob@example.com", {"READ VOLUME"});
  CHECK(outcome(sim.get(path, "bob@example.com")) == "200");
  CHECK(names_of(sim.get(kOfCrm, "bob@example.com"), "volumes") == "scans");
  CHECK(outcome(sim.get(kVolumes + "/sales.crm.nope", "bob@example.com"))
            .find("404 VOLUME_DOES_NOT_EXIST") == 0);
}

TEST_CASE("a volume takes the privileges of volumes", "[volumes]") {
  Sim sim(workspace_with_volumes());
  CHECK(outcome(sim.grant("volume/sales.crm.scans",
                          "bob@example.com",
                          {"READ_VOLUME", "WRITE_VOLUME", "APPLY_TAG"})) == "200");
  CHECK(sim.held("volume/sales.crm.scans", "bob@example.com") ==
        "APPLY_TAG READ_VOLUME WRITE_VOLUME");
  CHECK(outcome(sim.grant("volume/sales.crm.scans", "bob@example.com", {"SELECT"}))
            .find("400 INVALID_PARAMETER_VALUE: Privilege SELECT is not applicable to this entity "
                  "[sales.crm.scans:VOLUME/") == 0);
  sim.grant("schema/sales.crm", "bob@example.com", {"WRITE_VOLUME"});
  const json effective = body_of(sim.get(uc("/effective-permissions/volume/sales.crm.scans")));
  CHECK(effective.dump().find("\"inherited_from_name\":\"sales.crm\"") != std::string::npos);
}

TEST_CASE("who manages a volume changes less than its owner", "[volumes]") {
  Sim sim(workspace_with_volumes());
  const std::string path = kVolumes + "/sales.crm.scans";
  sim.grant("catalog/sales", "bob@example.com", {"USE_CATALOG", "USE_SCHEMA"});
  sim.grant("volume/sales.crm.scans", "bob@example.com", {"READ_VOLUME", "MANAGE"});
  CHECK(outcome(sim.patch(path, {{"comment", "x"}}, "bob@example.com"))
            .find("403 PERMISSION_DENIED: User is not an owner of Volume 'sales.crm.scans'") == 0);
  CHECK(outcome(sim.patch(path, {{"owner", "bob@example.com"}}, "bob@example.com")) == "200");
  CHECK(outcome(sim.patch(path, {{"comment", "x"}}, "bob@example.com")) == "200");
  CHECK(outcome(sim.patch(path, {{"comment", "y"}})) == "200");  // a metastore admin
  CHECK(outcome(sim.patch(path, json::object()))
            .find("400 INVALID_PARAMETER_VALUE: UpdateVolume Nothing to update") == 0);
  CHECK(outcome(sim.patch(path, {{"volume_type", "EXTERNAL"}}))
            .find("400 INVALID_PARAMETER_VALUE: /volume_type: unknown") == 0);
  CHECK(outcome(sim.patch(path, {{"new_name", "drop"}})).find("400 VOLUME_ALREADY_EXISTS") == 0);
  CHECK(outcome(sim.patch(path, {{"new_name", "Papers"}}, "bob@example.com")) == "200");
  CHECK(names_of(sim.get(kOfCrm), "volumes") == "drop papers");
}

TEST_CASE("a schema that holds a volume goes by force only", "[volumes]") {
  json file = workspace_with_volumes();
  file["catalogs"]["sales"]["schemas"]["crm"].erase("tables");
  Sim sim(file);
  const std::string schema = uc("/schemas/sales.crm");
  CHECK(outcome(sim.remove(schema)).find("400 SCHEMA_NOT_EMPTY") == 0);
  CHECK(outcome(sim.remove(kVolumes + "/sales.crm.scans", "bob@example.com")).find("403") == 0);
  CHECK(outcome(sim.remove(kVolumes + "/sales.crm.scans")) == "200");
  CHECK(outcome(sim.remove(uc("/external-locations/landing"))).find("400 INVALID_STATE") == 0);
  CHECK(outcome(sim.remove(schema + "?force=true")) == "200");
  CHECK(outcome(sim.remove(uc("/external-locations/landing"))) == "200");
}

TEST_CASE("a volume of a file is refused where its path is not right", "[volumes]") {
  json file = workspace_with_volumes();
  file["catalogs"]["sales"]["schemas"]["crm"]["volumes"]["scans"]["storage_location"] = "s3://x";
  CHECK_THROWS(Sim(file));
  file["catalogs"]["sales"]["schemas"]["crm"]["volumes"]["scans"]["volume_type"] = "EXTERNAL";
  CHECK_NOTHROW(Sim(file));
}

TEST_CASE("grants on volumes of who is deleted keep no name", "[volumes]") {
  Sim sim(workspace_with_volumes());
  sim.grant("volume/sales.crm.scans", kEtl, {"READ_VOLUME"});
  REQUIRE(sim.held("volume/sales.crm.scans", kEtl) == "READ_VOLUME");
  const json found = body_of(sim.get(scim("/ServicePrincipals")));
  const std::string id = found.at("Resources").at(0).at("id");
  REQUIRE(outcome(sim.remove(scim("/ServicePrincipals/" + id))) == "204");
  CHECK(sim.held("volume/sales.crm.scans", kEtl).empty());
}

}  // namespace
}  // namespace dgctl::providers::volumes_test
