#pragma once

#include <string>
#include <vector>

#include "providers/sim/place.h"

// What is granted above and reaches further down.

namespace dgctl::providers::sim {

/// The place and what it stands in, from inside out.
std::vector<Place> levels(const Place& place);

bool is_same(const Place& a, const Place& b);

/// Whether what is granted on `from` is listed for `place`. Memberships are not looked into.
bool reaches(const State& state,
             const Place& place,
             const Place& from,
             const std::string& privilege);

}  // namespace dgctl::providers::sim
