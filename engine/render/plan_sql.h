#pragma once

#include <string>

#include "engine/plan/plan_file.h"

namespace dgctl::engine {

/// How a line of a statement begins that must not run as it stands: a value is missing, or the plan
/// is refused. Without it, it can.
inline constexpr const char* kNotYet = "--? ";

/// A plan's steps in their order as Databricks SQL. What SQL cannot do stands as a comment, what
/// cannot run yet as statements behind kNotYet.
std::string plan_sql(const PlanFile& file);

}  // namespace dgctl::engine
