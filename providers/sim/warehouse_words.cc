#include <algorithm>
#include <array>

#include "providers/sim/warehouses.h"

namespace dgctl::providers::sim {
namespace {

using Words = std::vector<std::string>;

const Words& cluster_sizes() {
  static const Words kWords{"2X-Small",
                            "X-Small",
                            "Small",
                            "Medium",
                            "Large",
                            "X-Large",
                            "2X-Large",
                            "3X-Large",
                            "4X-Large",
                            "5X-Large"};
  return kWords;
}

std::string listed(const Words& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string cluster_problem(const Warehouse& warehouse) {
  constexpr std::int64_t kMostAtLeast = 30;
  constexpr std::int64_t kMost = 40;
  const std::int64_t least = warehouse.min_num_clusters;
  const std::int64_t most = warehouse.max_num_clusters;
  if (least < 1 || least > kMostAtLeast) return "min_num_clusters is not between 1 and 30";
  if (most > kMost) return "max_num_clusters is above 40";
  if (most < least) return "max_num_clusters is below min_num_clusters";
  return {};
}

}  // namespace

const Words& warehouse_types() {
  static const Words kWords{"PRO", "CLASSIC"};
  return kWords;
}

const Words& spot_instance_policies() {
  static const Words kWords{"COST_OPTIMIZED", "RELIABILITY_OPTIMIZED"};
  return kWords;
}

const Words& warehouse_channels() {
  static const Words kWords{"CHANNEL_NAME_CURRENT",
                            "CHANNEL_NAME_PREVIEW",
                            "CHANNEL_NAME_PREVIOUS",
                            "CHANNEL_NAME_CUSTOM"};
  return kWords;
}

const Words& warehouse_levels() {
  static const Words kWords{"CAN_VIEW", "CAN_MONITOR", "CAN_USE", "CAN_MANAGE", "IS_OWNER"};
  return kWords;
}

const char* default_warehouse_type(bool is_serverless) { return is_serverless ? "PRO" : "CLASSIC"; }

std::string warehouse_problem(const Warehouse& warehouse, bool takes_short_auto_stop) {
  constexpr std::size_t kLongestName = 99;
  constexpr std::size_t kMostTags = 44;
  constexpr std::int64_t kShortest = 10;
  const Words& sizes = cluster_sizes();
  if (warehouse.name.size() > kLongestName) return "name has 100 characters or more";
  if (std::find(sizes.begin(), sizes.end(), warehouse.cluster_size) == sizes.end()) {
    return "cluster_size '" + warehouse.cluster_size + "' is none of " + listed(sizes);
  }
  if (std::string problem = cluster_problem(warehouse); !problem.empty()) return problem;
  const bool is_short = warehouse.auto_stop_mins > 0 && warehouse.auto_stop_mins < kShortest;
  if (is_short && !(takes_short_auto_stop && warehouse.enable_serverless_compute)) {
    return "auto_stop_mins is neither 0 nor 10 or more";
  }
  if (warehouse.enable_serverless_compute && warehouse.warehouse_type != "PRO") {
    return "enable_serverless_compute needs warehouse_type PRO";
  }
  if (warehouse.channel == "CHANNEL_NAME_CUSTOM" && warehouse.dbsql_version.empty()) {
    return "channel CHANNEL_NAME_CUSTOM needs a dbsql_version";
  }
  if (warehouse.tags.size() > kMostTags) return "there are 45 custom_tags or more";
  return {};
}

bool is_warehouse_id(std::string_view id) {
  constexpr std::size_t kDigits = 16;
  return id.size() == kDigits && id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string state_at(const Warehouse& warehouse, std::int64_t at_ms) {
  if (warehouse.settles_at_ms == 0 || at_ms < warehouse.settles_at_ms) return warehouse.state;
  if (warehouse.state == "STARTING") return "RUNNING";
  return warehouse.state == "STOPPING" ? "STOPPED" : warehouse.state;
}

void start(Warehouse& warehouse, const Switches& switches, std::int64_t at_ms) {
  constexpr std::int64_t kSecondMs = 1000;
  const std::string state = state_at(warehouse, at_ms);
  if (state == "RUNNING" || state == "STARTING") return;
  warehouse.state = "STARTING";
  warehouse.settles_at_ms = at_ms + switches.warehouse_start_s * kSecondMs;
}

bool may(const Warehouse& warehouse, const Asker& asker, WarehouseNeed need) {
  if (asker.workspace_admin) return true;
  return std::any_of(warehouse.acl.begin(), warehouse.acl.end(), [&](const auto& entry) {
    const auto& [principal, level] = entry;
    if (!is_one_of(asker, principal) && principal != kUsers) return false;
    if (need == WarehouseNeed::See || level == "CAN_MANAGE" || level == "IS_OWNER") return true;
    return need == WarehouseNeed::Use && level != "CAN_VIEW";
  });
}

Warehouse& find_warehouse(State& state, const Call& call, WarehouseNeed need) {
  return find_warehouse(state, call.asker, call.parts[0], need);
}

Warehouse& find_warehouse(State& state,
                          const Asker& asker,
                          const std::string& id,
                          WarehouseNeed need) {
  if (!is_warehouse_id(id)) throw invalid(id + " is not a valid endpoint id.");
  const auto found = state.warehouses.find(id);
  if (found == state.warehouses.end()) {
    throw not_found("RESOURCE_DOES_NOT_EXIST", "SQL warehouse " + id + " does not exist.");
  }
  if (!may(found->second, asker, need)) {
    constexpr std::array kWords{"see", "use", "manage"};
    throw denied("'" + asker.name + "' may not " + kWords.at(static_cast<std::size_t>(need)) +
                 " SQL warehouse " + id + ".");
  }
  return found->second;
}

std::string owner_of(const Warehouse& warehouse) {
  for (const auto& [principal, level] : warehouse.acl) {
    if (level == "IS_OWNER") return principal;
  }
  return {};
}

}  // namespace dgctl::providers::sim
