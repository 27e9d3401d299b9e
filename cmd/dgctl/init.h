#pragma once

#include <string>

#include "cmd/dgctl/command.h"

namespace dgctl::cmd {

struct InitOptions {
  std::string folder = ".";
};
void add_init_command(CLI::App& app, Chosen& chosen);
/// Writes a commented starter and, unless there is one, the schema that editors check it with.
/// Throws UsageError if there is a dgctl.yml already.
Ending run_init(const InitOptions& options, Console& console);

}  // namespace dgctl::cmd
