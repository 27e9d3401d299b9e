#include "providers/sim/ids.h"

#include <charconv>

namespace dgctl::providers::sim {
namespace {

/// The finaliser of splitmix64: every bit of the input moves about half of the output's.
std::uint64_t scrambled(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

void append_hex(std::string& out, std::uint64_t bits, unsigned digits) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  for (unsigned i = digits; i > 0; --i) out += kHex[(bits >> ((i - 1) * 4U)) & 15U];
}

}  // namespace

std::uint64_t made_number(std::uint64_t seed, std::int64_t request, std::string_view purpose) {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
  for (const char c : purpose) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return scrambled(hash ^ scrambled(seed ^ scrambled(static_cast<std::uint64_t>(request))));
}

std::string made_uuid(std::uint64_t seed, std::int64_t request, std::string_view purpose) {
  const std::uint64_t high = made_number(seed, request, purpose);
  const std::uint64_t low = scrambled(high);
  std::string out;
  append_hex(out, high >> 32U, 8);
  out += '-';
  append_hex(out, high >> 16U, 4);
  out += "-4";
  append_hex(out, high, 3);
  out += '-';
  append_hex(out, 8U | ((low >> 60U) & 3U), 1);
  append_hex(out, low >> 48U, 3);
  out += '-';
  append_hex(out, low, 12);
  return out;
}

std::string made_hex(std::uint64_t seed, std::int64_t request, std::string_view purpose) {
  constexpr unsigned kDigits = 16;
  std::string out;
  append_hex(out, made_number(seed, request, purpose), kDigits);
  return out;
}

std::string made_principal_id(std::uint64_t seed, std::int64_t request, std::string_view purpose) {
  constexpr std::uint64_t kLeast = 1'000'000'000'000'000U;
  return std::to_string(kLeast + made_number(seed, request, purpose) % (8U * kLeast));
}

std::int64_t number_of(const std::string& id) {
  std::int64_t number = 0;
  std::from_chars(id.data(), id.data() + id.size(), number);
  return number;
}

}  // namespace dgctl::providers::sim
