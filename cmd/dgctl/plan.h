#pragma once

#include <stop_token>
#include <string>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"
#include "cmd/dgctl/planning.h"

namespace dgctl::cmd {

struct PlanOptions {
  CommonOptions common;
  std::string out;  ///< --out: the plan file
  bool destroy = false;
  ChoiceOptions choices;
  bool detailed_exitcode = false;
};
void add_plan_command(CLI::App& app, Chosen& chosen);
Ending run_plan(const PlanOptions& options, Console& console, const std::stop_token& stop);

}  // namespace dgctl::cmd
