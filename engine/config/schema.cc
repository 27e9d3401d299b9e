#include "engine/config/schema.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/config/findings.h"
#include "engine/config/json_text.h"
#include "engine/config/language.h"
#include "engine/model/overloaded.h"

namespace dgctl::engine {
namespace {

// A text with a reference in it, which anything may become; and one that is a reference and nothing
// else, which keeps the type of what it refers to.
constexpr const char* kHoldsReference = R"re((^|[^$])\$\{)re";
constexpr const char* kIsReference = R"re(^\$\{(?:[^}"]|"(?:[^"\\]|\\[\s\S])*")*\}$)re";

void add(JsonMembers& to, JsonMembers&& more) {
  for (auto& member : more) to.push_back(std::move(member));
}

JsonList list_of(const std::vector<std::string>& words) { return {words.begin(), words.end()}; }

/// Whether an editor that fills in a block is to know a text for one: then all types are named,
/// and it offers `true` and `false` for it, which are texts too. Else what does not fit is named.
enum class FilledIn { No, Yes };

/// What scalars of YAML a text may be.
JsonMembers types_of(TextType::Plain plain, FilledIn filled_in) {
  const JsonList others{"array", "object", "null"};
  JsonMembers scalar{{"not", JsonMembers{{"type", others}}}};
  switch (plain) {
    case TextType::Plain::Any:
      if (filled_in == FilledIn::Yes) return {{"type", JsonList{"string", "number", "boolean"}}};
      return scalar;
    case TextType::Plain::Words:
      if (filled_in == FilledIn::Yes) return {{"type", JsonList{"string", "integer", "boolean"}}};
      scalar.emplace_back("multipleOf", std::int64_t{1});
      return scalar;
    case TextType::Plain::Flags:
      return {{"type", JsonList{"string", "boolean"}}};
    case TextType::Plain::WholeNumbers:
      return {{"type", JsonList{"string", "integer"}}};
    case TextType::Plain::TextAlways:
      break;
  }
  return {{"type", "string"}};
}

JsonMembers pattern_schema(const TextType& type, bool is_literal) {
  std::string pattern = "^(?:" + type.pattern + ")$";
  if (!is_literal) pattern += std::string("|") + kHoldsReference;
  return {{"pattern", std::move(pattern)}, {"patternErrorMessage", "must be " + type.wanted}};
}

JsonMembers text_schema(const TextType& type, bool is_literal, FilledIn filled_in = FilledIn::No) {
  JsonMembers schema = types_of(type.plain, filled_in);
  if (!type.pattern.empty()) add(schema, pattern_schema(type, is_literal));
  return schema;
}

/// What is no text, or a reference to it.
JsonMembers typed_schema(const char* type, const char* wanted, bool is_literal) {
  if (is_literal) return {{"type", type}};
  return {{"type", JsonList{type, "string"}},
          {"pattern", kIsReference},
          {"patternErrorMessage", std::string("must be ") + wanted}};
}

JsonMembers reference_to(const std::string& wanted, const char* pattern) {
  return {{"type", "string"}, {"pattern", pattern}, {"patternErrorMessage", "must be " + wanted}};
}

/// Whether a reference can yield it: the value of a field.
bool is_field_value(const Form& form) {
  return std::holds_alternative<TextForm>(form.is) || std::holds_alternative<WordForm>(form.is);
}

JsonMembers schema_of(const Form& form, bool is_literal);

JsonMembers schema_of(const WordForm& form, bool is_literal) {
  JsonMembers words{{"enum", list_of(form.words)}};
  if (form.others_pass) {
    return {{"anyOf", JsonList{words, text_schema(any_text(), is_literal)}}};
  }
  if (is_literal) return words;
  const std::string wanted =
      form.words.size() == 1 ? form.words.front() : "one of " + enumerated(form.words);
  return {{"anyOf", JsonList{words, reference_to(wanted, kHoldsReference)}}};
}

JsonMembers schema_of(const NumberForm& form, bool is_literal) {
  JsonMembers schema = typed_schema("integer", "a whole number", is_literal);
  if (form.least) schema.emplace_back("minimum", *form.least);
  if (form.most) schema.emplace_back("maximum", *form.most);
  return schema;
}

