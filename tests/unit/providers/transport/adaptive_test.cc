#include "providers/transport/adaptive.h"

#include <atomic>
#include <condition_variable>
#include <thread>

#include "tests/support/catch.h"
#include "tests/support/memory_stores.h"

namespace dgctl::providers::adaptive_test {
namespace {

Request get(const std::string& path) {
  Request request;
  request.path = path;
  return request;
}

/// Holds each request until it is let go, or the stop.
class Holding : public Transport {
 public:
  Response send(const Request& /*request*/, std::stop_token stop) override {
    std::unique_lock lock(mutex_);
    ++held_;
    changed_.notify_all();
    if (!changed_.wait(lock, stop, [&] { return goes_; })) throw engine::StoppedError("stopped");
    --held_;
    return {200, {}, "{}"};
  }
  void wait_for(std::size_t many) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return held_ == many; });
  }
  void let_go() {
    const std::scoped_lock lock(mutex_);
    goes_ = true;
    changed_.notify_all();
  }
  std::size_t held() {
    const std::scoped_lock lock(mutex_);
    return held_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::size_t held_ = 0;
  bool goes_ = false;
};

TEST_CASE("four requests begin at once and two to SCIM", "[adaptive]") {
  struct Row {
    std::string path;
    std::size_t most, begin;
  };
  const auto row = GENERATE(values<Row>({{"/api/2.1/unity-catalog/catalogs", 16, 4},
                                         {"/api/2.1/unity-catalog/catalogs", 3, 3},
                                         {"/api/2.1/unity-catalog/catalogs", 0, 1},
                                         {"/api/2.0/preview/scim/v2/Users", 16, 2},
                                         {"/api/2.0/accounts/a/scim/v2/Users", 1, 1}}));
  Holding holding;
  tests::StillClock clock;
  AdaptiveTransport adaptive(holding, clock, row.most);
  std::atomic<std::size_t> answered = 0;
  std::vector<std::thread> threads;
  for (int n = 0; n < 6; ++n) {
    threads.emplace_back([&] {
      if (adaptive.send(get(row.path), {}).status == 200) ++answered;
    });
  }
  holding.wait_for(row.begin);
  CHECK(holding.held() == row.begin);
  holding.let_go();
  for (std::thread& thread : threads) thread.join();
  CHECK(answered == 6);
}

TEST_CASE("who waits for a place is stopped", "[adaptive]") {
  Holding holding;
  tests::StillClock clock;
  AdaptiveTransport adaptive(holding, clock, 1);
  std::stop_source source;
  std::atomic<int> stopped = 0;
  std::vector<std::thread> threads;
  for (int n = 0; n < 3; ++n) {
    threads.emplace_back([&] {
      try {
        adaptive.send(get("/"), source.get_token());
      } catch (const engine::StoppedError&) {
        ++stopped;
      }
    });
  }
  holding.wait_for(1);
  source.request_stop();
  for (std::thread& thread : threads) thread.join();
  CHECK(stopped == 3);
}

/// Answers one after the other.
class Answers : public Transport {
 public:
  explicit Answers(std::vector<Response> answers) : answers_(std::move(answers)) {}
  Response send(const Request& /*request*/, std::stop_token /*stop*/) override {
    return answers_.at(sent_++);
  }

 private:
  std::vector<Response> answers_;
  std::size_t sent_ = 0;
};

TEST_CASE("a refusal in any form makes the next wait and other errors do not", "[adaptive]") {
  struct Row {
    std::string name;
    Response answer;
    std::int64_t waits_s;
  };
  const auto row = GENERATE(values<Row>({
      {"429 that says when", {429, {{"Retry-After", "7"}}, "{}"}, 7},
      {"429 that does not", {429, {}, ""}, 3},  // of the slowest rate, two seconds and a bit
      {"a limit as 500",
       {500,
        {},
        R"({"message":"GetUserPermissionsRequest RPC token bucket limit has been exceeded"})"},
       3},
      {"a limit as 400", {400, {}, R"({"error_code":"REQUEST_LIMIT_EXCEEDED","message":"x"})"}, 3},
      {"too many at once",
       {429, {}, R"({"message":"Workspace 1 exceeded the concurrent limit of 20 requests"})"},
       0},
      {"500", {500, {}, "{}"}, 0},
      {"404", {404, {}, "{}"}, 0},
      {"403 that says when", {403, {{"Retry-After", "7"}}, "{}"}, 0},
  }));
  DYNAMIC_SECTION(row.name) {
    Answers answers({row.answer, {200, {}, "{}"}});
    tests::StillClock clock;
    AdaptiveTransport adaptive(answers, clock, 16);
    CHECK(adaptive.send(get("/"), {}).status == row.answer.status);
    CHECK(clock.passed().count() == 0);
    CHECK(adaptive.send(get("/"), {}).status == 200);
    CHECK(clock.passed().count() == row.waits_s);
  }
}

TEST_CASE("what SCIM refuses slows nothing else", "[adaptive]") {
  Answers answers({{429, {{"Retry-After", "7"}}, "{}"}, {200, {}, "{}"}, {200, {}, "{}"}});
  tests::StillClock clock;
  AdaptiveTransport adaptive(answers, clock, 16);
  adaptive.send(get("/api/2.0/preview/scim/v2/Users"), {});
  adaptive.send(get("/api/2.0/sql/warehouses"), {});
  CHECK(clock.passed().count() == 0);
  adaptive.send(get("/api/2.0/preview/scim/v2/Users"), {});
  CHECK(clock.passed().count() == 7);
}

TEST_CASE("who waits for the time to begin is stopped", "[adaptive]") {
  Answers answers({{429, {{"Retry-After", "7"}}, "{}"}, {200, {}, "{}"}});
  tests::StillClock clock;
  AdaptiveTransport adaptive(answers, clock, 16);
  adaptive.send(get("/"), {});
  std::stop_source source;
  source.request_stop();
  CHECK_THROWS_AS(adaptive.send(get("/"), source.get_token()), engine::StoppedError);
}

}  // namespace
}  // namespace dgctl::providers::adaptive_test
