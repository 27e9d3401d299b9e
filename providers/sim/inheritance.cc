#include "providers/sim/inheritance.h"

namespace dgctl::providers::sim {

std::vector<Place> levels(const Place& place) {
  std::vector<Place> out{place};
  while (out.back().schema != nullptr) out.push_back(parent(out.back()));
  return out;
}

bool is_same(const Place& a, const Place& b) { return &securable(a) == &securable(b); }

bool reaches(const State& state,
             const Place& place,
             const Place& from,
             const std::string& privilege) {
  if (is_same(place, from)) return true;
  if (has_legacy_privileges(state)) return false;
  // Whether gates such as USE_CATALOG are listed below the catalog is UNVERIFIED.
  return state.switches.effective_gates || is_applicable(taker(place), privilege, false);
}

}  // namespace dgctl::providers::sim
