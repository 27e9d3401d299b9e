#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/lookup.h"
#include "engine/model/value.h"

// What people read: what a plan says of each resource.

namespace dgctl::engine {

/// Which side moved since the last apply.
enum class Mover {
  Configuration,
  Workspace,
  Both,
  CannotTell,  ///< nothing is recorded: the resource is adopted, or the state was lost
};

/// One field that differs. Of a set-like field (a grant's privileges) `live` and `desired` hold
/// just the members that differ: live ones go, desired ones come.
struct FieldChange {
  std::string field;
  std::optional<Value> live, recorded, desired;
  Mover mover = Mover::CannotTell;
  bool operator==(const FieldChange&) const = default;
};

struct Resource {
  Address address;
  Fields fields;
  bool operator==(const Resource&) const = default;
};

struct NoOp {
  Resource live;
  bool operator==(const NoOp&) const = default;
};
/// Live is as desired, the state says otherwise: the state is put right, nothing is sent.
struct Record {
  Resource live;
  /// Of a plan that only refreshes: what is to be recorded, `desired` being what is there.
  std::vector<FieldChange> fields = {};
  bool operator==(const Record&) const = default;
};
struct Create {
  Resource desired;
  Mover mover = Mover::Configuration;  ///< Workspace: it was there after the last apply
  std::vector<std::string> notes;      ///< what else is to be known, a sentence each
  bool operator==(const Create&) const = default;
};
struct Update {
  Resource live, desired;
  std::vector<FieldChange> fields;
  std::vector<std::string> notes;  ///< what else it does, a sentence each
  bool operator==(const Update&) const = default;
};
struct Replace {
  Resource live, desired;
  std::vector<FieldChange> because;
  std::vector<std::string> with;  ///< names of what it holds, which goes with it
  /// Grants on it that end and nothing here gives again.
  std::map<Principal, Privileges> ends;
  bool operator==(const Replace&) const = default;
};
/// It exists and nothing is recorded of it: taken over. No fields: as it is.
struct Adopt {
  Resource live, desired;
  std::vector<FieldChange> fields;
  std::vector<std::string> notes;  ///< as of an update
  bool operator==(const Adopt&) const = default;
};
/// The same object under another address: a change of state only.
struct Move {
  Address from;
  Resource live;
  bool operator==(const Move&) const = default;
};
struct Delete {
  Resource live;
  Mover mover = Mover::Configuration;  ///< Workspace: somebody made what must not be there
  std::vector<std::string> with;       ///< names of what goes with it: a catalog's schemas
  bool operator==(const Delete&) const = default;
};
/// It leaves the state and stays in the workspace.
struct Forget {
  Resource recorded;
  std::string because;
  bool operator==(const Forget&) const = default;
};
using Change = std::variant<NoOp, Record, Create, Update, Replace, Adopt, Move, Delete, Forget>;

/// The address that a change is about; of a move, the new one.
const Address& address_of(const Change& change);
/// Whether it makes `plan --detailed-exitcode` answer 2: everything but what concerns the state
/// only.
bool is_counted(const Change& change);

}  // namespace dgctl::engine
