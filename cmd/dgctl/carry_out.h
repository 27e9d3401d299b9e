#pragma once

#include <chrono>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "cmd/dgctl/console.h"
#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/session.h"

namespace dgctl::cmd {

/// A plan that was approved, whatever it came from, and what it starts from.
struct Work {
  engine::PlanFile file;
  std::string digest;                ///< of a saved plan, or ""
  engine::State state;               ///< what is recorded, an interrupted run settled
  engine::Version version;           ///< of the state on disk
  std::vector<engine::StepId> done;  ///< steps that an earlier run has applied
  /// Steps that an earlier run has sent and whose result is lost, and when.
  std::map<engine::StepId, std::string> repeated;
  engine::Live live;
  std::chrono::steady_clock::time_point read_at;
};

struct CarryOutOptions {
  bool quiet = false;
  bool no_color = false;
  std::uint64_t fence = 0;  ///< of the lock that is held
};

/// A secret that an interrupted run of this plan issued and did not store is issued anew.
void drop_lost_secrets(Work& work);

/// The line at the end of an "apply" or "destroy" that did all of it.
std::string done_summary(const std::string& operation, const engine::Counts& done);

/// Sends the plan's requests, says what became of them, and how the command ends.
Ending carry_out(Work work,
                 Session& session,
                 Console& console,
                 const CarryOutOptions& options,
                 const std::stop_token& stop);

}  // namespace dgctl::cmd
