#include "engine/config/values.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "engine/config/section.h"
#include "engine/config/source_text.h"
#include "engine/model/duration.h"

namespace dgctl::engine {
namespace {

constexpr std::string_view kFileSink = "file:";

/// A word of an enumeration in the workspace's spelling. Words that dgctl does not know pass.
std::string known_word(const Field& field,
                       std::string text,
                       const Place& place,
                       Findings& findings) {
  const auto& known = field.known_values;
  if (known.empty()) return text;
  const auto same = std::find_if(known.begin(), known.end(), [&](const std::string& word) {
    return lower_case(word) == lower_case(text);
  });
  if (same != known.end()) return *same;
  findings.warning(place,
                   "dgctl knows no value " + in_quotes(text) + " of " + in_quotes(field.name) +
                       ", but " + enumerated(known) + "; the workspace decides");
  return text;
}

std::optional<Value> read_text_field(const Field& field, const YamlNode& node, Findings& findings) {
  auto value = read_text_or_later(node, in_quotes(field.name), findings);
  if (!value || value->text() == nullptr) return value;
  return known_word(field, *value->text(), node.place, findings);
}

std::optional<Value> read_text_map(const Field& field, const YamlNode& node, Findings& findings) {
  if (!expect_map(node, in_quotes(field.name), findings)) return std::nullopt;
  Fields map;
  bool is_whole = true;
  for (const YamlMember& member : node.members) {
    auto value = read_text_or_later(*member.value, in_quotes(member.key), findings);
    is_whole = is_whole && value;
    if (value) map.emplace(member.key, std::move(*value));
  }
  return is_whole ? std::optional<Value>(std::move(map)) : std::nullopt;
}

std::optional<Value> read_text_set(const Field& field, const YamlNode& node, Findings& findings) {
  if (!expect_list(node, in_quotes(field.name), findings)) return std::nullopt;
  std::set<std::string> words;
  bool is_whole = true;
  for (const YamlNode* item : node.items) {
    auto text = read_text(*item, "an entry of " + in_quotes(field.name), findings);
    is_whole = is_whole && text;
    if (!text) continue;
    std::string word = known_word(field, std::move(*text), item->place, findings);
    if (words.contains(word)) findings.warning(item->place, word + " stands in this list twice");
    words.insert(std::move(word));
  }
  return is_whole ? std::optional<Value>(List(words.begin(), words.end())) : std::nullopt;
}

/// One `{key, value}`. Nothing if a part of it could not be read.
std::optional<std::pair<std::string, Value>> read_tag(const YamlNode& node, Findings& findings) {
  Section keys(&node, "an entry of 'custom_tags'", findings);
  keys.require("key", node.place);
  auto key = keys.text("key");
  const YamlNode* written = keys.require("value", node.place);
  auto value =
      written == nullptr ? std::nullopt : read_text_or_later(*written, "'value'", findings);
  keys.finish("tags.custom_tags");
  if (!key || !value) return std::nullopt;
  return std::pair(std::move(*key), std::move(*value));
}

std::optional<Value> read_tag_map(const Field& field, const YamlNode& node, Findings& findings) {
  Section keys(&node, in_quotes(field.name), findings);
  const YamlNode* list = keys.require("custom_tags", node.place);
  keys.finish("tags");
  if (list == nullptr || !expect_list(*list, "'custom_tags'", findings)) return std::nullopt;
  Fields map;
  std::map<std::string, Place> seen;
  bool is_whole = true;
  for (const YamlNode* item : list->items) {
    auto tag = read_tag(*item, findings);
    is_whole = is_whole && tag;
    if (!tag) continue;
    const auto [first, is_new] = seen.emplace(tag->first, item->place);
    if (!is_new) {
      findings.error(item->place,
                     "the tag " + in_quotes(tag->first) + " stands at " + to_text(first->second) +
                         " already; keep one of them");
    }
    map.insert(std::move(*tag));
  }
  return is_whole ? std::optional<Value>(std::move(map)) : std::nullopt;
}

std::optional<Value> read_duration(const Field& field, const YamlNode& node, Findings& findings) {
  auto text = read_text(node, in_quotes(field.name), findings);
  if (!text) return std::nullopt;
  if (seconds_of(*text)) return std::move(*text);
  findings.error(node.place,
                 in_quotes(field.name) + " must be a duration such as 90s, 15m, 12h or 180d, not " +
                     in_quotes(*text));
  return std::nullopt;
}

/// The attribute that a value is, if it is that and nothing else: it keeps its type.
std::optional<Value> read_whole_attribute(const YamlNode& node) {
  const KnownAfter* later = node.later();
  if (node.is_broken || later == nullptr || later->parts.size() != 1) return std::nullopt;
  return Value(*later);
}

/// Without the parts that say nothing, so that one file has one name.
std::string plain_path(std::string_view path) {
  std::string plain = path.starts_with('/') ? "/" : "";
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, slash - at);
    if (!part.empty() && part != ".") {
      if (!plain.empty() && plain.back() != '/') plain += '/';
      plain += part;
    }
    at = slash + 1;
  }
  return plain;
}

