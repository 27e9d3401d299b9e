#pragma once

#include <string>

#include "cmd/dgctl/console.h"
#include "cmd/dgctl/exit_code.h"

namespace dgctl::cmd {

struct InitOptions {
  std::string folder = ".";
};
/// Writes a commented starter, or throws UsageError if there is a dgctl.yml already.
Ending run_init(const InitOptions& options, Console& console);

}  // namespace dgctl::cmd
