#pragma once

#include <cstdint>
#include <stop_token>

#include "providers/transport/transport.h"

namespace dgctl::providers {

/// What requests to one host are made with. Safe to use from several threads at once.
class Credentials {
 public:
  virtual ~Credentials() = default;
  /// Adds headers that prove who asks, and returns the number of that proof. Throws ProviderError
  /// where none can be had, StoppedError when asked to stop.
  virtual std::uint64_t authorize(Request& request, const std::stop_token& stop) = 0;
  /// That proof was refused: whether the next request is made with another.
  virtual bool renew(std::uint64_t refused) = 0;
};

}  // namespace dgctl::providers
