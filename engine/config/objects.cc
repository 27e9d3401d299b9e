#include "engine/config/objects.h"

#include <algorithm>
#include <utility>

#include "engine/config/graph_declarations.h"
#include "engine/config/names.h"
#include "engine/config/nested.h"
#include "engine/config/section.h"
#include "engine/config/values.h"

namespace dgctl::engine {
namespace {

class ObjectReader {
 public:
  ObjectReader(const Declaration& declaration, Expansion& expansion)
      : declaration_(declaration),
        kind_(*declaration.descriptor),
        expansion_(expansion),
        keys_(declaration.node, in_quotes(declaration.called), expansion.findings) {
    if (!declaration.name_key.empty()) {
      keys_.rename(declaration.name_field(), declaration.name_key);
    }
  }

  std::optional<DesiredResource> read() {
    if (!keys_.is_map()) return std::nullopt;
    resource_.address = declaration_.address();
    resource_.places = {declaration_.place};
    resource_.existing = keys_.flag("existing").value_or(false);
    if (kind_.by_id) read_identity();
    for (const Field& field : kind_.fields) read_field(field);
    read_controls();
    read_all_needs();
    add_defaults(declaration_, resource_);
    check_fields();
    read_nested(declaration_, resource_, keys_, expansion_);
    keys_.finish(declaration_.is_of_data_graph ? "data_graphs.*." + declaration_.called
                                               : "resources." + kind_.plural + ".*");
    const bool is_named = !natural_key(resource_.address, resource_.fields).name.empty();
    return is_named ? std::optional(std::move(resource_)) : std::nullopt;
  }

 private:
  void error(std::string_view name, std::string message) {
    expansion_.findings.error(keys_.place_of(name), std::move(message));
  }

  bool is_set(std::string_view name) { return keys_.get(name) != nullptr; }

  void read_field(const Field& field) {
    if (field.is_label || field.is_id) return;  // read together
    if (field.written == Written::Never) return refuse_computed(field);
    // Of what is only read its name is enough.
    const bool is_required = field.required && (field.is_name || !resource_.existing);
    const YamlNode* node =
        is_required ? keys_.require(field.name, declaration_.place) : keys_.get(field.name);
    if (node == nullptr) return;
    if (field.is_name) return read_name(field, *node);
    if (resource_.existing) return report_existing(field.name);
    auto value = read_value(field, *node, expansion_);
    if (!value) return;
    for (const AttributeRef& ref : references_in(*value)) {
      if (ref.of != resource_.address) continue;
      error(field.name, in_quotes(field.name) + " refers to the resource that it is part of");
      return;
    }
    resource_.fields.emplace(field.name, std::move(*value));
  }

  void refuse_computed(const Field& field) {
    if (is_nested(field.name)) return;  // what is computed, and what is asked for, have one name
    if (find_value(*declaration_.node, field.name) == nullptr) return;
    keys_.get(field.name);
    error(field.name, in_quotes(field.name) + " is computed by the workspace; remove it");
  }

  void read_name(const Field& field, const YamlNode& node) {
    const auto text = read_text(node, in_quotes(field.name), expansion_.findings);
    if (!text) return;
    // The full name of what holds something, or stands in something, begins with a catalog's.
    std::vector<std::string_view> names;
    for (const Field& part : kind_.fields) {
      if (part.is_name) names.push_back(part.name);
    }
    const bool is_within_catalogs = names.size() > 1 || !kind_.contains.empty();
    const bool is_catalog = is_within_catalogs && names.front() == field.name;
    auto part = read_name_part(*text, is_catalog, node.place, expansion_.findings);
    if (part) resource_.fields.emplace(field.name, std::move(*part));
  }

  void report_existing(std::string_view name) {
    const bool is_implied = declaration_.is_of_data_graph && !declaration_.name_key.empty();
    error(name,
          in_quotes(name) + " has no effect on what is only read; remove it, or " +
              (is_implied ? "write " + declaration_.name_key + " to have it managed"
                          : std::string("'existing'")));
  }

  /// Reads the label and the id of what its id identifies.
  void read_identity() {
    const auto& fields = kind_.fields;
    const Field& label =
        *std::find_if(fields.begin(), fields.end(), [](const Field& f) { return f.is_label; });
    const Field& id =
        *std::find_if(fields.begin(), fields.end(), [](const Field& f) { return f.is_id; });
    const std::string_view label_key =
        declaration_.name_key.empty() ? label.name : declaration_.name_key;
    if (const YamlNode* node = keys_.get(label.name)) {
      auto value = read_label(kind_, in_quotes(label_key), *node, expansion_.findings);
      if (value) resource_.fields.emplace(label.name, std::move(*value));
    }
    if (const YamlNode* node = keys_.get(id.name)) {
      auto value = read_id(id, *node, expansion_.findings);
      if (value) resource_.fields.emplace(id.name, std::move(*value));
    }
    if (kind_.label_is_unique) {
      check_unique_label(label, id);
    } else {
      check_free_label(label, id);
    }
  }

  /// Its label tells it; an id may stand in its place where it exists.
  void check_unique_label(const Field& label, const Field& id) {
    if (resource_.existing && !keys_.has(id.name)) {
      keys_.require(label.name, declaration_.place, "write it, or " + id.name);
    } else if (resource_.existing && keys_.has(label.name)) {
      error(id.name,
            in_quotes(id.name) + " tells already which one is meant; remove it, or " +
                in_quotes(label.name));
    } else if (!resource_.existing) {
      keys_.require(label.name, declaration_.place);
      if (!keys_.has(id.name)) return;
      error(id.name,
            in_quotes(id.name) +
                " is for what is only read; remove it, and write adopt: true to "
                "take over the one of that name");
    }
  }

