#pragma once

#include <string>
#include <vector>

#include "cmd/command_line/command_tree.h"
#include "cmd/dgctl/console.h"

namespace dgctl::cmd {

/// Runs dgctl with these arguments, the program's name left out.
int run_dgctl(const std::vector<std::string>& arguments, Console& console);

/// All commands, and what each takes.
CommandTree dgctl_commands();

/// Throws UsageError for arguments that mean nothing. Runs nothing.
void check_usage(const std::vector<std::string>& arguments);

}  // namespace dgctl::cmd
