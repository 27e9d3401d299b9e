#include "engine/model/descriptor.h"
#include "engine/model/unity_fields.h"

namespace dgctl::engine {

// Fields and who may write them: databricks-sdk-go service/catalog/model.go and interface.go.
Descriptor schema_descriptor() {
  Descriptor d;
  d.kind = "schema";
  d.plural = "schemas";
  d.shape = Shape::Object;
  d.description = "A Unity Catalog schema, found by its catalog and its name.";
  d.is_securable = true;
  d.privileges = privileges_within_catalogs({});
  d.read_privilege = "SELECT";
  d.protected_by_default = true;
  d.contains = {"table", "volume"};
  d.source = "https://docs.databricks.com/api/workspace/schemas";
  d.fields = {
      name_field("catalog_name", "The catalog that it stands in.", "marketing"),
      name_field("name", "Its name in the catalog; stored in lower case.", "web"),
      comment_field("Web events"),
      owner_field(),
      properties_field("{team: web}"),
      storage_root_field("Where its managed tables are kept, if not with the catalog's.",
                         "s3://bucket/web"),
      predictive_optimization_field(),
      retention_field(),
  };
  for (Field& field : computed_fields(
           {"catalog_type", "full_name", "metastore_id", "schema_id", "storage_location"})) {
    d.fields.push_back(std::move(field));
  }
  return d;
}

}  // namespace dgctl::engine
