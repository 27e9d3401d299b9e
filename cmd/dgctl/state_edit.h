#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

/// Of `state rm` and `state mv`.
struct StateEditOptions {
  CommonOptions common;
  std::vector<std::string> addresses;  ///< of rm what leaves the state
  std::string from, to;                ///< of mv
  bool auto_approve = false;
  bool dry_run = false;
};
/// `state rm` and `state mv`, below `state`.
void add_state_edit_commands(CLI::App& state, Chosen& chosen);
Ending run_state_rm(const StateEditOptions& options, Console& console, const std::stop_token& stop);
Ending run_state_mv(const StateEditOptions& options, Console& console, const std::stop_token& stop);

}  // namespace dgctl::cmd
