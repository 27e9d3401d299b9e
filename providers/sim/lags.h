#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "providers/sim/fault.h"
#include "providers/sim/routes.h"
#include "providers/sim/state.h"

namespace dgctl::providers::sim {

/// Changes that reads do not show yet, as on a node that has not heard of them. For each there is a
/// second state that lacks it, and what came after it and is hidden as well.
class Lags {
 public:
  [[nodiscard]] bool empty() const { return pending_.empty(); }

  /// Hides a change from the reads that would show it. `before`: the state without it.
  void hide(const Message& change, const Lag& lag, State before);

  /// A change that is seen at once.
  void apply(const Message& change);

  /// What a read is answered, if that differs from `fresh`. Adds the numbers of the changes that
  /// would show to `concerned`.
  std::optional<Response> outdated(const Message& read,
                                   const Response& fresh,
                                   std::vector<std::int64_t>& concerned);

  /// Counts a read against a hidden change, which shows after the last.
  void count(std::int64_t change_number);

 private:
  struct Pending {
    Message change;
    Lag lag;
    std::int64_t reads = 0;  ///< how many it concerned so far
    State without;
  };
  static bool hides_next(const Pending& pending);
  static bool is_over(const Pending& pending);

  std::vector<Pending> pending_;  ///< oldest first
};

}  // namespace dgctl::providers::sim
