#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// The limits of one file, and the guard that keeps the parser from files far beyond them.

namespace dgctl::engine {

inline constexpr std::size_t kMaxFileBytes = std::size_t{4} << 20U;
inline constexpr std::size_t kMaxValues =
    100'000;                                   ///< keys not counted, aliases as what they repeat
inline constexpr std::size_t kMaxLevels = 64;  ///< of maps and lists in each other

inline constexpr const char* kTooManyValues =
    "more than 100,000 values, aliases counted as what they repeat";
inline constexpr const char* kTooManyLevels = "more than 64 levels of maps and lists in each other";

struct Overweight {
  std::size_t at = 0;  ///< the byte where it became too much
  std::string why;
};
/// Finds in milliseconds what yaml-cpp would read for seconds: it takes in a whole flow collection
/// before it says the first word about it. Goes by punctuation and counts no value twice, so that
/// it never refuses what is within the limits; what is little beyond them, it leaves to the reader,
/// which counts exactly.
std::optional<Overweight> overweight(std::string_view text);

}  // namespace dgctl::engine
