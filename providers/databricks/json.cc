#include "providers/databricks/json.h"

#include <limits>

#include <nlohmann/json.hpp>

#include "engine/model/overloaded.h"

namespace dgctl::providers {
namespace {

using engine::Fields;
using engine::List;
using engine::Value;
using Json = nlohmann::json;

constexpr int kDeepest = 64;

bool is_whole(const Json& json) {
  if (!json.is_number_integer()) return false;
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return !json.is_number_unsigned() || json.get<std::uint64_t>() <= kMost;
}

Value value_of(const Json& json, int depth) {
  if (depth > kDeepest) throw UnexpectedForm("it is nested too deep");
  if (json.is_string()) return json.get<std::string>();
  if (json.is_boolean()) return json.get<bool>();
  if (is_whole(json)) return json.get<std::int64_t>();
  if (json.is_array()) {
    List list;
    list.reserve(json.size());
    for (const Json& item : json) list.push_back(value_of(item, depth + 1));
    return list;
  }
  if (json.is_object()) {
    Fields fields;
    for (const auto& [name, item] : json.items()) fields.emplace(name, value_of(item, depth + 1));
    return fields;
  }
  return engine::Null{};
}

Json json_of(const Value& value) {
  return std::visit(engine::Overloaded{
                        [](const engine::Null&) -> Json { return nullptr; },
                        [](bool flag) -> Json { return flag; },
                        [](std::int64_t number) -> Json { return number; },
                        [](const std::string& text) -> Json { return text; },
                        [](const List& list) -> Json {
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

std::string is_no(std::string_view form, std::string_view what) {
  return "'" + std::string(what) + "' is no " + std::string(form);
}

/// The member of that name, or nullptr where it is not set.
const Value* member(const Fields& object, std::string_view name) {
  const Value* found = engine::find(object, name);
  return found == nullptr || std::holds_alternative<engine::Null>(found->is) ? nullptr : found;
}

}  // namespace

Value parsed(const std::string& body) {
  try {
    return value_of(Json::parse(body), 0);
  } catch (const Json::exception& error) {
    throw UnexpectedForm(error.what());
  }
}

Fields parsed_object(const std::string& body) { return as_object(parsed(body), "it"); }

std::string json_text(const Value& value) { return json_of(value).dump(); }

const Fields& as_object(const Value& value, std::string_view what) {
  if (const Fields* fields = value.fields()) return *fields;
  throw UnexpectedForm(is_no("object", what));
}

const std::string& as_text(const Value& value, std::string_view what) {
  if (const std::string* text = value.text()) return *text;
  throw UnexpectedForm(is_no("text", what));
}

const std::string& text_in(const Fields& object, std::string_view name) {
  static const std::string kNone;
  const Value* found = member(object, name);
  return found == nullptr ? kNone : as_text(*found, name);
}

const List& list_in(const Fields& object, std::string_view name) {
  static const List kNone;
  const Value* found = member(object, name);
  if (found == nullptr) return kNone;
  if (const List* list = found->list()) return *list;
  throw UnexpectedForm(is_no("list", name));
}

const List& listed_in(const Fields& answer, std::string_view name) {
  const bool says_nothing = answer.empty() || answer.contains("next_page_token");
  if (!says_nothing && !answer.contains(std::string(name))) {
    throw UnexpectedForm("'" + std::string(name) + "' is not set");
  }
  return list_in(answer, name);
}

const Fields& object_in(const Fields& object, std::string_view name) {
  static const Fields kNone;
  const Value* found = member(object, name);
  return found == nullptr ? kNone : as_object(*found, name);
}

const std::string& needed_text_in(const Fields& object, std::string_view name) {
  const std::string& text = text_in(object, name);
  if (text.empty()) throw UnexpectedForm("'" + std::string(name) + "' is not set");
  return text;
}

}  // namespace dgctl::providers
