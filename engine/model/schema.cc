#include "engine/model/descriptor.h"

namespace dgctl::engine {

// Fields and who may write them: databricks-sdk-go service/catalog/model.go and interface.go.
Descriptor schema_descriptor() {
  Descriptor d;
  d.kind = "schema";
  d.plural = "schemas";
  d.shape = Shape::Object;
  d.description = "A Unity Catalog schema, found by its catalog and its name.";
  d.is_securable = true;
  d.protected_by_default = true;
  d.contains = "table";
  d.source = "https://docs.databricks.com/api/workspace/schemas";

  Field catalog("catalog_name");
  catalog.description = "The catalog that it stands in.";
  catalog.example = "marketing";
  catalog.required = true;
  catalog.is_name = true;
  catalog.written = Written::CreateOnly;

  Field name("name");
  name.description = "Its name in the catalog; stored in lower case.";
  name.example = "web";
  name.required = true;
  name.is_name = true;
  name.written = Written::CreateOnly;

  Field comment("comment");
  comment.description = "Free text shown beside it.";
  comment.example = "Web events";
  comment.empty_is_unset = true;

  Field owner("owner");
  owner.type = FieldType::PrincipalName;
  owner.written = Written::UpdateOnly;
  owner.transfers_control = true;
  owner.description = "Who owns it; the one who creates it where nothing is said.";
  owner.example = "data-platform";

  Field properties("properties");
  properties.type = FieldType::TextMap;
  properties.description = "Keys and values of your own.";
  properties.example = "{team: web}";
  properties.server_keys = {"unity.catalog.managed.*.defaults.*"};
  properties.empty_is_unset = true;

  Field storage_root("storage_root");
  storage_root.written = Written::CreateOnly;
  storage_root.ignores_trailing_slash = true;
  storage_root.description = "Where its managed tables are kept, if not with the catalog's.";
  storage_root.example = "s3://bucket/web";

  Field optimization("enable_predictive_optimization");
  optimization.written = Written::UpdateOnly;
  optimization.known_values = {"ENABLE", "DISABLE", "INHERIT"};
  optimization.description = "Whether Databricks maintains its tables by itself.";
  optimization.example = "INHERIT";

  Field retention("custom_max_retention_hours");
  retention.type = FieldType::Integer;
  retention.description = "How long dropped data can be had back, in hours.";
  retention.example = "168";

  d.fields = {catalog, name, comment, owner, properties, storage_root, optimization, retention};
  for (const char* computed :
       {"catalog_type", "full_name", "metastore_id", "schema_id", "storage_location"}) {
    Field field(computed);
    field.written = Written::Never;
    field.description = "Computed by the workspace.";
    d.fields.push_back(field);
  }
  return d;
}

}  // namespace dgctl::engine
