#pragma once

#include <optional>
#include <vector>

#include "engine/config/declarations.h"
#include "engine/config/entries.h"
#include "engine/model/desired.h"

// What a Data Graph of Segment needs, as Segment's guide for Databricks grants it
// (https://segment.com/docs/unify/data-graph/setup-guides/databricks-setup/). Alone in naming
// kinds.

namespace dgctl::engine {

/// The service principal that a data graph declares; nothing if it takes that of another.
std::optional<PrincipalDeclaration> declared_principal(const DataGraphDeclaration& graph,
                                                       YamlTree& tree);
/// The catalog that a data graph declares for the checkpoint tables; nothing if it exists already.
std::optional<Declaration> declared_checkpoint(const DataGraphDeclaration& graph, YamlTree& tree);

/// Reads all data graphs and adds the grants that they stand for. `objects` holds the checkpoint
/// catalogs that they declare.
void read_data_graphs(const Declarations& declarations,
                      const std::vector<DesiredResource>& objects,
                      Expansion& expansion);

}  // namespace dgctl::engine
