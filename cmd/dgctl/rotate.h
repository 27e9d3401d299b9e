#pragma once

#include <stop_token>
#include <string>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct RotateOptions {
  CommonOptions common;
  std::string key;  ///< of a service principal; "": of all that have a secret
  bool retire = false;
  bool auto_approve = false;
};
void add_rotate_command(CLI::App& app, Chosen& chosen);
Ending run_rotate(const RotateOptions& options, Console& console, std::stop_token stop);

}  // namespace dgctl::cmd
