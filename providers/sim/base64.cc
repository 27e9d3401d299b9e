#include "providers/sim/base64.h"

#include <cstdint>

namespace dgctl::providers::sim {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned kBits = 6;
constexpr unsigned kByte = 8;

std::optional<std::uint32_t> value_of(char c) {
  if (c == '+') c = '-';
  if (c == '/') c = '_';
  const std::size_t found = kAlphabet.find(c);
  if (found == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint32_t>(found);
}

std::string_view without_padding(std::string_view text) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string base64url(std::string_view bytes) {
  std::string out;
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    pending = (pending << kByte) | static_cast<unsigned char>(c);
    bits += kByte;
    for (; bits >= kBits; bits -= kBits) out += kAlphabet[(pending >> (bits - kBits)) & 63U];
    pending &= (1U << bits) - 1U;
  }
  if (bits > 0) out += kAlphabet[(pending << (kBits - bits)) & 63U];
  return out;
}

std::optional<std::string> base64_decoded(std::string_view text) {
  std::string out;
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const char c : without_padding(text)) {
    const std::optional<std::uint32_t> value = value_of(c);
    if (!value) return std::nullopt;
    pending = (pending << kBits) | *value;
    bits += kBits;
    if (bits < kByte) continue;
    bits -= kByte;
    out += static_cast<char>((pending >> bits) & 255U);
    pending &= (1U << bits) - 1U;
  }
  if (bits >= kBits || pending != 0) return std::nullopt;
  return out;
}

}  // namespace dgctl::providers::sim
