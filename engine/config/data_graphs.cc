#include "engine/config/data_graphs.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/config/names.h"
#include "engine/config/section.h"
#include "engine/config/unsupported.h"

namespace dgctl::engine {
namespace {

constexpr const char* kDefaultCheckpoint = "segment_linked_profiles_db";
// Two underscores: the one of Segment's prose is a slip, its SQL says this.
constexpr const char* kReverseEtlSchema = "__segment_reverse_etl";
constexpr std::string_view kDataGraphs = "data_graphs.";

const SecurableType& securable_type(std::string_view name) {
  const auto all = securable_types();
  return *std::find_if(
      all.begin(), all.end(), [&](const SecurableType& t) { return t.type == name; });
}

const YamlNode* value_in(const YamlNode* map, std::string_view key) {
  return map == nullptr || map->type != YamlType::Mapping ? nullptr : find_value(*map, key);
}

class DataGraphReader {
 public:
  DataGraphReader(const DataGraphDeclaration& graph,
                  const Declarations& declarations,
                  const std::map<Address, std::string>& full_names,
                  Expansion& expansion)
      : graph_(graph),
        declarations_(declarations),
        full_names_(full_names),
        expansion_(expansion),
        findings_(expansion.findings),
        keys_(graph.node, in_quotes(graph.key), expansion.findings) {}

  void read() {
    read_principal(keys_.get("service_principal"));
    read_checkpoint(keys_.get("checkpoint"));
    if (const YamlNode* profiles = keys_.get("profiles_sync")) read_profiles_sync(*profiles);
    if (const YamlNode* node = keys_.get("read")) read_catalogs(*node);
    keys_.finish("data_graphs.*");
  }

 private:
  /// Something that the file names, and where.
  struct Named {
    std::string name;
    Place place;
    std::vector<Address> needs;
  };

  [[nodiscard]] Place place_of(std::string_view key) const {
    return find_member(*graph_.node, key) == nullptr ? graph_.place : keys_.place_of(key);
  }

  /// Asks for privileges, unless it could not be read who is to have them.
  void grant(const char* type,
             const Named& on,
             Privileges words,
             Condition condition = Condition::Always) {
    if (principal_ == nullptr || principal_->application_id.empty()) return;
    GrantRequest request;
    request.on = {type, on.name};
    request.principal = expansion_.principals.declared(*principal_);
    request.words = std::move(words);
    request.place = on.place;
    request.principal_place = principal_->place;
    request.needs = on.needs;
    request.condition = condition;
    expansion_.grants.add(std::move(request));
  }

  void read_principal(const YamlNode* node) {
    const YamlNode* from = value_in(node, "from");
    if (from == nullptr) {
      principal_ = expansion_.principals.find(graph_.key);
      return;
    }
    Section keys(node, "'service_principal'", findings_);
    const auto text = keys.text("from");
    keys.finish("data_graphs.*.service_principal.from");
    if (text) principal_ = find_shared(*text, from->place);
  }

  const ServicePrincipal* find_shared(const std::string& written, const Place& place) {
    const std::string other =
        written.starts_with(kDataGraphs) ? written.substr(kDataGraphs.size()) : "";
    const auto& graphs = declarations_.data_graphs();
    const auto graph = std::find_if(graphs.begin(),
                                    graphs.end(),
                                    [&](const DataGraphDeclaration& g) { return g.key == other; });
    if (graph == graphs.end() && !declarations_.is_complete()) return nullptr;
    if (graph == graphs.end()) {
      std::vector<std::string> names;
      for (const DataGraphDeclaration& g : graphs) {
        if (g.key != graph_.key) names.push_back(std::string(kDataGraphs) + g.key);
      }
      findings_.error(place,
                      "'from' must name another data graph, as data_graphs.KEY, not " +
                          in_quotes(written) + findings_.did_you_mean(written, names));
      return nullptr;
    }
    if (value_in(value_in(graph->node, "service_principal"), "from") != nullptr) {
      findings_.error(place,
                      "'from' must name a data graph with a service principal of its own, and " +
                          in_quotes(written) + " has none");
      return nullptr;
    }
    return expansion_.principals.find(other);
  }

