#include "engine/model/duration.h"

#include "tests/support/catch.h"

namespace dgctl::engine::duration_test {
namespace {

TEST_CASE("a duration is a number and a unit", "[duration]") {
  CHECK(seconds_of("90s") == 90);
  CHECK(seconds_of("15m") == 900);
  CHECK(seconds_of("12h") == 43'200);
  CHECK(seconds_of("180d") == 15'552'000);
  CHECK(seconds_of("36500d") == 3'153'600'000);
  CHECK(seconds_of("007d") == 7 * 86'400);
}

TEST_CASE("what is no duration has no seconds", "[duration]") {
  const auto* const text = GENERATE("",
                                    "s",
                                    "0s",
                                    "0d",
                                    "12",
                                    "-1d",
                                    "+1d",
                                    "1.5h",
                                    " 1d",
                                    "1d ",
                                    "1 d",
                                    "1D",
                                    "1w",
                                    "1y",
                                    "1h30m",
                                    "36501d",
                                    "3153600001s",
                                    "9223372036854775807d",
                                    "99999999999999999999s");
  INFO(text);
  CHECK_FALSE(seconds_of(text).has_value());
}

TEST_CASE("a time is the seconds since 1970 and back", "[duration]") {
  struct Case {
    std::string name, text;
    std::int64_t epoch_s;
  };
  const auto c = GENERATE(values<Case>({
      {"the beginning", "1970-01-01T00:00:00Z", 0},
      {"a second before it", "1969-12-31T23:59:59Z", -1},
      {"a leap day", "2024-02-29T12:30:45Z", 1'709'209'845},
      {"some day", "2026-11-24T09:00:00Z", 1'795'510'800},
      {"beyond 32 bits", "2106-02-07T06:28:16Z", 4'294'967'296},
  }));
  DYNAMIC_SECTION(c.name) {
    CHECK(epoch_seconds(c.text) == c.epoch_s);
    CHECK(rfc3339_of(c.epoch_s) == c.text);
  }
}

TEST_CASE("what no clock shows is no time", "[duration]") {
  for (const char* text :
       {"2026-11-24T24:00:00Z", "2026-11-24T09:60:00Z", "2026-11-24T09:00:61Z"}) {
    CHECK_FALSE(epoch_seconds(text).has_value());
  }
  CHECK(epoch_seconds("2016-12-31T23:59:60Z").has_value());  // a leap second
}

TEST_CASE("fractions of a second are cut off", "[duration]") {
  CHECK(epoch_seconds("1970-01-01T00:00:01.999Z") == 1);
  CHECK(epoch_seconds("1970-01-01T00:00:01.123456789Z") == 1);
}

TEST_CASE("what is no time in UTC has no seconds", "[duration]") {
  const auto* const text = GENERATE("",
                                    "2026-11-24",
                                    "2026-11-24T09:00:00",
                                    "2026-11-24 09:00:00Z",
                                    "2026-11-24t09:00:00z",
                                    "2026-11-24T09:00Z",
                                    "2026-11-24T09:00:00.Z",
                                    "2026-11-24T09:00:00.5",
                                    "2026-11-24T09:00:00,5Z",
                                    "2026-11-24T09:00:00+00:00",
                                    "2026-02-29T00:00:00Z",
                                    "2026-13-01T00:00:00Z",
                                    "2026-00-10T00:00:00Z",
                                    "26-11-24T09:00:00Z",
                                    "2026-11-24T09:00:00ZZ",
                                    "2026-11-24T0a:00:00Z");
  INFO(text);
  CHECK_FALSE(epoch_seconds(text).has_value());
}

}  // namespace
}  // namespace dgctl::engine::duration_test
