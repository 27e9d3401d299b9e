#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::workspace_schema_test {
namespace {

/// The schema of a value, once references are followed; of alternatives the one that has a shape.
json resolved(const json& root, const json& schema) {
  if (schema.contains("$ref")) {
    return resolved(root,
                    root.at(json::json_pointer(schema.at("$ref").get<std::string>().substr(1))));
  }
  if (schema.contains("allOf")) return resolved(root, schema.at("allOf").at(0));
  if (schema.contains("oneOf")) return resolved(root, schema.at("oneOf").at(1));
  return schema;
}

/// The places of members that the schema does not know, or does not describe.
void find_unknown(const json& root,
                  const json& schema_in,
                  const json& value,
                  const std::string& at,
                  std::vector<std::string>& unknown) {
  const json schema = resolved(root, schema_in);
  if (value.is_array() && schema.contains("items")) {
    for (const json& item : value) find_unknown(root, schema.at("items"), item, at + "/-", unknown);
  }
  if (!value.is_object() || !schema.contains("type")) return;
  const json properties = schema.value("properties", json::object());
  for (const auto& [name, member] : value.items()) {
    const bool listed = properties.contains(name);
    std::string place = at;
    place.append("/").append(name);
    if (!listed && schema.at("additionalProperties") == false) {
      unknown.push_back(place);
      continue;
    }
    const json& of = listed ? properties.at(name) : schema.at("additionalProperties");
    if (listed && !of.contains("description") && !resolved(root, of).contains("description")) {
      unknown.push_back(place + " (no description)");
    }
    find_unknown(root, of, member, place, unknown);
  }
}

TEST_CASE("the schema describes all that a workspace file can hold", "[workspace_schema]") {
  const std::filesystem::path source = DGCTL_SOURCE_DIR;
  const json schema = json::parse(tests::file_text(source / "schemas" / "workspace.schema.json"));
  const json everything =
      json::parse(tests::file_text(std::filesystem::path(DGCTL_GOLDEN_DIR) / "everything.json"));
  REQUIRE(everything.size() > 10);
  std::vector<std::string> unknown;
  find_unknown(schema, schema, everything, "", unknown);
  CHECK(unknown.empty());
}

}  // namespace
}  // namespace dgctl::providers::workspace_schema_test
