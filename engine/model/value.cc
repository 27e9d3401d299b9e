#include "engine/model/value.h"

#include <algorithm>

#include "engine/model/overloaded.h"

namespace dgctl::engine {
namespace {

bool is_plain(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("_.@:-").find(c) != std::string_view::npos;
}

std::string quoted(const std::string& part) {
  if (!part.empty() && std::all_of(part.begin(), part.end(), is_plain)) return part;
  std::string out = "\"";
  for (const char c : part) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

/// The length of the part at the front of `text`, or nothing if it is malformed.
std::optional<std::size_t> part_length(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (text.front() != '"') {
    std::size_t length = 0;
    while (length < text.size() && is_plain(text[length])) ++length;
    return length == 0 ? std::nullopt : std::optional(length);
  }
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return std::nullopt;
}

void collect(const Value& value, std::vector<AttributeRef>& found) {
  std::visit(Overloaded{
                 [](const Null&) {},
                 [](bool) {},
                 [](std::int64_t) {},
                 [](const std::string&) {},
                 [&](const List& list) {
                   for (const Value& item : list) collect(item, found);
                 },
                 [&](const Fields& fields) {
                   for (const auto& [name, item] : fields) collect(item, found);
                 },
                 [&](const KnownAfter& later) {
                   for (const auto& part : later.parts) {
                     if (const auto* ref = std::get_if<AttributeRef>(&part)) found.push_back(*ref);
                   }
                 },
             },
             value.is);
}

}  // namespace

std::string to_string(const Address& address) { return address.kind + "." + address.key; }

std::optional<Address> parse_address(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  const std::string_view kind = text.substr(0, dot);
  const bool named = std::all_of(
      kind.begin(), kind.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  if (!named) return std::nullopt;
  const std::string_view key = text.substr(dot + 1);
  for (std::string_view rest = key;;) {
    const std::optional<std::size_t> length = part_length(rest);
    if (!length) return std::nullopt;
    rest.remove_prefix(*length);
    if (rest.empty()) return Address{std::string(kind), std::string(key)};
    if (rest.front() != '/') return std::nullopt;
    rest.remove_prefix(1);
  }
}

std::string make_key(const std::vector<std::string>& parts) {
  std::string key;
  for (const std::string& part : parts) {
    if (!key.empty()) key += '/';
    key += quoted(part);
  }
  return key;
}

std::string scalar_text(const Value& value) {
  return std::visit(Overloaded{
                        [](const Null&) { return std::string("null"); },
                        [](bool flag) { return std::string(flag ? "true" : "false"); },
                        [](std::int64_t number) { return std::to_string(number); },
                        [](const std::string& text) { return text; },
                        [](const List&) { return std::string(); },
                        [](const Fields&) { return std::string(); },
                        [](const KnownAfter&) { return std::string(); },
                    },
                    value.is);
}

const Value* find(const Fields& fields, std::string_view name) {
  const auto it = fields.find(name);
  return it == fields.end() ? nullptr : &it->second;
}

std::string text_of(const Fields& fields, std::string_view name) {
  const Value* value = find(fields, name);
  const std::string* text = value == nullptr ? nullptr : value->text();
  return text == nullptr ? std::string() : *text;
}

namespace {

const Value* known_value(const AttributeRef& ref, const std::map<Address, Fields>& known) {
  const auto it = known.find(ref.of);
  return it == known.end() ? nullptr : find(it->second, ref.field);
}

Value filled(const KnownAfter& later, const std::map<Address, Fields>& known) {
  KnownAfter rest;
  for (const auto& part : later.parts) {
    const auto* ref = std::get_if<AttributeRef>(&part);
    const Value* value = ref == nullptr ? nullptr : known_value(*ref, known);
    if (value == nullptr) {
      rest.parts.push_back(part);
    } else if (later.parts.size() == 1) {
      return *value;
    } else {
      rest.parts.emplace_back(scalar_text(*value));
    }
  }
  std::string text;
  for (const auto& part : rest.parts) {
    if (std::holds_alternative<AttributeRef>(part)) return rest;
    text += std::get<std::string>(part);
  }
  return text;
}

}  // namespace

Fields filled(const Fields& fields, const std::map<Address, Fields>& known) {
  Fields all;
  for (const auto& [name, value] : fields) all.emplace(name, filled(value, known));
  return all;
}

Value filled(const Value& value, const std::map<Address, Fields>& known) {
  if (const auto* later = std::get_if<KnownAfter>(&value.is)) return filled(*later, known);
  if (const Fields* fields = value.fields()) return filled(*fields, known);
  if (const List* list = value.list()) {
    List all;
    for (const Value& item : *list) all.push_back(filled(item, known));
    return all;
  }
  return value;
}

std::vector<AttributeRef> references_in(const Value& value) {
  std::vector<AttributeRef> found;
  collect(value, found);
  return found;
}

}  // namespace dgctl::engine
