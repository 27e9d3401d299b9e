#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/change.h"
#include "engine/model/desired.h"
#include "engine/model/diagnostic.h"
#include "engine/plan/plan.h"

// What moved in the workspace since the last apply: live against recorded.

namespace dgctl::engine {

/// How something drifted.
enum class DriftClass {
  Changed,           ///< fields, privileges or a level are others than the last apply left
  Vanished,          ///< what the last apply left, or what a grant is on, is not there any more
  Wiped,             ///< grants that are gone because what they were on was made anew
  SecretExpiring,    ///< the secret in use ends within `rotate_before`, or has ended
  ExceptionExpired,  ///< an `ignore_changes` is past its end, and what it ignored still differs
};
/// "changed", "secret_expiring": as documents write it.
const char* to_string(DriftClass of);
inline constexpr std::array kDriftClasses{DriftClass::Changed,
                                          DriftClass::Vanished,
                                          DriftClass::Wiped,
                                          DriftClass::SecretExpiring,
                                          DriftClass::ExceptionExpired};

/// One field that is not what the last apply left. Of a set-like field (privileges, entitlements)
/// `recorded` and `live` are whole lists, `lost` and `gained` what differs.
struct FieldDrift {
  std::string field;
  std::optional<Value> recorded, live;
  /// What the configuration asks for: nothing where it asks for nothing.
  std::optional<Value> desired;
  Privileges lost, gained;
  Mover mover = Mover::Workspace;  ///< or Both: the configuration has moved too, and is not applied
  bool operator==(const FieldDrift&) const = default;
};

/// What the next apply makes of something that drifted.
enum class Remedy {
  PutBack,       ///< as the last apply left it, or as the configuration asks for now
  OnlyRecorded,  ///< what somebody added stays, and is no drift any more
  Left,          ///< it stays as it is, and drift
  Blocked,       ///< nothing: it ends with an error until somebody else puts it right
};

/// One resource that drifted; of one resource there may be several, of different classes, and of
/// exceptions that ended one a field.
struct Drifted {
  DriftClass of = DriftClass::Changed;
  Address address;
  std::string name;                ///< over there: "sales", "segment", "schema sales.crm"
  std::vector<FieldDrift> fields;  ///< none: the whole of it
  std::string note;                ///< what else is to be known; a sentence without a final period
  Mover mover = Mover::Workspace;  ///< of the whole
  std::vector<Place> places;       ///< that ask for it, the first for messages
  Remedy remedy = Remedy::PutBack;
  std::optional<Address> recorded_at;  ///< where the state has it; nothing: it is not recorded
  bool can_be_accepted = false;  ///< the configuration has a place for an exception to its fields
  bool operator==(const Drifted&) const = default;
};

/// What the configuration asks for and nobody has applied yet.
struct Pending {
  Address address;
  std::string action;               ///< action_of: "create", "update", …
  std::vector<FieldChange> fields;  ///< those that the configuration moved
  std::vector<Place> places;
  bool operator==(const Pending&) const = default;
};

/// A secret of ours that is in use.
struct SecretEnd {
  Address address;
  std::string id, expires;  ///< RFC 3339; no `expires`: it does not end
  bool operator==(const SecretEnd&) const = default;
};

struct Drift {
  std::vector<Drifted> drifted;  ///< by address, then by class
  std::vector<Pending> pending;  ///< by address
  std::vector<HiddenRead> hidden;
  std::vector<Ignored> ignored;
  std::vector<SecretEnd> secrets;
  std::vector<std::string> warnings;
  std::map<std::string, std::size_t> managed;  ///< how many resources of a kind are recorded
  bool operator==(const Drift&) const = default;
};

/// Drift, and what it was found in: all that its formats print.
struct DriftReport {
  std::string host;           ///< "https://…", "sim:workspace.json"
  std::string stack, target;  ///< "acme", "default"
  std::string made_at;        ///< RFC 3339
  std::string made_by;        ///< dgctl's version
  std::string last_applied;   ///< RFC 3339, of the run that the state is from; "": never applied
  std::string interrupted;    ///< as in a plan file: "apply by ada at 2026-11-24T09:00:00Z", or ""
  std::string lock_holder;    ///< as in a plan file: who goes on with that now, or ""
  std::int64_t requests_read = 0;
  Drift drift;
  bool operator==(const DriftReport&) const = default;
};

/// Whether the configuration has a place for an exception to a resource: not where it asks for it
/// by itself, as for a data graph's permission on its warehouse.
bool takes_exceptions(const Desired& desired, const DesiredResource& resource);

}  // namespace dgctl::engine
