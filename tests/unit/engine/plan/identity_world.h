#pragma once

#include <string>

#include "engine/plan/draft.h"
#include "tests/support/catch.h"
#include "tests/support/world.h"

// The guide's principal, warehouse and secret, for the tests of what an id identifies.

namespace dgctl::engine {

using tests::DesiredBuilder;
using tests::summary;
using tests::World;

inline constexpr const char* kSink = "file:.secrets/main.env";

inline DesiredBuilder guide() {
  return DesiredBuilder()
      .made_principal("main", "segment")
      .warehouse("main", "segment", {{"cluster_size", "Small"}, {"auto_stop_mins", 10}})
      .permission("main", "main", "CAN_USE")
      .catalog("main", "ckpt")
      .grant_to_made("catalog:ckpt", "main", {"USE_CATALOG", "CREATE_SCHEMA"})
      .grant_to_made("catalog:sales", "main", {"USE_CATALOG", "SELECT"});
}

/// A workspace with what the guide reads.
struct Furnished : World {
  Furnished() { workspace.catalog("sales"); }
};

/// One in which a configuration was applied.
struct AppliedWorld : Furnished {
  explicit AppliedWorld(const Desired& desired) { apply(desired); }
};

inline std::string problems(const Draft& draft) {
  std::string text;
  for (const Diagnostic& problem : draft.problems) text += problem.message + "\n";
  return text;
}

inline const Fields& the_principal(const World& world) {
  return world.workspace.content.identified.begin()->second;
}

}  // namespace dgctl::engine
