#include "cmd/dgctl/graph.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/configuration.h"
#include "cmd/dgctl/saved_plan.h"
#include "engine/render/graph_text.h"

namespace dgctl::cmd {
namespace {

/// Of a saved plan or of the configuration; no request is made for either.
engine::Graph chosen_graph(const GraphOptions& options, Console& console) {
  if (!options.plan.empty()) return engine::graph_of(read_saved_plan(options.plan).file);
  return engine::graph_of(require_configuration(options.common, console).desired);
}

CommandText graph_text() {
  CommandText text{"graph",
                   "Draw the configuration, or the steps of a saved plan",
                   "dgctl graph plan.json >plan.dot"};
  text.group = "Plan and apply";
  text.details =
      "Of the configuration: what there is, and what refers to what. Of a plan: its changes, and "
      "what waits for what. Much that is alike is drawn as one, unless --full is given. Nothing is "
      "asked of the workspace.";
  text.more_examples = {
      {"dgctl graph -o mermaid", "For a page that draws Mermaid, as GitHub's do"}};
  text.exit_codes = ends_with({ExitCode::Stale});
  text.see_also = {"dgctl plan", "dgctl show"};
  return text;
}

}  // namespace

void add_graph_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<GraphOptions>();
  options->common.output = "dot";
  CLI::App& command = add_command(app, graph_text(), chosen, [options](Console& console) {
    enter_folder(options->common);
    return run_graph(*options, console);
  });
  command
      .add_option("plan", options->plan, "The file of a saved plan; without it, the configuration")
      ->type_name("PLAN");
  add_configuration_options(command, options->common);
  add_output_option(command, options->common, {"dot", "mermaid"});
  command.add_flag("--full", options->full, "Draw what is alike each for itself");
}

Ending run_graph(const GraphOptions& options, Console& console) {
  engine::Graph graph = chosen_graph(options, console);
  if (!options.full) graph = engine::summarised(graph);
  graph = engine::reduced(graph);
  console.out << (options.common.output == "mermaid" ? engine::graph_mermaid(graph)
                                                     : engine::graph_dot(graph));
  return {};
}

}  // namespace dgctl::cmd