  void read_checkpoint(const YamlNode* node) {
    const Place place = place_of("checkpoint");
    std::optional<Named> catalog;
    if (value_in(node, "existing") != nullptr) {
      Section keys(node, "'checkpoint'", findings_);
      catalog = read_existing(*keys.get("existing"));
      keys.finish("data_graphs.*.checkpoint.existing");
    } else if (const auto own = full_names_.find({"catalog", make_key({graph_.key})});
               own != full_names_.end()) {
      catalog = Named{own->second, {}, {}};
    }
    const auto mode = keys_.word("reverse_etl", {"auto", "required", "off"}).value_or("auto");
    if (!catalog) return;
    catalog->place = place;
    grant("catalog", *catalog, {"USE_CATALOG", "CREATE_SCHEMA", "SELECT"});
    if (mode == "off") return;
    catalog->name += std::string(".") + kReverseEtlSchema;
    catalog->place = place_of("reverse_etl");
    grant("schema",
          *catalog,
          {"ALL_PRIVILEGES"},
          mode == "auto" ? Condition::ExistsAndIsNotOwn : Condition::Always);
  }

  std::optional<Named> read_existing(const YamlNode& node) {
    const bool is_flag = node.is_plain && (node.text == "true" || node.text == "false");
    if (!is_flag) return read_catalog(node, "existing");
    findings_.error(node.place,
                    "'existing' must be the name of a catalog here, not " + described(node));
    return std::nullopt;
  }

  std::optional<Named> read_catalog(const YamlNode& node, std::string_view key) {
    const auto text = read_text(node, in_quotes(key), findings_);
    if (!text) return std::nullopt;
    auto name = read_name_part(*text, true, node.place, findings_);
    if (!name) return std::nullopt;
    Named catalog{std::move(*name), node.place, {}};
    collect_needs(node, catalog.needs);
    return catalog;
  }

  void read_profiles_sync(const YamlNode& node) {
    Section keys(&node, "'profiles_sync'", findings_);
    const YamlNode* name = keys.require("catalog", place_of("profiles_sync"));
    const YamlNode* schemas = keys.get("schemas");
    keys.finish("data_graphs.*.profiles_sync");
    auto catalog = name == nullptr ? std::nullopt : read_catalog(*name, "catalog");
    if (catalog) catalog->place = place_of("profiles_sync");
    if (schemas != nullptr) {
      read_lists(catalog, schemas, nullptr);
    } else if (catalog) {
      grant_whole(*catalog);
    }
  }

  void read_catalogs(const YamlNode& node) {
    if (node.type == YamlType::Scalar && is_unsupported("data_graphs.*.read", node.text)) {
      findings_.error(node.place, unsupported_message(node.text));
      return;
    }
    if (!expect_map(node, "'read'", findings_)) return;
    std::map<std::string, Place> seen;
    for (const YamlMember& member : node.members) {
      const auto catalog = read_entry_of(member);
      if (!catalog) continue;
      const auto [first, is_new] = seen.emplace(catalog->name, member.place);
      if (is_new) continue;
      findings_.error(member.place,
                      "catalog " + catalog->name + " stands at " + to_text(first->second) +
                          " already; put all of it into one entry");
    }
  }

  /// One entry of `read:`; returns its catalog.
  std::optional<Named> read_entry_of(const YamlMember& member) {
    const YamlNode& node = *member.value;
    const bool is_all =
        node.type == YamlType::Scalar && node.text == "all" && node.later() == nullptr;
    const YamlNode* other = value_in(&node, "catalog");
    std::optional<Named> catalog;
    if (other != nullptr) {
      catalog = read_catalog(*other, "catalog");
      if (catalog) catalog->place = member.place;
    } else if (auto name = read_name_part(member.key, true, member.place, findings_)) {
      catalog = Named{std::move(*name), member.place, {}};
    }
    if (is_all) {
      if (catalog) grant_whole(*catalog);
    } else if (!node.is_broken && node.type != YamlType::Mapping) {
      findings_.error(node.place,
                      in_quotes(member.key) +
                          " must be 'all', or a map with schemas or tables, not " +
                          described(node));
    } else {
      read_parts(member, catalog);
    }
    return catalog;
  }

  void read_parts(const YamlMember& member, const std::optional<Named>& catalog) {
    Section keys(member.value, in_quotes(member.key), findings_);
    keys.get("catalog");
    const bool has_all = keys.get("all") != nullptr;
    const auto all = keys.flag("all");
    const YamlNode* schemas = keys.get("schemas");
    const YamlNode* tables = keys.get("tables");
    const bool is_clean = keys.finish("data_graphs.*.read.*");
    const bool has_lists = schemas != nullptr || tables != nullptr;
    if (all.value_or(false) && has_lists) {
      findings_.error(keys.place_of("all"),
                      "'all' already gives every schema and table; remove it, or the lists");
    } else if (is_clean && !has_lists && (!has_all || !all.value_or(true))) {
      findings_.error(
          member.place,
          in_quotes(member.key) + " grants nothing; write 'all', or list schemas or tables");
    }
    if (has_lists) {
      read_lists(catalog, schemas, tables);
    } else if (all.value_or(false) && catalog) {
      grant_whole(*catalog);
    }
  }

