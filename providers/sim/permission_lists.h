#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "providers/sim/call.h"
#include "providers/sim/place.h"

// What reading permissions and reading effective permissions have in common.

namespace dgctl::providers::sim {

/// The privileges of one principal, as an answer lists them.
struct Assignment {
  std::string principal;  ///< "": nobody has that id any more
  std::int64_t principal_id = 0;
  List privileges;  ///< strings, or objects where they say what they are inherited from
};

/// Whose grants on a securable a request reads.
struct Readable {
  bool everybodys = false;          ///< else those of the asker and its groups
  std::optional<std::string> only;  ///< the parameter `principal`, in its canonical form
};

/// Who may manage the grants reads everybody's. Throws Refusal for who may read none.
Readable readable_grants(const State& state, const Call& call, const Place& place);

bool is_readable(const Readable& readable, const Asker& asker, const std::string& principal);

Assignment assignment_of(const State& state, const std::string& principal);

/// The grants on the securable itself.
std::vector<Assignment> direct_assignments(const State& state,
                                           const Call& call,
                                           const Place& place,
                                           const Readable& readable);

/// {} where there are none. The principals come shuffled. A page holds all privileges of everyone
/// it mentions; max_results counts privileges.
Response assignments_answer(const State& state,
                            const Call& call,
                            std::vector<Assignment> assignments);

}  // namespace dgctl::providers::sim