/// Why a path is none of a sink, or "".
std::string fault_of_path(std::string_view path) {
  const std::string inside = "/" + std::string(path) + "/";
  if (path.empty() || path.ends_with('/') || path.ends_with("/.") || path == ".") {
    return "names no file";
  }
  if (has_control(path)) return "holds a control character";
  if (inside.find("/../") != std::string::npos) {
    return "leads out of a folder with '..'; write the path without it";
  }
  return {};
}

}  // namespace

std::optional<Value> read_value(const Field& field,
                                const YamlNode& node,
                                const Expansion& expansion) {
  Findings& findings = expansion.findings;
  if (field.type == FieldType::Text) return read_text_field(field, node, findings);
  if (field.type == FieldType::Duration) return read_duration(field, node, findings);
  if (auto later = read_whole_attribute(node)) return later;
  switch (field.type) {
    case FieldType::TextMap:
      return read_text_map(field, node, findings);
    case FieldType::TextSet:
      return read_text_set(field, node, findings);
    case FieldType::TagMap:
      return read_tag_map(field, node, findings);
    case FieldType::PrincipalName: {
      const auto principal = expansion.principals.read(node, in_quotes(field.name), findings);
      return principal ? std::optional<Value>(principal->name) : std::nullopt;
    }
    case FieldType::Boolean: {
      const auto flag = read_flag(node, in_quotes(field.name), findings);
      return flag ? std::optional<Value>(*flag) : std::nullopt;
    }
    case FieldType::Integer: {
      const auto number = read_number(node, in_quotes(field.name), findings);
      return number ? std::optional<Value>(*number) : std::nullopt;
    }
    case FieldType::Text:
    case FieldType::Duration:
    case FieldType::Sink:
    case FieldType::SecurableName:
    case FieldType::Words:
      break;
  }
  throw std::logic_error("an object has no field of the type of " + field.name);
}

// Limits: databricks-sdk-go service/sql/model.go says less than 100 characters of a warehouse.
std::optional<Value> read_label(const Descriptor& kind,
                                std::string_view subject,
                                const YamlNode& node,
                                Findings& findings) {
  auto text = read_text(node, subject, findings);
  if (!text) return std::nullopt;
  const std::ptrdiff_t most = kind.label_is_unique ? 99 : 100;
  const std::ptrdiff_t characters = std::count_if(text->begin(), text->end(), begins_character);
  const bool is_framed = text->starts_with(' ') || text->ends_with(' ');
  if (characters > 0 && characters <= most && !is_framed && !has_control(*text)) {
    return std::move(*text);
  }
  findings.error(node.place,
                 std::string(subject) + " must be 1 to " + std::to_string(most) +
                     " characters without control characters and without a space at either end, "
                     "not " +
                     in_quotes(*text));
  return std::nullopt;
}

std::optional<Value> read_id(const Field& field, const YamlNode& node, Findings& findings) {
  auto text = read_text(node, in_quotes(field.name), findings);
  if (!text) return std::nullopt;
  if (field.name == "application_id") {
    if (is_uuid(*text)) return lower_case(*text);
    findings.error(node.place,
                   "'application_id' must be a UUID, not " + in_quotes(*text) +
                       "; it is the client id that the workspace shows of the service principal");
    return std::nullopt;
  }
  const bool fits = !text->empty() && std::all_of(text->begin(), text->end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (fits) return std::move(*text);
  findings.error(node.place,
                 in_quotes(field.name) + " must be an id such as " + field.example + ", not " +
                     in_quotes(*text));
  return std::nullopt;
}

std::optional<std::string> read_sink(const YamlNode& node,
                                     std::string_view subject,
                                     Findings& findings) {
  Section keys(&node, subject, findings);
  keys.require("file", node.place);
  const auto path = keys.text("file");
  keys.finish("sink");
  if (!path) return std::nullopt;
  const std::string fault = fault_of_path(*path);
  if (fault.empty()) return std::string(kFileSink) + plain_path(*path);
  findings.error(keys.place_of("file"), "'file' " + fault);
  return std::nullopt;
}

std::string path_of_sink(std::string_view sink) {
  return std::string(sink.substr(std::min(kFileSink.size(), sink.size())));
}

}  // namespace dgctl::engine
