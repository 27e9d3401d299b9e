#pragma once

#include <string_view>
#include <vector>

#include "engine/config/declarations.h"
#include "engine/config/expansion.h"
#include "engine/config/section.h"

// What a service principal is put on by a list of names in its block: `groups: [analysts]`. Each
// becomes an entry with the first level of its kind.

namespace dgctl::engine {

/// The kinds of entries that stand so in a block of that kind; empty for all that is no principal.
std::vector<const Descriptor*> listed_entries(const Descriptor& kind);

/// Reads the lists. What exists already is put on things as well: it is they that change.
void read_memberships(const Declaration& declaration,
                      const DesiredResource& principal,
                      Section& keys,
                      Expansion& expansion);

}  // namespace dgctl::engine
