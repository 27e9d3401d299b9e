#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "engine/model/overloaded.h"
#include "providers/databricks/kinds.h"

namespace dgctl::providers {
namespace {

using engine::Descriptor;
using engine::Field;
using engine::Fields;
using engine::FieldType;
using engine::Object;
using engine::Value;
using Json = nlohmann::json;

Fields texts_of(const Json& object) {
  Fields texts;
  for (const auto& [key, item] : object.items()) {
    if (item.is_string()) texts.emplace(key, item.get<std::string>());
  }
  return texts;
}

/// A member of an answer as a field's value; nothing if it is not set, or of another type, which
/// counts as not set rather than fatal: the API may grow.
std::optional<Value> value_from(const Field& field, const Json& member) {
  switch (field.type) {
    case FieldType::Text:
      if (member.is_string()) return Value(member.get<std::string>());
      break;
    case FieldType::PrincipalName:
      if (member.is_string()) return Value(engine::canonical_principal(member.get<std::string>()));
      break;
    case FieldType::Boolean:
      if (member.is_boolean()) return Value(member.get<bool>());
      break;
    case FieldType::Integer:
      if (member.is_number_integer()) return Value(member.get<std::int64_t>());
      break;
    case FieldType::TextMap:
      if (member.is_object()) return Value(texts_of(member));
      break;
    case FieldType::SecurableName:
    case FieldType::Words:
      break;  // of entries
  }
  return std::nullopt;
}

Object object_from(const Descriptor& descriptor, const Json& body) {
  Object object{descriptor.kind, {}, {}, std::nullopt};
  for (const Field& field : descriptor.fields) {
    const auto it = body.find(field.name);
    if (it == body.end() || it->is_null()) continue;
    std::optional<Value> value = value_from(field, *it);
    if (value && field.is_name && value->text() != nullptr) {
      value = Value(engine::lower_case(*value->text()));
    }
    if (value) object.fields.emplace(field.name, std::move(*value));
  }
  object.id = engine::full_name(descriptor, object.fields);
  const std::string owner = engine::text_of(object.fields, "owner");
  if (!owner.empty()) object.owner = owner;
  return object;
}

Json json_of(const Value& value) {
  return std::visit(engine::Overloaded{
                        [](const engine::Null&) -> Json { return nullptr; },
                        [](bool flag) -> Json { return flag; },
                        [](std::int64_t number) -> Json { return number; },
                        [](const std::string& text) -> Json { return text; },
                        [](const engine::List& list) -> Json {
                          Json array = Json::array();
                          for (const Value& item : list) array.push_back(json_of(item));
                          return array;
                        },
                        [](const Fields& fields) -> Json {
                          Json object = Json::object();
                          for (const auto& [name, item] : fields) object[name] = json_of(item);
                          return object;
                        },
                        [](const engine::KnownAfter&) -> Json {
                          throw engine::ProviderError(
                              engine::ErrorClass::Ours,
                              "a value that is not known yet was to be sent");
                        },
                    },
                    value.is);
}

std::string item_path(const ObjectKind& kind, const std::string& name) {
  return catalog_path({kind.collection, name});
}

const ObjectKind& kind_named(const std::string& kind) {
  const ObjectKind* found = object_kind(kind);
  if (found == nullptr) {
    throw engine::ProviderError(engine::ErrorClass::Ours, "no object is of kind " + kind);
  }
  return *found;
}

}  // namespace

const ObjectKind* object_kind(const std::string& kind) {
  static const std::array kKinds{catalog_kind(), schema_kind()};
  const auto* it = std::find_if(kKinds.begin(), kKinds.end(), [&](const ObjectKind& candidate) {
    return candidate.kind == kind;
  });
  return it == kKinds.end() ? nullptr : it;
}

engine::ReadResult not_found_or_hidden(const engine::ProviderError& error) {
  if (error.error_class == engine::ErrorClass::NotFound) return engine::Absent{};
  if (error.error_class != engine::ErrorClass::Denied) throw error;
  // "User does not have USE CATALOG on Catalog 'x'"
  const std::string text = error.what();
  static constexpr std::string_view kNeeds = "does not have ";
  const std::size_t at = text.find(kNeeds);
  std::string needs;
  if (at != std::string::npos) {
    needs = text.substr(at + kNeeds.size());
    needs.resize(std::min({needs.find(" (request id"), needs.find(';'), needs.size()}));
  }
  return engine::Hidden{needs, text};
}

engine::ReadResult read_object(Rest& rest,
                               const ObjectKind& kind,
                               const std::string& name,
                               const std::stop_token& stop) {
  try {
    const std::string body = rest.get(item_path(kind, name), {}, stop);
    return engine::Found{object_from(engine::descriptor_of(kind.kind), Json::parse(body))};
  } catch (const engine::ProviderError& error) {
    return not_found_or_hidden(error);
  }
}

std::map<std::string, Object> list_objects(Rest& rest,
                                           const ObjectKind& kind,
                                           const std::string& parent,
                                           const std::stop_token& stop) {
  const Descriptor& descriptor = engine::descriptor_of(kind.kind);
  Query query{kServersPageSize};
  if (!kind.parent_parameter.empty()) query.emplace_back(kind.parent_parameter, parent);
  std::map<std::string, Object> all;
  rest.pages(
      catalog_path({kind.collection}),
      query,
      [&](const std::string& page) {
        const Json body = Json::parse(page);
        const auto items = body.find(kind.collection);
        if (items == body.end() || !items->is_array()) return;
        for (const Json& item : *items) {
          Object object = object_from(descriptor, item);
          all.insert_or_assign(object.id, std::move(object));
        }
      },
      stop);
  return all;
}

engine::StepOutcome create_object(Rest& rest,
                                  const engine::CreateObject& call,
                                  const std::stop_token& stop) {
  const ObjectKind& kind = kind_named(call.kind);
  const std::string body = rest.send(Method::Post,
                                     catalog_path({kind.collection}),
                                     json_of(call.fields).dump(),
                                     Repeat::OnlyIfNotTaken,
                                     stop);
  Object made = object_from(engine::descriptor_of(call.kind), Json::parse(body));
  return {std::move(made.id), std::move(made.fields)};
}

engine::StepOutcome update_object(Rest& rest,
                                  const engine::UpdateObject& call,
                                  const std::stop_token& stop) {
  const std::string* id = call.id.text();
  const std::string body = rest.send(Method::Patch,
                                     item_path(kind_named(call.kind), id == nullptr ? "" : *id),
                                     json_of(call.changed).dump(),
                                     Repeat::Safe,
                                     stop);
  Object now = object_from(engine::descriptor_of(call.kind), Json::parse(body));
  return {std::move(now.id), std::move(now.fields)};
}

void delete_object(Rest& rest, const engine::DeleteObject& call, const std::stop_token& stop) {
  std::string path = item_path(kind_named(call.kind), call.id);
  if (call.with_contents) path += "?force=true";
  try {
    rest.send(Method::Delete, path, {}, Repeat::Safe, stop);
  } catch (const engine::ProviderError& error) {
    if (error.error_class != engine::ErrorClass::NotFound) throw;
  }
}

}  // namespace dgctl::providers
