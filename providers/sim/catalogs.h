#pragma once

#include "providers/sim/call.h"
#include "providers/sim/place.h"

namespace dgctl::providers::sim {

/// A catalog as answers show it to the asker.
Members catalog_body(State& state, const Call& call, const Place& place);

}  // namespace dgctl::providers::sim
