#pragma once

#include "providers/sim/refusal.h"
#include "providers/transport/transport.h"

namespace dgctl::providers::sim {

/// {"error", "error_description"} (RFC 6749), as requests for a token are refused.
Response oauth_error_answer(const Refusal& refusal);

}  // namespace dgctl::providers::sim
