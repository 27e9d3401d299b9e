#pragma once

#include <string>
#include <vector>

#include "cmd/dgctl/command.h"

namespace dgctl::cmd {

struct HelpOptions {
  std::vector<std::string> command;  ///< "state" "show"; none: the program
};
/// `app` must live until what is chosen has run.
void add_help_command(CLI::App& app, Chosen& chosen);
/// Prints what --help of that command prints. Throws UsageError with the nearest for one that does
/// not exist.
Ending run_help(const CommandTree& program, const HelpOptions& options, Console& console);

}  // namespace dgctl::cmd
