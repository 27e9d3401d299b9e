#include "engine/model/duration.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace dgctl::engine {
namespace {

constexpr std::int64_t kLongestSeconds = std::int64_t{100} * 365 * 86'400;

std::optional<std::int64_t> number_in(std::string_view text, std::size_t at, std::size_t length) {
  std::int64_t number = 0;
  const char* begin = text.data() + at;
  const auto [end, error] = std::from_chars(begin, begin + length, number);
  if (error != std::errc() || end != begin + length || number < 0) return std::nullopt;
  return number;
}

std::int64_t seconds_in(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3'600;
    case 'd':
      return 86'400;
    default:
      return 0;
  }
}

bool has_form(std::string_view text) {
  static constexpr std::string_view kForm = "0000-00-00T00:00:00";
  if (text.size() <= kForm.size() || text.back() != 'Z') return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == '0' ? !digit : text[i] != kForm[i]) return false;
  }
  const std::string_view rest = text.substr(kForm.size(), text.size() - kForm.size() - 1);
  return rest.empty() || (rest.front() == '.' && rest.size() > 1 &&
                          rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

}  // namespace

std::optional<std::int64_t> seconds_of(std::string_view duration) {
  if (duration.size() < 2) return std::nullopt;
  const auto number = number_in(duration, 0, duration.size() - 1);
  const std::int64_t unit_s = seconds_in(duration.back());
  if (!number || unit_s == 0 || *number == 0 || *number > kLongestSeconds / unit_s)
    return std::nullopt;
  return *number * unit_s;
}

std::optional<std::int64_t> epoch_seconds(std::string_view rfc3339) {
  if (!has_form(rfc3339)) return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t length) {
    return number_in(rfc3339, at, length).value_or(0);
  };
  const std::chrono::year_month_day day(std::chrono::year(static_cast<int>(part(0, 4))),
                                        std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(part(8, 2))));
  const bool is_time = part(11, 2) < 24 && part(14, 2) < 60 && part(17, 2) <= 60;  // a leap second
  if (!day.ok() || !is_time) return std::nullopt;
  const auto days = std::chrono::sys_days(day).time_since_epoch().count();
  return std::int64_t{days} * 86'400 + part(11, 2) * 3'600 + part(14, 2) * 60 + part(17, 2);
}

std::string rfc3339_of(std::int64_t epoch_s) {
  const std::chrono::sys_seconds time{std::chrono::seconds(epoch_s)};
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day day(days);
  const std::chrono::hh_mm_ss clock(time - days);
  std::array<char, 64> text{};
  std::snprintf(text.data(),
                text.size(),
                "%04d-%02u-%02uT%02d:%02d:%02dZ",
                static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()),
                static_cast<unsigned>(day.day()),
                static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

std::string day_of(const std::string& rfc3339) { return rfc3339.substr(0, rfc3339.find('T')); }

}  // namespace dgctl::engine
