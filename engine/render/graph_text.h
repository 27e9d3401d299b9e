#pragma once

#include <string>

#include "engine/render/graph.h"

namespace dgctl::engine {

/// In the language of Graphviz: https://graphviz.org/doc/info/lang.html
std::string graph_dot(const Graph& graph);

/// As a flowchart of Mermaid: https://mermaid.js.org/syntax/flowchart.html
std::string graph_mermaid(const Graph& graph);

}  // namespace dgctl::engine
