#include "engine/model/descriptor.h"
#include "engine/model/unity_fields.h"

namespace dgctl::engine {
namespace {

Field display_name() {
  Field field("display_name");
  field.is_label = true;
  field.proves_creation = true;
  field.description = "What people call it. Others may bear the same name: it identifies nothing.";
  field.example = "segment-data-graph";
  return field;
}

Field application_id() {
  Field field("application_id");
  field.written = Written::Never;
  field.is_id = true;
  field.description = "Of one that exists: its client id, a UUID.";
  field.example = "3f0c9a52-0000-4000-8000-0000000000aa";
  return field;
}

Field entitlements() {
  Field field("entitlements");
  field.type = FieldType::TextSet;
  field.set_like = true;
  field.known_values = {"workspace-access",
                        "databricks-sql-access",
                        "allow-cluster-create",
                        "allow-instance-pool-create",
                        "workspace-consume"};
  field.of_workspace = true;
  field.description = "What it may use of the workspace.";
  field.example = "[databricks-sql-access]";
  return field;
}

Field computed_set(const std::string& name, std::vector<std::string> privileged) {
  Field field(name);
  field.type = FieldType::TextSet;
  field.written = Written::Never;
  field.set_like = true;
  field.description = "Computed by the workspace.";
  field.privileged_values = std::move(privileged);
  return field;
}

}  // namespace

// Fields and planes: databricks-sdk-go service/iam/model.go.
Descriptor service_principal_descriptor() {
  Descriptor d;
  d.kind = "service_principal";
  d.plural = "service_principals";
  d.shape = Shape::Object;
  d.description = "An identity for programs, found by its application id.";
  d.protected_by_default = true;
  d.by_id = true;
  d.source = "https://docs.databricks.com/api/workspace/serviceprincipals";

  Field active("active");
  active.type = FieldType::Boolean;
  active.description = "Whether it may log in.";
  active.example = "true";

  d.fields = {display_name(), application_id(), active, entitlements()};
  for (Field& field : computed_fields({"id", "external_id"})) d.fields.push_back(std::move(field));
  d.fields.back().foreign_when_set = true;
  d.fields.push_back(computed_set("groups", {"admins"}));
  d.fields.push_back(computed_set("roles", {"account_admin"}));
  return d;
}

}  // namespace dgctl::engine
