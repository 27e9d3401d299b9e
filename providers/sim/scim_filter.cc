#include "providers/sim/scim_filter.h"

#include <algorithm>

#include "providers/sim/names.h"
#include "providers/sim/refusal.h"
#include "providers/sim/suggestion.h"

namespace dgctl::providers::sim {
namespace {

const std::string kNothing;

Refusal bad_filter(const std::string& why) { return {400, "invalidFilter", "filter: " + why}; }

struct Word {
  std::string text;
  bool quoted = false;
};

/// A word in quotes ends at the same quote; a backslash takes the next character as it is.
Word quoted_word(std::string_view text, std::size_t& at) {
  const char quote = text[at++];
  Word word{"", true};
  for (; at < text.size(); ++at) {
    if (text[at] == quote) {
      ++at;
      return word;
    }
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    word.text += text[at];
  }
  throw bad_filter("a quote is not closed");
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ' ') {
      ++at;
    } else if (text[at] == '"' || text[at] == '\'') {
      words.push_back(quoted_word(text, at));
    } else {
      const std::size_t end = std::min(text.find(' ', at), text.size());
      words.push_back({std::string(text.substr(at, end - at)), false});
      at = end;
    }
  }
  return words;
}

std::string known_attribute(const std::string& written, const std::vector<std::string>& known) {
  for (const std::string& name : known) {
    if (folded(name) == folded(written)) return name;
  }
  throw bad_filter("unknown attribute '" + written + "'" + suggestion(written, known));
}

}  // namespace

const std::string& scim_value(const ScimAttributes& resource, std::string_view name) {
  for (const auto& [key, value] : resource) {
    if (key == name) return value;
  }
  return kNothing;
}

ScimFilter::Operator ScimFilter::read_operator(const std::string& word) {
  const std::string name = folded(word);
  if (name == "eq") return Operator::Equal;
  if (name == "ne") return Operator::NotEqual;
  if (name == "co") return Operator::Contains;
  if (name == "sw") return Operator::StartsWith;
  throw bad_filter("unknown operator '" + word + "'");
}

ScimFilter::ScimFilter(std::string_view text,
                       const std::vector<std::string>& known,
                       bool ignores_case)
    : ignores_case_(ignores_case), alternatives_(1) {
  const std::vector<Word> words = words_of(text);
  for (std::size_t at = 0;; at += 4) {
    if (words.size() < at + 3) throw bad_filter("expected: attribute operator value");
    Condition condition;
    condition.attribute = known_attribute(words[at].text, known);
    condition.is = read_operator(words[at + 1].text);
    condition.value = comparable(words[at + 2].text);
    alternatives_.back().push_back(std::move(condition));
    if (words.size() == at + 3) return;
    const std::string joint = words[at + 3].quoted ? "" : folded(words[at + 3].text);
    if (joint == "or") {
      alternatives_.emplace_back();
    } else if (joint != "and") {
      throw bad_filter("expected and, or, not '" + words[at + 3].text + "'");
    }
  }
}

std::string ScimFilter::comparable(const std::string& text) const {
  return ignores_case_ ? folded(text) : text;
}

bool ScimFilter::holds(const Condition& condition, const ScimAttributes& resource) const {
  const std::string value = comparable(scim_value(resource, condition.attribute));
  switch (condition.is) {
    case Operator::Equal:
      return value == condition.value;
    case Operator::NotEqual:
      return value != condition.value;
    case Operator::Contains:
      return value.find(condition.value) != std::string::npos;
    case Operator::StartsWith:
      return value.starts_with(condition.value);
  }
  return false;
}

bool ScimFilter::matches(const ScimAttributes& resource) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(), [&](const auto& conditions) {
    return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
      return holds(condition, resource);
    });
  });
}

}  // namespace dgctl::providers::sim
