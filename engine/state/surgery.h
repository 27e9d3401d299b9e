#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/state/ledger.h"

// Changes of a state by hand, which nothing in the workspace follows: what is recorded leaves it,
// or gets another address. Pure.

namespace dgctl::engine {

/// Whose records name one of `addresses` as what they need, and which of them; those that are
/// among `addresses` themselves are left out.
std::map<Address, std::vector<Address>> needing(const State& state,
                                                const std::set<Address>& addresses);

/// The state without those records. Others may still name them as what they need.
State removed(State state, const std::set<Address>& addresses);

/// New addresses by old ones.
using Renaming = std::map<Address, Address>;

/// What gets another address when one record does: it, and where it is an object that its id
/// identifies also the secrets and entries of it whose addresses hold its key, as the configuration
/// would spell them with the new one. `from` is recorded.
Renaming renaming_of(const State& state, const Address& from, const Address& to);

/// Why a record cannot be given another address, a sentence without a final period; "" if it can.
std::string why_not_renamed(const State& state, const Address& from, const Address& to);

/// The state with other addresses; what records need follows.
State renamed(State state, const Renaming& renaming);

}  // namespace dgctl::engine