JsonMembers schema_of(const ListForm& form, bool is_literal) {
  const Form& of = form.of.front();
  JsonMembers schema = typed_schema("array", "a list", is_literal || !is_field_value(of));
  if (form.least > 0) schema.emplace_back("minItems", static_cast<std::int64_t>(form.least));
  schema.emplace_back("items", schema_of(of, is_literal));
  return schema;
}

JsonMembers schema_of(const MapForm& form, bool is_literal) {
  const Form& of = form.of.front();
  JsonMembers schema = typed_schema("object", "a map", is_literal || !is_field_value(of));
  const bool any_key = !form.stand_in.empty();
  schema.emplace_back("propertyNames", pattern_schema(any_key ? free_key() : form.keys, true));
  if (any_key) {
    const JsonMembers named{
        {"type", "object"},
        {"required", JsonList{form.stand_in}},
        {"errorMessage",
         "the key must be " + form.keys.wanted + ", or the entry have " + form.stand_in}};
    schema.emplace_back(
        "patternProperties",
        JsonMembers{{"^(?!(?:" + form.keys.pattern + ")$)",
                     JsonMembers{{"allOf", JsonList{named, schema_of(of, is_literal)}}}}});
  }
  schema.emplace_back("additionalProperties", schema_of(of, is_literal));
  return schema;
}

JsonMembers schema_of(const BlockForm& form) {
  JsonMembers block{{"$ref", "#/definitions/" + form.name}};
  if (!form.may_be_field) return block;
  return {{"anyOf", JsonList{block, reference_to("a map", kIsReference)}}};
}

JsonMembers schema_of(const ChoiceForm& form, bool is_literal) {
  JsonList all;
  for (const Form& one : form.of) all.emplace_back(schema_of(one, is_literal));
  return {{"anyOf", std::move(all)}};
}

JsonMembers schema_of(const Form& form, bool is_literal) {
  return std::visit(
      Overloaded{
          [&](const TextForm& text) { return text_schema(text.type, is_literal); },
          [&](const FlagForm&) { return typed_schema("boolean", "true or false", is_literal); },
          [&](const NumberForm& number) { return schema_of(number, is_literal); },
          [&](const WordForm& words) { return schema_of(words, is_literal); },
          [&](const ListForm& list) { return schema_of(list, is_literal); },
          [&](const MapForm& map) { return schema_of(map, is_literal); },
          [&](const BlockForm& block) { return schema_of(block); },
          [&](const ChoiceForm& choice) { return schema_of(choice, is_literal); },
      },
      form.is);
}

/// Whether it is a map with a list of maps in it, of which editors make no snippet.
bool holds_maps_in_list(const Json& json) {
  const auto* map = std::get_if<JsonMembers>(&json.is);
  return map != nullptr && std::any_of(map->begin(), map->end(), [](const auto& member) {
           const auto* list = std::get_if<JsonList>(&member.second.is);
           const bool has_maps =
               list != nullptr && std::any_of(list->begin(), list->end(), [](const Json& item) {
                 return std::holds_alternative<JsonMembers>(item.is);
               });
           return has_maps || holds_maps_in_list(member.second);
         });
}

JsonMembers schema_of(const Key& key) {
  std::string description = key.description;
  const bool is_told = key.default_in_words.empty() || !key.by_default.empty();
  if (!is_told) description += " Default: " + key.default_in_words + ".";
  JsonMembers schema{{"description", std::move(description)}};
  const auto* text = std::get_if<TextForm>(&key.form.is);
  JsonMembers form = key.required && text != nullptr
                         ? text_schema(text->type, key.is_literal, FilledIn::Yes)
                         : schema_of(key.form, key.is_literal);
  // What stands beside a reference to a definition counts for nothing in draft-07.
  if (form.front().first == "$ref") {
    schema.emplace_back("allOf", JsonList{std::move(form)});
  } else {
    add(schema, std::move(form));
  }
  if (!key.by_default.empty()) schema.emplace_back("default", json_of_yaml(key.by_default));
  Json example = json_of_yaml(key.example);
  if (!holds_maps_in_list(example)) schema.emplace_back("examples", JsonList{std::move(example)});
  return schema;
}

JsonMembers schema_of(const Claims& claims);

