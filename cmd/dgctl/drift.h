#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct DriftOptions {
  CommonOptions common;
};
struct AcceptOptions {
  CommonOptions common;
  std::string address;
  std::vector<std::string> fields;  ///< none: all that drifted
  std::string until, because;
};
/// `drift` and `drift accept`.
void add_drift_command(CLI::App& app, Chosen& chosen);
Ending run_drift(const DriftOptions& options, Console& console, const std::stop_token& stop);
Ending run_accept(const AcceptOptions& options, Console& console, const std::stop_token& stop);

}  // namespace dgctl::cmd
