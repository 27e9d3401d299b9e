#include "engine/model/unity_fields.h"

#include <algorithm>

namespace dgctl::engine {

Field name_field(const std::string& name,
                 const std::string& description,
                 const std::string& example) {
  Field field = create_only_field(name, description, example);
  field.required = true;
  field.is_name = true;
  return field;
}

Field comment_field(const std::string& example) {
  Field field("comment");
  field.description = "Free text shown beside it.";
  field.example = example;
  field.empty_is_unset = true;
  return field;
}

Field owner_field() {
  Field field("owner");
  field.type = FieldType::PrincipalName;
  field.written = Written::UpdateOnly;
  field.transfers_control = true;
  field.description = "Who owns it; the one who creates it where nothing is said.";
  field.example = "data-platform";
  return field;
}

Field properties_field(const std::string& example) {
  Field field("properties");
  field.type = FieldType::TextMap;
  field.description = "Keys and values of your own.";
  field.example = example;
  // What drifts by itself: databricks/cli bundle/direct/dresources/resources.yml.
  field.server_keys = {"unity.catalog.managed.*.defaults.*"};
  field.empty_is_unset = true;
  return field;
}

Field storage_root_field(const std::string& description, const std::string& example) {
  Field field = create_only_field("storage_root", description, example);
  field.ignores_trailing_slash = true;
  return field;
}

Field predictive_optimization_field() {
  Field field("enable_predictive_optimization");
  field.written = Written::UpdateOnly;
  field.known_values = {"ENABLE", "DISABLE", "INHERIT"};
  field.description = "Whether Databricks maintains its tables by itself.";
  field.example = "INHERIT";
  return field;
}

Field retention_field() {
  Field field("custom_max_retention_hours");
  field.type = FieldType::Integer;
  field.description = "How long dropped data can be had back, in hours.";
  field.example = "168";
  return field;
}

Field create_only_field(const std::string& name,
                        const std::string& description,
                        const std::string& example) {
  Field field(name);
  field.written = Written::CreateOnly;
  field.description = description;
  field.example = example;
  return field;
}

// The matrix of the privileges reference; where sources disagree (APPLY_TAG and BROWSE below a
// catalog, READ_METADATA) the workspace decides.
std::vector<std::string> privileges_within_catalogs(std::initializer_list<const char*> own) {
  std::vector<std::string> words{"ALL_PRIVILEGES",
                                 "APPLY_TAG",
                                 "BROWSE",
                                 "CREATE_FEATURE",
                                 "CREATE_FUNCTION",
                                 "CREATE_MATERIALIZED_VIEW",
                                 "CREATE_MODEL",
                                 "CREATE_MODEL_VERSION",
                                 "CREATE_TABLE",
                                 "CREATE_VOLUME",
                                 "DELETE",
                                 "EXECUTE",
                                 "EXTERNAL_USE_SCHEMA",
                                 "INSERT",
                                 "MANAGE",
                                 "MODIFY",
                                 "READ_FEATURE",
                                 "READ_METADATA",
                                 "READ_VOLUME",
                                 "REFRESH",
                                 "SELECT",
                                 "UPDATE",
                                 "USE_SCHEMA",
                                 "WRITE_VOLUME"};
  words.insert(words.end(), own.begin(), own.end());
  std::sort(words.begin(), words.end());
  return words;
}

std::vector<Field> computed_fields(std::initializer_list<const char*> names) {
  std::vector<Field> fields;
  fields.reserve(names.size());
  for (const char* name : names) {
    Field& field = fields.emplace_back(name);
    field.written = Written::Never;
    field.description = "Computed by the workspace.";
  }
  return fields;
}

}  // namespace dgctl::engine
