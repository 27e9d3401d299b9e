#pragma once

#include <string>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct StateOptions {
  CommonOptions common;
  std::string address;  ///< of `state show`: one resource; empty: all
  bool runs = false;    ///< of `state show`: the runs that wrote it
};
void add_state_commands(CLI::App& app, Chosen& chosen);
Ending run_state_list(const StateOptions& options, Console& console);
Ending run_state_show(const StateOptions& options, Console& console);

}  // namespace dgctl::cmd
