#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/value.h"

// What can be asked of a workspace, and what it answers. The unit is what one request answers, not
// a resource: the grants on a securable are everybody's.

namespace dgctl::engine {

/// Something that privileges can be granted on.
struct Securable {
  std::string type;       ///< "catalog", "schema", "table", as in the REST path
  std::string full_name;  ///< "finance.ledger.accounts", lower case as the workspace stores it
  auto operator<=>(const Securable&) const = default;
  bool operator==(const Securable&) const = default;
};

/// The securable that holds this one: a schema's catalog. Nothing for a catalog.
std::optional<Securable> parent_of(const Securable& securable);
/// Whether a schema holds it, as a table.
bool stands_in_schema(const Securable& securable);

/// As the workspace spells it: a service principal's application id and a user's e-mail in lower
/// case, a group's name exactly.
using Principal = std::string;
/// Privileges, or what else the words of an entry are, in REST spelling: "USE_CATALOG".
using Privileges = std::set<std::string>;

/// An object by its natural key: a catalog by "sales", a schema by "sales.crm".
struct ByName {
  std::string kind, name;
  auto operator<=>(const ByName&) const = default;
  bool operator==(const ByName&) const = default;
};
/// An object by the id that the workspace gave it; a service principal also by its application id.
struct ById {
  std::string kind, id;
  auto operator<=>(const ById&) const = default;
  bool operator==(const ById&) const = default;
};
/// The direct grants on a securable: everybody's, one request has them all.
struct GrantsOn {
  Securable on;
  auto operator<=>(const GrantsOn&) const = default;
  bool operator==(const GrantsOn&) const = default;
};
/// Who has which level on a thing: everybody's, one request has them all.
struct AclOf {
  std::string kind;   ///< of the entries: "permission", "workspace_assignment"
  std::string thing;  ///< "sql_warehouse:0a1b2c3d4e5f6071", "workspace:"
  auto operator<=>(const AclOf&) const = default;
  bool operator==(const AclOf&) const = default;
};
/// The client secrets of a service principal, by its id. Expired ones are not listed.
struct SecretsOf {
  std::string principal_id;
  auto operator<=>(const SecretsOf&) const = default;
  bool operator==(const SecretsOf&) const = default;
};
/// Which other workspaces of the account a service principal is assigned to, by its id. Asked on
/// the account plane only.
struct OtherWorkspacesOf {
  std::string principal_id;
  auto operator<=>(const OtherWorkspacesOf&) const = default;
  bool operator==(const OtherWorkspacesOf&) const = default;
};
/// Whose secret stands in a sink: "file:.secrets/default.env".
struct InSink {
  std::string sink;
  auto operator<=>(const InSink&) const = default;
  bool operator==(const InSink&) const = default;
};
/// The names directly below a securable: a catalog's schemas, a schema's tables. With an empty type
/// the metastore's objects of the kind that stands in place of the name; "": its catalogs.
struct Below {
  Securable parent;
  /// Of what else a securable can hold the kind, as of a schema's volumes; see all_below().
  std::string kind = {};
  auto operator<=>(const Below&) const = default;
  bool operator==(const Below&) const = default;
};
/// Whether a principal exists, and as what.
struct WhoIs {
  Principal principal;
  auto operator<=>(const WhoIs&) const = default;
  bool operator==(const WhoIs&) const = default;
};
/// Who dgctl runs as, and that one's groups.
struct Runner {
  auto operator<=>(const Runner&) const = default;
  bool operator==(const Runner&) const = default;
};
/// Which workspace answers, and on which metastore.
struct CurrentWorkspace {
  auto operator<=>(const CurrentWorkspace&) const = default;
  bool operator==(const CurrentWorkspace&) const = default;
};
/// Which account the workspace belongs to.
struct CurrentAccount {
  auto operator<=>(const CurrentAccount&) const = default;
  bool operator==(const CurrentAccount&) const = default;
};
using Lookup = std::variant<CurrentWorkspace,
                            CurrentAccount,
                            Runner,
                            ByName,
                            ById,
                            GrantsOn,
                            AclOf,
                            SecretsOf,
                            OtherWorkspacesOf,
                            InSink,
                            Below,
                            WhoIs>;

/// How a message names it: "catalog sales", "the grants on schema sales.crm".
std::string to_string(const Lookup& lookup);

struct Object {
  std::string kind, id;
  Fields fields;  ///< those that the descriptor names, as the workspace stores them
  std::optional<Principal> owner;
  bool operator==(const Object&) const = default;
};
struct Grants {
  std::map<Principal, Privileges, std::less<>> direct;
  /// Grants whose principal was deleted: the workspace lists them without a name.
  std::size_t unnamed = 0;
  bool operator==(const Grants&) const = default;
};
/// All that bear a name which need not be unique, or is not what identifies them; never empty.
using Objects = std::vector<Object>;
struct Acl {
  /// Level by principal, as the entries of that kind name it: of a permission by its name, of an
  /// assignment by its id. Without what is inherited, and without the owner.
  std::map<Principal, std::string, std::less<>> direct;
  std::optional<Principal> owner;
  /// Why nobody can be given or denied a level from here, "" where it can be done: one sentence
  /// without a final period.
  std::string fixed_because = {};
  /// Why whoever is given a level becomes an administrator, or "".
  std::string privileged_because = {};
  bool operator==(const Acl&) const = default;
};
/// A client secret, as far as it can be known later.
struct SecretInfo {
  std::string id, hash;
  std::string created, expires;  ///< RFC 3339 in UTC; no `expires`: it does not
  bool operator==(const SecretInfo&) const = default;
};
/// What stands in a sink for whoever connects.
inline constexpr std::array<const char*, 2> kSinkSettings{"http_path", "catalog"};
/// What stands beside the value in a sink, readable without it.
struct SinkLabel {
  std::string host, stack;  ///< the workspace; "acme/prod"
  std::string client_id, secret_id;
  std::string expires;  ///< RFC 3339
  Fields settings;      ///< http_path and catalog, as far as they stand there
  bool operator==(const SinkLabel&) const = default;
};
struct Identity {
  Principal name;
  std::string kind;  ///< "service_principal", "user", "group"
  std::string display_name;
  std::set<std::string> groups;  ///< read for the runner only
  bool active = true;
  bool workspace_local = false;  ///< a group that no grant can name
  bool operator==(const Identity&) const = default;
};
struct WorkspaceIds {
  std::int64_t workspace_id = 0;
  std::string metastore_id;
  bool operator==(const WorkspaceIds&) const = default;
};
struct AccountId {
  std::string account_id;
  bool operator==(const AccountId&) const = default;
};
using Names = std::vector<std::string>;  ///< full names, or ids of workspaces; sorted
using Reading = std::variant<WorkspaceIds,
                             AccountId,
                             Identity,
                             Object,
                             Objects,
                             Grants,
                             Acl,
                             std::vector<SecretInfo>,
                             SinkLabel,
                             Names>;

struct Found {
  Reading live;
  bool operator==(const Found&) const = default;
};
/// The workspace says that it does not exist, and what holds it could be seen.
struct Absent {
  std::vector<std::string> near;  ///< names like it, for "did you mean"
  std::string hint;               ///< what it may be instead; one sentence without a final period
  bool operator==(const Absent&) const = default;
};
/// It may not be seen; never treated as absent.
struct Hidden {
  std::string
      needs;  ///< the privilege or right that would show it, "" if the workspace does not say
  std::string reason;  ///< what the workspace answered
  bool operator==(const Hidden&) const = default;
};
using ReadResult = std::variant<Found, Absent, Hidden>;

/// All that a run knows of the workspace. Plan, drift and staleness are functions of it.
using Live = std::map<Lookup, ReadResult>;

/// The reading of a look-up if it was found and is of that type, else nullptr.
template <class T>
const T* reading(const Live& live, const Lookup& lookup) {
  const auto it = live.find(lookup);
  if (it == live.end()) return nullptr;
  const auto* found = std::get_if<Found>(&it->second);
  return found == nullptr ? nullptr : std::get_if<T>(&found->live);
}
/// Whether a look-up was answered by "absent".
bool is_absent(const Live& live, const Lookup& lookup);
/// What a look-up's answer hides, or nullptr.
const Hidden* hidden(const Live& live, const Lookup& lookup);

}  // namespace dgctl::engine
