#include "engine/model/descriptor.h"

namespace dgctl::engine {

// Fields, who may write them and when: databricks-sdk-go service/catalog/model.go and interface.go;
// what drifts by itself: databricks/cli bundle/direct/dresources/resources.yml.
Descriptor catalog_descriptor() {
  Descriptor d;
  d.kind = "catalog";
  d.plural = "catalogs";
  d.shape = Shape::Object;
  d.description = "A Unity Catalog catalog, found by its name.";
  d.is_securable = true;
  d.protected_by_default = true;
  d.contains = "schema";
  d.permanent_contents = {"information_schema"};
  d.droppable_contents = {"default"};
  d.source = "https://docs.databricks.com/api/workspace/catalogs";

  Field name("name");
  name.description = "Its name; stored in lower case.";
  name.example = "segment_linked_profiles_db";
  name.required = true;
  name.is_name = true;
  name.written = Written::CreateOnly;

  Field comment("comment");
  comment.description = "Free text shown beside it.";
  comment.example = "Checkpoint tables of Segment's Data Graph";
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
  properties.example = "{team: data}";
  properties.server_keys = {"unity.catalog.managed.*.defaults.*"};
  properties.empty_is_unset = true;

  Field storage_root("storage_root");
  storage_root.written = Written::CreateOnly;
  storage_root.ignores_trailing_slash = true;
  storage_root.description =
      "Where managed tables are kept; needed where the metastore has no storage root of its own.";
  storage_root.example = "s3://bucket/segment";

  Field connection("connection_name");
  connection.written = Written::CreateOnly;
  connection.description = "Of a foreign catalog: the connection that it mirrors.";
  connection.example = "postgres_prod";

  Field provider("provider_name");
  provider.written = Written::CreateOnly;
  provider.description = "Of a shared catalog: the Delta Sharing provider.";
  provider.example = "partner";

  Field share("share_name");
  share.written = Written::CreateOnly;
  share.description = "Of a shared catalog: the share of that provider.";
  share.example = "orders";

  Field isolation("isolation_mode");
  isolation.written = Written::UpdateOnly;
  isolation.known_values = {"OPEN", "ISOLATED"};
  isolation.description =
      "OPEN: every workspace of the metastore reaches it. ISOLATED: the bound ones only; this "
      "workspace is bound first.";
  isolation.example = "OPEN";

  Field optimization("enable_predictive_optimization");
  optimization.written = Written::UpdateOnly;
  optimization.known_values = {"ENABLE", "DISABLE", "INHERIT"};
  optimization.description = "Whether Databricks maintains its tables by itself.";
  optimization.example = "INHERIT";

  Field retention("custom_max_retention_hours");
  retention.type = FieldType::Integer;
  retention.description = "How long dropped data can be had back, in hours.";
  retention.example = "168";

  d.fields = {name,
              comment,
              owner,
              properties,
              storage_root,
              connection,
              provider,
              share,
              isolation,
              optimization,
              retention};
  for (const char* computed : {"catalog_type", "full_name", "metastore_id", "storage_location"}) {
    Field field(computed);
    field.written = Written::Never;
    field.description = "Computed by the workspace.";
    d.fields.push_back(field);
  }
  return d;
}

}  // namespace dgctl::engine
