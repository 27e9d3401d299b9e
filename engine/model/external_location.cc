#include "engine/model/descriptor.h"
#include "engine/model/unity_fields.h"

namespace dgctl::engine {
namespace {

Field url() {
  Field field("url");
  field.required = true;
  field.ignores_trailing_slash = true;
  field.description = "The path in cloud storage; no other location may lie in it or around it.";
  field.example = "s3://bucket/landing";
  return field;
}

Field credential_name() {
  Field field("credential_name");
  field.required = true;
  field.names_kind = "storage_credential";
  field.description = "The storage credential that opens the path: one that exists, by its name.";
  field.example = "landing";
  return field;
}

Field flag(const std::string& name, const std::string& description, const std::string& example) {
  Field field(name);
  field.type = FieldType::Boolean;
  field.description = description;
  field.example = example;
  return field;
}

Field isolation_mode() {
  Field field("isolation_mode");
  field.written = Written::UpdateOnly;
  field.known_values = {"ISOLATION_MODE_OPEN", "ISOLATION_MODE_ISOLATED"};
  field.description =
      "ISOLATION_MODE_OPEN: every workspace of the metastore reaches it. ISOLATION_MODE_ISOLATED: "
      "the bound ones only; this workspace is bound first.";
  field.example = "ISOLATION_MODE_OPEN";
  return field;
}

}  // namespace

// Fields, who may write them and when: databricks-sdk-go service/catalog/model.go and interface.go.
// Privileges: the matrix of the privileges reference.
Descriptor external_location_descriptor() {
  Descriptor d;
  d.kind = "external_location";
  d.plural = "external_locations";
  d.shape = Shape::Object;
  d.description = "A path in cloud storage that Unity Catalog governs, found by its name.";
  d.is_securable = true;
  d.privileges = {"ALL_PRIVILEGES",
                  "BROWSE",
                  "CREATE_EXTERNAL_TABLE",
                  "CREATE_EXTERNAL_VOLUME",
                  "CREATE_MANAGED_STORAGE",
                  "EXTERNAL_USE_LOCATION",
                  "MANAGE",
                  "READ_FILES",
                  "READ_METADATA",
                  "WRITE_FILES"};
  d.read_privilege = "READ_FILES";
  d.source = "https://docs.databricks.com/api/workspace/externallocations";
  d.fields = {
      name_field("name", "Its name; stored in lower case.", "landing"),
      url(),
      credential_name(),
      comment_field("What arrives from the outside"),
      owner_field(),
      flag("read_only", "Whether it can only be read through Unity Catalog.", "true"),
      flag("fallback",
           "Whether a cluster's own credentials count where those of Unity Catalog do not suffice.",
           "false"),
      isolation_mode(),
  };
  for (Field& field : computed_fields({"credential_id", "metastore_id"})) {
    d.fields.push_back(std::move(field));
  }
  return d;
}

}  // namespace dgctl::engine
