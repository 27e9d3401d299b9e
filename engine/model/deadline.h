#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace dgctl::engine {

/// A stop that comes by itself after that time: for what is done once everything else was asked to
/// stop.
class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds time)
      : timer_([this, time](const std::stop_token& ended) {
          std::unique_lock lock(mutex_);
          over_.wait_for(lock, ended, time, [] { return false; });
          if (!ended.stop_requested()) source_.request_stop();
        }) {}
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
  std::mutex mutex_;
  std::condition_variable_any over_;
  std::jthread timer_;  // the last one: it ends before what it uses
};

}  // namespace dgctl::engine
