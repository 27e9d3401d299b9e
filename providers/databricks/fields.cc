#include "providers/databricks/fields.h"

#include <algorithm>

#include "providers/databricks/json.h"

namespace dgctl::providers {
namespace {

using engine::Field;
using engine::Fields;
using engine::FieldType;
using engine::List;
using engine::Value;

Fields texts_of(const Fields& object) {
  Fields texts;
  for (const auto& [key, item] : object) {
    if (item.text() != nullptr) texts.emplace(key, item);
  }
  return texts;
}

/// Of {custom_tags: [{key, value}]} the map.
Fields tags_of(const Fields& object) {
  Fields tags;
  const Value* listed = engine::find(object, "custom_tags");
  const List* list = listed == nullptr ? nullptr : listed->list();
  if (list == nullptr) return tags;
  for (const Value& item : *list) {
    const Fields* tag = item.fields();
    if (tag == nullptr) continue;
    const std::string key = engine::text_of(*tag, "key");
    if (!key.empty()) tags.insert_or_assign(key, engine::text_of(*tag, "value"));
  }
  return tags;
}

Fields listed_tags(const Fields& tags) {
  List list;
  for (const auto& [key, value] : tags) list.emplace_back(Fields{{"key", key}, {"value", value}});
  return {{"custom_tags", std::move(list)}};
}

template <class T>
Value held_in(const Field& field, const Value& member, const char* form) {
  const T* held = std::get_if<T>(&member.is);
  if (held == nullptr) throw UnexpectedForm("'" + field.name + "' is no " + form);
  return *held;
}

/// Nothing: it is not set. Throws UnexpectedForm for a value of another type.
std::optional<Value> value_from(const Field& field, const Value& member) {
  if (std::holds_alternative<engine::Null>(member.is)) return std::nullopt;
  switch (field.type) {
    case FieldType::Text:
      return held_in<std::string>(field, member, "text");
    case FieldType::PrincipalName:
      return Value(engine::canonical_principal(as_text(member, field.name)));
    case FieldType::Boolean:
      return held_in<bool>(field, member, "boolean");
    case FieldType::Integer:
      return held_in<std::int64_t>(field, member, "whole number");
    case FieldType::TextMap:
      return Value(texts_of(as_object(member, field.name)));
    case FieldType::TagMap:
      return Value(tags_of(as_object(member, field.name)));
    case FieldType::TextSet:  // each API has its own form of them
    case FieldType::SecurableName:
    case FieldType::Words:
    case FieldType::Duration:
    case FieldType::Sink:
      break;  // of entries and secrets
  }
  return std::nullopt;
}

}  // namespace

engine::Object object_from(const engine::Descriptor& descriptor, const Fields& body) {
  engine::Object object{descriptor.kind, {}, {}, std::nullopt};
  for (const Field& field : descriptor.fields) {
    const Value* member = engine::find(body, field.name);
    if (member == nullptr) continue;
    std::optional<Value> value = value_from(field, *member);
    if (value && field.is_name && value->text() != nullptr) {
      value = Value(engine::lower_case(*value->text()));
    }
    if (value) object.fields.emplace(field.name, std::move(*value));
  }
  object.id = descriptor.by_id ? engine::text_of(object.fields, "id")
                               : engine::full_name(descriptor, object.fields);
  const std::string owner = engine::text_of(object.fields, "owner");
  if (!owner.empty()) object.owner = owner;
  return object;
}

Fields body_of(const engine::Descriptor& descriptor, const Fields& fields) {
  Fields body = fields;
  for (auto& [name, value] : body) {
    const Field* field = descriptor.field(name);
    const bool is_tags = field != nullptr && field->type == FieldType::TagMap;
    if (is_tags && value.fields() != nullptr) value = listed_tags(*value.fields());
  }
  return body;
}

std::string in_rest_spelling(std::string privilege) {
  std::replace(privilege.begin(), privilege.end(), ' ', '_');
  return privilege;
}

}  // namespace dgctl::providers
