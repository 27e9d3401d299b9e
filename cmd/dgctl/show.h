#pragma once

#include <string>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"
#include "engine/plan/plan_file.h"

namespace dgctl::cmd {

struct ShowOptions {
  CommonOptions common;
  std::string plan;  ///< the plan file
};
void add_show_command(CLI::App& app, Chosen& chosen);
Ending run_show(const ShowOptions& options, Console& console);

/// A plan on stdout, in the format that the options name.
void print_plan(const engine::PlanFile& file, const CommonOptions& options, Console& console);

}  // namespace dgctl::cmd
