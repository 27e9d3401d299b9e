#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <mutex>

namespace dgctl::cmd {

/// Lets so many through a second, and as many at once after a second without any.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `per_second`: 0 for as many as come.
  explicit RateLimit(std::int64_t per_second) : per_second_(static_cast<double>(per_second)) {}

  /// 0: let through. Else after how many whole seconds it would be.
  std::int64_t wait_s(Time now) {
    if (per_second_ <= 0) return 0;
    const std::lock_guard guard(mutex_);
    const double gone_s = is_new_ ? 1.0 : std::chrono::duration<double>(now - last_).count();
    is_new_ = false;
    last_ = now;
    left_ = std::min(per_second_, left_ + std::max(gone_s, 0.0) * per_second_);
    if (left_ >= 1) {
      left_ -= 1;
      return 0;
    }
    return std::max<std::int64_t>(1, std::llround(std::ceil((1 - left_) / per_second_)));
  }

 private:
  std::mutex mutex_;
  double per_second_;
  double left_ = 0;
  bool is_new_ = true;
  Time last_;
};

}  // namespace dgctl::cmd
