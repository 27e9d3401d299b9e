#include "cmd/dgctl/completion.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/command_line/completion_scripts.h"

namespace dgctl::cmd {
namespace {

CommandText completion_text() {
  CommandText text{"completion",
                   "Print what a shell reads to complete dgctl's commands",
                   "source <(dgctl completion bash)"};
  text.group = "Help";
  text.details =
      "Once a shell has read it, TAB completes commands, options, files and plans, and what the "
      "configuration and the state name: addresses, keys, variables. Nothing is asked of the "
      "workspace for that.\n\n"
      "`cmake --install` and the packages put these scripts where the shells look for them.";
  text.more_examples = {
      {"dgctl completion bash >~/.local/share/bash-completion/completions/dgctl",
       "For good, in bash with the package bash-completion"},
      {"dgctl completion zsh >~/.zfunc/_dgctl",
       "In zsh; ~/.zshrc has `fpath+=~/.zfunc` before `autoload -U compinit; compinit`"},
      {"dgctl completion fish >~/.config/fish/completions/dgctl.fish", "In fish"},
  };
  text.exit_codes = ends_with({});
  return text;
}

}  // namespace

void add_completion_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<CompletionOptions>();
  CLI::App& command = add_command(app, completion_text(), chosen, [options](Console& console) {
    return run_completion(*options, console);
  });
  command.add_option("shell", options->shell, "The shell")
      ->type_name("bash|zsh|fish")
      ->required()
      ->check([](const std::string& shell) -> std::string {
        if (shell == "bash" || shell == "zsh" || shell == "fish") return {};
        return "there is no completion for '" + shell + "'; there is for bash, zsh and fish";
      });
}

Ending run_completion(const CompletionOptions& options, Console& console) {
  console.out << completion_script(options.shell, "dgctl");
  return {};
}

}  // namespace dgctl::cmd
