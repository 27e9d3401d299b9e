#pragma once

#include <string>

#include "engine/render/source_path.h"
#include "engine/verify/report.h"

namespace dgctl::engine {

/// A verify report as JUnit XML: a suite a data graph, a case a check. One that failed fails, and
/// so does one of which it is unknown.
std::string verify_junit(const VerifyReport& report, const SourcePath& source);

}  // namespace dgctl::engine
