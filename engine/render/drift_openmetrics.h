#pragma once

#include <string>

#include "engine/plan/drift.h"

namespace dgctl::engine {

/// A drift report as OpenMetrics text, which node_exporter's textfile collector reads as well.
/// Every kind and class has its series, also where it is zero, so that alerts resolve. No label
/// names anything of the workspace's: a secret goes by its key in the configuration.
std::string drift_openmetrics(const DriftReport& report);

}  // namespace dgctl::engine
