#include "providers/sim/state.h"

#include "engine/edges/error.h"

namespace dgctl::providers::sim {

const Metastore& metastore_of(const State& state) {
  if (!state.metastore) throw engine::Error("this workspace has no metastore");
  return *state.metastore;
}

Metastore& metastore_of(State& state) {
  if (!state.metastore) throw engine::Error("this workspace has no metastore");
  return *state.metastore;
}

bool has_legacy_privileges(const State& state) {
  return state.metastore && state.metastore->privilege_model_version.starts_with("0.");
}

void index_memberships(State& state) {
  state.groups_of.clear();
  for (const auto& [name, group] : state.groups) {
    for (const std::string& member : group.members) state.groups_of[member].push_back(name);
  }
}

}  // namespace dgctl::providers::sim
