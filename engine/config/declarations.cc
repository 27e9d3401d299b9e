#include "engine/config/declarations.h"

#include <algorithm>

#include "engine/config/graph_declarations.h"
#include "engine/config/section.h"
#include "engine/config/source_text.h"
#include "engine/config/yaml_text.h"
#include "engine/model/article.h"

namespace dgctl::engine {
namespace {

constexpr std::ptrdiff_t kMaxKeyCharacters = 255;

/// Of the kinds that stand under a key of their own.
std::vector<std::string> plurals() {
  std::vector<std::string> names;
  for (const Descriptor& descriptor : descriptors()) {
    if (!descriptor.plural.empty()) names.push_back(descriptor.plural);
  }
  return names;
}

const Descriptor* find_plural(std::string_view plural) {
  return plural.empty() ? nullptr : find_descriptor_by_plural(plural);
}

std::vector<std::string> field_names(const Descriptor& descriptor) {
  std::vector<std::string> names;
  names.reserve(descriptor.fields.size());
  for (const Field& field : descriptor.fields) names.push_back(field.name);
  return names;
}

std::string declared_twice(const std::string& what, const Place& first) {
  return what + " is declared at " + to_text(first) + " already; give one of them another key";
}

}  // namespace

std::string Declaration::name_field() const {
  std::string name;
  for (const Field& field : descriptor->fields) {
    if (field.is_name || field.is_label) name = field.name;
  }
  return name;
}

Declarations::Declarations(const YamlNode* resources,
                           const YamlNode* data_graphs,
                           YamlTree& tree,
                           Findings& findings)
    : findings_(findings) {
  if (resources != nullptr) read_resources(*resources);
  if (data_graphs == nullptr) return;
  if (!expect_map(*data_graphs, "'data_graphs'", findings_)) {
    is_complete_ = false;
    return;
  }
  for (const YamlMember& graph : data_graphs->members) read_data_graph(graph, tree);
}

void Declarations::read_resources(const YamlNode& resources) {
  if (!expect_map(resources, "'resources'", findings_)) {
    is_complete_ = false;
    return;
  }
  for (const YamlMember& plural : resources.members) read_plural(plural);
}

void Declarations::read_plural(const YamlMember& plural) {
  const Descriptor* descriptor = find_plural(plural.key);
  if (descriptor == nullptr) {
    is_complete_ = false;
    findings_.error(plural.place, findings_.unknown_key(plural.key, plurals()));
    return;
  }
  if (!expect_map(*plural.value, in_quotes(plural.key), findings_)) {
    is_complete_ = false;
    return;
  }
  for (const YamlMember& member : plural.value->members) {
    if (!is_key(member)) continue;
    declare({descriptor, member.key, member.place, member.value, member.key, "", false});
  }
}

void Declarations::read_data_graph(const YamlMember& graph, YamlTree& tree) {
  if (!is_key(graph)) return;
  if (!expect_map(*graph.value, in_quotes(graph.key), findings_)) {
    is_complete_ = false;
    return;
  }
  graphs_.push_back({graph.key, graph.place, graph.value});
  for (Declaration& declared : declared_by(graphs_.back(), tree)) declare(std::move(declared));
}

bool Declarations::is_key(const YamlMember& member) {
  const auto characters = std::count_if(member.key.begin(), member.key.end(), begins_character);
  if (!has_control(member.key) && characters <= kMaxKeyCharacters) return true;
  findings_.error(member.place,
                  "a key that becomes part of an address holds at most 255 characters, and no "
                  "control character; shorten it");
  is_complete_ = false;
  return false;
}

void Declarations::declare(Declaration declaration) {
  const auto [at, is_new] = resource_at_.try_emplace(
      std::pair(declaration.descriptor->plural, declaration.key), resources_.size());
  if (is_new) {
    keys_[declaration.descriptor->plural].push_back(declaration.key);
    resources_.push_back(std::move(declaration));
  } else {
    findings_.error(declaration.place,
                    declared_twice(to_string(declaration.address()), resources_[at->second].place));
  }
}

bool Declarations::declares(const Address& address) const {
  const Descriptor* descriptor = find_descriptor(address.kind);
  return descriptor != nullptr && descriptor->shape == Shape::Object &&
         resource_at_.contains(std::pair(descriptor->plural, key_of_address(address.key)));
}

Declarations::NoAttribute Declarations::no_such(std::string_view plural,
                                                std::string_view key) const {
  if (!is_complete_) return {};
  const auto keys = keys_.find(plural);
  const std::string hint =
      keys == keys_.end() ? std::string() : findings_.did_you_mean(key, keys->second);
  return {"'resources." + std::string(plural) + "' has no key " + in_quotes(key) + hint};
}

Declarations::Finding Declarations::find(std::string_view plural,
                                         std::string_view key,
                                         std::string_view field) const {
  const Descriptor* descriptor = find_plural(plural);
  if (descriptor == nullptr) {
    return NoAttribute{"there are no resources " + in_quotes(plural) +
                       findings_.did_you_mean(plural, plurals())};
  }
  if (descriptor->shape != Shape::Object) {
    return NoAttribute{"the fields of " + in_quotes(plural) + " cannot be referred to"};
  }
  const auto at = resource_at_.find(std::pair(std::string(plural), std::string(key)));
  if (at == resource_at_.end()) return no_such(plural, key);
  const Field* known = descriptor->field(field);
  if (known == nullptr) {
    return NoAttribute{with_article(descriptor->kind) + " has no field " + in_quotes(field) +
                       findings_.did_you_mean(field, field_names(*descriptor))};
  }
  const Declaration& declared = resources_[at->second];
  if (declared.node->type != YamlType::Mapping) return NoAttribute{};
  const bool is_there = find_value(*declared.node, "existing") != nullptr;
  if (known->told_late && !is_there) {
    return NoAttribute{"the " + in_quotes(field) + " of " + with_article(descriptor->kind) +
                       " that dgctl makes is told too late to be referred to"};
  }
  const bool is_renamed = !declared.name_key.empty() && field == declared.name_field();
  const std::string_view written = is_renamed ? declared.name_key : field;
  const bool is_computed = known->written == Written::Never && !known->is_id;
  YamlNode* node = is_computed ? nullptr : find_value(*declared.node, written);
  return Attribute{node, known, declared.address()};
}

}  // namespace dgctl::engine
