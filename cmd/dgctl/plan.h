#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "cmd/dgctl/console.h"
#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct PlanOptions {
  CommonOptions common;
  std::string out;  ///< --out: the plan file
  bool destroy = false;
  bool detailed_exitcode = false;
};
Ending run_plan(const PlanOptions& options, Console& console, std::stop_token stop);

struct ShowOptions {
  CommonOptions common;
  std::string plan;  ///< the plan file
};
Ending run_show(const ShowOptions& options, Console& console);

}  // namespace dgctl::cmd
