#pragma once

#include <string>

#include "cmd/dgctl/command.h"

namespace dgctl::cmd {

struct CompletionOptions {
  std::string shell;
};
void add_completion_command(CLI::App& app, Chosen& chosen);
/// Prints what a shell has to read to complete dgctl's command lines.
Ending run_completion(const CompletionOptions& options, Console& console);

}  // namespace dgctl::cmd
