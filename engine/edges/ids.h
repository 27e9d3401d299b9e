#pragma once

#include <string>

namespace dgctl::engine {

/// Makes what must be unique: a state's lineage, a run's id. Seeded in tests and on the simulated
/// workspace.
class Ids {
 public:
  virtual ~Ids() = default;
  /// Version 4, lower case.
  virtual std::string uuid() = 0;
};

}  // namespace dgctl::engine
