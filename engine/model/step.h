#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/lookup.h"

// What is sent. A change may need several steps, and one step may carry many changes.

namespace dgctl::engine {

/// Over what a descriptor compares of a live thing; never state, counters or `updated_*`.
using Fingerprint = std::string;

struct CreateObject {
  std::string kind;
  Fields fields;
  bool operator==(const CreateObject&) const = default;
};
struct UpdateObject {
  std::string kind;
  Value id;  ///< may be KnownAfter while planning: the object is made by an earlier step
  Fields changed;
  bool operator==(const UpdateObject&) const = default;
};
struct DeleteObject {
  std::string kind, id;
  bool with_contents = false;
  bool operator==(const DeleteObject&) const = default;
};
struct GrantDelta {
  Value principal;  ///< may be KnownAfter while planning
  /// Removals take effect before additions. Removing ALL_PRIVILEGES sweeps away every privilege
  /// that it implies: those to be kept stand in `add`.
  Privileges add, remove;
  bool operator==(const GrantDelta&) const = default;
};
struct PatchGrants {
  Securable on;
  std::vector<GrantDelta> deltas;
  bool exclusive = false;  ///< everybody's grants were reviewed, not just those of the deltas
  bool operator==(const PatchGrants&) const = default;
};
using Call = std::variant<CreateObject, UpdateObject, DeleteObject, PatchGrants>;

/// A call in words: "create catalog sales", "change the grants on schema sales.crm".
std::string to_string(const Call& call);

using StepId = std::uint32_t;
struct Step {
  StepId id = 0;
  Call call;
  std::vector<std::size_t> changes;  ///< indices into Plan::changes; one may stand in several steps
  std::vector<StepId> after;         ///< these must have been applied
  /// Re-read before it is sent; different: stale.
  std::vector<std::pair<Lookup, Fingerprint>> reviewed;
  bool operator==(const Step&) const = default;
};

/// What a step yielded: fills the KnownAfter values of later steps.
struct StepOutcome {
  std::string id;
  Fields outputs;
  bool operator==(const StepOutcome&) const = default;
};

}  // namespace dgctl::engine
