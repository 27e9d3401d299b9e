#pragma once

#include <memory>
#include <string>
#include <vector>

#include "providers/databricks/provider.h"
#include "providers/sim/workspace.h"
#include "tests/unit/providers/databricks/scripted.h"

namespace dgctl::tests {

/// A provider on a simulated workspace, and short words for asking it.
struct SimScene {
  /// `as`: whose identity it uses, "": the operator's.
  explicit SimScene(const std::string& file, const std::string& as = {})
      : workspace(providers::SimWorkspace::in_memory(file, as)), provider(*workspace, clock, {1}) {}

  engine::ReadResult read(const engine::Lookup& lookup) {
    const std::vector<engine::Lookup> wanted{lookup};
    return provider.read(wanted, {}).front();
  }
  engine::StepOutcome write(engine::Call call) {
    engine::Step step;
    step.call = std::move(call);
    return provider.write(step, {});
  }
  /// The last request: "GET /path".
  [[nodiscard]] std::string last() const {
    const auto request = workspace->requests().back();
    return request.method + " " + request.path;
  }

  std::unique_ptr<providers::SimWorkspace> workspace;
  StillClock clock;
  providers::DatabricksProvider provider;
};

}  // namespace dgctl::tests
