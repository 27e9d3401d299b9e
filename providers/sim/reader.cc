#include "providers/sim/reader.h"

#include <algorithm>

#include "providers/sim/suggestion.h"

namespace dgctl::providers::sim {
namespace {

const Members kNoMembers{};

template <class T>
const T& typed(const Json& json, const std::string& pointer, const char* what) {
  const T* value = std::get_if<T>(&json.is);
  if (value == nullptr) refuse(pointer, std::string("expected ") + what);
  return *value;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

}  // namespace

std::string below(const std::string& pointer, std::string_view name) {
  std::string out = pointer + '/';
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

void refuse(const std::string& pointer, const std::string& why) {
  throw JsonError((pointer.empty() ? "the document" : pointer) + ": " + why);
}

std::string one_of(const std::string& value,
                   const std::vector<std::string>& words,
                   const std::string& pointer) {
  if (std::find(words.begin(), words.end(), value) == words.end()) {
    refuse(pointer, "'" + value + "' is none of " + joined(words) + suggestion(value, words));
  }
  return value;
}

const std::string& text_at(const Json& json, const std::string& pointer) {
  return typed<std::string>(json, pointer, "a string");
}

const List& list_at(const Json& json, const std::string& pointer) {
  return typed<List>(json, pointer, "a list");
}

const Members& members_at(const Json& json, const std::string& pointer) {
  return typed<Members>(json, pointer, "an object");
}

Reader::Reader(const Json& object, std::string pointer)
    : members_(members_at(object, pointer)), pointer_(std::move(pointer)) {}

const Json* Reader::find(std::string_view name) {
  asked_.emplace_back(name);
  return find_member(members_, name);
}

std::string Reader::text(std::string_view name, std::string_view fallback) {
  return optional_text(name).value_or(std::string(fallback));
}

std::optional<std::string> Reader::optional_text(std::string_view name) {
  const Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  return text_at(*value, at(name));
}

std::string Reader::word(std::string_view name,
                         const std::vector<std::string>& words,
                         std::string_view fallback) {
  const std::optional<std::string> value = optional_text(name);
  return value ? one_of(*value, words, at(name)) : std::string(fallback);
}

bool Reader::flag(std::string_view name, bool fallback) {
  const Json* value = find(name);
  return value == nullptr ? fallback : typed<bool>(*value, at(name), "true or false");
}

std::int64_t Reader::number(std::string_view name, std::int64_t fallback, std::int64_t least) {
  const Json* value = find(name);
  if (value == nullptr) return fallback;
  const auto number = typed<std::int64_t>(*value, at(name), "a whole number");
  if (number < least) refuse(at(name), "expected " + std::to_string(least) + " or more");
  return number;
}

std::vector<std::string> Reader::texts(std::string_view name) {
  std::vector<std::string> out;
  const Json* value = find(name);
  if (value == nullptr) return out;
  for (const Json& item : list_at(*value, at(name))) {
    out.push_back(text_at(item, below(at(name), std::to_string(out.size()))));
  }
  return out;
}

std::map<std::string, std::string> Reader::text_map(std::string_view name) {
  std::map<std::string, std::string> out;
  for (const Member& member : entries(name)) {
    out[member.name] = text_at(member.value, below(at(name), member.name));
  }
  return out;
}

const Members& Reader::entries(std::string_view name) {
  const Json* value = find(name);
  return value == nullptr ? kNoMembers : members_at(*value, at(name));
}

void Reader::finish() const {
  for (const Member& member : members_) {
    if (std::find(asked_.begin(), asked_.end(), member.name) != asked_.end()) continue;
    refuse(at(member.name), "unknown member" + suggestion(member.name, asked_));
  }
}

std::string Reader::at(std::string_view name) const { return below(pointer_, name); }

}  // namespace dgctl::providers::sim
