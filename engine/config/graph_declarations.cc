#include "engine/config/graph_declarations.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace dgctl::engine {
namespace {

/// A part of a data graph, as far as it can be told before anything of it is read.
struct Part {
  Place place;
  YamlNode* node = nullptr;  // null: left out
};

Part part_of(const DataGraphDeclaration& graph, std::string_view key) {
  const YamlMember* member = find_member(*graph.node, key);
  return member == nullptr ? Part{graph.place, nullptr} : Part{member->place, member->value};
}

/// A map of its own: an alias may stand elsewhere too.
YamlNode* copy_of(const YamlNode& node, YamlTree& tree) {
  YamlNode* copy = tree.add(node.place, YamlType::Mapping);
  copy->members = node.members;
  return copy;
}

void add_existing(YamlNode& map, const Place& place, YamlTree& tree) {
  YamlNode* yes = tree.add_literal(place, "true");
  yes->is_plain = true;
  map.members.push_back({"existing", place, yes});
}

/// Whether a data graph only names a principal that exists. Whoever says anything of it besides
/// has it managed.
bool is_only_named(const YamlNode& node) {
  constexpr std::array<std::string_view, 6> kManaged{
      "name", "active", "entitlements", "assignment", "secret", "existing"};
  return value_in(&node, "application_id") != nullptr &&
         std::none_of(kManaged.begin(), kManaged.end(), [&](std::string_view key) {
           return value_in(&node, key) != nullptr;
         });
}

std::optional<Declaration> declared_principal(const DataGraphDeclaration& graph, YamlTree& tree) {
  auto [place, node] = part_of(graph, "service_principal");
  if (value_in(node, "from") != nullptr) return std::nullopt;
  if (node == nullptr) node = tree.add(place, YamlType::Mapping);
  if (is_only_named(*node)) {
    node = copy_of(*node, tree);
    add_existing(*node, place, tree);
  }
  return Declaration{find_descriptor("service_principal"),
                     graph.key,
                     place,
                     node,
                     "service_principal",
                     "name",
                     true};
}

/// What tells a warehouse that exists.
bool is_identity(std::string_view key) { return key == "name" || key == "id"; }

/// A warehouse as `existing: {…}` in it names it. What else stands in there, or names it a second
/// time, is reported by who reads the data graph.
YamlNode* named_by(const YamlNode& existing, const YamlNode& written, YamlTree& tree) {
  YamlNode* node = tree.add(existing.place, YamlType::Mapping);
  for (const YamlMember& member : existing.members) {
    if (is_identity(member.key)) node->members.push_back(member);
  }
  for (const YamlMember& member : written.members) {
    const bool is_kept = member.key != "existing" && !is_identity(member.key);
    if (is_kept) node->members.push_back(member);
  }
  return node;
}

std::optional<Declaration> declared_warehouse(const DataGraphDeclaration& graph, YamlTree& tree) {
  auto [place, node] = part_of(graph, "warehouse");
  if (node == nullptr || value_in(node, "from") != nullptr) return std::nullopt;
  const YamlNode* existing = value_in(node, "existing");
  if (existing != nullptr && existing->type == YamlType::Mapping) {
    node = named_by(*existing, *node, tree);
    add_existing(*node, place, tree);
  } else if (existing != nullptr) {
    return std::nullopt;  // reported by who reads the data graph
  }
  return Declaration{
      find_descriptor("sql_warehouse"), graph.key, place, node, "warehouse", "", true};
}

std::optional<Declaration> declared_checkpoint(const DataGraphDeclaration& graph, YamlTree& tree) {
  auto [place, node] = part_of(graph, "checkpoint");
  if (value_in(node, "existing") != nullptr) return std::nullopt;
  if (node == nullptr ||
      (node->type == YamlType::Mapping && value_in(node, "catalog") == nullptr)) {
    YamlNode* whole = node == nullptr ? tree.add(place, YamlType::Mapping) : copy_of(*node, tree);
    whole->members.push_back({"catalog", place, tree.add_literal(place, kDefaultCheckpoint)});
    node = whole;
  }
  return Declaration{
      find_descriptor("catalog"), graph.key, place, node, "checkpoint", "catalog", true};
}

std::int64_t number_of(const Fields& fields, std::string_view name) {
  const Value* value = find(fields, name);
  const auto* number = value == nullptr ? nullptr : std::get_if<std::int64_t>(&value->is);
  return number == nullptr ? 0 : *number;
}

void add_warehouse_defaults(Fields& fields) {
  Fields defaults = defaults_in_data_graph("sql_warehouse");
  if (text_of(fields, "warehouse_type") == "CLASSIC") {
    defaults["enable_serverless_compute"] = false;
  }
  defaults["max_num_clusters"] =
      std::max(number_of(defaults, "max_num_clusters"), number_of(fields, "min_num_clusters"));
  fields.merge(defaults);
}

}  // namespace

const YamlNode* value_in(const YamlNode* map, std::string_view key) {
  return map == nullptr || map->type != YamlType::Mapping ? nullptr : find_value(*map, key);
}

std::vector<Declaration> declared_by(const DataGraphDeclaration& graph, YamlTree& tree) {
  std::vector<Declaration> declared;
  for (auto declare : {declared_principal, declared_warehouse, declared_checkpoint}) {
    if (auto declaration = declare(graph, tree)) declared.push_back(std::move(*declaration));
  }
  return declared;
}

// The API's own type of a warehouse is CLASSIC, which is slow to start and cannot read foreign
// catalogs.
Fields defaults_in_data_graph(std::string_view kind) {
  if (kind == "service_principal") {
    return {{"active", true}, {"entitlements", List{"databricks-sql-access"}}};
  }
  if (kind != "sql_warehouse") return {};
  return {{"warehouse_type", "PRO"},
          {"enable_serverless_compute", true},
          {"cluster_size", "Small"},
          {"min_num_clusters", 1},
          {"max_num_clusters", 2},
          {"auto_stop_mins", 10}};
}

void add_defaults(const Declaration& declaration, DesiredResource& resource) {
  if (!declaration.is_of_data_graph || resource.existing) return;
  const std::string& kind = resource.address.kind;
  if (kind == "sql_warehouse") add_warehouse_defaults(resource.fields);
  if (kind == "service_principal" && find(resource.fields, "application_id") == nullptr) {
    resource.fields.merge(defaults_in_data_graph(kind));
  }
}

}  // namespace dgctl::engine
