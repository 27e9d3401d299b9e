#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>
#include <vector>

#include "providers/curl/exchange.h"

namespace dgctl::providers {

/// Drives exchanges over shared connections, on a thread of its own. (libcurl 7.88 cannot share
/// connections between threads in any other way.)
class Loop {
 public:
  /// `most`: so many exchanges, and connections, at once.
  explicit Loop(std::size_t most);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  /// When nobody is in run() any more.
  ~Loop();

  enum class Ran { Through, OutOfTime, Stopped };
  /// Waits until the exchange is over, the time is, or it is asked to stop. The exchange is
  /// nobody's any more afterwards.
  Ran run(Exchange& exchange,
          std::chrono::steady_clock::time_point deadline,
          const std::stop_token& stop);

  /// A handle of libcurl (CURL*), in its first state.
  void* acquire();
  void release(void* easy);

 private:
  void drive();
  bool start();
  bool finish_answered();
  void finish(Exchange& exchange);
  void wake();

  void* multi_;
  std::size_t most_;
  std::mutex mutex_;
  bool is_ending_ = false;
  std::deque<Exchange*> waiting_;
  std::set<Exchange*> given_up_;
  std::vector<void*> idle_;
  std::set<Exchange*> running_;  ///< the loop's thread's own
  std::thread thread_;
};

}  // namespace dgctl::providers
