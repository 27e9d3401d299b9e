#include "providers/transport/window.h"

#include <algorithm>

namespace dgctl::providers {
namespace {

using std::chrono::duration;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kSecond{1};
constexpr double kAfterRefusal = 0.9;  // of what the server has shown to take
constexpr double kGuessGrowth = 0.25;  // of the first rate, which is a guess, in a second
constexpr double kFirstGrowth = 0.02;  // of a rate that was measured, in a second without a refusal
constexpr double kGrowthOfGrowth = 1.4;         // what was no limit of the rate is soon forgotten
constexpr std::chrono::milliseconds kLag{100};  // so much of a second may be made up for
constexpr double kMostGrowth = 1.0;
constexpr double kNoLimit = 2000;  // requests a second: more than can be sent
constexpr double kSlowest = 0.5;   // requests a second
constexpr milliseconds kLongestPause{30'000};

Clock::duration apart(double rate) {
  return duration_cast<Clock::duration>(duration<double>(1.0 / rate));
}

}  // namespace

Window::Window(std::size_t first, std::size_t most) : width_(std::min(first, most)), most_(most) {}

Window::Time Window::next(Time now) const { return std::max({now, next_, pause_}); }

Window::Ticket Window::begin(Time now) {
  if (rate_) {
    was_held_ = was_held_ || next_ > now - apart(*rate_);
    next_ = std::max(next_, now - kLag) + apart(*rate_);
  }
  return {refusals_};
}

void Window::forget_old(Time now) {
  while (!taken_.empty() && taken_.front() <= now - kSecond) taken_.pop_front();
}

void Window::grow_width() {
  if (++answers_ < width_) return;
  answers_ = 0;
  width_ = std::min(most_, doubles_ ? width_ * 2 : width_ + 1);
}

void Window::grow_rate(Time now) {
  if (!rate_ || now - second_began_ < kSecond) return;
  // Who asks for less than it may has learnt nothing about the limit.
  if (was_held_) {
    *rate_ *= 1 + growth_;
    growth_ = std::min(growth_ * kGrowthOfGrowth, kMostGrowth);
    if (*rate_ > kNoLimit) rate_.reset();
  }
  was_held_ = false;
  second_began_ = now;
}

void Window::taken(const Ticket& ticket, Time now) {
  forget_old(now);
  taken_.push_back(now);
  // What began before a refusal says nothing about what was changed then.
  if (ticket.refusals != refusals_) return;
  grow_width();
  grow_rate(now);
}

void Window::narrow() {
  ++refusals_;
  doubles_ = false;
  answers_ = 0;
  width_ = std::max<std::size_t>(1, width_ / 2);
}

void Window::crowded(const Ticket& ticket) {
  if (ticket.refusals == refusals_) narrow();
}

void Window::refused(const Ticket& ticket, Time now, std::optional<milliseconds> retry_after) {
  if (retry_after) pause_ = std::max(pause_, now + std::min(*retry_after, kLongestPause));
  if (ticket.refusals != refusals_) return;  // one of a volley is enough
  narrow();
  forget_old(now);
  const double shown = std::max(kSlowest, static_cast<double>(taken_.size()));
  growth_ = rate_ ? kFirstGrowth : kGuessGrowth;
  rate_ = kAfterRefusal * (rate_ ? std::min(*rate_, std::max(shown, *rate_ / 2)) : shown);
  second_began_ = now;
  was_held_ = false;
  next_ = std::max(next_, now + apart(*rate_));
}

}  // namespace dgctl::providers
