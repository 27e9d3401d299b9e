#pragma once

#include <string>

#include "engine/model/desired.h"
#include "engine/model/lookup.h"
#include "engine/state/ledger.h"

namespace dgctl::engine {

/// How the workspace that answers differs from the one that the configuration or the state is
/// pinned to: a sentence without a final period, "" if it is that one. A state that was never
/// written pins nothing.
std::string pin_difference(const WorkspaceIds& ids,
                           const DesiredWorkspace& wanted,
                           const State& state);
/// The same of its account.
std::string pin_difference(const AccountId& account,
                           const DesiredWorkspace& wanted,
                           const State& state);

}  // namespace dgctl::engine
