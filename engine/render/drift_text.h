#pragma once

#include <string>

#include "engine/plan/drift.h"
#include "engine/render/shown.h"

namespace dgctl::engine {

/// A drift report for people, within 80 columns but for names that are longer.
std::string drift_for_people(const DriftReport& report, const Style& style);

}  // namespace dgctl::engine
