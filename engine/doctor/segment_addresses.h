#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/edges/inspector.h"

namespace dgctl::engine {

/// From where Segment connects, by the region that keeps a workspace there. Source:
/// https://github.com/segmentio/segment-docs src/_includes/content/warehouse-ip.html, 2025-11.
struct SegmentRegion {
  std::string_view name;
  std::span<const std::string_view> addresses;  ///< "34.223.203.0/28"
};
std::span<const SegmentRegion> segment_regions();
/// Where that is written.
inline constexpr const char* kSegmentAddressesSource =
    "Segment's documentation, warehouse-ip.html of 2025-11";

/// The IPv4 addresses from `first` to `last`.
struct AddressRange {
  std::uint32_t first = 0, last = 0;
  bool operator==(const AddressRange&) const = default;
};
/// "203.0.113.7" or "203.0.113.0/24"; nothing for anything else, IPv6 too.
std::optional<AddressRange> parse_range(std::string_view text);

/// What becomes of a range of addresses.
struct Passage {
  bool passes = true;
  bool is_blocked = false;  ///< a list shuts it out, whatever lets it in
  std::string because;  ///< the list that shuts it out: "list 'office'", or that none lets it in
  bool operator==(const Passage&) const = default;
};
/// Lists that shut out come first; as soon as there is one that lets in, nothing else is let in.
/// https://docs.databricks.com/security/network/front-end/ip-access-list-workspace
Passage passage_of(const AddressRange& range, const IpAccess& access);

}  // namespace dgctl::engine
