#pragma once

#include <mutex>

#include "engine/edges/clock.h"
#include "providers/transport/transport.h"

namespace dgctl::providers {

/// Sends at most so many requests a second, evenly, for who must leave room for others.
class PacingTransport : public Transport {
 public:
  /// `per_second`: 0 for as many as come.
  PacingTransport(Transport& inner, engine::Clock& clock, std::size_t per_second);

  Response send(const Request& request, std::stop_token stop) override;

 private:
  [[nodiscard]] std::chrono::milliseconds wait_for_turn();

  Transport& inner_;
  engine::Clock& clock_;
  std::chrono::microseconds apart_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point next_;  ///< when the next may be sent
};

}  // namespace dgctl::providers
