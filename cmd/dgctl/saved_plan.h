#pragma once

#include <string>
#include <string_view>

#include "cmd/dgctl/configuration.h"
#include "engine/plan/plan_file.h"

namespace dgctl::cmd {

/// Whether a text, or the first 64 bytes of one, is a plan's, whatever became of the rest of it.
bool begins_like_a_plan(std::string_view text);

/// Reads a plan file. Throws UsageError if there is none or it is something else, StaleError if it
/// is not what was written.
engine::ReadPlan read_saved_plan(const std::string& path);

/// The configuration as the plan was made from it: with its target, and with its variables where
/// the command line has no others. Throws StaleError where it does not take those any more,
/// ConfigError where it is wrong by itself.
Configuration require_planned_configuration(const CommonOptions& options,
                                            const std::string& path,
                                            const engine::PlanFile& plan,
                                            Console& console);

/// Throws UsageError unless a plan may be written there: to a new or empty file, or over another
/// plan.
void require_plan_target(const std::string& path);

/// Writes one, readable by its owner only. Throws engine::Error.
void write_saved_plan(const std::string& path, const engine::PlanFile& file);

}  // namespace dgctl::cmd
