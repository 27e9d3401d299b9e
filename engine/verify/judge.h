#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/edges/error.h"
#include "engine/verify/failure.h"
#include "engine/verify/granted.h"

// What the answer to a check's statement means.

namespace dgctl::engine {

/// Why a statement was not taken, or why its end could not be learnt.
struct NotRun {
  ErrorClass error_class = ErrorClass::Transport;
  std::string why;  ///< one sentence without a final period
};
using Answer = std::variant<Rows, SqlFailure, NotRun>;

/// Whether a table or the like that the principal was told is not there exists, as far as whoever
/// runs dgctl can tell.
enum class Existence { Exists, Absent, CannotTell };

/// What came of a check. `existence` matters only where the answer says that something is not
/// there.
CheckResult judged(const LiveCheck& check,
                   const Answer& answer,
                   Existence existence,
                   const GrantedTo& to);

/// Of a check that was not run.
CheckResult skipped(const LiveCheck& check, const std::string& why);

}  // namespace dgctl::engine
