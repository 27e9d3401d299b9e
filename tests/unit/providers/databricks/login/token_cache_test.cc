#include "providers/databricks/login/token_cache.h"

#include <deque>
#include <thread>
#include <utility>

#include "engine/edges/error.h"
#include "tests/support/catch.h"
#include "tests/support/memory_stores.h"

namespace dgctl::providers::token_cache_test {
namespace {

using engine::ErrorClass;
using engine::ProviderError;
using std::chrono::minutes;
using std::chrono::seconds;

/// Gives "t1", "t2", …, each for as long as it is told to.
class Source : public TokenSource {
 public:
  std::optional<seconds> lifetime = seconds(3600);
  int fetched = 0;
  bool fails = false;
  std::function<void()> meanwhile = [] {};

  Token fetch(const std::stop_token& /*stop*/) override {
    ++fetched;
    const auto now = std::exchange(meanwhile, [] {});
    now();
    if (fails) throw ProviderError(ErrorClass::Unauthenticated, "refused");
    return {engine::Secret("t" + std::to_string(fetched)), "Bearer", lifetime};
  }
};

struct Scene {
  Source source;
  tests::StillClock clock;
  TokenCache cache{source, clock};
  std::uint64_t number = 0;

  std::string token() {
    std::string value;
    number = cache.with_token(
        [&](const Token& token) {
          token.value.reveal([&](std::string_view text) { value = text; });
        },
        {});
    return value;
  }
  void pass(seconds time) { clock.sleep(time, {}); }
};

TEST_CASE("a token is kept until it is time for another", "[login]") {
  Scene scene;
  CHECK(scene.token() == "t1");
  scene.pass(minutes(39));
  CHECK(scene.token() == "t1");
  scene.pass(minutes(1));
  CHECK(scene.token() == "t2");
  CHECK(scene.source.fetched == 2);
}

TEST_CASE("a short life is renewed at its half", "[login]") {
  Scene scene;
  scene.source.lifetime = seconds(600);
  CHECK(scene.token() == "t1");
  scene.pass(seconds(299));
  CHECK(scene.token() == "t1");
  scene.pass(seconds(1));
  CHECK(scene.token() == "t2");
}

TEST_CASE("a token without an end is kept for good", "[login]") {
  Scene scene;
  scene.source.lifetime.reset();
  CHECK(scene.token() == "t1");
  scene.pass(std::chrono::hours(1000));
  CHECK(scene.token() == "t1");
}

TEST_CASE("one that is over at once is used once", "[login]") {
  Scene scene;
  scene.source.lifetime = seconds(0);
  CHECK(scene.token() == "t1");
  CHECK(scene.token() == "t2");
}

TEST_CASE("a failed renewal waits a minute while the old token lasts", "[login]") {
  Scene scene;
  CHECK(scene.token() == "t1");
  scene.pass(minutes(41));
  scene.source.fails = true;
  CHECK(scene.token() == "t1");
  CHECK(scene.token() == "t1");
  CHECK(scene.source.fetched == 2);
  scene.pass(seconds(61));
  CHECK(scene.token() == "t1");
  CHECK(scene.source.fetched == 3);
  scene.source.fails = false;
  scene.pass(seconds(61));
  CHECK(scene.token() == "t4");
}

TEST_CASE("once a token is over its renewal's failure is told", "[login]") {
  Scene scene;
  CHECK(scene.token() == "t1");
  scene.source.fails = true;
  scene.pass(seconds(3600 - 40));
  CHECK_THROWS_AS(scene.token(), ProviderError);
  scene.source.fails = false;
  CHECK(scene.token() == "t3");
}

TEST_CASE("a refused token is replaced once however many were refused with it", "[login]") {
  Scene scene;
  CHECK(scene.token() == "t1");
  const std::uint64_t first = scene.number;
  scene.cache.discard(first);
  CHECK(scene.token() == "t2");
  scene.cache.discard(first);
  CHECK(scene.token() == "t2");
}

TEST_CASE("one thread renews while the others go on with the old token", "[login]") {
  Scene scene;
  CHECK(scene.token() == "t1");
  scene.pass(minutes(45));
  std::string other;
  scene.source.meanwhile = [&] { std::thread([&] { other = scene.token(); }).join(); };
  CHECK(scene.token() == "t2");
  CHECK(other == "t1");
  CHECK(scene.source.fetched == 2);
}

TEST_CASE("threads that wait for one login share it or its failure", "[login]") {
  const bool fails = GENERATE(false, true);
  Scene scene;
  scene.source.fails = fails;
  std::vector<std::thread> threads;
  std::vector<std::string> seen(4);
  std::atomic<int> started = 0;
  scene.source.meanwhile = [&] {
    for (std::string& into : seen) {
      threads.emplace_back([&] {
        ++started;
        try {
          scene.cache.with_token(
              [&](const Token& token) {
                token.value.reveal([&](std::string_view text) { into = text; });
              },
              {});
        } catch (const ProviderError&) {
          into = "failed";
        }
      });
    }
    while (started < 4) std::this_thread::yield();
  };
  if (fails) {
    CHECK_THROWS_AS(scene.token(), ProviderError);
  } else {
    CHECK(scene.token() == "t1");
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& value : seen) {
    CHECK((fails ? value == "failed" : value == "t1"));
  }
  // Who came after the failure asked again, who waited for it did not.
  if (!fails) CHECK(scene.source.fetched == 1);
}

TEST_CASE("who waits for a login of another may be stopped", "[login]") {
  Scene scene;
  bool was_stopped = false;
  scene.source.meanwhile = [&] {
    std::stop_source stop;
    stop.request_stop();
    try {
      scene.cache.with_token([](const Token&) {}, stop.get_token());
    } catch (const engine::StoppedError&) {
      was_stopped = true;
    }
  };
  CHECK(scene.token() == "t1");
  CHECK(was_stopped);
}

}  // namespace
}  // namespace dgctl::providers::token_cache_test
