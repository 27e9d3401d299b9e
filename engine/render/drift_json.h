#pragma once

#include <string>

#include "engine/plan/drift.h"

namespace dgctl::engine {

/// A drift report for programs: one JSON document, as schemas/drift.schema.json describes it.
std::string drift_json(const DriftReport& report);

}  // namespace dgctl::engine
