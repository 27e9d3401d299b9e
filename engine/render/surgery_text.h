#pragma once

#include <set>
#include <string>

#include "engine/model/desired.h"
#include "engine/state/surgery.h"

// What a change of the state by hand does, before leave is asked for it.

namespace dgctl::engine {

/// What leaves the state, and what that means: what is no longer known, who needs it, what the
/// configuration still asks for.
std::string removal_for_people(const State& state,
                               const std::set<Address>& addresses,
                               const Desired& desired);

/// What gets which address. `from` is the one that was asked for; the rest goes along.
std::string renaming_for_people(const State& state,
                                const Renaming& renaming,
                                const Address& from,
                                const Desired& desired);

}  // namespace dgctl::engine
