#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/edges/state_lock.h"
#include "providers/state/local.h"

namespace dgctl::cmd {

/// Which schemas runs of verify may have left of one data graph: a folder for each below that of
/// the state, with a lock that its run holds as long as it lives. It stays until its schema was
/// seen to be gone, however its run ended.
class ScratchRecords {
 public:
  /// `folder` is the state's. Makes nothing.
  ScratchRecords(const std::string& folder, const std::string& key);

  /// The schemas of runs that have ended, sorted; none where that cannot be read.
  [[nodiscard]] std::vector<std::string> left(const std::stop_token& stop) const;
  /// From now on this run may leave a schema of that name. Where nothing can be kept, that is told
  /// by its age.
  void begin(const std::string& schema, const engine::LockInfo& mine, const std::stop_token& stop);
  /// That schema is not there, and will not come.
  void forget(const std::string& schema);

 private:
  [[nodiscard]] std::string folder_of(const std::string& schema) const;

  std::string folder_;
  std::string mine_;  ///< this run's schema, or ""
  std::optional<providers::LocalLock> lock_;
};

}  // namespace dgctl::cmd