  void grant_whole(const Named& catalog) {
    grant("catalog", catalog, {"USE_CATALOG", "USE_SCHEMA", "SELECT"});
  }

  /// Grants on what is listed, and the way to it.
  void read_lists(const std::optional<Named>& catalog,
                  const YamlNode* schemas,
                  const YamlNode* tables) {
    if (catalog) grant("catalog", *catalog, {"USE_CATALOG"});
    for (const Named& schema : read_list(schemas, "schema", catalog)) {
      grant("schema", schema, {"USE_SCHEMA", "SELECT"});
    }
    for (const Named& table : read_list(tables, "table", catalog)) {
      Named schema = table;
      schema.name.resize(schema.name.rfind('.'));
      grant("schema", schema, {"USE_SCHEMA"});
      grant("table", table, {"SELECT"});
    }
  }

  std::vector<Named> read_list(const YamlNode* list,
                               std::string_view type,
                               const std::optional<Named>& catalog) {
    std::vector<Named> read;
    const std::string key = std::string(type) + "s";
    if (list == nullptr || !expect_list(*list, in_quotes(key), findings_)) return read;
    if (list->items.empty()) {
      findings_.error(list->place, in_quotes(key) + " is empty; list some, or leave it out");
    }
    std::map<std::string, Place> seen;
    for (const YamlNode* item : list->items) {
      const std::string_view below = catalog ? std::string_view(catalog->name) : kAnyCatalog;
      auto name = read_full_name(*item, securable_type(type), below, findings_);
      if (!name) continue;
      const auto [first, is_new] = seen.emplace(*name, item->place);
      if (!is_new) {
        findings_.error(item->place,
                        std::string(type) + " " + *name + " stands at " + to_text(first->second) +
                            " already, if case is left aside; remove one");
      }
      Named named{std::move(*name), item->place, {}};
      if (catalog) named.needs = catalog->needs;
      collect_needs(*item, named.needs);
      read.push_back(std::move(named));
    }
    if (!catalog) read.clear();
    return read;
  }

  const DataGraphDeclaration& graph_;
  const Declarations& declarations_;
  const std::map<Address, std::string>& full_names_;
  Expansion& expansion_;
  Findings& findings_;
  Section keys_;
  const ServicePrincipal* principal_ = nullptr;
};

}  // namespace

std::optional<PrincipalDeclaration> declared_principal(const DataGraphDeclaration& graph,
                                                       YamlTree& tree) {
  const YamlMember* member = find_member(*graph.node, "service_principal");
  YamlNode* node = member == nullptr ? tree.add(graph.place, YamlType::Mapping) : member->value;
  if (value_in(node, "from") != nullptr) return std::nullopt;
  const Place& place = member == nullptr ? graph.place : member->place;
  return PrincipalDeclaration{graph.key, place, node, "service_principal", true};
}

std::optional<Declaration> declared_checkpoint(const DataGraphDeclaration& graph, YamlTree& tree) {
  const YamlMember* member = find_member(*graph.node, "checkpoint");
  YamlNode* node = member == nullptr ? nullptr : member->value;
  if (value_in(node, "existing") != nullptr) return std::nullopt;
  const Place& place = member == nullptr ? graph.place : member->place;
  if (node == nullptr ||
      (node->type == YamlType::Mapping && value_in(node, "catalog") == nullptr)) {
    // A map of its own: an alias may stand elsewhere too.
    YamlNode* whole = tree.add(node == nullptr ? place : node->place, YamlType::Mapping);
    if (node != nullptr) whole->members = node->members;
    whole->members.push_back({"catalog", place, tree.add_literal(place, kDefaultCheckpoint)});
    node = whole;
  }
  return Declaration{
      find_descriptor("catalog"), graph.key, place, node, "checkpoint", "catalog", true};
}

void read_data_graphs(const Declarations& declarations,
                      const std::vector<DesiredResource>& objects,
                      Expansion& expansion) {
  std::map<Address, std::string> full_names;
  for (const DesiredResource& object : objects) {
    full_names.emplace(object.address,
                       full_name(descriptor_of(object.address.kind), object.fields));
  }
  for (const DataGraphDeclaration& graph : declarations.data_graphs()) {
    DataGraphReader(graph, declarations, full_names, expansion).read();
  }
}

}  // namespace dgctl::engine
