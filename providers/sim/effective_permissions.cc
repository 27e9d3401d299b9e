#include <map>

#include "providers/sim/find.h"
#include "providers/sim/handlers.h"
#include "providers/sim/inheritance.h"
#include "providers/sim/permission_lists.h"

namespace dgctl::providers::sim {
namespace {

Json privilege_json(const Place& place, const Place& from, const std::string& privilege) {
  Members body;
  put(body, "privilege", privilege);
  if (!is_same(place, from)) {
    put(body, "inherited_from_type", std::string(kind_code(from)));
    put(body, "inherited_from_name", full_name(from));
  }
  return Json{std::move(body)};
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
