#pragma once

#include <stop_token>
#include <string>

#include "engine/model/secret.h"

namespace dgctl::engine {

/// Proves that a client secret works.
class Logins {
 public:
  virtual ~Logins() = default;
  /// Asks for a token, once, and forgets it. Throws ProviderError that never holds the secret:
  /// Unauthenticated where the workspace does not take it, as it may not for a moment after the
  /// secret was made.
  virtual void prove(const std::string& client_id, const Secret& secret, std::stop_token stop) = 0;
};

}  // namespace dgctl::engine
