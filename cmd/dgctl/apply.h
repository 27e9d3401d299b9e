#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"
#include "cmd/dgctl/planning.h"
#include "engine/plan/draft.h"

namespace dgctl::cmd {

struct ApplyOptions {
  CommonOptions common;
  std::string plan;  ///< a plan file; empty: plan, ask, apply
  bool auto_approve = false;
  ChoiceOptions choices;
  bool destroy = false;                      ///< of `dgctl destroy`, and `apply --destroy`
  std::optional<engine::Rotation> rotation;  ///< of `dgctl rotate`
  /// Called with the configuration before anything is read; throws UsageError.
  std::function<void(const engine::Desired&)> check;
};
/// `apply` and `destroy`.
void add_apply_commands(CLI::App& app, Chosen& chosen);
Ending run_apply(const ApplyOptions& options, Console& console, std::stop_token stop);

}  // namespace dgctl::cmd
