#pragma once

#include <chrono>

// How long an attempt is repeated for: of a step, and of what a step consists of.

namespace dgctl::engine {

inline constexpr int kTries = 3;         ///< of a call whose answers are lost
inline constexpr int kPatientTries = 8;  ///< of one that the workspace cannot carry out now
inline constexpr std::chrono::milliseconds kLongestAskedFor{300'000};  ///< by Retry-After
inline constexpr std::chrono::milliseconds kFirstWait{1'000};
inline constexpr std::chrono::milliseconds kLongestWait{10'000};

}  // namespace dgctl::engine
