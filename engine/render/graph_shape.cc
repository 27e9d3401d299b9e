#include <algorithm>
#include <map>
#include <set>

#include "engine/render/graph.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kMostAlike = 3;   ///< so many stand for themselves
constexpr std::size_t kMostNodes = 60;  ///< so many can be read in one picture
constexpr std::size_t kMostLines = 6;   ///< of a label

using Neighbours = std::vector<std::vector<std::size_t>>;

Neighbours successors(const Graph& graph) {
  Neighbours next(graph.nodes.size());
  for (const auto& [from, to] : graph.edges) next[from].push_back(to);
  return next;
}

/// The graph with nodes put together: `as[i]` is the node that stands for node i.
Graph merged(const Graph& graph, const std::vector<std::size_t>& as) {
  Graph out{graph.title, graph.notes, graph.groups, {}, {}};
  std::map<std::size_t, std::size_t> index;  // of those that stay
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (as[i] != i) continue;
    index.emplace(i, out.nodes.size());
    out.nodes.push_back(graph.nodes[i]);
  }
  std::set<std::pair<std::size_t, std::size_t>> edges;
  for (const auto& [from, to] : graph.edges) {
    if (as[from] != as[to]) edges.emplace(index.at(as[from]), index.at(as[to]));
  }
  out.edges.assign(edges.begin(), edges.end());
  return out;
}

std::vector<std::size_t> as_they_are(const Graph& graph) {
  std::vector<std::size_t> as(graph.nodes.size());
  for (std::size_t i = 0; i < as.size(); ++i) as[i] = i;
  return as;
}

/// What nodes must have in common to stand as one: they are alike, and so is what comes before and
/// after them, so that no circle can come of it.
struct Likeness {
  std::string key, symbol;
  std::size_t group = 0;  ///< where others stand with it
  std::vector<std::string> said;
  std::vector<std::size_t> before, after;
  auto operator<=>(const Likeness&) const = default;
};

std::map<Likeness, std::vector<std::size_t>> alike_nodes(const Graph& graph) {
  Neighbours before(graph.nodes.size());
  for (const auto& [from, to] : graph.edges) before[to].push_back(from);
  Neighbours after = successors(graph);
  std::vector<std::size_t> in_group(graph.groups.size(), 0);
  for (const GraphNode& node : graph.nodes) ++in_group[node.group];
  std::map<Likeness, std::vector<std::size_t>> alike;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const GraphNode& node = graph.nodes[i];
    if (node.alike.key.empty()) continue;
    std::sort(before[i].begin(), before[i].end());
    std::sort(after[i].begin(), after[i].end());
    const std::size_t group = in_group[node.group] > 1 ? node.group : 0;
    Likeness likeness{node.alike.key, node.symbol, group, {}, before[i], after[i]};
    likeness.said.assign(node.lines.begin() + 1, node.lines.end());
    alike[std::move(likeness)].push_back(i);
  }
  return alike;
}

Graph with_alike_as_one(Graph graph) {
  std::vector<std::size_t> as = as_they_are(graph);
  for (const auto& [likeness, members] : alike_nodes(graph)) {
    if (members.size() <= kMostAlike) continue;
    for (const std::size_t member : members) as[member] = members.front();
    GraphNode& one = graph.nodes[members.front()];
    const bool same_group = std::all_of(members.begin(), members.end(), [&](std::size_t member) {
      return graph.nodes[member].group == one.group;
    });
    if (!same_group) one.group = 0;
    one.lines.front() = one.alike.before + std::to_string(members.size()) + one.alike.after;
    for (const std::size_t member : members) {
      if (member != members.front()) one.stands_for += graph.nodes[member].stands_for;
    }
  }
  return merged(graph, as);
}

/// "12 steps: 10 +, 2 ~"; without symbols "12 resources".
std::string told(const std::map<std::string, std::size_t>& symbols) {
  std::size_t all = 0;
  std::string parts;
  for (const auto& [symbol, number] : symbols) {
    all += number;
    if (symbol.empty()) continue;
    parts += (parts.empty() ? ": " : ", ") + std::to_string(number) + " " + symbol;
  }
  return std::to_string(all) + (parts.empty() ? " resources" : " steps" + parts);
}

