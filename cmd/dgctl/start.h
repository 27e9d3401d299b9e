#pragma once

#include <functional>
#include <stop_token>

#include "cmd/dgctl/console.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

/// What a command that asks the workspace begins with: goes where -C says, opens the event log, and
/// lets signals and --timeout ask for an end. Throws UsageError. `check` finds what else is wrong
/// with the command line, before anything is opened.
std::stop_token start(Console& console,
                      const CommonOptions& options,
                      const std::function<void()>& check = {});

}  // namespace dgctl::cmd
