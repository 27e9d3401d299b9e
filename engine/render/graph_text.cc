#include "engine/render/graph_text.h"

#include <algorithm>
#include <array>

#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

struct Colours {
  std::string_view symbol, name, fill, line;
};
constexpr std::array kColours{
    Colours{"+", "added", "#dff3e3", "#2e7d32"},
    Colours{"~", "changed", "#fff4cf", "#a87900"},
    Colours{"-/+", "replaced", "#fde3cf", "#c2410c"},
    Colours{"-", "deleted", "#fbdcdc", "#b91c1c"},
    Colours{"<=", "adopted", "#dbeafe", "#1d4ed8"},
    Colours{".", "forgotten", "#eeeeee", "#666666"},
};

const Colours* colours_of(const GraphNode& node) {
  const auto it = std::find_if(kColours.begin(), kColours.end(), [&](const Colours& known) {
    return known.symbol == node.symbol;
  });
  return it == kColours.end() ? nullptr : &*it;
}

/// Indices of the nodes of a group, for those groups that are drawn as a box: two nodes at least.
std::vector<std::vector<std::size_t>> boxes_of(const Graph& graph) {
  std::vector<std::vector<std::size_t>> members(graph.groups.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) members[graph.nodes[i].group].push_back(i);
  for (std::size_t group = 0; group < members.size(); ++group) {
    if (members[group].size() < 2 || graph.groups[group].label.empty()) members[group].clear();
  }
  return members;
}

/// A name that no text of anybody's goes into.
std::string node_id(std::size_t index) { return "n" + std::to_string(index + 1); }

std::string quoted_attribute(std::string_view name, std::string_view value) {
  return std::string(name) + "=\"" + std::string(value) + "\"";
}

// ---- DOT

/// Within double quotes, where a backslash begins an escape and `&` an entity.
std::string dot_text(const std::string& text) {
  std::string out;
  for (const char c : shown(std::string_view(text))) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '&' ? "&amp;" : std::string(1, c);
  }
  return out;
}

/// Lines that stand flush left.
std::string dot_label(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += dot_text(line) + "\\l";
  return "\"" + out + "\"";
}

std::string dot_node(const Graph& graph, std::size_t index) {
  const GraphNode& node = graph.nodes[index];
  std::string out = node_id(index) + " [label=" + dot_label(node.lines);
  if (const Colours* colours = colours_of(node)) {
    out += ", " + quoted_attribute("fillcolor", colours->fill) + ", " +
           quoted_attribute("color", colours->line);
  }
  if (node.is_read) out += ", style=\"rounded,filled,dashed\"";
  return out + "];\n";
}

// ---- Mermaid

bool is_plain(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Within double quotes. Whatever could be a directive, Markdown, HTML or an entity is written as
/// an entity of Mermaid; an underscore within a word is none of them.
std::string mermaid_text(const std::string& text) {
  const std::string safe = shown(std::string_view(text));
  std::string out;
  for (std::size_t i = 0; i < safe.size(); ++i) {
    const char c = safe[i];
    const bool first = i == 0;
    const bool last = i + 1 == safe.size();
    const bool within = !first && !last && is_plain(safe[i - 1]) && is_plain(safe[i + 1]);
    const bool plain = is_plain(c) || c == ' ' || c == ',' || c == '/' ||
                       ((c == '_' || c == '.' || c == '-') && within);
    out += plain ? std::string(1, c) : "#" + std::to_string(static_cast<unsigned char>(c)) + ";";
  }
  return out;
}

/// Within double quotes of the front matter, which Mermaid reads as YAML and shows as it is.
std::string yaml_text(const std::string& text) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : shown(std::string_view(text))) {
    const bool plain =
        is_plain(c) || std::string_view(" .,:/-_()").find(c) != std::string_view::npos;
    const auto byte = static_cast<unsigned char>(c);
    out +=
        plain ? std::string(1, c) : std::string("\\x") + kDigits[byte >> 4U] + kDigits[byte & 15U];
  }
  return "\"" + out + "\"";
}

