#pragma once

#include <algorithm>
#include <ctime>
#include <limits>

namespace dgctl::tests {

/// How many times as much of the processor's time this thread needs for the larger of two. What
/// else the machine does counts for little: not the time that passes is measured, and the least of
/// several tries. What is quadratic needs 64 times as much for 8 times as many.
template <class Small, class Large>
double growth(Small&& small, Large&& large) {
  const auto seconds = [](auto& action) {
    constexpr int kTries = 3;
    double least = std::numeric_limits<double>::max();
    for (int i = 0; i < kTries; ++i) {
      const auto now = [] {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
      };
      const double begun = now();
      action();
      least = std::min(least, now() - begun);
    }
    return least;
  };
  return seconds(large) / std::max(seconds(small), 1e-6);
}

}  // namespace dgctl::tests
