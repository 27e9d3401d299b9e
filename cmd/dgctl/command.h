#pragma once

#include <functional>
#include <string>

#include "cmd/command_line/command.h"
#include "cmd/dgctl/console.h"
#include "cmd/dgctl/exit_code.h"

namespace dgctl::cmd {

/// What the command line chose to run.
using Chosen = std::function<Ending(Console&)>;

/// A command below `parent`; `run` ends up in `chosen` if the arguments name it.
CLI::App& add_command(CLI::App& parent, const CommandText& text, Chosen& chosen, Chosen run);

}  // namespace dgctl::cmd
