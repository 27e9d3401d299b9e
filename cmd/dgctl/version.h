#pragma once

#include <string>

#include "cmd/dgctl/console.h"
#include "cmd/dgctl/exit_code.h"

namespace dgctl::cmd {

/// "0.1.0"
const char* version();

struct VersionOptions {
  std::string output = "text";
};
Ending run_version(const VersionOptions& options, Console& console);

}  // namespace dgctl::cmd
