#pragma once

#include <cstdlib>
#include <string>

#include <rapidcheck.h>

#include "tests/support/catch.h"
#include "tests/support/figures.h"

namespace dgctl::tests {

/// Checks a property with random cases; RC_PARAMS (rapidcheck's own) sets seed and number. What
/// fails is printed with the seed that brings it back.
template <class Testable>
void check_property(const std::string& name, Testable&& testable) {
  const bool holds = rc::check(name, std::forward<Testable>(testable));
  CHECK(holds);
  if (holds) record_figure("properties that hold over random input", "properties", 1);
}

}  // namespace dgctl::tests
