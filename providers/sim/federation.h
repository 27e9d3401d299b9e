#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "providers/sim/state.h"

namespace dgctl::providers::sim {

/// Why an ID token (a JWT, RFC 7519) does not prove to be whom one of the policies of a service
/// principal lets in, or "". At a time in milliseconds.
std::string why_not_federated(const State& state,
                              const ServicePrincipal& principal,
                              std::string_view id_token,
                              std::int64_t at_ms);

}  // namespace dgctl::providers::sim