  /// Others may have the same label: only the id tells one that exists.
  void check_free_label(const Field& label, const Field& id) {
    if (resource_.existing) {
      keys_.require(id.name, declaration_.place, "a name identifies nothing, anybody may give it");
      if (keys_.has(label.name)) report_existing(label.name);
    } else if (!keys_.has(id.name)) {
      keys_.require(label.name,
                    declaration_.place,
                    "write it to have one made, or " + id.name + " of one that exists");
    }
  }

  [[nodiscard]] std::vector<std::string_view> controls_of_managed() const {
    std::vector<std::string_view> names{"adopt", "lifecycle"};
    if (!kind_.contains.empty()) names.emplace_back("force_destroy");
    for (const std::string_view name : nested_keys_of_managed(declaration_)) names.push_back(name);
    return names;
  }

  void read_controls() {
    if (kind_.is_securable) resource_.exclusive = keys_.flag("exclusive").value_or(false);
    if (has_excess()) {
      keys_.get("excess");  // read with the principals
      const ServicePrincipal* principal = expansion_.principals.find(declaration_.key);
      if (principal != nullptr) resource_.excess = principal->excess;
    }
    if (resource_.existing) {
      for (const std::string_view name : controls_of_managed()) {
        if (is_set(name)) report_existing(name);
      }
    } else {
      read_adopt();
      if (!kind_.contains.empty()) {
        resource_.force_destroy = keys_.flag("force_destroy").value_or(false);
      }
      Lifecycle lifecycle = read_lifecycle(keys_, kind_, expansion_.findings);
      resource_.prevent_destroy = lifecycle.prevent_destroy.value_or(kind_.protected_by_default);
      resource_.ignore_changes = std::move(lifecycle.ignore_changes);
    }
    for (WrittenNeed& need : read_needs(keys_, expansion_.findings)) {
      resource_.needs.push_back(need.of);
      expansion_.written_needs.push_back(std::move(need));
    }
  }

  /// Whether members of a field beyond the file may be excess.
  [[nodiscard]] bool has_excess() const {
    return std::any_of(kind_.fields.begin(), kind_.fields.end(), [](const Field& field) {
      return field.set_like && field.written != Written::Never;
    });
  }

  /// What others may have made for a purpose of their own is not taken over unasked.
  void read_adopt() {
    const auto adopt = keys_.flag("adopt");
    resource_.adopt = adopt.value_or(!(kind_.by_id && kind_.label_is_unique));
    if (!adopt.value_or(false) || !kind_.by_id || kind_.label_is_unique) return;
    for (const Field& field : kind_.fields) {
      if (!field.is_id || keys_.has(field.name)) continue;
      error("adopt",
            "'adopt' takes over nothing here: a name identifies nothing, anybody may give it; "
            "write " +
                field.name + " of the one that is meant, or remove it");
    }
  }

  [[nodiscard]] bool is_nested(std::string_view key) const {
    const std::vector<std::string_view> nested = nested_keys(declaration_);
    return std::find(nested.begin(), nested.end(), key) != nested.end();
  }

  /// What its values refer to. What stands nested in it becomes resources with needs of their own.
  void read_all_needs() {
    for (const YamlMember& member : declaration_.node->members) {
      if (!is_nested(member.key)) collect_needs(*member.value, resource_.needs);
    }
    for (const auto& [name, value] : resource_.fields) {
      for (const AttributeRef& ref : references_in(value)) resource_.needs.push_back(ref.of);
    }
    std::erase(resource_.needs, resource_.address);
  }

  [[nodiscard]] const std::int64_t* number(std::string_view name) const {
    const Value* value = find(resource_.fields, name);
    return value == nullptr ? nullptr : std::get_if<std::int64_t>(&value->is);
  }

  /// What goes with one value of another field: of values that nobody knows nothing is known.
  void check_company(const Field& field) {
    const Field& other = *kind_.field(field.goes_with);
    const std::string value = text_of(resource_.fields, other.name);
    const auto& known = other.known_values;
    if (std::find(known.begin(), known.end(), value) == known.end()) return;
    const std::string whole = other.name + " " + field.goes_with_value;
    if (value == field.goes_with_value && !is_set(field.name)) {
      error(other.name, in_quotes(field.name) + " is missing, which " + whole + " takes; write it");
    } else if (value != field.goes_with_value && is_set(field.name)) {
      error(field.name,
            in_quotes(field.name) + " goes with " + whole + " only, and this one is " + value +
                "; remove it, or write " + field.goes_with_value);
    }
  }

  /// What no field can tell alone.
  void check_fields() {
    if (!resource_.existing) {
      for (const Field& field : kind_.fields) {
        if (!field.goes_with.empty()) check_company(field);
      }
    }
    const auto* least = number("min_num_clusters");
    const auto* most = number("max_num_clusters");
    if (least != nullptr && most != nullptr && *most < *least) {
      error("max_num_clusters",
            "'max_num_clusters' must be at least 'min_num_clusters', " + std::to_string(*least));
    }
    const Value* serverless = find(resource_.fields, "enable_serverless_compute");
    if (serverless == nullptr || *serverless != Value(true)) return;
    if (text_of(resource_.fields, "warehouse_type") != "CLASSIC") return;
    error("enable_serverless_compute",
          "'enable_serverless_compute' takes warehouse_type PRO, and this one is CLASSIC; write "
          "false, or PRO");
  }

  const Declaration& declaration_;
  const Descriptor& kind_;
  Expansion& expansion_;
  Section keys_;
  DesiredResource resource_;
};

}  // namespace

std::optional<DesiredResource> read_object(const Declaration& declaration, Expansion& expansion) {
  return ObjectReader(declaration, expansion).read();
}

}  // namespace dgctl::engine
