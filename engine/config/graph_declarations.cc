#include "engine/config/graph_declarations.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace dgctl::engine {
namespace {

constexpr const char* kDefaultCheckpoint = "segment_linked_profiles_db";

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

std::optional<Declaration> declared_warehouse(const DataGraphDeclaration& graph, YamlTree& tree) {
  auto [place, node] = part_of(graph, "warehouse");
  if (node == nullptr || value_in(node, "from") != nullptr) return std::nullopt;
  const YamlNode* existing = value_in(node, "existing");
  if (existing != nullptr && existing->type == YamlType::Mapping) {
    const YamlNode& written = *node;
    node = copy_of(*existing, tree);
    for (const YamlMember& member : written.members) {
      if (member.key != "existing") node->members.push_back(member);
    }
    std::erase_if(node->members, [](const YamlMember& m) { return m.key == "existing"; });
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

/// The API's own type is CLASSIC, which is slow to start and cannot read foreign catalogs.
void add_warehouse_defaults(Fields& fields) {
  fields.try_emplace("warehouse_type", "PRO");
  fields.try_emplace("enable_serverless_compute", text_of(fields, "warehouse_type") != "CLASSIC");
  fields.try_emplace("cluster_size", "Small");
  fields.try_emplace("min_num_clusters", 1);
  constexpr std::int64_t kClusters = 2;
  fields.try_emplace("max_num_clusters",
                     std::max(kClusters, number_of(fields, "min_num_clusters")));
  fields.try_emplace("auto_stop_mins", 10);
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

void add_defaults(const Declaration& declaration, DesiredResource& resource) {
  if (!declaration.is_of_data_graph || resource.existing) return;
  if (resource.address.kind == "sql_warehouse") add_warehouse_defaults(resource.fields);
  if (resource.address.kind == "service_principal" &&
      find(resource.fields, "application_id") == nullptr) {
    resource.fields.try_emplace("entitlements", List{"databricks-sql-access"});
  }
}

}  // namespace dgctl::engine
