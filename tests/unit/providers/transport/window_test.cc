#include "providers/transport/window.h"

#include <cmath>
#include <functional>
#include <queue>

#include "tests/support/catch.h"

namespace dgctl::providers::window_test {
namespace {

using namespace std::chrono_literals;
using Time = Window::Time;

constexpr Time kBegin{std::chrono::seconds(1000)};

/// A round trip of as many requests as fit.
void round_trip(Window& window, Time now) {
  std::vector<Window::Ticket> tickets;
  while (window.has_place()) {
    window.take_place();
    tickets.push_back(window.begin(now));
  }
  for (const Window::Ticket& ticket : tickets) {
    window.leave_place();
    window.taken(ticket, now);
  }
}

TEST_CASE("the width doubles each round trip up to the limit", "[window]") {
  Window window(4, 16);
  std::vector<std::size_t> widths;
  for (int n = 0; n < 4; ++n) {
    widths.push_back(window.width());
    round_trip(window, kBegin);
  }
  CHECK(widths == std::vector<std::size_t>{4, 8, 16, 16});
  CHECK_FALSE(window.rate());
  CHECK(Window(4, 1).width() == 1);
  CHECK(Window(2, 4).width() == 2);
}

TEST_CASE("a refusal halves the width and it grows by one a round trip from there", "[window]") {
  const bool is_crowded = GENERATE(false, true);
  Window window(16, 16);
  const Window::Ticket ticket = window.begin(kBegin);
  is_crowded ? window.crowded(ticket) : window.refused(ticket, kBegin, std::nullopt);
  CHECK(window.width() == 8);
  CHECK(window.rate().has_value() != is_crowded);
  for (const std::size_t expected : {9UL, 10UL, 11UL}) {
    round_trip(window, kBegin);
    CHECK(window.width() == expected);
  }
}

TEST_CASE("the refusals of one volley count once", "[window]") {
  Window window(16, 16);
  std::vector<Window::Ticket> volley;
  for (int n = 0; n < 8; ++n) volley.push_back(window.begin(kBegin));
  for (const Window::Ticket& ticket : volley) window.refused(ticket, kBegin, std::nullopt);
  CHECK(window.width() == 8);
  // What was taken of it says nothing about the new width either.
  for (int n = 0; n < 100; ++n) window.taken(volley.front(), kBegin);
  CHECK(window.width() == 8);
  window.refused(window.begin(kBegin + 1s), kBegin + 1s, std::nullopt);
  CHECK(window.width() == 4);
  for (int n = 0; n < 10; ++n) window.crowded(window.begin(kBegin));
  CHECK(window.width() == 1);
}

TEST_CASE("after a refusal as many begin in a second as were taken in the last", "[window]") {
  Window window(16, 16);
  for (int n = 0; n < 20; ++n) window.taken(window.begin(kBegin), kBegin);
  window.refused(window.begin(kBegin), kBegin + 10ms, std::nullopt);
  REQUIRE(window.rate());
  CHECK(std::abs(*window.rate() - 18) < 0.001);
  Time now = window.next(kBegin + 10ms);
  CHECK(now > kBegin + 10ms);
  int begun = 0;
  const Time end = kBegin + 10ms + 2s;
  while (now < end) {
    window.begin(now);
    ++begun;
    now = window.next(now);
  }
  CHECK(begun >= 35);
  CHECK(begun <= 38);
}

TEST_CASE("what the server asks to wait all wait and nobody longer than half a minute",
          "[window]") {
  Window window(4, 16);
  window.refused(window.begin(kBegin), kBegin, 3000ms);
  CHECK(window.next(kBegin) == kBegin + 3s);
  CHECK(window.next(kBegin + 4s) == kBegin + 4s);
  window.refused(window.begin(kBegin), kBegin, std::chrono::hours(24));
  CHECK(window.next(kBegin) == kBegin + 30s);
}

/// A server with a bucket of permits that fills at a rate.
struct Bucket {
  double per_second, most, left;
  Time last = kBegin;

