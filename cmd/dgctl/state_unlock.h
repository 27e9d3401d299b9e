#pragma once

#include <stop_token>
#include <string>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct StateUnlockOptions {
  CommonOptions common;
  std::string id;  ///< of the lock to break; "": only say who holds it
};
/// `state unlock`, below `state`.
void add_state_unlock_command(CLI::App& state, Chosen& chosen);
Ending run_state_unlock(const StateUnlockOptions& options,
                        Console& console,
                        const std::stop_token& stop);

}  // namespace dgctl::cmd
