#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/state/ledger.h"

namespace dgctl::engine {

/// Whether an address is meant: by its kind, by itself, or by a pattern in which '*' stands for any
/// run of characters and '?' for one.
bool is_meant(std::string_view pattern, const Address& address);

/// Whether the workspace knows what is recorded by that id: its own, the one that people give, its
/// name, or that of one of its secrets.
bool has_id(const Recorded& recorded, const std::string& id);

/// What is recorded of what any of the patterns means, and of all without a pattern; with an id
/// only what has that. By address.
std::vector<const Recorded*> selected(const State& state,
                                      const std::vector<std::string>& patterns,
                                      const std::string& id);

}  // namespace dgctl::engine
