#include "engine/plan/pins.h"

namespace dgctl::engine {
namespace {

/// One id, and what it is pinned to; "": to nothing.
struct Pinned {
  std::string what, is, configured, recorded;
};

std::string difference(const Pinned& id, const std::string& host) {
  const auto differs = [&](const std::string& pin, const std::string& who) {
    if (pin.empty() || lower_case(id.is) == lower_case(pin)) return std::string();
    return host + " answers as " + id.what + " " + id.is + "; the " + who + " is pinned to " + pin;
  };
  const std::string configured = differs(id.configured, "configuration");
  return configured.empty() ? differs(id.recorded, "state") : configured;
}

std::string number(std::int64_t id) { return id == 0 ? std::string() : std::to_string(id); }

/// What a state pins.
Pins pins_of(const State& state) { return state.lineage.empty() ? Pins() : state.pins; }

}  // namespace

std::string pin_difference(const WorkspaceIds& ids,
                           const DesiredWorkspace& wanted,
                           const State& state) {
  const Pins pins = pins_of(state);
  std::string workspace = difference({"workspace_id",
                                      std::to_string(ids.workspace_id),
                                      number(wanted.workspace_id.value_or(0)),
                                      number(pins.workspace_id)},
                                     wanted.host);
  if (!workspace.empty()) return workspace;
  return difference(
      {"metastore_id", ids.metastore_id, wanted.metastore_id.value_or(""), pins.metastore_id},
      wanted.host);
}

std::string pin_difference(const AccountId& account,
                           const DesiredWorkspace& wanted,
                           const State& state) {
  return difference(
      {"account_id", account.account_id, wanted.account_id.value_or(""), pins_of(state).account_id},
      wanted.host);
}

}  // namespace dgctl::engine
