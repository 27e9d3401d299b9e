#include "providers/transport/pacing.h"

#include "providers/transport/telling.h"
#include "tests/support/catch.h"

namespace dgctl::providers::pacing_test {
namespace {

/// Time that passes only while somebody sleeps.
class SleptTime : public engine::Clock {
 public:
  [[nodiscard]] std::chrono::system_clock::time_point now() const override { return {}; }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return time_; }
  bool sleep(std::chrono::milliseconds time, std::stop_token stop) override {
    if (stop.stop_requested()) return false;
    time_ += time;
    return true;
  }

 private:
  std::chrono::steady_clock::time_point time_{std::chrono::hours(1)};
};

class Answering : public Transport {
 public:
  explicit Answering(engine::Clock& clock) : clock_(clock) {}
  std::vector<std::chrono::steady_clock::time_point> sent;
  Response send(const Request& /*request*/, std::stop_token /*stop*/) override {
    sent.push_back(clock_.steady());
    return {204, {}, "body"};
  }

 private:
  engine::Clock& clock_;
};

TEST_CASE("requests are sent evenly and never more often than was said", "[pacing]") {
  SleptTime clock;
  Answering inner(clock);
  PacingTransport pacing(inner, clock, 4);
  for (int i = 0; i < 9; ++i) pacing.send({}, {});
  for (std::size_t i = 1; i < inner.sent.size(); ++i) {
    CHECK(inner.sent[i] - inner.sent[i - 1] == std::chrono::milliseconds(250));
  }
  clock.sleep(std::chrono::seconds(5), {});
  const auto late = clock.steady();
  pacing.send({}, {});
  CHECK(inner.sent.back() == late);  // what was not used is not made up for
}

TEST_CASE("who said nothing waits for nothing", "[pacing]") {
  SleptTime clock;
  Answering inner(clock);
  PacingTransport pacing(inner, clock, 0);
  for (int i = 0; i < 3; ++i) pacing.send({}, {});
  CHECK(inner.sent.front() == inner.sent.back());
}

TEST_CASE("a stop ends the wait for a turn", "[pacing]") {
  SleptTime clock;
  Answering inner(clock);
  PacingTransport pacing(inner, clock, 1);
  std::stop_source source;
  pacing.send({}, source.get_token());
  source.request_stop();
  CHECK_THROWS_AS(pacing.send({}, source.get_token()), engine::StoppedError);
  CHECK(inner.sent.size() == 1);
}

TEST_CASE("a request is told with its answer and without its body", "[telling]") {
  SleptTime clock;
  Answering inner(clock);
  TellingTransport telling(inner, clock);
  std::string told;
  telling.tell([&](const std::string& line) { told += line + "\n"; });
  Request request;
  request.path = "/api/2.0/x";
  request.body = "secret";
  telling.send(request, {});
  CHECK(told == "GET /api/2.0/x 204 0ms\n");
}

}  // namespace
}  // namespace dgctl::providers::pacing_test
