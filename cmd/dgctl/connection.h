#pragma once

#include <stop_token>
#include <string>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct ConnectionOptions {
  CommonOptions common;
  std::string key;      ///< of a data graph; "": the only one
  bool reveal = false;  ///< print the secret
};
void add_connection_command(CLI::App& app, Chosen& chosen);
Ending run_connection(const ConnectionOptions& options,
                      Console& console,
                      const std::stop_token& stop);

}  // namespace dgctl::cmd
