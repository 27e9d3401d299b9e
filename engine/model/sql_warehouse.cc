#include "engine/model/descriptor.h"
#include "engine/model/unity_fields.h"

namespace dgctl::engine {
namespace {

Field setting(const std::string& name,
              FieldType type,
              const std::string& description,
              const std::string& example) {
  Field field(name);
  field.type = type;
  field.description = description;
  field.example = example;
  return field;
}

/// One whose change restarts what runs.
Field disruptive(Field field, std::vector<std::string> known = {}) {
  field.restarts = true;
  field.known_values = std::move(known);
  return field;
}

Field label() {
  Field field = setting("name", FieldType::Text, "Its name, unique in the workspace.", "segment");
  field.is_label = true;
  field.required = true;
  return field;
}

Field id() {
  Field field = setting("id", FieldType::Text, "Of one that exists: its id.", "0a1b2c3d4e5f6071");
  field.written = Written::Never;
  field.is_id = true;
  return field;
}

Field tags() {
  Field field = setting("tags",
                        FieldType::TagMap,
                        "Tags of what it runs on.",
                        "{custom_tags: [{key: team, value: data}]}");
  field.empty_is_unset = true;
  return field;
}

Field channel() {
  Field field = disruptive(setting("channel",
                                   FieldType::TextMap,
                                   "Which version of Databricks SQL it runs.",
                                   "{name: CHANNEL_NAME_CURRENT}"));
  field.empty_is_unset = true;
  return field;
}

Field policy() {
  Field field = setting("spot_instance_policy",
                        FieldType::Text,
                        "Whether it runs on spot instances; of no use where it is serverless.",
                        "COST_OPTIMIZED");
  field.known_values = {"COST_OPTIMIZED", "RELIABILITY_OPTIMIZED"};
  return field;
}

Field cluster_size() {
  Field field =
      disruptive(setting("cluster_size", FieldType::Text, "How large each cluster is.", "Small"),
                 {"2X-Small",
                  "X-Small",
                  "Small",
                  "Medium",
                  "Large",
                  "X-Large",
                  "2X-Large",
                  "3X-Large",
                  "4X-Large",
                  "5X-Large"});
  field.needed_to_make = true;
  return field;
}

}  // namespace

// Fields, defaults and limits: databricks-sdk-go service/sql/model.go.
Descriptor sql_warehouse_descriptor() {
  Descriptor d;
  d.kind = "sql_warehouse";
  d.plural = "sql_warehouses";
  d.shape = Shape::Object;
  d.description = "A SQL warehouse, found by its id, else by its name.";
  d.by_id = true;
  d.label_is_unique = true;
  d.source = "https://docs.databricks.com/api/workspace/warehouses";
  d.fields = {
      label(),
      id(),
      disruptive(setting("warehouse_type", FieldType::Text, "PRO reads foreign catalogs.", "PRO"),
                 {"PRO", "CLASSIC"}),
      disruptive(setting("enable_serverless_compute",
                         FieldType::Boolean,
                         "Whether Databricks runs it; takes warehouse_type PRO.",
                         "true")),
      cluster_size(),
      setting("min_num_clusters", FieldType::Integer, "The fewest clusters while it runs.", "1"),
      setting("max_num_clusters", FieldType::Integer, "The most clusters.", "2"),
      setting("auto_stop_mins",
              FieldType::Integer,
              "Minutes without work after which it stops; 0: never.",
              "10"),
      disruptive(
          setting("enable_photon", FieldType::Boolean, "Whether queries run on Photon.", "true")),
      policy(),
      channel(),
      tags(),
      setting("instance_profile_arn",
              FieldType::Text,
              "The instance profile that it uses; deprecated by Databricks.",
              "arn:aws:iam::123456789012:instance-profile/sql"),
  };
  Field port("port");
  port.type = FieldType::Integer;
  port.written = Written::Never;
  port.is_volatile = true;
  port.told_late = true;
  port.description = "Computed by the workspace.";
  d.fields.push_back(std::move(port));
  for (Field& field : computed_fields({"creator_name", "state", "hostname", "http_path"})) {
    field.is_volatile = true;
    field.told_late = field.name != "http_path";
    if (field.name == "state") field.stopped_values = {"STOPPED", "STOPPING"};
    d.fields.push_back(std::move(field));
  }
  return d;
}

}  // namespace dgctl::engine
