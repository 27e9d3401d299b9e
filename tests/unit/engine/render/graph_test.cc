#include "engine/render/graph.h"

#include <set>

#include "engine/render/graph_text.h"
#include "engine/render/plan_text.h"
#include "tests/support/golden.h"
#include "tests/support/property.h"
#include "tests/support/world.h"

namespace dgctl::engine::graph_test {
namespace {

using tests::DesiredBuilder;
using tests::World;

PlanFile file_of(Plan plan) {
  PlanFile file;
  file.operation = "apply";
  file.workspace.host = "https://dbc-1234.cloud.databricks.com";
  file.stack = "acme";
  file.target = "prod";
  file.plan = std::move(plan);
  return file;
}

Desired everything() {
  return DesiredBuilder()
      .made_principal("main", "segment-data-graph")
      .warehouse("main", "segment")
      .permission("main", "main", "CAN_USE")
      .catalog("main", "ckpt", {{"owner", "data-platform"}})
      .schema("web", "ckpt", "web")
      .schema("theirs", "sales", "crm")
      .with([](DesiredResource& r) { r.existing = true; })
      .grant_to_made("catalog:ckpt", "main", {"USE_CATALOG"})
      .grant_to_made("schema:sales.crm", "main", {"USE_SCHEMA", "SELECT"})
      .grant("schema:ckpt.web", "analysts", {"SELECT"})
      .grant("table:sales.crm.orders", "analysts", {"SELECT"})
      .build();
}

/// "from -> to" by the first lines of the labels, a line an edge.
std::string edges_of(const Graph& graph) {
  std::set<std::string> lines;
  for (const auto& [from, to] : graph.edges) {
    lines.insert(graph.nodes[from].lines.front() + " -> " + graph.nodes[to].lines.front());
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST_CASE("a resource is drawn with what it refers to", "[graph]") {
  CHECK(edges_of(graph_of(everything())) ==
        "catalog.main -> grant.catalog:ckpt/main\n"
        "catalog.main -> schema.web\n"
        "group analysts -> grant.schema:ckpt.web/analysts\n"
        "group analysts -> grant.table:sales.crm.orders/analysts\n"
        "schema.theirs -> grant.schema:sales.crm/main\n"
        "schema.theirs -> grant.table:sales.crm.orders/analysts\n"
        "schema.web -> grant.schema:ckpt.web/analysts\n"
        "service_principal.main -> grant.catalog:ckpt/main\n"
        "service_principal.main -> grant.schema:sales.crm/main\n"
        "service_principal.main -> permission.sql_warehouse:main/main\n"
        "service_principal.main -> service_principal_secret.main\n"
        "service_principal.main -> workspace_assignment.main\n"
        "sql_warehouse.main -> permission.sql_warehouse:main/main\n");
}

TEST_CASE("a configuration is drawn in both languages", "[graph]") {
  const Graph graph = reduced(summarised(graph_of(everything())));
  tests::check_golden("configuration.dot", graph_dot(graph));
  tests::check_golden("configuration.mmd", graph_mermaid(graph));
}

TEST_CASE("a plan is drawn with its steps and what each waits for", "[graph]") {
  World world;
  world.workspace.catalog("sales").schema("sales", "crm").schema("sales", "web");
  const auto configured = [](const std::string& root, bool second) {
    DesiredBuilder desired;
    desired.catalog("ckpt", "ckpt", {{"storage_root", root}})
        .with([](DesiredResource& r) { r.prevent_destroy = false; })
        .catalog("sales", "sales", {{"comment", root}})
        .grant("catalog:ckpt", "analysts", {"USE_CATALOG"})
        .grant("catalog:sales", second ? "readers" : "writers", {"SELECT"});
    if (second) {
      desired.grant("schema:sales.web", "analysts", {"SELECT"});
      desired.made_principal("main", "segment-data-graph");
      desired.grant_to_made("catalog:ckpt", "main", {"USE_CATALOG"});
    }
    return desired.build();
  };
  world.apply(configured("s3://one", false));
  world.workspace.content.grants[{"schema", "sales.web"}].direct["analysts"] = {"SELECT"};
  const PlanFile file = file_of(world.plan(configured("s3://two", true)).draft.plan);
  const Graph graph = reduced(summarised(graph_of(file)));
  tests::check_golden("plan.dot", graph_dot(graph));
  tests::check_golden("plan.mmd", graph_mermaid(graph));
  CHECK(graph_of(file) == graph_of(file));
}

TEST_CASE("a plan without changes is drawn as what it is", "[graph]") {
  World world;
  world.workspace.catalog("sales");
  const Desired desired = DesiredBuilder().grant("catalog:sales", "a", {"SELECT"}).build();
  world.apply(desired);
  const Graph graph = graph_of(file_of(world.plan(desired).draft.plan));
  CHECK(graph.nodes.empty());
  CHECK(graph.title.ends_with(kNoChanges));
}

/// Grants to one principal on so many tables of a schema.
DesiredBuilder tables(const std::string& schema, std::size_t count, const Privileges& words) {
  DesiredBuilder desired;
  for (std::size_t i = 0; i < count; ++i) {
    desired.grant("table:" + schema + ".t" + std::to_string(i), "analysts", words);
  }
  return desired;
}

std::string labels_of(const Graph& graph) {
  std::multiset<std::string> lines;
  for (const GraphNode& node : graph.nodes) {
    std::string label;
    for (const std::string& line : node.lines) label += (label.empty() ? "" : " | ") + line;
    lines.insert(label);
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST_CASE("a few grants that are alike stand for themselves", "[graph]") {
  const Graph graph = graph_of(tables("sales.crm", 3, {"SELECT"}).build());
  CHECK(summarised(graph) == graph);
}

TEST_CASE("many grants that are alike stand as one", "[graph]") {
  DesiredBuilder desired = tables("sales.crm", 4, {"SELECT"});
  desired.grant("table:sales.crm.x", "analysts", {"MODIFY"})
      .grant("table:sales.crm.y", "others", {"SELECT"})
      .grant("table:sales.web.z", "analysts", {"SELECT"});
  const Graph graph = summarised(graph_of(desired.build()));
  CHECK(labels_of(graph) ==
        "grant.table:sales.crm.x/analysts | MODIFY\n"
        "grant.table:sales.crm.y/others | SELECT\n"
        "grant.table:sales.web.z/analysts | SELECT\n"
        "grants to analysts on 4 tables of sales.crm | SELECT\n"
        "group analysts | exists\n"
        "group others | exists\n");
  CHECK(edges_of(graph) ==
        "group analysts -> grant.table:sales.crm.x/analysts\n"
        "group analysts -> grant.table:sales.web.z/analysts\n"
        "group analysts -> grants to analysts on 4 tables of sales.crm\n"
        "group others -> grant.table:sales.crm.y/others\n");
}

TEST_CASE("grants that wait for different things do not stand as one", "[graph]") {
  Desired desired = tables("sales.crm", 8, {"SELECT"}).build();
  desired.resources.back().fields.insert_or_assign("principal", "nobody");
  CHECK(labels_of(summarised(graph_of(desired))) ==
        "grant.table:sales.crm.t7/analysts | SELECT\n"
        "grants to analysts on 7 tables of sales.crm | SELECT\n"
        "group analysts | exists\n");
}

TEST_CASE("a large graph has a node for each catalog and one for those that are alike", "[graph]") {
  DesiredBuilder desired;
  for (int i = 0; i < 40; ++i) {
    const std::string catalog = "c" + std::to_string(i);
    desired.grant("catalog:" + catalog, "analysts", {"USE_CATALOG"});
    desired.grant("schema:" + catalog + ".s", "analysts", {"USE_SCHEMA", "SELECT"});
  }
  desired.grant("schema:c0.t", "analysts", {"SELECT"});
  const Graph graph = summarised(graph_of(desired.build()));
  CHECK(labels_of(graph) ==
        "39 catalogs, each with | 2 resources\n"
        "catalog c0 | 3 resources\n"
        "group analysts | exists\n");
  CHECK(graph.notes.back().find("--full") != std::string::npos);
}

TEST_CASE("whole catalogs stand as one only where nothing else stands with them", "[graph]") {
  DesiredBuilder desired;
  for (int i = 0; i < 5; ++i) {
    desired.grant("catalog:c" + std::to_string(i), "analysts", {"USE_CATALOG"});
  }
  desired.grant("schema:c0.s", "analysts", {"SELECT"});
  CHECK(labels_of(summarised(graph_of(desired.build()))) ==
        "grant.catalog:c0/analysts | USE_CATALOG\n"
        "grant.schema:c0.s/analysts | SELECT\n"
        "grants to analysts on 4 catalogs | USE_CATALOG\n"
        "group analysts | exists\n");
}

Graph plain(std::size_t nodes, std::vector<std::pair<std::size_t, std::size_t>> edges) {
  Graph graph{{}, {}, {GraphGroup{}}, {}, std::move(edges)};
  graph.nodes.resize(nodes, GraphNode{{"x"}, {}, false, 0, {}, 1});
  return graph;
}

using Pairs = std::set<std::pair<std::size_t, std::size_t>>;

/// All pairs of which the second can be reached from the first.
Pairs closure(const Graph& graph) {
  Pairs pairs(graph.edges.begin(), graph.edges.end());
  for (std::size_t before = 0; before != pairs.size();) {
    before = pairs.size();
    Pairs more;
    for (const auto& [a, b] : pairs) {
      for (const auto& [c, d] : pairs) {
        if (b == c) more.emplace(a, d);
      }
    }
    pairs.insert(more.begin(), more.end());
  }
  return pairs;
}

TEST_CASE("an edge that others imply is left out", "[graph]") {
  CHECK(reduced(plain(3, {{0, 1}, {0, 2}, {1, 2}})).edges == plain(3, {{0, 1}, {1, 2}}).edges);
  CHECK(reduced(plain(4, {{0, 1}, {0, 3}, {1, 2}, {2, 3}})).edges.size() == 3);
  const Graph circle = plain(2, {{0, 1}, {1, 0}});
  CHECK(reduced(circle) == circle);
}

TEST_CASE("the edges that are left say all that was said", "[graph][property]") {
  tests::check_property("and none of them can be left out", [] {
    const std::size_t nodes = *rc::gen::inRange<std::size_t>(1, 9);
    Graph graph = plain(nodes, {});
    for (std::size_t from = 0; from < nodes; ++from) {
      for (std::size_t to = from + 1; to < nodes; ++to) {
        if (*rc::gen::arbitrary<bool>()) graph.edges.emplace_back(from, to);
      }
    }
    const Graph less = reduced(graph);
    RC_ASSERT(closure(less) == closure(graph));
    for (std::size_t i = 0; i < less.edges.size(); ++i) {
      Graph without = less;
      without.edges.erase(without.edges.begin() + static_cast<std::ptrdiff_t>(i));
      RC_ASSERT(closure(without) != closure(graph));
    }
  });
}

// ---- text of anybody's

const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> kTexts{
      "\"]; n1 -> n9; x [label=\"",
      "back\\slash\\",
      "a\\N\\lb",
      "&amp;<b>bold</b><script>alert(1)</script>",
      "%%{init: {\"theme\": \"dark\", \"securityLevel\": \"loose\"}}%%",
      "%% comment",
      "#quot;#35;",
      "`markdown **bold** _it_ __init__`",
      "1. list",
      "- list",
      "end",
      "two\nlines\r\n  subgraph x",
      "style: a:#fff; classDef a fill:#f00;",
      "\x1b[2J\u202e\u2028",
      "no character \xff",
      "]-->n1[\"x",
      "$$x^2$$",
      "fa:fa-car",
      "販売 é 😊",
  };
  return kTexts;
}

Graph hostile() {
  Graph graph{{}, hostile_texts(), {GraphGroup{}}, {}, {}};
  for (const std::string& text : hostile_texts()) graph.title += text;
  for (const std::string& text : hostile_texts()) {
    graph.groups.push_back({text, text, true});
    for (int twice = 0; twice < 2; ++twice) {
      graph.nodes.push_back({{text, text}, "+", false, graph.groups.size() - 1, {}, 1});
    }
    graph.edges.emplace_back(graph.nodes.size() - 2, graph.nodes.size() - 1);
  }
  return graph;
}

TEST_CASE("no text of anybody's becomes part of the drawing", "[graph]") {
  tests::check_golden("hostile.dot", graph_dot(hostile()));
  tests::check_golden("hostile.mmd", graph_mermaid(hostile()));
}

/// DOT without what stands in its strings.
std::string skeleton(const std::string& dot) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < dot.size(); ++i) {
    if (dot[i] == '"') {
      quoted = !quoted;
    } else if (quoted && dot[i] == '\\') {
      ++i;
    } else if (!quoted) {
      out += dot[i];
    }
  }
  return out;
}

Graph with_texts(Graph graph, const std::string& text) {
  graph.title = text;
  for (std::string& line : graph.notes) line = text;
  for (GraphGroup& group : graph.groups) group.label = group.label.empty() ? "" : text;
  for (GraphNode& node : graph.nodes) {
    for (std::string& line : node.lines) line = text;
  }
  return graph;
}

/// Whether a label of Mermaid's has nothing but words, entities and line breaks.
bool is_plain_label(std::string_view label) {
  while (!label.empty()) {
    const unsigned char c = static_cast<unsigned char>(label.front());
    if (label.starts_with("<br/>")) {
      label.remove_prefix(5);
    } else if (c == '#') {
      const std::size_t end = label.find(';');
      if (end == std::string_view::npos || end < 2 || end > 4) return false;
      label.remove_prefix(end + 1);
    } else if (std::isalnum(c) != 0 || c >= 0x80 || c == ' ' || c == '_' || c == '.' || c == '-' ||
               c == '/' || c == ',') {
      label.remove_prefix(1);
    } else {
      return false;
    }
  }
  return true;
}

TEST_CASE("the drawing is the same whatever the texts are", "[graph]") {
  const Graph graph = graph_of(everything());
  const std::string dot = skeleton(graph_dot(with_texts(graph, "x")));
  const std::string mermaid = graph_mermaid(with_texts(graph, "x"));
  const auto lines = std::count(mermaid.begin(), mermaid.end(), '\n');
  for (const std::string& text : hostile_texts()) {
    INFO(text);
    CHECK(skeleton(graph_dot(with_texts(graph, text))) == dot);
    const std::string drawn = graph_mermaid(with_texts(graph, text));
    CHECK(std::count(drawn.begin(), drawn.end(), '\n') == lines);
    std::size_t labels = 0;
    for (std::size_t at = 0; (at = drawn.find("[\"", at)) != std::string::npos; ++labels) {
      at += 2;
      const std::size_t end = drawn.find("\"]\n", at);
      REQUIRE(end != std::string::npos);
      CHECK(is_plain_label(std::string_view(drawn).substr(at, end - at)));
    }
    CHECK(labels > graph.nodes.size());
  }
}

}  // namespace
}  // namespace dgctl::engine::graph_test
