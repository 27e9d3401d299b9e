// External locations, and the storage credentials that they name, against the simulated workspace.

#include <algorithm>

#include "engine/model/descriptor.h"
#include "tests/unit/providers/databricks/sim_scene.h"

namespace dgctl::providers::external_location_test {
namespace {

using engine::ByName;
using engine::Fields;
using tests::found;

constexpr const char* kKind = "external_location";
constexpr const char* kWorkspace = R"({
  "operator": "ada@example.com",
  "users": {"ada@example.com": {"workspace_admin": true, "metastore_admin": true},
            "bob@example.com": {}},
  "storage_credentials": {"role": {}},
  "external_locations": {
    "archive": {"url": "s3://acme/archive", "credential_name": "role", "comment": "old",
                "grants": {"bob@example.com": ["READ FILES"]}},
    "cold": {"url": "s3://acme/cold", "credential_name": "role", "read_only": true}}
})";

struct Scene : tests::SimScene {
  explicit Scene(const std::string& as = {}) : SimScene(kWorkspace, as) {}
};

TEST_CASE("an external location is read with the fields of its descriptor", "[external_location]") {
  Scene scene;
  const auto cold = found<engine::Object>(scene.read(ByName{kKind, "cold"}));
  CHECK(cold.id == "cold");
  CHECK(cold.owner == "ada@example.com");
  CHECK(engine::text_of(cold.fields, "url") == "s3://acme/cold");
  CHECK(engine::text_of(cold.fields, "credential_name") == "role");
  CHECK(*engine::find(cold.fields, "read_only") == engine::Value(true));
  CHECK(engine::text_of(cold.fields, "isolation_mode") == "ISOLATION_MODE_OPEN");
  CHECK(std::holds_alternative<engine::Absent>(scene.read(ByName{kKind, "nope"})));
  CHECK(found<engine::Names>(scene.read(engine::Below{{"", kKind}})) ==
        engine::Names{"archive", "cold"});
}

TEST_CASE("many external locations are one listing", "[external_location]") {
  Scene scene;
  std::vector<engine::Lookup> wanted;
  for (std::size_t i = 0; i <= DatabricksProvider::kReadOneByOne; ++i) {
    wanted.emplace_back(ByName{kKind, i % 2 == 0 ? "archive" : "cold"});
  }
  const auto results = scene.provider.read(wanted, {});
  CHECK(std::all_of(results.begin(), results.end(), [](const auto& result) {
    return std::holds_alternative<engine::Found>(result);
  }));
  CHECK(scene.workspace->requests().size() == 1);
}

TEST_CASE("an external location is made and changed and ends", "[external_location]") {
  Scene scene;
  const Fields fields{{"name", "landing"},
                      {"url", "s3://acme/landing"},
                      {"credential_name", "role"},
                      {"read_only", false}};
  CHECK(scene.write(engine::CreateObject{kKind, fields}).id == "landing");
  scene.write(engine::UpdateObject{kKind, "landing", {{"comment", "new"}}, {}});
  CHECK(scene.last() == "PATCH /api/2.1/unity-catalog/external-locations/landing");
  const auto now = found<engine::Object>(scene.read(ByName{kKind, "landing"}));
  CHECK(engine::text_of(now.fields, "comment") == "new");
  scene.write(engine::DeleteObject{kKind, "landing", false});
  CHECK(scene.last() == "DELETE /api/2.1/unity-catalog/external-locations/landing");
  scene.write(engine::DeleteObject{kKind, "landing", false});  // what is gone already is fine
}

TEST_CASE("before it is isolated this workspace is bound to it", "[external_location]") {
  Scene scene;
  scene.write(
      engine::UpdateObject{kKind, "cold", {{"isolation_mode", "ISOLATION_MODE_ISOLATED"}}, {}});
  const auto now = found<engine::Object>(scene.read(ByName{kKind, "cold"}));
  CHECK(engine::text_of(now.fields, "isolation_mode") == "ISOLATION_MODE_ISOLATED");
}

TEST_CASE("who holds nothing on it is not told that it is absent", "[external_location]") {
  Scene bob("bob@example.com");
  CHECK(std::holds_alternative<engine::Found>(bob.read(ByName{kKind, "archive"})));
  const auto hidden = bob.read(ByName{kKind, "cold"});
  REQUIRE(std::holds_alternative<engine::Hidden>(hidden));
  CHECK(std::get<engine::Hidden>(hidden).needs == "READ FILES on External Location 'cold'");
}

TEST_CASE("of a storage credential only whether it is there is read", "[external_location]") {
  Scene scene;
  const auto role = found<engine::Object>(scene.read(ByName{"storage_credential", "role"}));
  CHECK(role.id == "role");
  CHECK(role.fields.empty());
  CHECK(std::holds_alternative<engine::Absent>(scene.read(ByName{"storage_credential", "rule"})));
  Scene bob("bob@example.com");
  CHECK(std::holds_alternative<engine::Hidden>(bob.read(ByName{"storage_credential", "role"})));
  tests::Scripted another({{200, R"({"name": "other"})"}});
  CHECK_THROWS(another.read(ByName{"storage_credential", "role"}));
}

}  // namespace
}  // namespace dgctl::providers::external_location_test
