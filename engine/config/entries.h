#pragma once

#include "engine/config/declarations.h"
#include "engine/config/expansion.h"

namespace dgctl::engine {

/// Reads an entry under `resources:`, which names its securable.
void read_entry(const Declaration& declaration, Expansion& expansion);
/// Reads the list of entries that stands in a securable. Its full name is empty if it could not be
/// read: then the list is checked only.
void read_entries_of(const YamlNode& list, const Securable& on, Expansion& expansion);

}  // namespace dgctl::engine
