#pragma once

#include <cstdint>
#include <string>

#include "providers/sim/arrival.h"
#include "providers/sim/state.h"
#include "providers/transport/transport.h"

namespace dgctl::providers::sim {

/// A request with all that its answer depends on besides the state: who asks, and which and when it
/// is.
struct Message {
  Method method = Method::Get;
  std::string target;  ///< path and query
  std::string body;
  std::string who;  ///< a user or service principal of the state, or "": nobody known
  std::int64_t number = 0;
  std::int64_t at_ms = 0;
  std::string credentials;   ///< the header Authorization; written down nowhere
  std::string content_type;  ///< of a request for a token
  Arrival arrival;           ///< concerns no more than how it is answered
};

/// What the workspace answers. Equal states and messages give equal bytes and equal states. Never
/// throws for what a client does wrong, and what is refused changes nothing.
Response respond(State& state, const Message& message);

}  // namespace dgctl::providers::sim
