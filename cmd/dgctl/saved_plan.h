#pragma once

#include <string>

#include "engine/plan/plan_file.h"

namespace dgctl::cmd {

/// Reads a plan file. Throws UsageError if there is none, StaleError if it is not what was written.
engine::ReadPlan read_saved_plan(const std::string& path);

/// Writes one, readable by its owner only. Throws engine::Error.
void write_saved_plan(const std::string& path, const engine::PlanFile& file);

}  // namespace dgctl::cmd
