#pragma once

#include <string>
#include <string_view>

#include "cmd/command_line/command_tree.h"

namespace dgctl::cmd {

/// What --help prints, within 80 columns.
std::string help_text(const CommandTree& command);

/// "dgctl show [OPTIONS] PLAN"
std::string usage(const CommandTree& command);

}  // namespace dgctl::cmd
