#pragma once

#include <string_view>

#include "engine/config/declarations.h"
#include "engine/config/expansion.h"
#include "engine/model/desired.h"

// What stands in a service principal and becomes resources of its own: its secret and its
// assignment to the workspace.

namespace dgctl::engine {

/// Reads `secret`, `allow_privileged` and `assignment` of a principal that is managed, and adds
/// what they ask for.
void read_credentials(const Declaration& declaration,
                      const DesiredResource& principal,
                      Section& keys,
                      Expansion& expansion);

/// The address of the secret that dgctl makes for a principal, whether it does or not.
Address secret_address(std::string_view principal_key);

/// Reports secrets that are to be kept in one place.
void check_sinks(const std::vector<DesiredResource>& resources, Findings& findings);

}  // namespace dgctl::engine
