#include "engine/config/language.h"

#include <algorithm>
#include <utility>

#include "engine/config/language_words.h"

namespace dgctl::engine {

Form text(TextType type) { return {TextForm{std::move(type)}}; }
Form words(std::vector<std::string> words) { return {WordForm{std::move(words), false, ""}}; }
Form known_words(std::vector<std::string> words, std::string called) {
  return {WordForm{std::move(words), true, std::move(called)}};
}
Form flag() { return {FlagForm{}}; }
Form number(std::optional<std::int64_t> least, std::optional<std::int64_t> most) {
  return {NumberForm{least, most}};
}
Form list_of(Form entry, std::size_t least) { return {ListForm{{std::move(entry)}, least}}; }
Form map_of(TextType keys, Form value) {
  return {MapForm{std::move(keys), {std::move(value)}, ""}};
}
Form block(std::string name) { return {BlockForm{std::move(name)}}; }
Form one_of(std::vector<Form> forms) { return {ChoiceForm{std::move(forms)}}; }

Key key(KeyText text, Form form) {
  Key key;
  key.name = std::move(text.name);
  key.form = std::move(form);
  key.description = std::move(text.description);
  key.example = std::move(text.example);
  return key;
}
Key required(Key key) {
  key.required = true;
  return key;
}
Key required(std::string when, Key key) {
  key.required_in_words = std::move(when);
  return key;
}
Key literal(Key key) {
  key.is_literal = true;
  return key;
}
Key defaults_to(std::string yaml, Key key) {
  key.by_default = std::move(yaml);
  return key;
}
Key otherwise(std::string words, Key key) {
  key.default_in_words = std::move(words);
  return key;
}

Claim present(std::string key) { return {std::move(key), Claim::Is::Present}; }
Claim absent(std::string key) { return {std::move(key), Claim::Is::Absent}; }
Claim equal(std::string key, std::variant<bool, std::string> value) {
  return {std::move(key), Claim::Is::Equal, std::move(value)};
}
Claim equal_or_absent(std::string key, std::variant<bool, std::string> value) {
  return {std::move(key), Claim::Is::EqualOrAbsent, std::move(value)};
}
Claim not_equal(std::string key, std::variant<bool, std::string> value) {
  return {std::move(key), Claim::Is::NotEqual, std::move(value)};
}
Claim unlike(std::string key, std::string pattern) {
  return {std::move(key), Claim::Is::Unlike, std::move(pattern)};
}
Claim fits(std::string key, TextType type) {
  return {std::move(key), Claim::Is::Fits, false, std::move(type)};
}
Claims all_absent(const std::vector<std::string>& keys) {
  Claims claims;
  claims.reserve(keys.size());
  for (const std::string& key : keys) claims.push_back(absent(key));
  return claims;
}
Rule exactly_one(const std::vector<std::string>& keys) {
  Rule rule;
  for (const std::string& one : keys) {
    Claims& claims = rule.then.emplace_back();
    for (const std::string& key : keys) {
      claims.push_back(key == one ? present(key) : absent(key));
    }
  }
  return rule;
}

Rule serverless_rule() {
  return {{equal("warehouse_type", "CLASSIC")}, {{not_equal("enable_serverless_compute", true)}}};
}

std::vector<std::string> names_of(const std::vector<Key>& keys,
                                  const std::vector<std::string>& without) {
  std::vector<std::string> names;
  for (const Key& key : keys) {
    const bool is_left_out = std::find(without.begin(), without.end(), key.name) != without.end();
    if (!is_left_out) names.push_back(key.name);
  }
  return names;
}

std::vector<Block> language() {
  std::vector<Block> all;
  for (auto make : {file_blocks, data_graph_blocks, resource_blocks, part_blocks}) {
    for (Block& block : make()) all.push_back(std::move(block));
  }
  return all;
}

}  // namespace dgctl::engine
