#pragma once

#include <string>
#include <vector>

#include "engine/model/desired.h"

namespace dgctl::engine {

/// A difference that somebody accepts.
struct Acceptance {
  std::vector<std::string> fields;
  std::string because;
  std::string until;  ///< "2027-01-01", the first day on which it counts again
};

/// The `lifecycle` block to paste into the configuration, with a comment that says where.
std::string exception_for(const DesiredResource& resource, const Acceptance& acceptance);

}  // namespace dgctl::engine
