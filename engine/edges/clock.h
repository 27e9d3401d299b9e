#pragma once

#include <chrono>
#include <stop_token>

namespace dgctl::engine {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual std::chrono::system_clock::time_point now() const = 0;
  [[nodiscard]] virtual std::chrono::steady_clock::time_point steady() const = 0;
  /// False: asked to stop before the time was over.
  virtual bool sleep(std::chrono::milliseconds time, std::stop_token stop) = 0;
};

}  // namespace dgctl::engine
