#pragma once

#include <span>
#include <string_view>

#include "providers/sim/call.h"
#include "providers/sim/state.h"

namespace dgctl::providers::sim {

struct Route {
  Method method;
  std::string_view path;        ///< {} stands for one part
  std::string_view parameters;  ///< of the query, with spaces between
  Response (*handle)(State&, const Call&);
};

/// All that the workspace serves, its account included.
std::span<const Route> routes();

/// What a path belongs to, whether it is served or not.
Plane plane_of(std::string_view path);

/// Whether errors of that path are SCIM's.
bool is_scim(std::string_view path);

/// Whether a request asks for a token: it says who asks in its own way, and changes nothing.
bool is_token_request(Method method, std::string_view target);

}  // namespace dgctl::providers::sim
