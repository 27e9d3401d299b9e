#pragma once

#include <vector>

#include "engine/config/declarations.h"
#include "engine/config/expansion.h"
#include "engine/model/desired.h"

// What a Data Graph of Segment needs, as Segment's guide for Databricks grants it
// (https://segment.com/docs/unify/data-graph/setup-guides/databricks-setup/).

namespace dgctl::engine {

/// Reads all data graphs, adds the grants and permissions that they stand for, completes what they
/// have declared, and returns what connects Segment. `expansion.resources` holds what they declare.
std::vector<DesiredConnection> read_data_graphs(const Declarations& declarations,
                                                Expansion& expansion);

}  // namespace dgctl::engine
