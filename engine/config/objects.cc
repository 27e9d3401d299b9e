#include "engine/config/objects.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "engine/config/names.h"
#include "engine/config/section.h"

namespace dgctl::engine {
namespace {

/// A word of an enumeration in the workspace's spelling. Words that dgctl does not know pass.
std::string known_word(const Field& field,
                       std::string text,
                       const Place& place,
                       Findings& findings) {
  const auto& known = field.known_values;
  const auto same = std::find_if(known.begin(), known.end(), [&](const std::string& word) {
    return lower_case(word) == lower_case(text);
  });
  if (same != known.end()) return *same;
  findings.warning(place,
                   "dgctl knows no value " + in_quotes(text) + " of " + in_quotes(field.name) +
                       ", but " + enumerated(known) + "; the workspace decides");
  return text;
}

std::optional<Value> read_text_field(const Field& field, const YamlNode& node, Findings& findings) {
  auto value = read_text_or_later(node, in_quotes(field.name), findings);
  if (!value || value->text() == nullptr || field.known_values.empty()) return value;
  return known_word(field, *value->text(), node.place, findings);
}

std::optional<Value> read_text_map(const Field& field, const YamlNode& node, Findings& findings) {
  if (!expect_map(node, in_quotes(field.name), findings)) return std::nullopt;
  Fields map;
  bool is_whole = true;
  for (const YamlMember& member : node.members) {
    auto value = read_text_or_later(*member.value, in_quotes(member.key), findings);
    is_whole = is_whole && value;
    if (value) map.emplace(member.key, std::move(*value));
  }
  return is_whole ? std::optional<Value>(std::move(map)) : std::nullopt;
}

/// The attribute that a value is, if it is that and nothing else: it keeps its type.
std::optional<Value> read_whole_attribute(const YamlNode& node) {
  const KnownAfter* later = node.later();
  if (node.is_broken || later == nullptr || later->parts.size() != 1) return std::nullopt;
  return Value(*later);
}

std::optional<Value> read_value(const Field& field,
                                const YamlNode& node,
                                const Expansion& expansion) {
  Findings& findings = expansion.findings;
  switch (field.type) {
    case FieldType::Text:
      return read_text_field(field, node, findings);
    case FieldType::TextMap:
      if (auto later = read_whole_attribute(node)) return later;
      return read_text_map(field, node, findings);
    case FieldType::PrincipalName: {
      if (auto later = read_whole_attribute(node)) return later;
      const auto principal = expansion.principals.read(node, in_quotes(field.name), findings);
      return principal ? std::optional<Value>(principal->name) : std::nullopt;
    }
    case FieldType::Boolean: {
      if (auto later = read_whole_attribute(node)) return later;
      const auto flag = read_flag(node, in_quotes(field.name), findings);
      return flag ? std::optional<Value>(*flag) : std::nullopt;
    }
    case FieldType::Integer: {
      if (auto later = read_whole_attribute(node)) return later;
      const auto number = read_number(node, in_quotes(field.name), findings);
      return number ? std::optional<Value>(*number) : std::nullopt;
    }
    case FieldType::SecurableName:
    case FieldType::Words:
      break;  // of entries only
  }
  throw std::logic_error("an object has no field of the type of " + field.name);
}

class ObjectReader {
 public:
  ObjectReader(const Declaration& declaration, Expansion& expansion)
      : declaration_(declaration),
        kind_(*declaration.descriptor),
        expansion_(expansion),
        keys_(declaration.node, in_quotes(declaration.called), expansion.findings) {
    keys_.rename("name", declaration.name_key);
  }

  std::optional<DesiredResource> read() {
    if (!keys_.is_map()) return std::nullopt;
    resource_.address = declaration_.address();
    resource_.places = {declaration_.place};
    resource_.existing = keys_.flag("existing").value_or(false);
    for (const Field& field : kind_.fields) read_field(field);
    read_controls();
    read_grants();
    keys_.finish(declaration_.is_of_data_graph ? "data_graphs.*.checkpoint"
                                               : "resources." + kind_.plural + ".*");
    if (full_name(kind_, resource_.fields).empty()) return std::nullopt;
    return std::move(resource_);
  }

 private:
  void error(std::string_view name, std::string message) {
    expansion_.findings.error(keys_.place_of(name), std::move(message));
  }

  bool is_set(std::string_view name) { return keys_.get(name) != nullptr; }

  void read_field(const Field& field) {
    if (field.written == Written::Never) {
      if (find_value(*declaration_.node, field.name) == nullptr) return;
      keys_.get(field.name);
      error(field.name, in_quotes(field.name) + " is computed by the workspace; remove it");
      return;
    }
    const YamlNode* node =
        field.required ? keys_.require(field.name, declaration_.place) : keys_.get(field.name);
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

  void read_name(const Field& field, const YamlNode& node) {
    const auto text = read_text(node, in_quotes(field.name), expansion_.findings);
    if (!text) return;
    // A full name begins with its catalog's.
    const bool is_catalog =
        std::find_if(kind_.fields.begin(), kind_.fields.end(), [](const Field& f) {
          return f.is_name;
        })->name == field.name;
    auto part = read_name_part(*text, is_catalog, node.place, expansion_.findings);
    if (part) resource_.fields.emplace(field.name, std::move(*part));
  }

  void report_existing(std::string_view name) {
    error(name, in_quotes(name) + " has no effect on what is only read; remove it, or 'existing'");
  }

  void read_controls() {
    if (kind_.is_securable) resource_.exclusive = keys_.flag("exclusive").value_or(false);
    if (resource_.existing) {
      for (const std::string_view name : {"adopt", "force_destroy", "lifecycle"}) {
        if (is_set(name)) report_existing(name);
      }
    } else {
      resource_.adopt = keys_.flag("adopt").value_or(true);
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

  /// The nested grants, and what the rest refers to.
  void read_grants() {
    const std::string& nested = grant_kind().plural;
    for (const YamlMember& member : declaration_.node->members) {
      if (member.key != nested) collect_needs(*member.value, resource_.needs);
    }
    std::erase(resource_.needs, resource_.address);
    std::sort(resource_.needs.begin(), resource_.needs.end());
    resource_.needs.erase(std::unique(resource_.needs.begin(), resource_.needs.end()),
                          resource_.needs.end());
    if (!kind_.is_securable || declaration_.is_of_data_graph) return;
    const YamlNode* list = keys_.get(nested);
    if (list == nullptr) return;
    read_entries_of(*list, {kind_.kind, full_name(kind_, resource_.fields)}, expansion_);
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