std::string mermaid_label(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += (out.empty() ? "" : "<br/>") + mermaid_text(line);
  return "\"" + out + "\"";
}

std::string mermaid_node(const Graph& graph, std::size_t index) {
  return node_id(index) + "[" + mermaid_label(graph.nodes[index].lines) + "]\n";
}

/// "class n1,n4 added", for the nodes that are.
template <class Belongs>
std::string mermaid_class(const Graph& graph, std::string_view name, Belongs belongs) {
  std::string ids;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (belongs(graph.nodes[i])) ids += (ids.empty() ? "" : ",") + node_id(i);
  }
  return ids.empty() ? ids : "  class " + ids + " " + std::string(name) + "\n";
}

std::string mermaid_styles(const Graph& graph) {
  std::string out;
  for (const Colours& colours : kColours) {
    const std::string members = mermaid_class(
        graph, colours.name, [&](const GraphNode& node) { return node.symbol == colours.symbol; });
    if (members.empty()) continue;
    out += "  classDef " + std::string(colours.name) + " fill:" + std::string(colours.fill) +
           ",stroke:" + std::string(colours.line) + ",color:#111111\n" + members;
  }
  const std::string read =
      mermaid_class(graph, "exists", [](const GraphNode& node) { return node.is_read; });
  if (!read.empty()) out += "  classDef exists stroke-dasharray:4 3\n" + read;
  return out;
}

}  // namespace

std::string graph_dot(const Graph& graph) {
  std::vector<std::string> heading{graph.title};
  heading.insert(heading.end(), graph.notes.begin(), graph.notes.end());
  std::string out =
      "digraph dgctl {\n"
      "  graph [rankdir=LR, labelloc=t, labeljust=l, fontname=\"Helvetica\", ranksep=0.8, "
      "nodesep=0.15,\n"
      "         label=" +
      dot_label(heading) +
      "];\n"
      "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", color=\"#666666\", "
      "fontname=\"Helvetica\", fontsize=11];\n"
      "  edge [color=\"#888888\", arrowsize=0.7];\n";
  const std::vector<std::vector<std::size_t>> boxes = boxes_of(graph);
  std::vector<bool> in_box(graph.nodes.size(), false);
  for (std::size_t group = 0; group < boxes.size(); ++group) {
    if (boxes[group].empty()) continue;
    out += "  subgraph cluster_" + std::to_string(group) + " {\n    graph [label=\"" +
           dot_text(graph.groups[group].label) +
           "\", style=rounded, color=\"#bbbbbb\", fontsize=11];\n";
    for (const std::size_t node : boxes[group]) {
      out += "    " + dot_node(graph, node);
      in_box[node] = true;
    }
    out += "  }\n";
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!in_box[i]) out += "  " + dot_node(graph, i);
  }
  for (const auto& [from, to] : graph.edges) {
    out += "  " + node_id(from) + " -> " + node_id(to) + ";\n";
  }
  return out + "}\n";
}

std::string graph_mermaid(const Graph& graph) {
  std::string out = "---\ntitle: " + yaml_text(graph.title) + "\n---\nflowchart LR\n";
  for (const std::string& line : graph.notes) out += "  %% " + mermaid_text(line) + "\n";
  const std::vector<std::vector<std::size_t>> boxes = boxes_of(graph);
  std::vector<bool> in_box(graph.nodes.size(), false);
  for (std::size_t group = 0; group < boxes.size(); ++group) {
    if (boxes[group].empty()) continue;
    out += "  subgraph g" + std::to_string(group) + "[\"" +
           mermaid_text(graph.groups[group].label) + "\"]\n";
    for (const std::size_t node : boxes[group]) {
      out += "    " + mermaid_node(graph, node);
      in_box[node] = true;
    }
    out += "  end\n";
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!in_box[i]) out += "  " + mermaid_node(graph, i);
  }
  for (const auto& [from, to] : graph.edges) {
    out += "  " + node_id(from) + " --> " + node_id(to) + "\n";
  }
  return out + mermaid_styles(graph);
}

}  // namespace dgctl::engine