Graph with_groups_as_one(Graph graph) {
  std::map<std::size_t, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.groups[graph.nodes[i].group].may_be_one) members[graph.nodes[i].group].push_back(i);
  }
  std::vector<std::size_t> as = as_they_are(graph);
  for (const auto& [group, nodes] : members) {
    if (nodes.size() < 2) continue;
    std::map<std::string, std::size_t> symbols;
    for (const std::size_t node : nodes) {
      as[node] = nodes.front();
      symbols[graph.nodes[node].symbol] += graph.nodes[node].stands_for;
    }
    const GraphGroup& whole = graph.groups[group];
    const std::string symbol = symbols.size() == 1 ? symbols.begin()->first : "~";
    GraphNode one{{whole.label, told(symbols)}, symbol, false, 0, {}, 0};
    one.alike = {"all of " + whole.kind, "", " " + whole.kind + "s, each with"};
    for (const auto& [of, number] : symbols) one.stands_for += number;
    graph.nodes[nodes.front()] = std::move(one);
  }
  return merged(graph, as);
}

Graph with_short_labels(Graph graph) {
  for (GraphNode& node : graph.nodes) {
    if (node.lines.size() <= kMostLines) continue;
    const std::size_t more = node.lines.size() - (kMostLines - 1);
    node.lines.resize(kMostLines - 1);
    node.lines.push_back("and " + std::to_string(more) + " more lines");
  }
  return graph;
}

/// Whether no node comes before itself.
bool is_acyclic(const Graph& graph, const Neighbours& next) {
  std::vector<std::size_t> waits(graph.nodes.size(), 0);
  for (const auto& [from, to] : graph.edges) ++waits[to];
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < waits.size(); ++i) {
    if (waits[i] == 0) ready.push_back(i);
  }
  std::size_t seen = 0;
  while (!ready.empty()) {
    const std::size_t node = ready.back();
    ready.pop_back();
    ++seen;
    for (const std::size_t after : next[node]) {
      if (--waits[after] == 0) ready.push_back(after);
    }
  }
  return seen == graph.nodes.size();
}

/// Which nodes can be reached from one by way of another.
class Detours {
 public:
  explicit Detours(const Neighbours& next) : next_(next), reached_(next.size(), next.size()) {}

  void find(std::size_t from) {
    from_ = from;
    std::vector<std::size_t> open;
    for (const std::size_t to : next_[from]) reach_from(to, open);
    while (!open.empty()) {
      const std::size_t node = open.back();
      open.pop_back();
      reach_from(node, open);
    }
  }
  [[nodiscard]] bool lead_to(std::size_t node) const { return reached_[node] == from_; }

 private:
  void reach_from(std::size_t node, std::vector<std::size_t>& open) {
    for (const std::size_t after : next_[node]) {
      if (reached_[after] == from_) continue;
      reached_[after] = from_;
      open.push_back(after);
    }
  }

  const Neighbours& next_;
  std::vector<std::size_t> reached_;  ///< from which node each was reached last
  std::size_t from_ = 0;
};

}  // namespace

Graph summarised(const Graph& graph) {
  Graph out = with_alike_as_one(graph);
  if (out.nodes.size() > kMostNodes) out = with_alike_as_one(with_groups_as_one(std::move(out)));
  if (out.nodes.size() < graph.nodes.size()) {
    out.notes.emplace_back("What is alike stands together; --full draws each for itself.");
  }
  return with_short_labels(std::move(out));
}

Graph reduced(const Graph& graph) {
  const Neighbours next = successors(graph);
  if (!is_acyclic(graph, next)) return graph;
  Graph out{graph.title, graph.notes, graph.groups, graph.nodes, {}};
  Detours detours(next);
  for (std::size_t from = 0; from < graph.nodes.size(); ++from) {
    detours.find(from);
    std::set<std::size_t> kept;
    for (const std::size_t to : next[from]) {
      if (!detours.lead_to(to)) kept.insert(to);
    }
    for (const std::size_t to : kept) out.edges.emplace_back(from, to);
  }
  return out;
}

}  // namespace dgctl::engine
