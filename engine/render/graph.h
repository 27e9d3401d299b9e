#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/desired.h"
#include "engine/plan/plan_file.h"

// What `dgctl graph` draws, as a value: whatever draws it names no resource.

namespace dgctl::engine {

/// How many nodes that are alike are told as one: `before`, their number, `after`.
struct AlikeNodes {
  std::string key;  ///< equal where nodes are alike; "": like no other
  std::string before, after;
  bool operator==(const AlikeNodes&) const = default;
};

struct GraphNode {
  std::vector<std::string> lines;  ///< of its label: what it is, then what is to be said of it
  std::string symbol;              ///< of its action in a plan: "+", "-/+"; "" without one
  bool is_read = false;            ///< it is there already, and stays as it is
  std::size_t group = 0;           ///< index into Graph::groups
  AlikeNodes alike;
  std::size_t stands_for = 1;  ///< how many resources or steps it tells of
  bool operator==(const GraphNode&) const = default;
};

struct GraphGroup {
  std::string label;        ///< "catalog finance"; "" of those that stand for themselves
  std::string kind;         ///< "catalog"
  bool may_be_one = false;  ///< in a large graph one node tells enough
  bool operator==(const GraphGroup&) const = default;
};

struct Graph {
  std::string title;               ///< a line
  std::vector<std::string> notes;  ///< how it is to be read, a sentence each
  std::vector<GraphGroup> groups;  ///< the first is the one without a label
  std::vector<GraphNode> nodes;
  /// Indices of nodes: the first comes before the second, which needs it or waits for it.
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  bool operator==(const Graph&) const = default;
};

/// The resources that a configuration asks for, and whom and what they refer to.
Graph graph_of(const Desired& desired);
/// The steps of a plan and what each waits for, and the changes that need none.
Graph graph_of(const PlanFile& file);

/// With many nodes that are alike as one, and of a graph that is still large with one node for each
/// group that may be one.
Graph summarised(const Graph& graph);

/// Without the edges that others imply.
Graph reduced(const Graph& graph);

}  // namespace dgctl::engine
