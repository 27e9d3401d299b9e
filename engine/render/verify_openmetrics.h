#pragma once

#include <string>

#include "engine/verify/report.h"

namespace dgctl::engine {

/// A verify report as OpenMetrics text, without names of what is in the workspace.
std::string verify_openmetrics(const VerifyReport& report);

}  // namespace dgctl::engine
