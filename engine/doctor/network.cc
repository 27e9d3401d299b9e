#include <algorithm>
#include <set>

#include "engine/doctor/doctor.h"
#include "engine/doctor/segment_addresses.h"

namespace dgctl::engine {
namespace {

constexpr const char* kName = "Segment's addresses";

Check check_named(const std::string& name, Finding finding, const std::string& text) {
  Check check;
  check.topic = Topic::Network;
  check.name = name;
  check.finding = finding;
  check.text = text;
  return check;
}

/// Those that the data graphs name; where one names none, all.
std::vector<const SegmentRegion*> regions_of(const Desired& desired) {
  std::vector<const SegmentRegion*> regions;
  for (const SegmentRegion& region : segment_regions()) {
    const bool is_wanted = std::any_of(desired.connections.begin(),
                                       desired.connections.end(),
                                       [&](const DesiredConnection& connection) {
                                         return connection.segment_region.empty() ||
                                                connection.segment_region == region.name;
                                       });
    if (is_wanted) regions.push_back(&region);
  }
  return regions;
}

std::string listed(const SegmentRegion& region) {
  std::string text;
  for (const std::string_view address : region.addresses) {
    text += (text.empty() ? "" : ", ") + std::string(address);
  }
  return text;
}

Check check_region(const SegmentRegion& region, const IpAccess& access) {
  const std::string name = std::string(kName) + " (" + std::string(region.name) + ")";
  if (!access.enabled) {
    return check_named(name, Finding::Ok, "IP access lists are off: all are let in");
  }
  std::string shut_out;
  bool is_blocked = false;
  bool is_let_in_by_none = false;
  for (const std::string_view address : region.addresses) {
    const auto range = parse_range(address);
    if (!range) continue;  // all of them are ranges: a test holds them to it
    const Passage passage = passage_of(*range, access);
    if (passage.passes) continue;
    (passage.is_blocked ? is_blocked : is_let_in_by_none) = true;
    shut_out += (shut_out.empty() ? "" : "; ") + std::string(address) + ": " + passage.because;
  }
  if (shut_out.empty()) {
    return check_named(name, Finding::Ok, "the IP access lists let them in");
  }
  Check check =
      check_named(name, Finding::Warning, "the IP access lists keep Segment out: " + shut_out);
  const std::string where = " (Settings > Security > IP access lists)";
  const std::string source = std::string("; they are from ") + kSegmentAddressesSource;
  // What is let in by one list and shut out by another stays out.
  if (is_blocked) {
    check.steps.push_back("a workspace admin takes what the block list shuts out of " +
                          listed(region) + " off that list" + where + source);
  }
  if (is_let_in_by_none) {
    check.steps.push_back("a workspace admin adds " + listed(region) + " to an allow list" + where +
                          source);
  }
  return check;
}

}  // namespace

std::vector<Check> check_network(const Desired& desired, const Look<IpAccess>& ip_access) {
  std::vector<Check> checks;
  const auto regions = regions_of(desired);
  if (regions.empty()) return checks;
  if (const IpAccess* access = seen(ip_access)) {
    for (const SegmentRegion* region : regions) checks.push_back(check_region(*region, *access));
  } else {
    Check check = check_named(kName,
                              Finding::Unknown,
                              "the IP access lists may not be seen: " +
                                  what_was_said(std::get<Unseen>(ip_access).reason));
    std::string all;
    for (const SegmentRegion* region : regions) all += (all.empty() ? "" : ", ") + listed(*region);
    check.steps = {"ask a workspace admin whether they let " + all + " in"};
    checks.push_back(std::move(check));
  }
  checks.push_back(
      check_named("network policies of the account",
                  Finding::Unknown,
                  "dgctl cannot see them, nor whether PrivateLink shuts out the rest"));
  return checks;
}

Check check_clock(const Contact& contact) {
  Check check;
  check.topic = Topic::Clock;
  check.name = "this machine's clock";
  if (!contact.ahead) {
    check.finding = Finding::Unknown;
    check.text = "the workspace's answer bears no time to compare it with";
    return check;
  }
  // Tokens are renewed some minutes before they end; a minute is far from that.
  constexpr std::chrono::seconds kGood{60};
  const std::int64_t off = contact.ahead->count();
  if (std::chrono::abs(*contact.ahead) <= kGood) {
    check.text = "within a minute of the workspace's";
    return check;
  }
  check.finding = Finding::Warning;
  check.text = std::to_string(off < 0 ? -off : off) + " s " + (off < 0 ? "behind" : "ahead of") +
               " the workspace's: tokens, secrets and exceptions end at another time than they "
               "seem to";
  check.steps = {"set the clock, by NTP for instance"};
  return check;
}

}  // namespace dgctl::engine
