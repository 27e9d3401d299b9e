#include "engine/model/descriptor.h"
#include "engine/model/unity_fields.h"

namespace dgctl::engine {

Field thing_field(const std::string& description, const std::string& example) {
  Field field = create_only_field("object", description, example);
  field.required = true;
  return field;
}

Field entry_principal_field() {
  Field field("principal");
  field.type = FieldType::PrincipalName;
  field.written = Written::CreateOnly;
  field.required = true;
  field.description = "Who has it.";
  field.example = "sp:etl";
  return field;
}

Field level_field(std::vector<std::string> known, const std::string& example) {
  Field field("level");
  field.required = true;
  field.known_values = std::move(known);
  field.description = "What it may do; one level for each principal.";
  field.example = example;
  return field;
}

Descriptor entry_with_levels(const std::string& kind, std::vector<std::string> levels) {
  Descriptor d;
  d.kind = kind;
  d.plural = "";  // stands in what it is about
  d.shape = Shape::Entry;
  d.has_levels = true;
  d.levels = std::move(levels);
  return d;
}

// Levels and what they mean: databricks-sdk-go service/sql/model.go WarehousePermissionLevel.
Descriptor permission_descriptor() {
  Descriptor d =
      entry_with_levels("permission", {"CAN_VIEW", "CAN_MONITOR", "CAN_USE", "CAN_MANAGE"});
  d.acl_words = "the permissions on ";
  d.description = "What one principal may do with one SQL warehouse.";
  d.source = "https://docs.databricks.com/api/workspace/permissions";
  d.fields = {thing_field("What it is on.", "sql_warehouse:0a1b2c3d4e5f6071"),
              entry_principal_field(),
              level_field(d.levels, "CAN_USE")};
  return d;
}

// Levels: databricks-sdk-go service/iam/model.go WorkspacePermission.
Descriptor workspace_assignment_descriptor() {
  Descriptor d = entry_with_levels("workspace_assignment", {"USER", "ADMIN"});
  d.acl_words = "the workspace's assignments";
  d.principal_by_id = true;
  d.admits = true;
  d.level_of_new = "USER";
  d.privileged_level = "ADMIN";
  d.description = "That a principal belongs to the workspace, and as what.";
  d.source = "https://docs.databricks.com/api/workspace/permissionassignment";
  d.fields = {thing_field("The workspace.", kWorkspaceThing),
              entry_principal_field(),
              level_field(d.levels, "USER")};
  return d;
}

}  // namespace dgctl::engine
