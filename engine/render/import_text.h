#pragma once

#include <string>

#include "engine/plan/import.h"

namespace dgctl::engine {

/// What an import records, how that differs from the configuration, and what the next apply does of
/// it. `is_trial`: nothing is written.
std::string import_for_people(const ImportDraft& draft, bool is_trial);

}  // namespace dgctl::engine
