#pragma once

#include "cmd/dgctl/console.h"
#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct ValidateOptions {
  CommonOptions common;
  bool expand = false;  ///< print the configuration with everything that is defaulted
};
Ending run_validate(const ValidateOptions& options, Console& console);

}  // namespace dgctl::cmd
