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

/// A privilege that lets a principal do what a check was to be denied.
struct Holding {
  Principal principal;
  Securable on;
  std::string privilege;  ///< the one that it takes, or ALL_PRIVILEGES
  auto operator<=>(const Holding&) const = default;
  bool operator==(const Holding&) const = default;
};

/// Whether a table or the like that the principal was told is not there exists, as far as whoever
/// runs dgctl can tell.
enum class Existence { Exists, Absent, CannotTell };

/// What came of a check. `existence` matters only where the answer says that something is not
/// there.
CheckResult judged(const LiveCheck& check,
                   const Answer& answer,
                   Existence existence,
                   const GrantedTo& to);

/// The look-ups that tell through what something is held.
std::vector<Lookup> lookups_for_holdings(const LiveCheck& check);
/// Whoever holds what a check was to be denied, on what it is about and on what holds that, as far
/// as it was seen: the principal itself first.
std::vector<Holding> holdings_in(const Live& live, const LiveCheck& check, const GrantedTo& to);
/// Says what to do about a check that was not denied.
void explain_excess(CheckResult& result, const std::vector<Holding>& holdings, const GrantedTo& to);

/// Of a check that was not run.
CheckResult skipped(const LiveCheck& check, const std::string& why);

}  // namespace dgctl::engine
