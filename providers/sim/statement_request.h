#pragma once

#include <cstdint>
#include <string>

#include "providers/sim/call.h"
#include "providers/sim/reader.h"
#include "providers/sim/sql_input.h"

// What requests about statements say. All throw Refusal or JsonError.

namespace dgctl::providers::sim {

/// A body of POST /statements.
struct Submission {
  SqlInput input;
  std::string warehouse_id;
  std::int64_t row_limit = 0, byte_limit = 0;
  std::int64_t wait_ms = 0;
  bool cancels = false;  ///< once it waited so long
};

/// The body of a request that sends a statement to a warehouse. Refused for what the simulated
/// workspace does not do.
Submission read_submission(const Call& call);

/// The members that say what is to run.
SqlInput read_input(Reader& body);

}  // namespace dgctl::providers::sim
