#pragma once

#include <string_view>
#include <vector>

#include "engine/config/declarations.h"
#include "engine/config/expansion.h"
#include "engine/config/section.h"

// What may stand in a resource beside its fields and becomes resources of its own: grants on it,
// permissions on it, the secret of a service principal, the groups that it is in.

namespace dgctl::engine {

/// The keys of that, as far as a declaration takes it.
std::vector<std::string_view> nested_keys(const Declaration& declaration);
/// Those of them that what is only read does not take: what exists can be granted something, and
/// gets no secret.
std::vector<std::string_view> nested_keys_of_managed(const Declaration& declaration);

/// Reads it. `resource` may lack what could not be read; then it is checked only.
void read_nested(const Declaration& declaration,
                 const DesiredResource& resource,
                 Section& keys,
                 Expansion& expansion);

}  // namespace dgctl::engine