  bool take(Time now) {
    left = std::min(most, left + std::chrono::duration<double>(now - last).count() * per_second);
    last = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  }
};

struct Outcome {
  int sent = 0, refused = 0;
  double seconds = 0;
};

/// So many requests of 16 workers to such a server, in the time of a queue of events.
class Simulation {
 public:
  Simulation(Bucket bucket, std::optional<std::chrono::milliseconds> retry_after)
      : bucket_(bucket), retry_after_(retry_after) {}

  Outcome run(int requests) {
    left_ = requests;
    for (int worker = 0; worker < 16; ++worker) another();
    serve(kBegin);
    while (!events_.empty()) {
      const Event event = events_.top();
      events_.pop();
      event.happens(event.at);
      serve(event.at);
    }
    return outcome_;
  }

 private:
  struct Event {
    Time at;
    std::function<void(Time)> happens;
    bool operator<(const Event& other) const { return at > other.at; }
  };
  using Wait = std::chrono::milliseconds;

  void another() {
    if (left_ == 0) return;
    --left_;
    waiting_.push_back(500ms);
  }

  /// All that may begin now does; for the next a look is planned.
  void serve(Time now) {
    while (!waiting_.empty() && window_.has_place()) {
      const Time at = window_.next(now);
      if (at > now) {
        events_.push({at, [](Time) {}});
        return;
      }
      window_.take_place();
      send(now, waiting_.front());
      waiting_.pop_front();
    }
  }

  void send(Time now, Wait backoff) {
    const Window::Ticket ticket = window_.begin(now);
    ++outcome_.sent;
    events_.push({now + 10ms, [=, this](Time arrived) {
                    const bool takes = bucket_.take(arrived);
                    events_.push({arrived + 10ms, [=, this](Time answered) {
                                    window_.leave_place();
                                    takes ? taken(ticket, answered)
                                          : refused(ticket, answered, backoff);
                                  }});
                  }});
  }

  void taken(const Window::Ticket& ticket, Time now) {
    window_.taken(ticket, now);
    outcome_.seconds = std::chrono::duration<double>(now - kBegin).count();
    another();
  }

  void refused(const Window::Ticket& ticket, Time now, Wait backoff) {
    ++outcome_.refused;
    window_.refused(ticket, now, retry_after_);
    // Half of the longest wait, as the jitter makes it on average.
    const Wait wait = std::max(retry_after_.value_or(0ms), backoff / 2);
    events_.push({now + wait, [=, this](Time) { waiting_.push_back(backoff * 2); }});
  }

  Window window_{4, 16};
  Bucket bucket_;
  std::optional<std::chrono::milliseconds> retry_after_;
  std::priority_queue<Event> events_;
  std::deque<Wait> waiting_;
  int left_ = 0;
  Outcome outcome_;
};

TEST_CASE("a server that takes few requests a second is kept busy and refuses few", "[window]") {
  const double per_second = GENERATE(15, 50, 200);
  const bool says_when = GENERATE(false, true);
  constexpr int kRequests = 1000;
  INFO(per_second << " a second, " << (says_when ? "with" : "without") << " Retry-After");
  std::optional<std::chrono::milliseconds> retry_after;
  if (says_when) retry_after = 1000ms;
  Simulation simulation({per_second, per_second, per_second}, retry_after);
  const Outcome outcome = simulation.run(kRequests);
  const double allowed_s = (kRequests - per_second) / per_second;
  INFO(outcome.refused << " of " << outcome.sent << " refused, " << outcome.seconds << " s for "
                       << allowed_s);
  CHECK(outcome.sent - outcome.refused == kRequests);
  CHECK(outcome.refused * 20 < outcome.sent);
  if (per_second < 200) CHECK(outcome.seconds < 1.2 * allowed_s);
}

TEST_CASE("a limit that is lifted is forgotten", "[window]") {
  Window window(16, 16);
  window.refused(window.begin(kBegin), kBegin, std::nullopt);
  Time now = kBegin;
  for (const Time end = kBegin + 60s; window.rate() && now < end;) {
    now = window.next(now);
    window.taken(window.begin(now), now);
  }
  CHECK_FALSE(window.rate());
  CHECK(now > kBegin + 5s);
}

}  // namespace
}  // namespace dgctl::providers::window_test
