// Volumes against the simulated workspace, and what exactly is asked of one.

#include <algorithm>

#include "engine/model/descriptor.h"
#include "tests/unit/providers/databricks/sim_scene.h"

namespace dgctl::providers::volume_test {
namespace {

using engine::Below;
using engine::ByName;
using engine::Fields;
using tests::found;

constexpr const char* kVolumes = R"({
  "operator": "ada@example.com",
  "users": {"ada@example.com": {"workspace_admin": true, "metastore_admin": true},
            "bob@example.com": {}},
  "storage_credentials": {"role": {}},
  "external_locations": {"landing": {"url": "s3://acme/landing", "credential_name": "role"}},
  "catalogs": {"sales": {
    "grants": {"bob@example.com": ["USE CATALOG", "USE SCHEMA"]},
    "schemas": {"crm": {
      "tables": {"users": {}},
      "volumes": {
        "scans": {"comment": "old", "grants": {"bob@example.com": ["READ VOLUME"]}},
        "drop": {"volume_type": "EXTERNAL", "storage_location": "s3://acme/landing/drop"}}}}}}
})";

struct VolumeScene : tests::SimScene {
  explicit VolumeScene(const std::string& as = {}) : SimScene(kVolumes, as) {}
};

TEST_CASE("a volume is read with the fields of its descriptor", "[volume]") {
  VolumeScene scene;
  const auto drop = found<engine::Object>(scene.read(ByName{"volume", "sales.crm.drop"}));
  CHECK(drop.id == "sales.crm.drop");
  CHECK(drop.owner == "ada@example.com");
  CHECK(engine::text_of(drop.fields, "volume_type") == "EXTERNAL");
  CHECK(engine::text_of(drop.fields, "storage_location") == "s3://acme/landing/drop");
  const auto scans = found<engine::Object>(scene.read(ByName{"volume", "sales.crm.scans"}));
  CHECK(engine::text_of(scans.fields, "comment") == "old");
  CHECK_FALSE(engine::text_of(scans.fields, "storage_location").empty());
  CHECK(std::holds_alternative<engine::Absent>(scene.read(ByName{"volume", "sales.crm.nope"})));
}

TEST_CASE("the volumes and the tables of a schema are two listings", "[volume]") {
  VolumeScene scene;
  const engine::Securable crm{"schema", "sales.crm"};
  CHECK(found<engine::Names>(scene.read(Below{crm})) == engine::Names{"sales.crm.users"});
  CHECK(found<engine::Names>(scene.read(Below{crm, "volume"})) ==
        engine::Names{"sales.crm.drop", "sales.crm.scans"});
}

TEST_CASE("many volumes of a schema are one listing", "[volume]") {
  VolumeScene scene;
  std::vector<engine::Lookup> wanted;
  for (std::size_t i = 0; i <= DatabricksProvider::kReadOneByOne; ++i) {
    wanted.emplace_back(ByName{"volume", i % 2 == 0 ? "sales.crm.drop" : "sales.crm.scans"});
  }
  const auto results = scene.provider.read(wanted, {});
  CHECK(std::all_of(results.begin(), results.end(), [](const auto& result) {
    return std::holds_alternative<engine::Found>(result);
  }));
  CHECK(scene.workspace->requests().size() == 1);
}

TEST_CASE("a volume is made and changed and ends", "[volume]") {
  VolumeScene scene;
  const Fields fields{{"catalog_name", "sales"},
                      {"schema_name", "crm"},
                      {"name", "new"},
                      {"volume_type", "MANAGED"}};
  CHECK(scene.write(engine::CreateObject{"volume", fields}).id == "sales.crm.new");
  scene.write(engine::UpdateObject{"volume", "sales.crm.new", {{"comment", "c"}}, {}});
  CHECK(scene.last() == "PATCH /api/2.1/unity-catalog/volumes/sales.crm.new");
  const auto now = found<engine::Object>(scene.read(ByName{"volume", "sales.crm.new"}));
  CHECK(engine::text_of(now.fields, "comment") == "c");
  scene.write(engine::DeleteObject{"volume", "sales.crm.new", false});
  CHECK(scene.last() == "DELETE /api/2.1/unity-catalog/volumes/sales.crm.new");
  scene.write(engine::DeleteObject{"volume", "sales.crm.new", false});  // gone already is fine
}

TEST_CASE("a volume that may not be read is hidden", "[volume]") {
  VolumeScene bob("bob@example.com");
  CHECK(std::holds_alternative<engine::Found>(bob.read(ByName{"volume", "sales.crm.scans"})));
  const auto hidden = bob.read(ByName{"volume", "sales.crm.drop"});
  REQUIRE(std::holds_alternative<engine::Hidden>(hidden));
  CHECK(std::get<engine::Hidden>(hidden).needs == "READ VOLUME on Volume 'sales.crm.drop'");
}

TEST_CASE("the volumes of a schema are asked for by the names of both", "[volume]") {
  tests::Scripted workspace({{200, R"({"volumes": [{"full_name": "Sales.CRM.Scans"}]})"}});
  CHECK(found<engine::Names>(workspace.read(Below{{"schema", "sales.crm"}, "volume"})) ==
        engine::Names{"sales.crm.scans"});
  CHECK(workspace.asked() ==
        std::vector<std::string>{"GET /api/2.1/unity-catalog/volumes?catalog_name=sales&"
                                 "schema_name=crm&max_results=0"});
  tests::Scripted another({{200,
                            R"({"catalog_name": "sales", "schema_name": "crm", "name": "other",
                                "volume_type": "MANAGED"})"}});
  CHECK_THROWS(another.read(ByName{"volume", "sales.crm.scans"}));
}

}  // namespace
}  // namespace dgctl::providers::volume_test
