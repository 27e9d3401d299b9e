#pragma once

#include <cstdint>

#include "providers/sim/state.h"

namespace dgctl::providers::sim {

/// Whether its time is over. One without an end lasts.
bool is_expired(const ClientSecret& secret, std::int64_t at_ms);

}  // namespace dgctl::providers::sim
