#pragma once

#include <stop_token>
#include <string>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct ImportOptions {
  CommonOptions common;
  std::string address;  ///< of a block of the configuration
  std::string id;       ///< of what is there; "": as the configuration says
  bool dry_run = false;
};
void add_import_command(CLI::App& app, Chosen& chosen);
Ending run_import(const ImportOptions& options, Console& console, const std::stop_token& stop);

}  // namespace dgctl::cmd
