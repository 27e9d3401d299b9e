#include <map>

#include "providers/sim/assignments.h"
#include "providers/sim/find.h"
#include "providers/sim/handlers.h"

namespace dgctl::providers::sim {
namespace {

bool is_same(const Place& a, const Place& b) { return &securable(a) == &securable(b); }

/// Whether what is granted on `from` is listed for `place`. Memberships are not looked into.
bool reaches(const State& state,
             const Place& place,
             const Place& from,
             const std::string& privilege) {
  if (is_same(place, from)) return true;
  if (has_legacy_privileges(state)) return false;
  // Whether gates such as USE_CATALOG are listed below the catalog is UNVERIFIED.
  return state.switches.effective_gates || is_applicable(taker(place), privilege, false);
}

Json privilege_json(const Place& place, const Place& from, const std::string& privilege) {
  Members body;
  put(body, "privilege", privilege);
  if (!is_same(place, from)) {
    put(body, "inherited_from_type", std::string(kind_code(from)));
    put(body, "inherited_from_name", full_name(from));
  }
  return Json{std::move(body)};
}

/// The place and what it stands in, from inside out.
std::vector<Place> levels(const Place& place) {
  std::vector<Place> out{place};
  while (out.back().schema != nullptr) out.push_back(parent(out.back()));
  return out;
}

}  // namespace

Response get_effective_permissions(State& state, const Call& call) {
  const Place place = find_securable(state, call, call.parts[0], call.parts[1]);
  const Readable readable = readable_grants(state, call, place);
  std::map<std::string, Assignment> found;
  for (const Place& from : levels(place)) {
    for (const auto& [principal, privileges] : securable(from).grants) {
      if (!is_readable(readable, call.asker, principal)) continue;
      for (const std::string& privilege : privileges) {
        if (!reaches(state, place, from, privilege)) continue;
        Assignment& assignment =
            found.try_emplace(principal, assignment_of(state, principal)).first->second;
        assignment.privileges.push_back(privilege_json(place, from, privilege));
      }
    }
  }
  std::vector<Assignment> assignments;
  assignments.reserve(found.size());
  for (auto& [principal, assignment] : found) assignments.push_back(std::move(assignment));
  return assignments_answer(state, call, std::move(assignments));
}

}  // namespace dgctl::providers::sim
