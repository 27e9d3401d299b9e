#pragma once

#include "engine/edges/clock.h"
#include "engine/edges/ids.h"

namespace dgctl::providers {

/// The time of this machine.
class SystemClock : public engine::Clock {
 public:
  [[nodiscard]] std::chrono::system_clock::time_point now() const override;
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override;
  bool sleep(std::chrono::milliseconds time, std::stop_token stop) override;
};

/// Random ids of the kernel's. Throws engine::Error if it gives none.
class SystemIds : public engine::Ids {
 public:
  std::string uuid() override;
};

/// A seed for what need not be secret: the jitter of retries.
std::uint64_t random_seed();

}  // namespace dgctl::providers