Json json_of(const std::variant<bool, std::string>& value) {
  return std::visit([](const auto& held) { return Json(held); }, value);
}

/// What a claim says of the value of its key, in a schema of its own.
Json value_schema(const Claim& claim) {
  switch (claim.is) {
    case Claim::Is::Equal:
    case Claim::Is::EqualOrAbsent:
      return JsonMembers{{"const", json_of(claim.value)}};
    case Claim::Is::NotEqual:
      return JsonMembers{{"not", JsonMembers{{"const", json_of(claim.value)}}}};
    case Claim::Is::Unlike:
      return JsonMembers{{"not", JsonMembers{{"pattern", json_of(claim.value)}}}};
    case Claim::Is::Fits:
      return text_schema(claim.type, false);
    case Claim::Is::Absent:
      return false;
    case Claim::Is::Present:
      break;
  }
  return true;
}

bool needs_key(const Claim& claim) {
  return claim.is == Claim::Is::Present || claim.is == Claim::Is::Equal;
}

/// Claims of keys that have a block in common, by the key of that.
std::vector<std::pair<std::string, Claims>> nested_in(const Claims& claims) {
  std::vector<std::pair<std::string, Claims>> nested;
  for (Claim claim : claims) {
    const std::size_t dot = claim.key.find('.');
    if (dot == std::string::npos) continue;
    const std::string outer = claim.key.substr(0, dot);
    claim.key.erase(0, dot + 1);
    auto at = std::find_if(
        nested.begin(), nested.end(), [&](const auto& known) { return known.first == outer; });
    if (at == nested.end()) at = nested.insert(nested.end(), {outer, {}});
    at->second.push_back(std::move(claim));
  }
  return nested;
}

JsonMembers schema_of(const Claims& claims) {
  JsonList required;
  JsonMembers properties;
  for (const Claim& claim : claims) {
    if (claim.key.find('.') != std::string::npos) continue;
    if (needs_key(claim)) required.emplace_back(claim.key);
    if (claim.is != Claim::Is::Present) properties.emplace_back(claim.key, value_schema(claim));
  }
  for (const auto& [outer, inner] : nested_in(claims)) {
    JsonMembers schema;
    if (std::any_of(inner.begin(), inner.end(), needs_key)) {
      required.emplace_back(outer);
      schema.emplace_back("type", "object");
    }
    add(schema, schema_of(inner));
    properties.emplace_back(outer, std::move(schema));
  }
  JsonMembers schema;
  if (!required.empty()) schema.emplace_back("required", std::move(required));
  if (!properties.empty()) schema.emplace_back("properties", std::move(properties));
  return schema;
}

Json schema_of(const Rule& rule) {
  JsonList alternatives;
  for (const Claims& claims : rule.then) alternatives.emplace_back(schema_of(claims));
  Json then = alternatives.size() == 1 ? alternatives.front()
                                       : Json(JsonMembers{{"anyOf", std::move(alternatives)}});
  if (rule.when.empty()) return then;
  return JsonMembers{{"if", schema_of(rule.when)}, {"then", std::move(then)}};
}

JsonMembers schema_of(const Block& block) {
  JsonMembers schema{
      {"description", block.description}, {"type", "object"}, {"additionalProperties", false}};
  JsonList required, rules;
  JsonMembers properties;
  for (const Key& key : block.keys) {
    if (key.required) required.emplace_back(key.name);
    properties.emplace_back(key.name, schema_of(key));
  }
  for (const Rule& rule : block.rules) rules.push_back(schema_of(rule));
  if (!required.empty()) schema.emplace_back("required", std::move(required));
  schema.emplace_back("properties", std::move(properties));
  if (!rules.empty()) schema.emplace_back("allOf", std::move(rules));
  return schema;
}

}  // namespace

std::string configuration_schema() {
  JsonMembers schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
                     {"title", "dgctl configuration"}};
  JsonMembers definitions;
  bool is_file = true;
  for (const Block& block : language()) {
    if (std::exchange(is_file, false)) {
      add(schema, schema_of(block));
    } else {
      definitions.emplace_back(block.name, schema_of(block));
    }
  }
  schema.emplace_back("definitions", std::move(definitions));
  return printed(schema);
}

}  // namespace dgctl::engine
