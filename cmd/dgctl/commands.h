#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cmd/dgctl/console.h"
#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/signals.h"

namespace CLI {
class App;
}

namespace dgctl::cmd {

/// What the command line chose to run.
using Chosen = std::function<Ending(Console&)>;

/// All commands of dgctl with their options; the one that is chosen ends up in `chosen`.
void add_commands(CLI::App& app, Chosen& chosen);

/// Runs dgctl with these arguments, the program's name left out.
int run_dgctl(const std::vector<std::string>& arguments, Console& console);

}  // namespace dgctl::cmd
