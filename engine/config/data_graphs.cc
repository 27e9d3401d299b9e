#include "engine/config/data_graphs.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/config/credentials.h"
#include "engine/config/graph_declarations.h"
#include "engine/config/names.h"
#include "engine/config/section.h"
#include "engine/config/unsupported.h"

namespace dgctl::engine {
namespace {

// Two underscores: the one of Segment's prose is a slip, its SQL says this.
constexpr const char* kReverseEtlSchema = "__segment_reverse_etl";
constexpr std::string_view kDataGraphs = "data_graphs.";

const SecurableType& securable_type(std::string_view name) {
  const auto all = securable_types();
  return *std::find_if(
      all.begin(), all.end(), [&](const SecurableType& t) { return t.type == name; });
}

/// "service principal"
std::string words_of(std::string key) {
  std::replace(key.begin(), key.end(), '_', ' ');
  return key;
}

class DataGraphReader {
 public:
  DataGraphReader(const DataGraphDeclaration& graph,
                  const Declarations& declarations,
                  const std::map<Address, std::size_t>& resource_at,
                  Expansion& expansion)
      : graph_(graph),
        declarations_(declarations),
        resource_at_(resource_at),
        expansion_(expansion),
        findings_(expansion.findings),
        keys_(graph.node, in_quotes(graph.key), expansion.findings) {}

  DesiredConnection read() {
    connection_.key = graph_.key;
    read_principal(keys_.get("service_principal"));
    read_warehouse(keys_.get("warehouse"));
    read_checkpoint(keys_.get("checkpoint"));
    if (const YamlNode* profiles = keys_.get("profiles_sync")) read_profiles_sync(*profiles);
    if (const YamlNode* node = keys_.get("read")) read_catalogs(*node);
    connection_.segment_region = keys_.word("segment_region", {"us", "eu"}).value_or("");
    keys_.finish("data_graphs.*");
    return std::move(connection_);
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
    if (principal_ == nullptr || !principal_->is_whole()) return;
    GrantRequest request;
    request.on = {type, on.name};
    request.principal = ServicePrincipals::declared(*principal_);
    request.words = std::move(words);
    request.place = on.place;
    request.principal_place = principal_->place;
    request.needs = on.needs;
    request.condition = condition;
    expansion_.grants.add(std::move(request));
  }

  [[nodiscard]] DesiredResource* resource(const Address& address) const {
    const auto at = resource_at_.find(address);
    return at == resource_at_.end() ? nullptr : &expansion_.resources[at->second];
  }

  void read_principal(const YamlNode* node) {
    const auto key = read_shared(node, "service_principal");
    if (!key) return;
    principal_ = expansion_.principals.find(*key);
    if (principal_ == nullptr) return;
    connection_.application_id = principal_->application_id;
    if (principal_->management != Management::ReadOnly) connection_.principal = principal_->address;
    if (const DesiredResource* secret = resource(secret_address(*key))) {
      connection_.secret = secret->address;
      connection_.sink = text_of(secret->fields, "sink");
    } else if (const auto sink = expansion_.sinks_elsewhere.find(*key);
               sink != expansion_.sinks_elsewhere.end()) {
      connection_.sink = sink->second;
    }
  }

  /// The key of the data graph whose part this one takes: its own, or that of `from`.
  std::optional<std::string> read_shared(const YamlNode* node, const std::string& part) {
    const YamlNode* from = value_in(node, "from");
    if (from == nullptr) return graph_.key;
    Section keys(node, in_quotes(part), findings_);
    const auto text = keys.text("from");
    keys.finish("data_graphs.*." + part + ".from");
    return text ? find_shared(*text, part, from->place) : std::nullopt;
  }

  std::optional<std::string> find_shared(const std::string& written,
                                         const std::string& part,
                                         const Place& place) {
    std::string other = written.starts_with(kDataGraphs) ? written.substr(kDataGraphs.size()) : "";
    const auto& graphs = declarations_.data_graphs();
    const auto graph = std::find_if(graphs.begin(),
                                    graphs.end(),
                                    [&](const DataGraphDeclaration& g) { return g.key == other; });
    if (graph == graphs.end() && !declarations_.is_complete()) return std::nullopt;
    if (graph == graphs.end()) {
      std::vector<std::string> names;
      for (const DataGraphDeclaration& g : graphs) {
        if (g.key != graph_.key) names.push_back(std::string(kDataGraphs) + g.key);
      }
      findings_.error(place,
                      "'from' must name another data graph, as data_graphs.KEY, not " +
                          in_quotes(written) + findings_.did_you_mean(written, names));
      return std::nullopt;
    }
    const YamlNode* theirs = find_value(*graph->node, part);
    const bool is_default = theirs == nullptr && part == "service_principal";
    if (is_default || (theirs != nullptr && value_in(theirs, "from") == nullptr)) return other;
    findings_.error(place,
                    "'from' must name a data graph with a " + words_of(part) + " of its own, and " +
                        in_quotes(written) + " has none");
    return std::nullopt;
  }

