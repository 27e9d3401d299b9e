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

/// What to paste into the configuration, with a comment that says where: of an object the
/// `lifecycle` of its block, on one line and with the exceptions that it has already; of a grant a
/// block of its own, since a data graph's have none, or where it has exceptions their list.
/// `principal`: a grant's, as the configuration spells it.
std::string exception_for(const DesiredResource& resource,
                          const Acceptance& acceptance,
                          const std::string& principal);

}  // namespace dgctl::engine
