#pragma once

#include <string>
#include <vector>

#include "engine/verify/samples.h"

// Which checks there are: step 5 of the setup guide for all that is granted, and what the
// configuration implies must be denied.

namespace dgctl::engine {

/// The warehouse that statements run on, as it was seen.
struct WarehouseInUse {
  std::string id, name;  ///< the name may be ""
  std::string state;     ///< "STOPPED"; "": it could not be seen
  bool operator==(const WarehouseInUse&) const = default;
};

/// That statements run at all. The first one: it starts the warehouse.
LiveCheck warehouse_check(const Desired& desired,
                          const DesiredConnection& connection,
                          const GrantedTo& to,
                          const WarehouseInUse& warehouse);

/// What must work, from catalogs down to tables, and then what must be denied. No name is there
/// twice. `samples` are whole.
std::vector<LiveCheck> checks_of(const GrantedTo& to, const Samples& samples, const Live& live);

}  // namespace dgctl::engine
