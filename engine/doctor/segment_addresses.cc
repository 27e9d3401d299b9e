#include "engine/doctor/segment_addresses.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace dgctl::engine {
namespace {

constexpr std::array<std::string_view, 2> kUs{"52.25.130.38/32", "34.223.203.0/28"};
constexpr std::array<std::string_view, 1> kEu{"3.251.148.96/29"};
constexpr std::array kRegions{SegmentRegion{"eu", kEu}, SegmentRegion{"us", kUs}};

constexpr std::uint32_t kBits = 32;

/// The whole text as a number up to `most`, without a sign or a needless zero in front.
std::optional<std::uint32_t> number_in(std::string_view text, std::uint32_t most) {
  std::uint32_t number = 0;
  const std::string digits(text);
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  const bool has_zero = text.size() > 1 && text.front() == '0';
  if (error != std::errc() || stop != end || text.empty() || has_zero || number > most) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::uint32_t> address_in(std::string_view text) {
  constexpr std::uint32_t kMostOfByte = 255;
  std::uint32_t address = 0;
  for (int part = 0; part < 4; ++part) {
    const std::size_t dot = part < 3 ? text.find('.') : text.size();
    if (dot == std::string_view::npos) return std::nullopt;
    const auto number = number_in(text.substr(0, dot), kMostOfByte);
    if (!number) return std::nullopt;
    address = address << 8U | *number;
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return address;
}

std::vector<AddressRange> ranges_of(const IpAccess& access, bool is_block) {
  std::vector<AddressRange> ranges;
  for (const IpAccessList& list : access.lists) {
    if (list.is_block != is_block) continue;
    for (const std::string& text : list.addresses) {
      if (const auto range = parse_range(text)) ranges.push_back(*range);
    }
  }
  std::sort(ranges.begin(), ranges.end(), [](const AddressRange& a, const AddressRange& b) {
    return a.first < b.first;
  });
  return ranges;
}

bool is_covered(const AddressRange& range, const std::vector<AddressRange>& by) {
  std::uint64_t next = range.first;  // the first that nobody has covered yet
  for (const AddressRange& part : by) {
    if (part.first <= next) next = std::max<std::uint64_t>(next, std::uint64_t{part.last} + 1);
  }
  return next > range.last;
}

}  // namespace

std::span<const SegmentRegion> segment_regions() { return kRegions; }

std::optional<AddressRange> parse_range(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto address = address_in(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == text.size()) return AddressRange{*address, *address};
  const auto length = number_in(text.substr(slash + 1), kBits);
  if (!length) return std::nullopt;
  const std::uint32_t host_bits =
      *length == 0 ? ~std::uint32_t{0}
                   : static_cast<std::uint32_t>((std::uint64_t{1} << (kBits - *length)) - 1);
  return AddressRange{*address & ~host_bits, *address | host_bits};
}

Passage passage_of(const AddressRange& range, const IpAccess& access) {
  if (!access.enabled) return {};
  for (const IpAccessList& list : access.lists) {
    if (!list.is_block) continue;
    for (const std::string& text : list.addresses) {
      const auto shut = parse_range(text);
      if (shut && shut->first <= range.last && range.first <= shut->last) {
        return {false, true, "list '" + list.label + "' shuts out " + text};
      }
    }
  }
  const bool any_lets_in = std::any_of(access.lists.begin(),
                                       access.lists.end(),
                                       [](const IpAccessList& list) { return !list.is_block; });
  if (!any_lets_in || is_covered(range, ranges_of(access, false))) return {};
  return {false, false, "no list that lets in has all of it"};
}

}  // namespace dgctl::engine
