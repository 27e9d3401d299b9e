#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace dgctl::providers {

/// How much of one kind of requests a server takes, as it has answered so far: how many may be on
/// their way at once, and, once it has refused one, how many may begin in a second. A value without
/// clock or thread: the times are the caller's.
///
/// The width doubles each round trip until the server refuses, is halved then, and grows by one a
/// round trip from there. Width alone cannot keep to a limit of requests per second that is lower
/// than what one after the other makes, so from the first refusal on there is a rate as well: nine
/// tenths of what the server took in the second before, growing slowly, and faster the longer no
/// other refusal comes.
class Window {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// 1 <= first <= most.
  Window(std::size_t first, std::size_t most);

  /// What a request carries from its beginning to its answer.
  struct Ticket {
    std::uint64_t refusals = 0;  ///< that were known when it began
  };

  /// Whether another may have a place besides those that have one.
  [[nodiscard]] bool has_place() const { return places_ < width_; }
  void take_place() { ++places_; }
  void leave_place() { --places_; }

  /// When the next may begin, at the earliest.
  [[nodiscard]] Time next(Time now) const;
  /// One that has a place begins.
  Ticket begin(Time now);

  /// It was answered, with whatever is no refusal.
  void taken(const Ticket& ticket, Time now);
  /// It was refused because too many were on their way.
  void crowded(const Ticket& ticket);
  /// It was refused because of a limit; `retry_after`: what the server said.
  void refused(const Ticket& ticket,
               Time now,
               std::optional<std::chrono::milliseconds> retry_after);

  [[nodiscard]] std::size_t width() const { return width_; }
  /// Requests a second; nothing before the first refusal.
  [[nodiscard]] std::optional<double> rate() const { return rate_; }

 private:
  void narrow();
  void forget_old(Time now);
  void grow_width();
  void grow_rate(Time now);

  std::size_t width_, most_;
  std::size_t places_ = 0;
  std::size_t answers_ = 0;  ///< since the width last changed
  bool doubles_ = true;
  std::uint64_t refusals_ = 0;  ///< that changed something
  std::optional<double> rate_;
  double growth_ = 0;       ///< of the rate, in the second that runs
  Time second_began_{};     ///< of that growth
  bool was_held_ = false;   ///< the rate held a request back in that second
  std::deque<Time> taken_;  ///< in the last second
  Time next_{};             ///< when another may begin, by the rate
  Time pause_{};            ///< and by what the server said
};

}  // namespace dgctl::providers
