#include "engine/model/utf8.h"

#include <algorithm>
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

std::optional<std::string> utf8_of(std::uint32_t point) {
  std::size_t size = 1;
  while (size < 4 && point >= kSmallest.at(size + 1)) ++size;
  if (!is_character(point, size)) return std::nullopt;
  if (size == 1) return std::string(1, static_cast<char>(point));
  std::string bytes(size, '\0');
  for (std::size_t i = size - 1; i > 0; --i, point >>= 6U) {
    bytes[i] = static_cast<char>(0x80U | (point & 0x3fU));
  }
  bytes.front() = static_cast<char>(((0xf00U >> size) & 0xffU) | point);
  return bytes;
}

bool acts_on_display(std::uint32_t point) {
  struct Range {
    std::uint32_t first, last;
  };
  // Controls and separators, and Unicode's Default_Ignorable_Code_Point but for joiners and
  // variation selectors.
  static constexpr std::array<Range, 20> kRanges{{
      {0x00, 0x1f},     {0x7f, 0x9f},       {0xad, 0xad},       {0x34f, 0x34f},
      {0x61c, 0x61c},   {0x115f, 0x1160},   {0x17b4, 0x17b5},   {0x180b, 0x180f},
      {0x200b, 0x200b}, {0x200e, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x206f},
      {0x3164, 0x3164}, {0xfeff, 0xfeff},   {0xffa0, 0xffa0},   {0xfff0, 0xfffb},
      {0xfffe, 0xffff}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
  }};
  return std::any_of(kRanges.begin(), kRanges.end(), [&](const Range& range) {
    return point >= range.first && point <= range.last;
  });
}

}  // namespace dgctl::engine
