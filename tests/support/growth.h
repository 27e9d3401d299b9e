#pragma once

#include <algorithm>
#include <ctime>
#include <limits>

namespace dgctl::tests {

/// How much of the processor's time an action needs on this thread: the least of several tries.
template <class Action>
double seconds_of_work(Action& action) {
  const auto now = [] {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  constexpr int kTries = 3;
  double least = std::numeric_limits<double>::max();
  for (int i = 0; i < kTries; ++i) {
    const double begun = now();
    action();
    least = std::min(least, now() - begun);
  }
  return least;
}

/// How many times as much work the larger of two is, whatever the machine and whatever else it
/// does. For 8 times as many, what is quadratic needs 64 times as much.
template <class Small, class Large>
double growth(Small small, Large large) {
  return seconds_of_work(large) / std::max(seconds_of_work(small), 1e-6);
}

}  // namespace dgctl::tests
