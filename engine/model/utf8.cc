#include "engine/model/utf8.h"

#include <array>

namespace dgctl::engine {
namespace {

/// The smallest character that takes so many bytes.
constexpr std::array<std::uint32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};

bool is_character(std::uint32_t point, std::size_t size_bytes) {
  const bool surrogate = point >= 0xd800 && point <= 0xdfff;
  return point >= kSmallest.at(size_bytes) && point <= 0x10ffff && !surrogate;
}

/// How many bytes a character takes that begins with this one; 0: none begins so.
std::size_t size_from(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

}  // namespace

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const Character invalid{first, 1, false};
  const std::size_t size = size_from(first);
  if (size == 0 || text.size() < size) return invalid;
  if (size == 1) return {first, 1, true};
  std::uint32_t point = first & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return invalid;
    point = (point << 6U) | (byte(i) & 0x3fU);
  }
  return is_character(point, size) ? Character{point, size, true} : invalid;
}

std::string well_formed(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Character c = first_character(text);
    out += c.valid ? text.substr(0, c.size_bytes) : std::string_view("\xef\xbf\xbd");
    text.remove_prefix(c.size_bytes);
  }
  return out;
}

bool acts_on_display(std::uint32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x61c || point == 0x200e ||
         point == 0x200f || (point >= 0x202a && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069) || point == 0x2028 || point == 0x2029 ||
         point == 0xfeff || point == 0xfffe || point == 0xffff;
}

}  // namespace dgctl::engine
