#pragma once

#include <string>

#include "engine/render/shown.h"
#include "engine/verify/report.h"

namespace dgctl::engine {

/// A verify report for people.
std::string verify_for_people(const VerifyReport& report, const Style& style);

}  // namespace dgctl::engine
