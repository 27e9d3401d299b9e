#pragma once

#include <string>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct GraphOptions {
  CommonOptions common;
  std::string plan;   ///< a saved plan; "": the configuration
  bool full = false;  ///< --full: each resource or step for itself
};
void add_graph_command(CLI::App& app, Chosen& chosen);
Ending run_graph(const GraphOptions& options, Console& console);

}  // namespace dgctl::cmd
