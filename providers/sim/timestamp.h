#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dgctl::providers::sim {

/// "2026-11-23T09:00:00Z", or with up to three digits of fraction, to milliseconds since 1970.
/// Nothing for another form or a day that there is not.
std::optional<std::int64_t> parse_timestamp(std::string_view text);

/// The fraction only where there is one.
std::string timestamp_text(std::int64_t time_ms);

/// As the header Date has it: "Mon, 23 Nov 2026 09:00:00 GMT".
std::string http_date(std::int64_t time_ms);

}  // namespace dgctl::providers::sim
