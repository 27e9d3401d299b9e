#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "cmd/dgctl/scratch_records.h"
#include "cmd/dgctl/session.h"
#include "engine/model/desired.h"
#include "engine/verify/run.h"

namespace dgctl::cmd {

/// What verify makes in the checkpoint catalog of one data graph, and what runs before it left
/// there.
class VerifyWrites {
 public:
  /// `theirs` is what the principal may see, who owns what is made; `on_demand`: also into a
  /// catalog that is in use.
  VerifyWrites(Session& session,
               const engine::DesiredConnection& wanted,
               engine::Reader& theirs,
               bool on_demand,
               std::stop_token stop);

  /// Adds to a plan what is written and what is removed. `live` has what lookups_for_use() asks
  /// for. From now on what this run may leave is recorded.
  void plan(engine::VerifyPlan& plan, const engine::Granted& because, const engine::Live& live);
  /// Forgets what is gone, once all was run.
  void settle(const std::vector<engine::CheckResult>& results);

 private:
  void plan_leftovers(engine::VerifyPlan& plan, const engine::Live& live);
  [[nodiscard]] bool may_have_left(const std::vector<engine::CheckResult>& results);
  [[nodiscard]] bool is_gone(const std::string& schema);

  Session& session_;
  const engine::DesiredConnection& wanted_;
  engine::Reader& theirs_;
  bool on_demand_;
  std::stop_token stop_;
  ScratchRecords records_;
  std::string scratch_;                 ///< the schema that this run makes; "": none
  std::string first_, last_;            ///< the checks that make and drop it
  std::vector<std::string> leftovers_;  ///< recorded, and seen to be there
};

}  // namespace dgctl::cmd
