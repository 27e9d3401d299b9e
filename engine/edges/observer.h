#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "engine/model/value.h"

namespace dgctl::engine {

/// Something that happened during a run, told to whoever watches.
struct Event {
  std::string
      type;  ///< "apply_start", "apply_complete", "apply_errored", "apply_stale", "lock_waiting"
  std::string text;  ///< for a person, one line
  std::optional<Address> of;
  std::string action = {};                             ///< of a step's change: "create", …
  std::optional<std::chrono::milliseconds> took = {};  ///< of what has ended
  std::size_t done = 0, total = 0;                     ///< steps of the run that have ended, all
};

/// Called from one thread at a time.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void notify(const Event& event) = 0;
};

}  // namespace dgctl::engine
