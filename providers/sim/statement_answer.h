#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "providers/sim/json.h"
#include "providers/sim/state.h"

// Statements as answers show them.

namespace dgctl::providers::sim {

inline constexpr std::int64_t kHourMs = 3'600'000;
inline constexpr std::int64_t kResultMs = kHourMs;       ///< how long a result can be fetched
inline constexpr std::int64_t kStatusMs = 12 * kHourMs;  ///< how long anything is known of it

/// What a statement is to who asks at that time: "PENDING", …
std::string state_word(const SentStatement& statement, std::int64_t now_ms);

/// Where the rows of a result are cut.
struct Chunk {
  std::size_t index = 0, first = 0, count = 0;
};
/// None where there are no rows.
std::vector<Chunk> chunks_of(const State& state, const SentStatement& statement);

/// The statement with its first chunk.
Members statement_body(const std::string& id,
                       const SentStatement& statement,
                       const std::vector<Chunk>& chunks,
                       std::int64_t now_ms);

Members result_body(const std::string& id,
                    const SentStatement& statement,
                    const Chunk& chunk,
                    bool is_last);

}  // namespace dgctl::providers::sim
