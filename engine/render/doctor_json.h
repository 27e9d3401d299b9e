#pragma once

#include <string>

#include "engine/doctor/report.h"

namespace dgctl::engine {

/// A checkup for programs: one JSON document, as schemas/doctor.schema.json describes it.
std::string doctor_json(const Checkup& checkup);

}  // namespace dgctl::engine
