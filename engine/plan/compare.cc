#include "engine/plan/compare.h"

#include <algorithm>
#include <string_view>

#include "engine/model/glob.h"

namespace dgctl::engine {
namespace {

bool is_server_key(const Field& field, std::string_view key) {
  return std::any_of(field.server_keys.begin(),
                     field.server_keys.end(),
                     [&](const std::string& pattern) { return matches_glob(pattern, key); });
}

bool is_empty(const Value& value) {
  const Fields* fields = value.fields();
  return (value.text() != nullptr && value.text()->empty()) ||
         (fields != nullptr && fields->empty());
}

std::string_view without_slash(std::string_view text) {
  return text.ends_with('/') ? text.substr(0, text.size() - 1) : text;
}

bool same_value(const Field& field, const Value& a, const Value& b) {
  if (a.text() != nullptr && b.text() != nullptr) {
    if (field.ignores_trailing_slash) return without_slash(*a.text()) == without_slash(*b.text());
    if (field.type == FieldType::PrincipalName) {
      return canonical_principal(*a.text()) == canonical_principal(*b.text());
    }
    if (field.is_name) return lower_case(*a.text()) == lower_case(*b.text());
  }
  return a == b;
}

}  // namespace

Value without_server_keys(const Field& field, const Value& value) {
  const Fields* map = value.fields();
  if (map == nullptr || field.server_keys.empty()) return value;
  Fields own;
  for (const auto& [key, item] : *map) {
    if (!is_server_key(field, key)) own.emplace(key, item);
  }
  return own;
}

Value with_server_keys(const Field& field, const Value& desired, const Value* live) {
  const Fields* map = desired.fields();
  const Fields* there = live == nullptr ? nullptr : live->fields();
  if (map == nullptr || there == nullptr) return desired;
  Fields all = *map;
  for (const auto& [key, item] : *there) {
    if (is_server_key(field, key)) all.emplace(key, item);
  }
  return all;
}

bool same(const Field& field, const Value* a, const Value* b) {
  if (a != nullptr && b != nullptr) {
    if (field.server_keys.empty()) return same_value(field, *a, *b);
    return same_value(field, without_server_keys(field, *a), without_server_keys(field, *b));
  }
  if (a == b) return true;
  const Value& set = a == nullptr ? *b : *a;
  return field.empty_is_unset && is_empty(without_server_keys(field, set));
}

Mover mover_of(const Field& field,
               const Value& desired,
               const Value* live,
               const Fields* recorded) {
  if (recorded == nullptr) return Mover::CannotTell;
  const Value* was = find(*recorded, field.name);
  if (was == nullptr || same(field, was, live)) return Mover::Configuration;
  return same(field, was, &desired) ? Mover::Workspace : Mover::Both;
}

bool is_unshown(const Value* value) {
  return value != nullptr && std::holds_alternative<Null>(value->is);
}

std::optional<FieldChange> compare(const Field& field,
                                   const Value& desired,
                                   const Value* live,
                                   const Fields* recorded) {
  if (same(field, &desired, live)) return std::nullopt;
  FieldChange change;
  change.field = field.name;
  change.desired = desired;
  if (live != nullptr) change.live = without_server_keys(field, *live);
  if (recorded != nullptr) {
    if (const Value* was = find(*recorded, field.name)) change.recorded = *was;
  }
  change.mover = mover_of(field, desired, live, recorded);
  return change;
}

}  // namespace dgctl::engine
