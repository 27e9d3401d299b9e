#pragma once

#include <string_view>
#include <vector>

#include "engine/config/declarations.h"
#include "engine/config/grants.h"

namespace dgctl::engine {

/// What the readers of resources share: what they look up, and what they add to.
struct Expansion {
  const ServicePrincipals& principals;
  GrantUnion& grants;
  std::vector<WrittenNeed>& written_needs;
  Findings& findings;
};

/// Reads an entry under `resources:`, which names its securable.
void read_entry(const Declaration& declaration, Expansion& expansion);
/// Reads the list of entries that stands in a securable. Its full name is empty if it could not be
/// read: then the list is checked only.
void read_entries_of(const YamlNode& list, const Securable& on, Expansion& expansion);

}  // namespace dgctl::engine
