#include "cmd/dgctl/command.h"

#include <CLI/CLI.hpp>

namespace dgctl::cmd {

CLI::App& add_command(CLI::App& parent, const CommandText& text, Chosen& chosen, Chosen run) {
  CLI::App* command = parent.add_subcommand(text.name, text.does);
  command->footer("Example:\n  " + text.example);
  command->callback([&chosen, command, run = std::move(run)] {
    // Of a command that has others below it, one of those may be meant.
    if (command->get_subcommands().empty()) chosen = run;
  });
  return *command;
}

}  // namespace dgctl::cmd
