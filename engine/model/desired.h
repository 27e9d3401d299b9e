#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/change.h"
#include "engine/model/diagnostic.h"
#include "engine/model/lookup.h"

// What the configuration asks for, expanded and checked: what `engine/config` makes and the diff
// reads.

namespace dgctl::engine {

/// What happens to what a principal holds beyond the configuration.
enum class Excess { Report, Revoke };

/// What desired depends on in the live world: a closed list, decided by the diff.
enum class Condition {
  Always,
  ExistsAndIsNotOwn,  ///< an entry whose securable exists and is not owned by the entry's principal
};

/// A difference that somebody has accepted, until a day.
struct IgnoredChange {
  std::string field, because;
  std::string until;  ///< "2027-01-01", the first day on which it counts again; empty: for ever
  bool operator==(const IgnoredChange&) const = default;
};

struct DesiredResource {
  Address address;
  Fields fields;                 ///< normalised; may hold KnownAfter
  bool existing = false;         ///< read and referred to, never created, changed or deleted
  bool adopt = true;             ///< false: that it exists already is an error
  bool exclusive = false;        ///< the direct grants on it are the only ones
  bool force_destroy = false;    ///< may be deleted with what it contains
  bool may_privilege = false;    ///< of an entry: it may make its principal an administrator
  bool prevent_destroy = false;  ///< never deleted, also when it has left the configuration
  std::vector<IgnoredChange> ignore_changes;
  Condition condition = Condition::Always;
  /// Of an object with a set-like field: what becomes of members beyond the configuration.
  Excess excess = Excess::Report;
  std::vector<Address> needs;  ///< what its values refer to
  std::vector<Place> places;   ///< everywhere in the files that asks for it, the first for messages
};

/// A principal that the configuration names.
struct DesiredPrincipal {
  Value principal;   ///< as the workspace spells it; may hold KnownAfter
  std::string key;   ///< its part of a grant's address
  std::string kind;  ///< "service_principal", "user", "group"
  Excess excess = Excess::Report;
  std::vector<Place> places;
};

/// Which workspace, and what pins it.
struct DesiredWorkspace {
  std::string host;  ///< "https://…", or "sim:FILE" with FILE as it is opened
  std::string profile;
  std::optional<std::int64_t> workspace_id;
  std::optional<std::string> metastore_id, account_id;
  Place place;
};

/// The account console, where identities are kept with `identity_plane: account`.
struct DesiredAccount {
  std::string host;  ///< as the workspace's; of an embedded workspace the same
  std::string id;    ///< a UUID, lower case
  std::string profile;
  Place place;
};

/// What connects Segment: what a data graph's settings are made of.
struct DesiredConnection {
  std::string key;  ///< of the data graph
  /// Of its service principal: a resource, or one that exists already by its application id.
  std::optional<Address> principal;
  Principal application_id;          ///< "" where the resource tells it
  std::optional<Address> warehouse;  ///< nothing: none is named
  std::string catalog;               ///< the checkpoint catalog
  std::optional<Address> secret;     ///< made by dgctl
  std::string sink;                  ///< "" without a secret; also of one made elsewhere
  std::string segment_region = {};   ///< "us" or "eu": from where Segment comes; "": not said
  bool operator==(const DesiredConnection&) const = default;
};

/// How much of something one apply may take away.
struct Limit {
  std::int64_t number = 0;
  bool is_percent = false;
  bool operator==(const Limit&) const = default;
};
/// What one apply may do: a plan over a limit is shown, and is not applyable.
struct Safety {
  std::int64_t max_destroy = 0;  ///< objects that are deleted or replaced
  /// Privileges taken from this stack's principals; of what is recorded where it is in percent, and
  /// then at least kLeastRevokes.
  Limit max_revoke_own{30, true};
  std::int64_t max_revoke_others = 0;  ///< likewise from anybody else
  bool operator==(const Safety&) const = default;
};
inline constexpr std::int64_t kLeastRevokes = 5;

struct Desired {
  std::string stack;  ///< the configuration's `name`
  std::string target = "default";
  DesiredWorkspace workspace;
  std::optional<DesiredAccount> account;  ///< nothing: the workspace keeps identities
  std::string state_path = ".dgctl";      ///< relative to the configuration's folder
  Safety safety;
  std::vector<DesiredResource> resources;      ///< sorted by address
  std::vector<DesiredPrincipal> principals;    ///< sorted by principal
  std::vector<DesiredConnection> connections;  ///< sorted by key
  std::map<std::string, Value> variables;
};

}  // namespace dgctl::engine