  void read_warehouse(const YamlNode* node) {
    if (node == nullptr) return;
    const YamlNode* existing = value_in(node, "existing");
    if (existing != nullptr && existing->type != YamlType::Mapping) {
      findings_.error(
          existing->place,
          "'existing' must be {name: NAME} or {id: ID} here, not " + described(*existing));
      return;
    }
    if (existing != nullptr) check_existing(*node, *existing);
    const auto key = read_shared(node, "warehouse");
    const DesiredResource* warehouse =
        key ? resource({"sql_warehouse", make_key({*key})}) : nullptr;
    if (warehouse == nullptr) return;
    connection_.warehouse = warehouse->address;
    add_to_secret("http_path", with_id_of(*warehouse, "/sql/1.0/warehouses/"), {});
    if (principal_ == nullptr || !principal_->is_whole()) return;
    PermissionRequest request;
    request.on = warehouse;
    request.principal = ServicePrincipals::declared(*principal_);
    request.level = "CAN_USE";
    request.place = place_of("warehouse");
    request.is_of_data_graph = true;
    expansion_.permissions.add(std::move(request));
  }

  /// What a warehouse's declaration leaves out: it is told by `existing` alone.
  void check_existing(const YamlNode& warehouse, const YamlNode& existing) {
    Section keys(&existing, "'existing'", findings_);
    for (const char* name : {"name", "id"}) {
      keys.get(name);
      const YamlMember* beside = find_member(warehouse, name);
      if (beside == nullptr) continue;
      findings_.error(beside->place,
                      in_quotes(name) +
                          " has no effect beside 'existing', which tells the "
                          "warehouse; remove one of them");
    }
    keys.finish("data_graphs.*.warehouse.existing");
  }

  /// Adds what its sink says beside the value. Of a shared principal the first data graph decides,
  /// which declares it.
  void add_to_secret(const char* field, Value value, const std::vector<Address>& needs) {
    DesiredResource* secret = resource(secret_address(graph_.key));
    if (secret == nullptr || connection_.secret != secret->address) return;
    for (const AttributeRef& ref : references_in(value)) secret->needs.push_back(ref.of);
    secret->needs.insert(secret->needs.end(), needs.begin(), needs.end());
    secret->fields.insert_or_assign(field, std::move(value));
  }

  void read_checkpoint(const YamlNode* node) {
    const Place place = place_of("checkpoint");
    std::optional<Named> catalog;
    if (value_in(node, "existing") != nullptr) {
      Section keys(node, "'checkpoint'", findings_);
      catalog = read_existing(*keys.get("existing"));
      keys.finish("data_graphs.*.checkpoint.existing");
    } else if (const auto* own = resource({"catalog", make_key({graph_.key})})) {
      catalog = Named{text_of(own->fields, "name"), {}, {}};
    }
    const auto mode = keys_.word("reverse_etl", {"auto", "required", "off"}).value_or("auto");
    if (!catalog) return;
    connection_.catalog = catalog->name;
    add_to_secret("catalog", catalog->name, catalog->needs);
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
  const std::map<Address, std::size_t>& resource_at_;
  Expansion& expansion_;
  Findings& findings_;
  Section keys_;
  const ServicePrincipal* principal_ = nullptr;
  DesiredConnection connection_;
};

}  // namespace

std::vector<DesiredConnection> read_data_graphs(const Declarations& declarations,
                                                Expansion& expansion) {
  std::map<Address, std::size_t> resource_at;
  for (std::size_t at = 0; at < expansion.resources.size(); ++at) {
    resource_at.emplace(expansion.resources[at].address, at);
  }
  std::vector<DesiredConnection> connections;
  for (const DataGraphDeclaration& graph : declarations.data_graphs()) {
    connections.push_back(DataGraphReader(graph, declarations, resource_at, expansion).read());
  }
  std::sort(connections.begin(),
            connections.end(),
            [](const DesiredConnection& a, const DesiredConnection& b) { return a.key < b.key; });
  return connections;
}

}  // namespace dgctl::engine
