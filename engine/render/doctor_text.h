#pragma once

#include <string>

#include "engine/doctor/report.h"
#include "engine/render/shown.h"

namespace dgctl::engine {

/// A checkup for people, within 80 columns but for names and SQL that are longer: what was looked
/// at, a line each; what is no obstacle apart; then what to do.
std::string doctor_for_people(const Checkup& checkup, const Style& style);

}  // namespace dgctl::engine
