#include "engine/render/shown.h"

#include <array>
#include <cstdint>

#include "engine/model/overloaded.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kLongestShown = 200;  // characters of one value

struct Decoded {
  std::uint32_t point = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

/// The character at the front of a text in UTF-8.
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length == 0 || text.size() < length) return {};
  std::uint32_t point = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {};
    point = (point << 6U) | (byte(i) & 0x3fU);
  }
  static constexpr std::array<std::uint32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = point >= 0xd800 && point < 0xe000;
  if (point < kLeast[length] || is_surrogate || point > 0x10ffff) return {};
  return {point, length, true};
}

/// Whether a character acts on a terminal or on the order of the text instead of being seen, or is
/// none that a document may hold (U+FFFE and U+FFFF: no XML has them).
bool acts(std::uint32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x61c || point == 0x200e ||
         point == 0x200f || (point >= 0x202a && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069) || point == 0x2028 || point == 0x2029 ||
         point == 0xfeff || point == 0xfffe || point == 0xffff;
}

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
  for (; count > 0 && bytes < text.size(); --count) bytes += decode(text.substr(bytes)).bytes;
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
    const Decoded c = decode(text);
    if (!c.valid) {
      out += spelled_out(static_cast<unsigned char>(text.front()));
    } else if (acts(c.point)) {
      out += spelled_out(c.point);
    } else {
      out += text.substr(0, c.bytes);
    }
    text.remove_prefix(c.bytes);
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

std::string well_formed(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Decoded c = decode(text);
    out += c.valid ? text.substr(0, c.bytes) : std::string_view("\xef\xbf\xbd");
    text.remove_prefix(c.bytes);
  }
  return out;
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
    text.remove_prefix(decode(text).bytes);
    ++count;
  }
  return count;
}

}  // namespace dgctl::engine
