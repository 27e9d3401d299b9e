#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "providers/sim/state.h"

// SQL over HTTP: the statements API, and a door of the simulated workspace's own.

namespace dgctl::providers::sim {

inline constexpr std::string_view kStatementsPath = "/api/2.0/sql/statements";
/// Takes a statement without a warehouse, runs it at once, and answers as the API does. No real
/// workspace has it.
inline constexpr std::string_view kOwnSqlPath = "/.dgsim/sql";

/// What a body has under "statement", or "".
std::string statement_in(const std::string& body);

/// Runs the statements whose time has come, each as of then. So it does not matter which request
/// finds out.
void run_due_statements(State& state, std::int64_t now_ms);

}  // namespace dgctl::providers::sim
