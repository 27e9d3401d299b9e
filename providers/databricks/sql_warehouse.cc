#include <array>

#include "engine/model/nearest.h"
#include "providers/databricks/fields.h"
#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"

// https://docs.databricks.com/api/workspace/warehouses, databricks-sdk-go service/sql/model.go.

namespace dgctl::providers {
namespace {

using engine::Fields;
using engine::Object;
using engine::Value;

constexpr const char* kKind = "sql_warehouse";
constexpr const char* kCollection = "/api/2.0/sql/warehouses";
constexpr const char* kHttpPath = "/sql/1.0/warehouses/";
// What an edit takes; it replaces all of it.
constexpr std::array kConfiguration{"auto_stop_mins",
                                    "channel",
                                    "cluster_size",
                                    "enable_photon",
                                    "enable_serverless_compute",
                                    "instance_profile_arn",
                                    "max_num_clusters",
                                    "min_num_clusters",
                                    "name",
                                    "spot_instance_policy",
                                    "tags",
                                    "warehouse_type"};

std::string item_path(const std::string& id) {
  return std::string(kCollection) + "/" + percent_encoded(id);
}

const engine::Descriptor& descriptor() { return engine::descriptor_of(kKind); }

/// The workspace shows channel and tags as {} where nobody set them.
void drop_empty(Fields& fields) {
  std::erase_if(fields, [](const auto& item) {
    const Fields* map = item.second.fields();
    return map != nullptr && map->empty();
  });
}

Object warehouse_from(const Fields& body) {
  needed_text_in(body, "id");
  Object warehouse = object_from(descriptor(), body);
  drop_empty(warehouse.fields);
  const Fields& odbc = object_in(body, "odbc_params");
  for (const auto& [field, member] : {std::pair("hostname", "hostname"), {"http_path", "path"}}) {
    const std::string& text = text_in(odbc, member);
    if (!text.empty()) warehouse.fields.insert_or_assign(field, text);
  }
  const Value* port = engine::find(odbc, "port");
  if (port != nullptr && std::holds_alternative<std::int64_t>(port->is)) {
    warehouse.fields.insert_or_assign("port", *port);
  }
  const std::string creator = engine::text_of(warehouse.fields, "creator_name");
  if (!creator.empty()) warehouse.owner = engine::canonical_principal(creator);
  return warehouse;
}

bool is_deleted(const Object& warehouse) {
  const std::string state = engine::text_of(warehouse.fields, "state");
  return state == "DELETED" || state == "DELETING";
}

engine::ReadResult read_by_id(const Planes& planes,
                              const std::string& id,
                              const std::stop_token& stop) {
  try {
    Object warehouse = warehouse_from(parsed_object(planes.workspace.get(item_path(id), {}, stop)));
    if (warehouse.id != id) throw UnexpectedForm("it is of '" + warehouse.id + "'");
    if (is_deleted(warehouse)) return engine::Absent{};
    return engine::Found{std::move(warehouse)};
  } catch (const engine::ProviderError& error) {
    return no_warehouse_or_hidden(error);
  }
}

engine::ReadResult read_by_name(const Planes& planes,
                                const std::string& name,
                                const std::stop_token& stop) {
  std::map<std::string, Object> bearers;
  std::vector<std::string> others;
  const auto read_page = [&](const std::string& page) {
    const Fields body = parsed_object(page);
    for (const Value& item : listed_in(body, "warehouses")) {
      Object warehouse = warehouse_from(as_object(item, "warehouses"));
      if (is_deleted(warehouse)) continue;
      std::string its_name = engine::text_of(warehouse.fields, "name");
      if (its_name == name) {
        bearers.insert_or_assign(warehouse.id, std::move(warehouse));
      } else {
        others.push_back(std::move(its_name));
      }
    }
  };
  try {
    planes.workspace.pages(kCollection, {}, read_page, stop);
  } catch (const engine::ProviderError& error) {
    return not_found_or_hidden(error);
  }
  if (bearers.empty()) {
    engine::Absent absent;
    absent.hint = "ask for CAN_USE or CAN_VIEW on it, without which it is not listed";
    std::string near = engine::nearest(name, others);
    if (!near.empty()) absent.near.push_back(std::move(near));
    return absent;
  }
  engine::Objects all;
  all.reserve(bearers.size());
  for (auto& [id, warehouse] : bearers) all.push_back(std::move(warehouse));
  return engine::Found{std::move(all)};
}

/// Does not wait until it runs: it can be configured and permitted before.
engine::StepOutcome create(const Planes& planes,
                           const Fields& fields,
                           const std::stop_token& stop) {
  const std::string answer = planes.workspace.send(Method::Post,
                                                   kCollection,
                                                   json_text(body_of(descriptor(), fields)),
                                                   Repeat::OnlyIfNotTaken,
                                                   stop);
  const Fields made = parsed_object(answer);
  const std::string& id = needed_text_in(made, "id");
  Fields outputs = fields;
  outputs.insert_or_assign("id", id);
  outputs.insert_or_assign("http_path", kHttpPath + id);
  return {id, std::move(outputs)};
}

/// An edit resets what it does not say: everything that the workspace shows goes with it.
engine::StepOutcome update(const Planes& planes,
                           const engine::UpdateObject& call,
                           const std::stop_token& stop) {
  const std::string id = as_text(call.id, "the id of a SQL warehouse");
  const Fields live = parsed_object(planes.workspace.get(item_path(id), {}, stop));
  Fields configuration;
  for (const char* name : kConfiguration) {
    const Value* shown = engine::find(live, name);
    if (shown == nullptr || std::holds_alternative<engine::Null>(shown->is)) continue;
    configuration.emplace(name, *shown);
  }
  for (auto& [name, value] : body_of(descriptor(), call.changed)) {
    configuration.insert_or_assign(name, value);
  }
  planes.workspace.send(
      Method::Post, item_path(id) + "/edit", json_text(configuration), Repeat::Safe, stop);
  configuration.insert_or_assign("id", id);
  return {id, warehouse_from(configuration).fields};
}

void remove(const Planes& planes, const std::string& id, const std::stop_token& stop) {
  delete_at(planes.workspace, item_path(id), stop);
}

}  // namespace

engine::ReadResult no_warehouse_or_hidden(const engine::ProviderError& error) {
  const std::string text = error.what();
  const bool malformed = error.error_class == engine::ErrorClass::Invalid &&
                         text.find("is not a valid endpoint id") != std::string::npos;
  if (malformed) return engine::Absent{};
  return not_found_or_hidden(error);
}

IdKind sql_warehouse_kind() { return {kKind, read_by_id, read_by_name, create, update, remove}; }

}  // namespace dgctl::providers
