#pragma once

#include <vector>

#include "engine/plan/drafting.h"

// In which order the steps of a plan may be carried out; nobody outside engine/plan includes it.

namespace dgctl::engine {

/// What a step does to its target.
enum class Role { Drop, Delete, TakeOver, Create, Write, Grant, Level, Secret, HandOver };

/// A step that was drafted, and what it waits for.
struct Node {
  Role role = Role::Write;
  Securable target;
  Step step;
  std::vector<Address> needs;
  std::vector<std::size_t> after;  ///< indices of nodes
};

/// Finds what each step waits for, numbers them so that it comes before, otherwise as they were
/// made, and puts them into the plan. Notes a problem where some wait for each other.
void put_in_order(Drafting& drafting, std::vector<Node>& nodes);

}  // namespace dgctl::engine
