#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dgctl::engine {

/// The seconds that "90s", "15m", "12h" or "180d" is; nothing for another form, zero, or what is
/// more than a century.
std::optional<std::int64_t> seconds_of(std::string_view duration);

/// The seconds since 1970 that "2026-11-24T09:00:00Z" names, fractions cut off; nothing for another
/// form.
std::optional<std::int64_t> epoch_seconds(std::string_view rfc3339);
/// The inverse.
std::string rfc3339_of(std::int64_t epoch_s);
/// The day of a time in RFC 3339: "2026-11-24".
std::string day_of(const std::string& rfc3339);

}  // namespace dgctl::engine
