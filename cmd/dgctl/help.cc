#include "cmd/dgctl/help.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/command_line/help_text.h"
#include "cmd/dgctl/usage.h"

namespace dgctl::cmd {

void add_help_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<HelpOptions>();
  CommandText text{"help", "Print what a command does and takes", "dgctl help plan"};
  text.group = "Help";
  text.more_examples = {{"dgctl help state show", "Of a command below another"}};
  text.exit_codes = ends_with({});
  CLI::App& command = add_command(app, text, chosen, [options, &app](Console& console) {
    return run_help(tree_of(app), *options, console);
  });
  command.add_option("command", options->command, "The command, or nothing for dgctl itself")
      ->type_name("COMMAND");
}

Ending run_help(const CommandTree& program, const HelpOptions& options, Console& console) {
  const CommandTree* named = &program;
  for (const std::string& word : options.command) {
    const CommandTree* below = named->command(word);
    if (below == nullptr) throw UsageError(unknown_command(*named, word));
    named = below;
  }
  console.out << help_text(*named);
  return {};
}

}  // namespace dgctl::cmd
