#pragma once

#include <string>

#include "engine/plan/plan_file.h"
#include "engine/render/shown.h"

namespace dgctl::engine {

/// What a plan has to say besides its changes, for people: what is held, kept, hidden, ignored or
/// no longer managed, a run that is not over, warnings. "" or whole lines.
std::string plan_notes(const PlanFile& file, const Style& style);

}  // namespace dgctl::engine
