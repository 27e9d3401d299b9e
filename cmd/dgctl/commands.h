#pragma once

#include <string>
#include <vector>

#include "cmd/dgctl/console.h"

namespace dgctl::cmd {

/// Runs dgctl with these arguments, the program's name left out.
int run_dgctl(const std::vector<std::string>& arguments, Console& console);

}  // namespace dgctl::cmd
