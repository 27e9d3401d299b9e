#pragma once

#include <stop_token>
#include <string>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct VerifyOptions {
  CommonOptions common;
  std::string key;     ///< of a data graph; "": all of them
  bool write = false;  ///< also into a checkpoint catalog that is in use
};
void add_verify_command(CLI::App& app, Chosen& chosen);
Ending run_verify(const VerifyOptions& options, Console& console, const std::stop_token& stop);

}  // namespace dgctl::cmd
