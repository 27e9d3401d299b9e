#include "engine/model/descriptor.h"
#include "engine/model/unity_fields.h"

namespace dgctl::engine {

// Fields, who may write them and when: databricks-sdk-go service/catalog/model.go and interface.go.
Descriptor catalog_descriptor() {
  Descriptor d;
  d.kind = "catalog";
  d.plural = "catalogs";
  d.shape = Shape::Object;
  d.description = "A Unity Catalog catalog, found by its name.";
  d.is_securable = true;
  d.privileges = privileges_within_catalogs({"CREATE_SCHEMA", "USE_CATALOG"});
  d.read_privilege = "SELECT";
  d.protected_by_default = true;
  d.contains = {"schema"};
  d.permanent_contents = {"information_schema"};
  d.droppable_contents = {"default"};
  d.source = "https://docs.databricks.com/api/workspace/catalogs";

  Field isolation("isolation_mode");
  isolation.written = Written::UpdateOnly;
  isolation.known_values = {"OPEN", "ISOLATED"};
  isolation.description =
      "OPEN: every workspace of the metastore reaches it. ISOLATED: the bound ones only; this "
      "workspace is bound first.";
  isolation.example = "OPEN";

  d.fields = {
      name_field("name", "Its name; stored in lower case.", "segment_linked_profiles_db"),
      comment_field("Checkpoint tables of Segment's Data Graph"),
      owner_field(),
      properties_field("{team: data}"),
      storage_root_field("Where managed tables are kept; needed where the metastore has no storage "
                         "root of its own.",
                         "s3://bucket/segment"),
      create_only_field("connection_name",
                        "Of a foreign catalog: the connection that it mirrors.",
                        "postgres_prod"),
      create_only_field(
          "provider_name", "Of a shared catalog: the Delta Sharing provider.", "partner"),
      create_only_field("share_name", "Of a shared catalog: the share of that provider.", "orders"),
      isolation,
      predictive_optimization_field(),
      retention_field(),
  };
  for (Field& field :
       computed_fields({"catalog_type", "full_name", "metastore_id", "storage_location"})) {
    d.fields.push_back(std::move(field));
  }
  return d;
}

}  // namespace dgctl::engine
