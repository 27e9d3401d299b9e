#pragma once

#include <vector>

#include "engine/verify/granted.h"
#include "engine/verify/live_check.h"

// Through what something is held that is to be denied.

namespace dgctl::engine {

/// A privilege that lets a principal do what a check was to be denied.
struct Holding {
  Principal principal;
  Securable on;
  std::string privilege;  ///< the one that it takes, or ALL_PRIVILEGES; "": it is the owner
  auto operator<=>(const Holding&) const = default;
  bool operator==(const Holding&) const = default;
};

/// Who holds one of the privileges that a check takes.
struct Holdings {
  Gate gate;
  std::vector<Holding> all;  ///< the principal's own first
  /// All grants that count could be seen; memberships and owners are none.
  bool is_complete = false;
  [[nodiscard]] bool is_shut() const { return all.empty() && is_complete; }
};

/// The look-ups that tell through what each of them is held.
std::vector<Lookup> lookups_for_holdings(const LiveCheck& check);
/// Whoever holds what a check takes and the configuration does not give, there and on what holds
/// that, as far as it was seen; the last is of what was to be denied.
std::vector<Holdings> holdings_in(const Live& live, const LiveCheck& check, const GrantedTo& to);
/// Says what to do about a check that was not denied.
void explain_excess(CheckResult& result, const std::vector<Holding>& holdings, const GrantedTo& to);

/// Whether a failure proves no denial: it comes from what the configuration gives and is missing,
/// so that it ends once that is given again; or from something else than privileges.
bool is_masked(const CheckResult& result, const GrantedTo& to);
/// Judges such a failure by who would not be kept out once what is missing is given again.
void judge_masked(CheckResult& result, const std::vector<Holdings>& holdings, const GrantedTo& to);

}  // namespace dgctl::engine
