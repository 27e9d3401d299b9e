#include "providers/sim/names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace dgctl::providers::sim {
namespace {

constexpr std::size_t kLongestName = 255;

unsigned char byte(char c) { return static_cast<unsigned char>(c); }

bool is_hex(char c) { return std::isxdigit(byte(c)) != 0; }

unsigned hex_value(char c) {
  if (c >= '0' && c <= '9') return byte(c) - byte('0');
  return (byte(c) | 0x20U) - byte('a') + 10U;
}

/// A row of the table of well-formed sequences: first byte, length, and the range of the second.
struct Sequence {
  unsigned first_from, first_to, length, second_from, second_to;
};
constexpr std::array<Sequence, 8> kSequences{{{0xC2, 0xDF, 2, 0x80, 0xBF},
                                              {0xE0, 0xE0, 3, 0xA0, 0xBF},
                                              {0xE1, 0xEC, 3, 0x80, 0xBF},
                                              {0xED, 0xED, 3, 0x80, 0x9F},
                                              {0xEE, 0xEF, 3, 0x80, 0xBF},
                                              {0xF0, 0xF0, 4, 0x90, 0xBF},
                                              {0xF1, 0xF3, 4, 0x80, 0xBF},
                                              {0xF4, 0xF4, 4, 0x80, 0x8F}}};

/// The length of the character that starts the text, or 0.
std::size_t character_length(std::string_view text) {
  const unsigned first = byte(text.front());
  if (first < 0x80U) return 1;
  for (const Sequence& row : kSequences) {
    if (first < row.first_from || first > row.first_to) continue;
    if (text.size() < row.length) return 0;
    const unsigned second = byte(text[1]);
    if (second < row.second_from || second > row.second_to) return 0;
    for (std::size_t i = 2; i < row.length; ++i) {
      if ((byte(text[i]) & 0xC0U) != 0x80U) return 0;
    }
    return row.length;
  }
  return 0;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_valid_name(std::string_view name) {
  const auto is_forbidden = [](char c) {
    return byte(c) <= 0x20U || c == '.' || c == '/' || byte(c) == 0x7FU;
  };
  if (name.empty() || std::any_of(name.begin(), name.end(), is_forbidden)) return false;
  const auto starts_character = [](char c) { return (byte(c) & 0xC0U) != 0x80U; };
  const auto characters = std::count_if(name.begin(), name.end(), starts_character);
  return static_cast<std::size_t>(characters) <= kLongestName;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string as_utf8(std::string text) {
  if (is_utf8(text)) return text;
  std::replace_if(text.begin(), text.end(), [](char c) { return byte(c) >= 0x80U; }, '?');
  return text;
}

std::optional<std::string> percent_decoded(std::string_view text, bool in_query) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && in_query) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else if (i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2])) {
      out += static_cast<char>((hex_value(text[i + 1]) << 4U) | hex_value(text[i + 2]));
      i += 2;
    } else {
      return std::nullopt;
    }
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  std::size_t start = 0;
  for (std::size_t end = text.find(separator); end != std::string_view::npos;
       end = text.find(separator, start)) {
    out.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  out.emplace_back(text.substr(start));
  return out;
}

}  // namespace dgctl::providers::sim
