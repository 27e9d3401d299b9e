#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "engine/model/change.h"
#include "engine/model/lookup.h"
#include "engine/model/step.h"
#include "engine/state/ledger.h"

namespace dgctl::engine {

/// What a principal of the configuration holds beyond it and keeps, because `excess` says "report".
struct Held {
  Address address;
  NaturalKey pair;
  Privileges known;                 ///< seen by the last apply already
  Privileges fresh;                 ///< not seen before
  Mover mover = Mover::CannotTell;  ///< of the fresh ones
  bool operator==(const Held&) const = default;
};

/// What may not be seen, so that nothing is planned for what depends on it.
struct HiddenRead {
  Lookup lookup;
  std::string needs, reason;
  std::vector<Address> affects;
  bool operator==(const HiddenRead&) const = default;
};

/// Kept::because of what the configuration protects.
inline constexpr const char* kProtected = "prevent_destroy";
/// What would be deleted and stays.
struct Kept {
  Address address;
  std::string because;  ///< "prevent_destroy", "it holds schemas crm, web"
  bool operator==(const Kept&) const = default;
};

/// A secret of ours beside the one in use, until somebody says that nobody uses it any more.
struct PreviousSecret {
  Address address;
  std::string id, expires;  ///< RFC 3339
  std::string retire;       ///< "confirmed", or how long after the new one it is deleted
  bool operator==(const PreviousSecret&) const = default;
};

/// A field that the configuration once set and sets no longer: the live value stays.
struct Unmanaged {
  Address address;
  std::string field;
  bool operator==(const Unmanaged&) const = default;
};

/// A difference that the configuration ignores.
struct Ignored {
  Address address;
  std::string field, because, until;
  std::optional<Value> live, desired;
  bool operator==(const Ignored&) const = default;
};

/// What was asked for on the command line besides the configuration.
struct Choices {
  std::vector<Address> only;     ///< these, and what they need; none: everything
  std::vector<Address> release;  ///< whose protection from deletion is lifted
  /// Limits in place of the configuration's: "destroy", "revoke.own", "revoke.others".
  std::map<std::string, std::int64_t> allow;
  bool refresh_only = false;  ///< nothing is sent: what is there is recorded
  bool operator==(const Choices&) const = default;
};
/// The names in Choices::allow.
inline constexpr const char* kAllowDestroy = "destroy";
inline constexpr const char* kAllowRevokeOwn = "revoke.own";
inline constexpr const char* kAllowRevokeOthers = "revoke.others";

/// What apply would do, and why. A value: the same inputs make the same plan.
struct Plan {
  std::vector<Change> changes;  ///< by address; NoOp included
  /// For each change what the state says once all its steps are applied.
  std::vector<std::vector<StateEdit>> edits;
  std::vector<Step>
      steps;  ///< by id, which counts from 0; a step comes after all that it waits for
  /// Changes of the state that make room for others: sent nowhere, shown nowhere.
  std::vector<StateEdit> relocations;
  std::map<NaturalKey, Privileges> excess;  ///< State::excess after it
  bool records_excess = false;              ///< it differs from the state's

  std::vector<Held> held;
  std::vector<HiddenRead> hidden;
  std::vector<Kept> kept;
  std::vector<Ignored> ignored;
  std::vector<Unmanaged> unmanaged;
  std::vector<PreviousSecret> previous_secrets;
  std::vector<std::string> warnings;
  std::vector<std::string> refusals;  ///< why apply would refuse it; none: it is applyable
  Choices choices;                    ///< that it was made with
  bool operator==(const Plan&) const = default;
};

/// Whether `plan --detailed-exitcode` answers 2.
bool has_changes(const Plan& plan);
/// Whether apply has anything to do: send something, or put the state right.
bool has_work(const Plan& plan);

/// The numbers of the summary line. A replacement counts as added and as destroyed.
struct Counts {
  std::size_t imported = 0, added = 0, changed = 0, destroyed = 0, forgotten = 0;
  bool operator==(const Counts&) const = default;
};
Counts count(const std::vector<Change>& changes);
void add_to(Counts& counts, const Change& change);

/// Which edits of the state go with what of a plan.
class PlannedEdits {
 public:
  explicit PlannedEdits(const Plan& plan);
  /// Those that need no step: of changes without one, and the relocations.
  [[nodiscard]] std::vector<StateEdit> without_step() const;
  /// Those that take effect with a step, `state` being what its predecessors left.
  [[nodiscard]] std::vector<StateEdit> with_step(const Step& step, const State& state) const;

 private:
  [[nodiscard]] std::vector<StateEdit> of_change(const Step& step,
                                                 std::size_t change,
                                                 const State& state) const;

  const Plan& plan_;
  std::vector<std::vector<const Step*>> steps_of_change_;  // in the order in which they are sent
};

}  // namespace dgctl::engine
