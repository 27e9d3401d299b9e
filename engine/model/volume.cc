#include "engine/model/descriptor.h"
#include "engine/model/unity_fields.h"

namespace dgctl::engine {
namespace {

constexpr const char* kExternal = "EXTERNAL";

Field volume_type() {
  Field field = create_only_field("volume_type",
                                  "MANAGED: its files are kept where those of its schema are, and "
                                  "go with it. EXTERNAL: they lie at a path of your own, and stay.",
                                  "MANAGED");
  field.required = true;
  field.known_values = {"MANAGED", kExternal};
  return field;
}

Field storage_location() {
  Field field = create_only_field("storage_location",
                                  "The path of an EXTERNAL volume, in an external location; of a "
                                  "MANAGED one the workspace chooses it.",
                                  "s3://bucket/landing/uploads");
  field.ignores_trailing_slash = true;
  field.goes_with = "volume_type";
  field.goes_with_value = kExternal;
  return field;
}

}  // namespace

// Fields, who may write them and when: databricks-sdk-go service/catalog/model.go and interface.go.
// Privileges: the matrix of the privileges reference; on READ_METADATA sources disagree, and the
// workspace decides.
Descriptor volume_descriptor() {
  Descriptor d;
  d.kind = "volume";
  d.plural = "volumes";
  d.shape = Shape::Object;
  d.description = "A folder of files in a schema, found by its catalog, its schema and its name.";
  d.is_securable = true;
  d.privileges = {
      "ALL_PRIVILEGES", "APPLY_TAG", "MANAGE", "READ_METADATA", "READ_VOLUME", "WRITE_VOLUME"};
  d.read_privilege = "READ_VOLUME";
  d.protected_by_default = true;
  d.source = "https://docs.databricks.com/api/workspace/volumes";
  d.fields = {
      name_field("catalog_name", "The catalog that its schema stands in.", "marketing"),
      name_field("schema_name", "The schema that it stands in.", "web"),
      name_field("name", "Its name in the schema; stored in lower case.", "uploads"),
      volume_type(),
      storage_location(),
      comment_field("What the form on the site takes"),
      owner_field(),
  };
  for (Field& field : computed_fields({"full_name", "metastore_id", "volume_id"})) {
    d.fields.push_back(std::move(field));
  }
  return d;
}

}  // namespace dgctl::engine
