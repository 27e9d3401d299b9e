#include "engine/render/shown.h"

#include <array>
#include <cstdint>

#include "engine/model/overloaded.h"
#include "engine/model/utf8.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kLongestShown = 200;  // characters of one value

std::string spelled_out(std::uint32_t point) {
  if (point == '\n') return "\\n";
  if (point == '\t') return "\\t";
  if (point == '\r') return "\\r";
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  for (std::uint32_t rest = point; rest != 0; rest >>= 4U)
    hex.insert(hex.begin(), kHex[rest & 15U]);
  return "\\u{" + (hex.empty() ? "0" : hex) + "}";
}

/// The front of a text, cut between characters.
std::string first_columns(std::string_view text, std::size_t count) {
  std::size_t bytes = 0;
  for (; count > 0 && bytes < text.size(); --count)
    bytes += first_character(text.substr(bytes)).size_bytes;
  return std::string(text.substr(0, bytes));
}

bool reads_wrongly(std::string_view text) {
  return text.empty() || text.front() == ' ' || text.back() == ' ' || text == "(not set)" ||
         text.find(" -> ") != std::string_view::npos || text.front() == '"';
}

std::string shown_text(const std::string& text) {
  const std::string whole = shortened(shown(std::string_view(text)), kLongestShown + 1);
  return reads_wrongly(text) ? "\"" + whole + "\"" : whole;
}

std::string shown_list(const List& list) {
  std::string items;
  for (const Value& item : list) items += (items.empty() ? "" : ", ") + shown(&item);
  return items;
}

std::string shown_fields(const Fields& fields) {
  std::string items;
  for (const auto& [name, item] : fields) {
    items += (items.empty() ? "" : ", ") + shown(std::string_view(name)) + ": " + shown(&item);
  }
  return "{" + items + "}";
}

}  // namespace

std::string shown(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Character c = first_character(text);
    if (!c.valid || acts_on_display(c.point)) {
      out += spelled_out(c.point);
    } else {
      out += text.substr(0, c.size_bytes);
    }
    text.remove_prefix(c.size_bytes);
  }
  return out;
}

std::string shown(const Value* value) {
  if (value == nullptr) return "(not set)";
  return std::visit(Overloaded{
                        [](const Null&) -> std::string { return "null"; },
                        [](bool flag) -> std::string { return flag ? "true" : "false"; },
                        [](std::int64_t number) { return std::to_string(number); },
                        [](const std::string& text) { return shown_text(text); },
                        [](const List& list) { return shown_list(list); },
                        [](const Fields& fields) { return shown_fields(fields); },
                        [](const KnownAfter&) -> std::string { return "(known after apply)"; },
                    },
                    value->is);
}

std::string shortened(const std::string& text, std::size_t count) {
  return columns(text) <= count ? text : first_columns(text, count - 1) + "…";
}

std::string shown(const Address& address) { return shown(std::string_view(to_string(address))); }

std::string shown(const Privileges& words) {
  std::string gates;
  std::string others;
  for (const std::string& word : words) {
    std::string& part = word.starts_with("USE_") ? gates : others;
    part += (part.empty() ? "" : ", ") + shown(std::string_view(word));
  }
  return gates.empty() || others.empty() ? gates + others : gates + ", " + others;
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(first_character(text).size_bytes);
    ++count;
  }
  return count;
}

}  // namespace dgctl::engine
