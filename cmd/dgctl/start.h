#pragma once

#include <stop_token>

#include "cmd/dgctl/console.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

/// What a command that asks the workspace begins with: goes where -C says, opens the event log, and
/// lets signals and --timeout ask for an end. Throws UsageError.
std::stop_token start(Console& console, const CommonOptions& options);

}  // namespace dgctl::cmd
