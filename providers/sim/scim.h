#pragma once

#include <string>
#include <vector>

#include "providers/sim/call.h"
#include "providers/sim/scim_filter.h"
#include "providers/sim/state.h"

// What the lists and resources of SCIM have in common. The planes differ: the account knows
// everybody, and neither entitlements nor groups of somebody.

namespace dgctl::providers::sim {

/// One resource of a list, before its body is made.
struct ScimEntry {
  std::string name;  ///< as the state has it
  ScimAttributes attributes;
};

/// What sets users, groups and service principals apart.
struct ScimKind {
  std::string word;                     ///< "User", for messages
  std::vector<std::string> filterable;  ///< what filter and sortBy take
  std::vector<std::string> attributes;  ///< all that a body may have
  std::vector<std::string> always;      ///< what is answered whatever was asked for
  std::vector<std::string> for_others;  ///< what who is no workspace admin gets to see
  Members (*body)(const State& state, const Call& call, const std::string& name);
};

/// Filtered, sorted, and a page of it. By id where no order is asked for.
Response scim_list(const State& state,
                   const Call& call,
                   std::vector<ScimEntry> entries,
                   const ScimKind& kind);

/// The resource with the id in the path.
Response scim_get(const State& state,
                  const Call& call,
                  const std::vector<ScimEntry>& entries,
                  const ScimKind& kind);

/// Only what `attributes` and `excludedAttributes` leave.
Members selected(const Call& call, const ScimKind& kind, Members body);

/// The name of the entry with the id in the path; refused where there is none.
std::string scim_name(const Call& call,
                      const std::vector<ScimEntry>& entries,
                      const ScimKind& kind);

/// Whether it is the account that is shown, not the workspace.
bool shows_account(const Call& call);

/// {"schemas", "detail", "status", "scimType"}
Response scim_error_answer(const Refusal& refusal);

}  // namespace dgctl::providers::sim
