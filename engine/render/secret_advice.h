#pragma once

#include <string>

#include "engine/model/desired.h"
#include "engine/plan/plan.h"

namespace dgctl::engine {

/// What people have to do once a plan that adds secrets was applied: put them where they are used.
/// Begins with an empty line; "" where none was added.
std::string secret_advice(const Plan& plan, const Desired& desired);

}  // namespace dgctl::engine
