#pragma once

#include <set>
#include <string>

#include "engine/doctor/doctor.h"
#include "engine/doctor/powers.h"

namespace dgctl::engine {

/// A right that is not there, with all that needs it.
struct Lacking {
  bool is_unknown = true;
  std::string why;
  std::set<Address> of;
};

/// What the report says of it, and how it is cured.
Check check_of(const Need& need, const Lacking& lacking, const Examined& examined);

}  // namespace dgctl::engine
