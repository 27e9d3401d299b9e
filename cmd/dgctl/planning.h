#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cmd/dgctl/progress.h"
#include "cmd/dgctl/session.h"
#include "engine/plan/drift.h"

namespace dgctl::cmd {

/// What is to be planned of the configuration, as the command line says it.
struct ChoiceOptions {
  std::vector<std::string> only, release;  ///< addresses
  std::vector<std::string> allow;          ///< "destroy=3"
  bool refresh_only = false;
};
/// --only, --release, --allow, --refresh-only.
void add_choice_options(CLI::App& command, ChoiceOptions& options);

/// A plan of what the configuration asks for, with all that it was made of.
struct Planned {
  engine::Opened opened;
  engine::Refreshed refreshed;
  engine::PlanFile file;
  std::chrono::steady_clock::time_point read_at;
};
struct PlanRequest {
  bool destroy = false;
  std::optional<engine::Rotation> rotation;
  ChoiceOptions choices;
};
/// Throws StaleError for another workspace, ConfigError after printing what is wrong, ProviderError
/// where nothing at all may be seen. Ends the reading that `progress` tells of.
Planned make_plan(Session& session,
                  const PlanRequest& request,
                  Console& console,
                  Progress& progress,
                  const std::stop_token& stop);

/// What moved in the workspace since the last apply. Throws as make_plan.
engine::DriftReport find_drift(Session& session,
                               Console& console,
                               Progress& progress,
                               const std::stop_token& stop);

/// Whether `plan --detailed-exitcode` answers 2.
bool makes_changes(const engine::Plan& plan);

}  // namespace dgctl::cmd
