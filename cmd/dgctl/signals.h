#pragma once

#include <atomic>
#include <chrono>
#include <stop_token>
#include <string>
#include <thread>

namespace dgctl::cmd {

/// What a terminal clears the line with that is drawn on it.
inline constexpr const char* kClearLine = "\r\x1b[K";

/// Turns SIGINT, SIGTERM and the end of --timeout into a stop: the first asks, the second ends the
/// process at once. Until a command listens, the first ends it at once. Made before any other
/// thread, since threads inherit what is blocked.
class Signals {
 public:
  /// Where the system cannot watch, signals stay what they are, and listen() and end_after() throw
  /// Error: what listens to nothing gets along without.
  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

  /// From now on the first signal asks.
  std::stop_token listen();
  /// Asks by itself after that time, in real time.
  void end_after(std::chrono::milliseconds time) const;
  /// Whether a line is drawn on the terminal, which what is said then takes the place of.
  void set_drawn(bool is_drawn) { is_drawn_ = is_drawn; }
  /// Whether it was the time that asked.
  [[nodiscard]] bool timed_out() const { return timed_out_; }

 private:
  void require_watched() const;
  void say(const std::string& text) const;
  void watch();
  void on_signal();
  void on_timeout();

  std::stop_source source_;
  std::atomic<bool> listens_ = false, timed_out_ = false, is_drawn_ = false;
  int signals_ = -1;     // readable when one came
  int timer_ = -1;       // readable when the time is over
  int ended_ = -1;       // readable when the command has ended
  std::string why_not_;  // what the system said in place of watching, or ""
  std::jthread watcher_;
};

}  // namespace dgctl::cmd
