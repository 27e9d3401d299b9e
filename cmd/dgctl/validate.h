#pragma once

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct ValidateOptions {
  CommonOptions common;
  bool expand = false;  ///< print the configuration with everything that is defaulted
};
void add_validate_command(CLI::App& app, Chosen& chosen);
Ending run_validate(const ValidateOptions& options, Console& console);

}  // namespace dgctl::cmd
