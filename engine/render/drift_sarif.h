#pragma once

#include <string>

#include "engine/plan/drift.h"
#include "engine/render/sarif.h"

namespace dgctl::engine {

/// A drift report as SARIF 2.1.0 that GitHub's code scanning accepts and shows: a result a thing
/// that drifted, at the line of the configuration that asks for it, or at the first line of
/// `source.file`. The most severe come first; beyond kMostSarifResults they are left out, and a
/// notification says so.
std::string drift_sarif(const DriftReport& report, const SourcePath& source);

}  // namespace dgctl::engine
