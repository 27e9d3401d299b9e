#pragma once

#include <string>

#include "engine/plan/drift.h"
#include "engine/render/source_path.h"

namespace dgctl::engine {

/// A drift report as JUnit XML, of the dialect that Jenkins and GitLab read: a suite a kind. A case
/// is a resource: one that drifted fails, one that is hidden or pending is skipped. One more case
/// passes for all that are as the last apply left them.
std::string drift_junit(const DriftReport& report, const SourcePath& source);

}  // namespace dgctl::engine
