#include "providers/sim/timestamp.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace dgctl::providers::sim {
namespace {

using std::chrono::milliseconds;
using std::chrono::sys_days;

/// The number that stands in text[from, from + length), or -1.
int digits(std::string_view text, std::size_t from, std::size_t length) {
  if (from + length > text.size()) return -1;
  int value = 0;
  for (const char c : text.substr(from, length)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// Milliseconds of ".5", ".05", ".123", or -1.
int fraction_ms(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() != '.' || text.size() < 2 || text.size() > 4) return -1;
  int value = digits(text, 1, text.size() - 1);
  for (std::size_t i = text.size(); value > 0 && i < 4; ++i) value *= 10;
  return value;
}

}  // namespace

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:dd";
  if (text.size() <= kForm.size() || text.back() != 'Z') return std::nullopt;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] != 'd' && text[i] != kForm[i]) return std::nullopt;
  }
  const std::chrono::year_month_day day{
      std::chrono::year(digits(text, 0, 4)),
      std::chrono::month(static_cast<unsigned>(digits(text, 5, 2))),
      std::chrono::day(static_cast<unsigned>(digits(text, 8, 2)))};
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  const int ms = fraction_ms(text.substr(kForm.size(), text.size() - kForm.size() - 1));
  if (digits(text, 0, 4) < 0 || !day.ok() || ms < 0) return std::nullopt;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return std::nullopt;
  }
  const std::int64_t seconds = (hour * 60 + minute) * 60 + second;
  return milliseconds(sys_days(day).time_since_epoch()).count() + seconds * 1000 + ms;
}

std::string timestamp_text(std::int64_t time_ms) {
  const std::chrono::sys_time<milliseconds> time{milliseconds(time_ms)};
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day day(midnight);
  const std::chrono::hh_mm_ss<milliseconds> clock(time - midnight);
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(),
                                 text.size(),
                                 "%04d-%02u-%02uT%02d:%02d:%02d",
                                 static_cast<int>(day.year()),
                                 static_cast<unsigned>(day.month()),
                                 static_cast<unsigned>(day.day()),
                                 static_cast<int>(clock.hours().count()),
                                 static_cast<int>(clock.minutes().count()),
                                 static_cast<int>(clock.seconds().count()));
  std::string out(text.data(), static_cast<std::size_t>(size));
  if (const auto ms = clock.subseconds().count(); ms != 0) {
    out += '.' + std::to_string(1000 + ms).substr(1);
  }
  return out + 'Z';
}

std::string http_date(std::int64_t time_ms) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto time = std::chrono::floor<std::chrono::seconds>(
      std::chrono::sys_time<milliseconds>{milliseconds(time_ms)});
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day day(midnight);
  const std::chrono::hh_mm_ss<std::chrono::seconds> clock(time - midnight);
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(),
                                 text.size(),
                                 "%s, %02u %s %04d %02d:%02d:%02d GMT",
                                 kDays.at(std::chrono::weekday(midnight).c_encoding()),
                                 static_cast<unsigned>(day.day()),
                                 kMonths.at(static_cast<unsigned>(day.month()) - 1),
                                 static_cast<int>(day.year()),
                                 static_cast<int>(clock.hours().count()),
                                 static_cast<int>(clock.minutes().count()),
                                 static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace dgctl::providers::sim
