#pragma once

#include <cstdint>
#include <string>

namespace dgctl::providers::sim {

/// One request that a workspace got, as its log tells it.
struct RequestEntry {
  std::int64_t number = 0;  ///< from 1
  std::int64_t at_ms = 0;   ///< since 1970, by the workspace's clock
  std::string who, method;
  std::string path;  ///< with the query
  int status = 0;    ///< 0: it was not answered, or not done
  /// What a fault made of it: "edit" (by somebody else), "fault", "lost", "dropped", "timed out",
  /// "killed before", "killed applied", "killed answered", "outdated" (a change did not show);
  /// "throttled": more came than are let through; "unanswered": the process ended from outside.
  /// Else "".
  std::string note;
  bool operator==(const RequestEntry&) const = default;
};

}  // namespace dgctl::providers::sim
