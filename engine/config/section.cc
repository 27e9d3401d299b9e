#include "engine/config/section.h"

#include <algorithm>
#include <charconv>

#include "engine/config/unsupported.h"

namespace dgctl::engine {
namespace {

/// Reports that a value does not fit, unless something is wrong with it already.
void report(const YamlNode& node,
            std::string_view subject,
            std::string_view wanted,
            Findings& findings) {
  if (node.is_broken) return;
  if (node.later() != nullptr) {
    findings.error(node.place,
                   std::string(subject) +
                       " must be known before apply, and what it refers to is not; write " +
                       std::string(wanted) + " here");
  } else if (node.type == YamlType::Empty) {
    findings.error(
        node.place,
        std::string(subject) + " has no value; write " + std::string(wanted) + ", or leave it out");
  } else {
    findings.error(
        node.place,
        std::string(subject) + " must be " + std::string(wanted) + ", not " + described(node));
  }
}

}  // namespace

std::string described(const YamlNode& node) {
  switch (node.type) {
    case YamlType::Empty:
      return "null";
    case YamlType::Sequence:
      return "a list";
    case YamlType::Mapping:
      return "a map";
    case YamlType::Scalar:
      break;
  }
  const std::string shown = in_quotes(node.text);
  const bool looks_typed = node.text == "true" || node.text == "false" || parse_number(node.text);
  return !node.is_plain && looks_typed ? "the text " + shown : shown;
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::string> read_text(const YamlNode& node,
                                     std::string_view subject,
                                     Findings& findings) {
  if (!node.is_broken && node.type == YamlType::Scalar && node.later() == nullptr) return node.text;
  report(node, subject, "a text", findings);
  return std::nullopt;
}

std::optional<Value> read_text_or_later(const YamlNode& node,
                                        std::string_view subject,
                                        Findings& findings) {
  if (!node.is_broken && node.later() != nullptr) return Value(*node.later());
  if (auto text = read_text(node, subject, findings)) return Value(std::move(*text));
  return std::nullopt;
}

std::optional<bool> read_flag(const YamlNode& node, std::string_view subject, Findings& findings) {
  const bool fits = !node.is_broken && node.later() == nullptr && node.is_plain;
  if (fits && node.text == "true") return true;
  if (fits && node.text == "false") return false;
  report(node, subject, "true or false", findings);
  return std::nullopt;
}

std::optional<std::int64_t> read_number(const YamlNode& node,
                                        std::string_view subject,
                                        Findings& findings) {
  if (!node.is_broken && node.later() == nullptr && node.is_plain) {
    if (const auto number = parse_number(node.text)) return number;
  }
  report(node, subject, "a whole number", findings);
  return std::nullopt;
}

std::optional<std::string> read_word(const YamlNode& node,
                                     std::string_view subject,
                                     const std::vector<std::string>& words,
                                     Findings& findings) {
  const bool fits = !node.is_broken && node.later() == nullptr && node.type == YamlType::Scalar;
  if (fits && std::find(words.begin(), words.end(), node.text) != words.end()) return node.text;
  report(
      node, subject, words.size() == 1 ? words.front() : "one of " + enumerated(words), findings);
  return std::nullopt;
}

bool expect_list(const YamlNode& node, std::string_view subject, Findings& findings) {
  if (!node.is_broken && node.type == YamlType::Sequence) return true;
  report(node, subject, "a list", findings);
  return false;
}

bool expect_map(const YamlNode& node, std::string_view subject, Findings& findings) {
  if (!node.is_broken && node.type == YamlType::Mapping) return true;
  report(node, subject, "a map", findings);
  return false;
}

Section::Section(const YamlNode* node, std::string_view subject, Findings& findings)
    : findings_(findings) {
  if (node == nullptr || !expect_map(*node, subject, findings)) return;
  map_ = node;
  known_.reserve(16);
}

void Section::rename(std::string_view name, std::string_view key) {
  name_ = name;
  key_ = key;
}

std::string_view Section::key_of(std::string_view name) const {
  return !name_.empty() && name == name_ ? key_ : name;
}

const YamlNode* Section::get(std::string_view name) {
  const std::string_view key = key_of(name);
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  return map_ == nullptr ? nullptr : find_value(*map_, key);
}

const YamlNode* Section::require(std::string_view name, const Place& place, std::string_view hint) {
  const YamlNode* node = get(name);
  if (node == nullptr && map_ != nullptr) {
    missing_.push_back({std::string(key_of(name)), place, std::string(hint)});
  }
  return node;
}

bool Section::has(std::string_view name) const {
  return map_ != nullptr && find_member(*map_, key_of(name)) != nullptr;
}

Place Section::place_of(std::string_view name) const {
  if (map_ == nullptr) return {};
  const YamlMember* member = find_member(*map_, key_of(name));
  return member == nullptr ? map_->place : member->place;
}

std::optional<std::string> Section::text(std::string_view name) {
  const YamlNode* node = get(name);
  return node == nullptr ? std::nullopt : read_text(*node, in_quotes(key_of(name)), findings_);
}

std::optional<bool> Section::flag(std::string_view name) {
  const YamlNode* node = get(name);
  return node == nullptr ? std::nullopt : read_flag(*node, in_quotes(key_of(name)), findings_);
}

std::optional<std::int64_t> Section::number(std::string_view name) {
  const YamlNode* node = get(name);
  return node == nullptr ? std::nullopt : read_number(*node, in_quotes(key_of(name)), findings_);
}

std::optional<std::string> Section::word(std::string_view name,
                                         const std::vector<std::string>& words) {
  const YamlNode* node = get(name);
  return node == nullptr ? std::nullopt
                         : read_word(*node, in_quotes(key_of(name)), words, findings_);
}

void Section::report_unknown(const YamlMember& member, std::string_view where) {
  if (is_unsupported(where, member.key)) {
    findings_.error(member.place, unsupported_message(member.key));
    return;
  }
  const std::string meant = findings_.nearest_of(member.key, known_);
  std::erase_if(missing_, [&](const auto& missing) { return missing.key == meant; });
  findings_.error(member.place, findings_.unknown_key(member.key, known_));
}

bool Section::finish(std::string_view where) {
  if (map_ == nullptr) return false;
  bool is_clean = true;
  for (const YamlMember& member : map_->members) {
    const bool is_known = std::find(known_.begin(), known_.end(), member.key) != known_.end();
    if (!is_known) report_unknown(member, where);
    is_clean = is_clean && is_known;
  }
  for (const auto& [key, place, hint] : missing_) {
    findings_.error(place, in_quotes(key) + " is missing" + (hint.empty() ? "" : "; ") + hint);
  }
  return is_clean;
}

}  // namespace dgctl::engine
