#pragma once

#include <functional>
#include <string>

#include "cmd/dgctl/console.h"
#include "cmd/dgctl/exit_code.h"

namespace CLI {
class App;
}

namespace dgctl::cmd {

/// What the command line chose to run.
using Chosen = std::function<Ending(Console&)>;

struct CommandText {
  std::string name, does;
  std::string example;  ///< for the end of --help
};
/// A command below `parent`; `run` ends up in `chosen` if the arguments name it.
CLI::App& add_command(CLI::App& parent, const CommandText& text, Chosen& chosen, Chosen run);

}  // namespace dgctl::cmd
