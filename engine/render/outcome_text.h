#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/apply/run.h"
#include "engine/render/shown.h"

namespace dgctl::engine {

/// What became of the steps of a plan that were not all applied, a line each resource: failed, left
/// out, waiting for what failed, without an answer, not started. At most kOutcomeLines lines.
std::string outcome_for_people(const Plan& plan, const RunReport& report, const Style& style);

inline constexpr std::size_t kOutcomeLines = 50;

}  // namespace dgctl::engine
