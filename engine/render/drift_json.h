#pragma once

#include <string>

#include "engine/plan/drift.h"

namespace dgctl::engine {

/// A drift report for programs: one JSON document, as schemas/drift.schema.json describes it.
std::string drift_json(const DriftReport& report);

/// What it says of one field: which side moved, and what was recorded, is there and is asked for.
Value to_value(const FieldDrift& field);

}  // namespace dgctl::engine
