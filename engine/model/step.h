#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/lookup.h"
#include "engine/model/privileges.h"

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
  /// Of set-like fields what comes and what goes; the other members stay.
  std::map<std::string, WordsDelta> words;
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
struct AclEntry {
  Value principal;    ///< may be KnownAfter while planning
  std::string level;  ///< "": taken away
  bool operator==(const AclEntry&) const = default;
};
/// Gives and takes levels on one thing; everybody else's stay.
struct WriteAcl {
  std::string kind;  ///< of the entries: "permission", "workspace_assignment"
  Value thing;       ///< as in AclOf; may be KnownAfter while planning
  std::vector<AclEntry> entries;
  bool operator==(const WriteAcl&) const = default;
};
/// Makes a client secret, whose value goes to the step that stores it and nowhere else.
struct IssueSecret {
  Address secret;
  std::string sink;    ///< that its value is to go to: it must be able to take it
  Value principal_id;  ///< may be KnownAfter while planning
  std::int64_t lifetime_s = 0;
  std::set<std::string> ids_before;  ///< of the secrets that there are
  std::string since;                 ///< RFC 3339, when it was sent; "" while planning
  /// When an earlier run has sent it without hearing the answer, RFC 3339, else "": what that made
  /// is deleted first.
  std::string repeated_since;
  bool operator==(const IssueSecret&) const = default;
};
struct StoreSecret {
  Address secret;
  std::string sink;
  Fields label;  ///< host, stack, client_id, secret_id, expires, http_path, catalog: as far as set
  /// The value is the one that the sink holds; only what stands beside it is written anew.
  bool keeps_value = false;
  bool operator==(const StoreSecret&) const = default;
};
/// Logs in with what the sink holds.
struct ProveSecret {
  Address secret;
  std::string sink;
  Value secret_id;  ///< may be KnownAfter while planning
  bool operator==(const ProveSecret&) const = default;
};
struct RetireSecret {
  std::string principal_id, id;
  bool operator==(const RetireSecret&) const = default;
};
using Call = std::variant<CreateObject,
                          UpdateObject,
                          DeleteObject,
                          PatchGrants,
                          WriteAcl,
                          IssueSecret,
                          StoreSecret,
                          ProveSecret,
                          RetireSecret>;

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
