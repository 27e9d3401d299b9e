#pragma once

#include <string>

#include "engine/render/source_path.h"
#include "engine/verify/report.h"

namespace dgctl::engine {

/// A verify report as SARIF 2.1.0: a result a check that did not pass, at the line of the
/// configuration that asks for the grant.
std::string verify_sarif(const VerifyReport& report, const SourcePath& source);

}  // namespace dgctl::engine
