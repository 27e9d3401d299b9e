#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>

#include "engine/edges/clock.h"
#include "providers/transport/transport.h"

namespace dgctl::providers {

/// Sends again what may be sent again: what was refused because of a limit, what could not be
/// taken, and, where twice does what once does, what failed by itself or was not heard; a broken
/// answer kBrokenTries times at most. Waits what
/// the server asks for, and else exponentially with full jitter; gives up after kWaitsInAll, and
/// after kWaitsUnheard while there was no answer to anything yet.
class RetryingTransport : public Transport {
 public:
  /// `seed` decides the jitter; 0 takes the longest wait each time, so that runs are reproducible.
  RetryingTransport(Transport& inner, engine::Clock& clock, std::uint64_t seed);

  Response send(const Request& request, std::stop_token stop) override;

  static constexpr std::chrono::milliseconds kFirstWait{500};
  static constexpr std::chrono::milliseconds kLongestWait{30'000};
  static constexpr std::chrono::milliseconds kWaitsInAll{300'000};
  static constexpr std::chrono::milliseconds kWaitsUnheard{3'000};
  static constexpr int kBrokenTries = 4;

 private:
  struct Tried {
    bool heard = false;
    Response response;  ///< if heard
    std::string why;    ///< another try is needed
    std::optional<std::chrono::milliseconds>
        least_wait;  ///< before another try; nothing: it ends here
  };
  /// Throws TransportError unless another try may follow; `broken` counts answers that are no HTTP.
  Tried try_once(const Request& request, bool may_wait, int& broken, const std::stop_token& stop);
  std::chrono::milliseconds jittered(std::chrono::milliseconds longest);

  Transport& inner_;
  engine::Clock& clock_;
  std::mutex mutex_;
  std::mt19937_64 random_;
  bool jitters_;
  std::atomic<bool> was_heard_ = false;  ///< the host has answered something
};

}  // namespace dgctl::providers
