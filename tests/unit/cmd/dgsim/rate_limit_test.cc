#include "cmd/dgsim/rate_limit.h"

#include "tests/support/catch.h"

namespace dgctl::cmd::rate_limit_test {
namespace {

using std::chrono::milliseconds;

/// How many of `tries` evenly over the time are let through.
int let_through(RateLimit& limit, RateLimit::Time from, milliseconds time, int tries) {
  int through = 0;
  for (int i = 0; i < tries; ++i) {
    if (limit.wait_s(from + time * i / tries) == 0) ++through;
  }
  return through;
}

TEST_CASE("a second's worth is let through at once, then as much a second", "[rate-limit]") {
  RateLimit limit(15);
  const RateLimit::Time begin{};
  CHECK(let_through(limit, begin, milliseconds(0), 100) == 15);
  CHECK(limit.wait_s(begin) == 1);
  CHECK(let_through(limit, begin, milliseconds(10'000), 1000) == 149);
  CHECK(let_through(limit, begin + milliseconds(60'000), milliseconds(0), 100) == 15);
}

TEST_CASE("without a limit everything is let through", "[rate-limit]") {
  RateLimit limit(0);
  CHECK(let_through(limit, RateLimit::Time{}, milliseconds(0), 1000) == 1000);
}

TEST_CASE("one a second is waited for a second", "[rate-limit]") {
  RateLimit limit(1);
  const RateLimit::Time begin{};
  CHECK(limit.wait_s(begin) == 0);
  CHECK(limit.wait_s(begin) == 1);
  CHECK(limit.wait_s(begin + milliseconds(500)) == 1);
  CHECK(limit.wait_s(begin + milliseconds(1000)) == 0);
}

}  // namespace
}  // namespace dgctl::cmd::rate_limit_test
