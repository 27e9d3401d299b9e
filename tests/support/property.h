#pragma once

#include <cstdlib>
#include <string>

#include <rapidcheck.h>

#include "tests/support/catch.h"

namespace dgctl::tests {

/// Checks a property with random cases; RC_PARAMS (rapidcheck's own) sets seed and number. What
/// fails is printed with the seed that brings it back.
template <class Testable>
void check_property(const std::string& name, Testable&& testable) {
  const bool holds = rc::check(name, std::forward<Testable>(testable));
  CHECK(holds);
}

}  // namespace dgctl::tests
