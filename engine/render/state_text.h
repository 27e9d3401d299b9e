#pragma once

#include <string>
#include <vector>

#include "engine/state/ledger.h"

namespace dgctl::engine {

/// One recorded resource: its address, what is recorded of it, and how it came to be.
std::string recorded_for_people(const Recorded& recorded);
/// A whole state: what it belongs to, and every resource.
std::string state_for_people(const State& state);
/// The last runs that wrote a state, the newest last: a table.
std::string runs_for_people(const State& state);

/// The same for programs: schemas/state-list.schema.json, schemas/state-runs.schema.json.
std::string list_as_json(const std::vector<const Recorded*>& resources);
std::string runs_as_json(const State& state);

}  // namespace dgctl::engine
