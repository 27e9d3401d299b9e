#include "engine/model/descriptor.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace dgctl::engine {

const Field* Descriptor::field(std::string_view name) const {
  const auto it = std::find_if(
      fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
  return it == fields.end() ? nullptr : &*it;
}

std::span<const Descriptor> descriptors() {
  static const std::array kAll{service_principal_descriptor(),
                               service_principal_secret_descriptor(),
                               workspace_assignment_descriptor(),
                               group_membership_descriptor(),
                               sql_warehouse_descriptor(),
                               permission_descriptor(),
                               catalog_descriptor(),
                               schema_descriptor(),
                               external_location_descriptor(),
                               volume_descriptor(),
                               grant_descriptor()};
  return kAll;
}

const Descriptor* find_descriptor(std::string_view kind) {
  const auto all = descriptors();
  const auto it =
      std::find_if(all.begin(), all.end(), [&](const Descriptor& d) { return d.kind == kind; });
  return it == all.end() ? nullptr : &*it;
}

const Descriptor& descriptor_of(std::string_view kind) {
  const Descriptor* found = find_descriptor(kind);
  if (found == nullptr) throw std::logic_error("no kind is called '" + std::string(kind) + "'");
  return *found;
}

const Descriptor* find_descriptor_by_plural(std::string_view plural) {
  const auto all = descriptors();
  const auto it =
      std::find_if(all.begin(), all.end(), [&](const Descriptor& d) { return d.plural == plural; });
  return it == all.end() ? nullptr : &*it;
}

std::string full_name(const Descriptor& descriptor, const Fields& fields) {
  std::string name;
  for (const Field& field : descriptor.fields) {
    if (!field.is_name && !field.is_label) continue;
    const std::string part = text_of(fields, field.name);
    if (part.empty()) return {};
    if (!name.empty()) name += '.';
    name += part;
  }
  return name;
}

const std::string& entry_kind_on_securables() {
  static const std::string kKind = grant_descriptor().kind;
  return kKind;
}

Entry entry_of(const Fields& fields) {
  Entry entry{securable_from(text_of(fields, "securable")), {}, {}};
  if (const Value* principal = find(fields, "principal")) entry.principal = *principal;
  if (const Value* words = find(fields, kWordsField); words != nullptr && words->list()) {
    for (const Value& word : *words->list()) {
      if (word.text() != nullptr) entry.words.insert(*word.text());
    }
  }
  return entry;
}

Fields fields_of(const Entry& entry) {
  List words(entry.words.begin(), entry.words.end());
  return {{"principal", entry.principal},
          {kWordsField, std::move(words)},
          {"securable", to_text(entry.on)}};
}

LevelEntry level_entry_of(const Fields& fields) {
  LevelEntry entry;
  if (const Value* thing = find(fields, "object")) entry.thing = *thing;
  if (const Value* principal = find(fields, "principal")) entry.principal = *principal;
  entry.level = text_of(fields, "level");
  return entry;
}

Fields fields_of(const LevelEntry& entry) {
  return {{"level", entry.level}, {"object", entry.thing}, {"principal", entry.principal}};
}

Lookup lookup_of(const std::string& kind, const std::string& id) {
  if (descriptor_of(kind).by_id) return ById{kind, id};
  return ByName{kind, id};
}

std::string terraform_type(const std::string& kind) {
  const Descriptor* known = find_descriptor(kind);
  const bool has_own = known != nullptr && !known->terraform_type.empty();
  return has_own ? known->terraform_type : "databricks_" + kind;
}

Lookup beside(const Securable& object) {
  if (const auto parent = parent_of(object)) return below(*parent, object.type);
  return object.type == "catalog" ? Below{} : Below{{"", object.type}};
}

Below below(const Securable& parent, const std::string& kind) {
  const Descriptor* descriptor = find_descriptor(parent.type);
  if (descriptor == nullptr || descriptor->contains.empty()) return {parent};
  const std::vector<std::string>& kinds = descriptor->contains;
  const bool is_another = std::find(kinds.begin() + 1, kinds.end(), kind) != kinds.end();
  return is_another ? Below{parent, kind} : Below{parent};
}

std::string kind_below(const Below& below) {
  if (below.parent == Securable{}) return "catalog";
  if (below.parent.type.empty()) return below.parent.full_name;
  if (!below.kind.empty()) return below.kind;
  const Descriptor* descriptor = find_descriptor(below.parent.type);
  const bool holds_some = descriptor != nullptr && !descriptor->contains.empty();
  return holds_some ? descriptor->contains.front() : std::string();
}

std::vector<Below> all_below(const Securable& object) {
  std::vector<Below> all;
  const Descriptor* descriptor = find_descriptor(object.type);
  if (descriptor == nullptr) return all;
  for (const std::string& kind : descriptor->contains) all.push_back(below(object, kind));
  return all;
}

std::string read_privilege(const std::string& type) {
  const Descriptor* known = find_descriptor(type);
  return known == nullptr ? "SELECT" : known->read_privilege;
}

std::string to_text(const Securable& securable) {
  return securable.type + ":" + securable.full_name;
}

Securable securable_from(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

NaturalKey natural_key(const Address& address, const Fields& fields) {
  const Descriptor& descriptor = descriptor_of(address.kind);
  if (descriptor.shape == Shape::Secret) return {address.kind, address.key};
  if (descriptor.shape == Shape::Object) {
    for (const Field& field : descriptor.fields) {
      const std::string id = field.is_id ? text_of(fields, field.name) : std::string();
      if (!id.empty()) return {address.kind, id};
    }
    return {address.kind, full_name(descriptor, fields)};
  }
  const std::string principal = text_of(fields, "principal");
  const std::string thing = text_of(fields, descriptor.has_levels ? "object" : "securable");
  if (principal.empty() || thing.empty()) return {address.kind, {}};
  return {address.kind, thing + "/" + principal};
}

Principal canonical_principal(std::string_view principal) {
  const bool folds = is_uuid(principal) || principal.find('@') != std::string_view::npos;
  return folds ? lower_case(principal) : std::string(principal);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

}  // namespace dgctl::engine
