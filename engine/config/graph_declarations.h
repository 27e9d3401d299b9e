#pragma once

#include <string_view>
#include <vector>

#include "engine/config/declarations.h"
#include "engine/model/desired.h"

// What a data graph declares under its own key, as if it stood under `resources:`, and dgctl's
// defaults for it.

namespace dgctl::engine {

/// Its service principal, unless it takes that of another; its warehouse, if it names one; and the
/// catalog of the checkpoint tables, unless that exists already.
std::vector<Declaration> declared_by(const DataGraphDeclaration& graph, YamlTree& tree);

/// The checkpoint catalog where the file names none.
inline constexpr const char* kDefaultCheckpoint = "segment_linked_profiles_db";
/// What dgctl chooses for what a data graph has made, where nothing that the file says stands
/// against it.
Fields defaults_in_data_graph(std::string_view kind);
/// Sets the fields that dgctl chooses for what a data graph has made, where the file does not.
void add_defaults(const Declaration& declaration, DesiredResource& resource);

/// The value of a map's member; null if there is none, or no map.
const YamlNode* value_in(const YamlNode* map, std::string_view key);

}  // namespace dgctl::engine
