#include "providers/databricks/login/profile_file.h"

#include <algorithm>
#include <utility>

#include "engine/edges/error.h"

namespace dgctl::providers {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\v\f";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(kSpaces), text.size());
  const std::size_t end = text.find_last_not_of(kSpaces);
  return end == std::string_view::npos ? std::string_view() : text.substr(begin, end + 1 - begin);
}

/// What stands between quotes, where a value begins with one and the other is its end.
std::optional<std::string_view> unquoted(std::string_view value) {
  if (value.empty() || (value.front() != '"' && value.front() != '\'')) return std::nullopt;
  const std::size_t end = value.find(value.front(), 1);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view rest = trimmed(value.substr(end + 1));
  if (!rest.empty() && rest.front() != '#' && rest.front() != ';') return std::nullopt;
  return value.substr(1, end - 1);
}

/// A comment behind a value takes a space before it: secrets may hold the sign itself.
std::string_view without_comment(std::string_view value) {
  return trimmed(value.substr(0, std::min(value.find(" #"), value.find(" ;"))));
}

[[noreturn]] void fail(std::size_t line, const std::string& why) {
  throw engine::Error("line " + std::to_string(line) + " " + why);
}

std::string section_name(std::string_view line, std::size_t number) {
  const std::size_t end = line.rfind(']');
  if (end == std::string_view::npos) fail(number, "begins a section with '[' and does not end it");
  const std::string name(trimmed(line.substr(1, end - 1)));
  if (name.empty()) fail(number, "begins a section without a name");
  return name;
}

std::pair<std::string_view, std::string_view> key_and_value(std::string_view line,
                                                            std::size_t number) {
  const std::size_t sign = line.find_first_of("=:");
  if (sign == std::string_view::npos || sign == 0) fail(number, "is no KEY = VALUE");
  const std::string_view key = trimmed(line.substr(0, sign));
  // "host https://…" has a sign too, and would be the key "host https" that nobody asks for.
  if (key.find_first_of(kSpaces) != std::string_view::npos) fail(number, "is no KEY = VALUE");
  const std::string_view behind = trimmed(line.substr(sign + 1));
  return {key, unquoted(behind).value_or(without_comment(behind))};
}

}  // namespace

ProfileFile::ProfileFile(std::string&& text) : content_(std::move(text)) {
  content_.reveal([&](std::string_view whole) { read(whole); });
}

void ProfileFile::read(std::string_view whole) {
  std::string section = "DEFAULT";  // what stands before any section
  std::size_t at = whole.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (std::size_t number = 1; at < whole.size(); ++number) {
    const std::size_t end = std::min(whole.find('\n', at), whole.size());
    const std::string_view line = trimmed(whole.substr(at, end - at));
    at = end + 1;
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      section = section_name(line, number);
    } else {
      const auto [key, value] = key_and_value(line, number);
      const bool is_set = !value.empty();
      const auto begin = is_set ? static_cast<std::size_t>(value.data() - whole.data()) : 0;
      entries_.push_back({section, std::string(key), begin, value.size()});
    }
  }
}

std::vector<std::string> ProfileFile::names() const {
  std::vector<std::string> names;
  for (const Entry& entry : entries_) {
    if (std::find(names.begin(), names.end(), entry.section) == names.end()) {
      names.push_back(entry.section);
    }
  }
  return names;
}

bool ProfileFile::has(std::string_view section) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.section == section;
  });
}

const ProfileFile::Entry* ProfileFile::find(std::string_view section, std::string_view key) const {
  const auto it = std::find_if(entries_.rbegin(), entries_.rend(), [&](const Entry& entry) {
    return entry.section == section && entry.key == key;
  });
  return it == entries_.rend() || it->size == 0 ? nullptr : &*it;
}

bool ProfileFile::has_value(std::string_view section, std::string_view key) const {
  return find(section, key) != nullptr;
}

std::optional<std::string> ProfileFile::text(std::string_view section, std::string_view key) const {
  const Entry* entry = find(section, key);
  if (entry == nullptr) return std::nullopt;
  return content_.reveal(
      [&](std::string_view whole) { return std::string(whole.substr(entry->begin, entry->size)); });
}

std::optional<engine::Secret> ProfileFile::secret(std::string_view section,
                                                  std::string_view key) const {
  auto value = text(section, key);
  if (!value) return std::nullopt;
  const engine::WipedAtEnd wiped(*value);  // a short text is copied when it is moved
  return engine::Secret(std::move(*value));
}

}  // namespace dgctl::providers
