#pragma once

#include <stop_token>
#include <thread>

namespace dgctl::cmd {

/// Turns SIGINT and SIGTERM into a stop: the first asks, the second ends the process at once with
/// ExitCode::Cancelled. Made before any other thread, since threads inherit what is blocked.
class Signals {
 public:
  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

  [[nodiscard]] std::stop_token stop() const { return source_.get_token(); }

 private:
  void watch();

  std::stop_source source_;
  int signals_ = -1;  // readable when one came
  int ended_ = -1;    // readable when the command has ended
  std::jthread watcher_;
};

}  // namespace dgctl::cmd
