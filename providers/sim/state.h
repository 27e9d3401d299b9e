#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "providers/sim/fault.h"
#include "providers/sim/sql_input.h"
#include "providers/sim/switches.h"

namespace dgctl::providers::sim {

using Texts = std::map<std::string, std::string>;
using Privileges = std::set<std::string, std::less<>>;
/// By the principal's name: an e-mail or an application id in lower case, or a group's name.
using Grants = std::map<std::string, Privileges, std::less<>>;

/// When something happened, in milliseconds since 1970, and who did it.
struct Stamp {
  std::int64_t at_ms = 0;
  std::string by;
  bool operator==(const Stamp&) const = default;
};

/// What everything has that privileges can be granted on.
struct Securable {
  std::string owner;
  Grants grants;
  std::map<std::int64_t, Privileges>
      grants_of_deleted;  ///< by principal id: nobody has it any more
  Stamp created, updated;
};

struct Column {
  std::string name, type, comment;
};
using Row = std::vector<std::optional<std::string>>;  ///< as text; nothing is NULL

struct Table {
  Securable securable;
  std::string id;
  std::string type = "MANAGED";
  std::string format = "DELTA";
  std::string comment;
  std::string view_definition;
  Texts properties;
  std::vector<Column> columns;
  std::vector<Row> rows;
};

/// Files in a folder. There are none here.
struct Volume {
  Securable securable;
  std::string id;
  std::string type = "MANAGED";  ///< or EXTERNAL
  std::string storage_location;  ///< of an external one, without a slash at its end
  std::string comment;
};

/// What catalogs and schemas have in common beyond their grants.
struct Settings {
  std::string comment;
  Texts properties;
  std::string storage_root;                                ///< without a slash at its end, or ""
  std::string enable_predictive_optimization = "INHERIT";  ///< ENABLE, DISABLE, INHERIT
  std::optional<std::int64_t> custom_max_retention_hours;
};

struct Schema {
  Securable securable;
  std::string id;
  Settings settings;
  std::map<std::string, Table, std::less<>> tables;
  std::map<std::string, Volume, std::less<>> volumes;
};

struct Catalog {
  Securable securable;
  Settings settings;
  std::string type = "MANAGED_CATALOG";
  std::string isolation_mode = "OPEN";  ///< or ISOLATED
  Texts options;
  std::map<std::int64_t, std::string> bindings;  ///< workspace id to BINDING_TYPE_READ_…
  std::map<std::string, Schema, std::less<>> schemas;
};

/// What opens storage. How it does is left out: nothing is opened here.
struct StorageCredential {
  Securable securable;
  std::string id, comment;
  bool read_only = false;
};

struct ExternalLocation {
  Securable securable;
  std::string url;              ///< without a slash at its end
  std::string credential_name;  ///< of one that there is
  std::string comment;
  bool read_only = false, fallback = false;
  std::string isolation_mode = "ISOLATION_MODE_OPEN";  ///< or ISOLATION_MODE_ISOLATED
  std::map<std::int64_t, std::string> bindings;        ///< as a catalog's
};

struct Metastore {
  Securable securable;  ///< owner: who besides the flagged is metastore admin, and its members
  std::string id, name, cloud, region, privilege_model_version;
  std::string storage_root;  ///< "": there is none
};

/// What users and service principals have in common.
struct Identity {
  std::string id;  ///< SCIM: decimal digits
  std::string display_name, external_id;
  std::vector<std::string> entitlements;
  bool active = true;
  bool assigned = true;  ///< to this workspace
  bool workspace_admin = false;
  bool metastore_admin = false;
  bool account_admin = false;
};

/// A client secret; its value is kept nowhere.
struct ClientSecret {
  std::string sha256, create_time, expire_time;
};

/// Whose tokens a service principal is let in with. A real workspace fetches the issuer's public
/// keys; this one is told a key that both have.
struct FederationPolicy {
  std::string issuer, subject;
  std::vector<std::string> audiences;  ///< none: the account's id
  std::string hs256_key;
};

struct ServicePrincipal {
  Identity identity;
  std::map<std::string, ClientSecret> secrets;                  ///< by secret id
  std::map<std::string, FederationPolicy> federation_policies;  ///< by policy id
};

struct Group {
  std::string id, external_id;
  std::vector<std::string> entitlements;
  std::vector<std::string> members;  ///< names, as in grants
  bool local = false;                ///< lives in this workspace only, and gets no grants
  bool assigned = true;
  bool workspace_admin = false;  ///< it is in `admins`, and so are its members
};

struct Warehouse {
  std::string name;
  std::string cluster_size = "Small";
  std::int64_t min_num_clusters = 1, max_num_clusters = 1;
  std::int64_t auto_stop_mins = 120;  ///< 0: never
  bool enable_photon = true, enable_serverless_compute = false;
  std::string warehouse_type = "CLASSIC";  ///< or PRO
  std::string spot_instance_policy = "COST_OPTIMIZED";
  std::string channel, dbsql_version;  ///< "": none was chosen
  Texts tags;
  std::string instance_profile_arn;
  std::string creator;
  std::string state = "STOPPED";
  std::int64_t settles_at_ms = 0;  ///< when STARTING and STOPPING end; 0: they do not
  Texts acl;                       ///< principal to level
};

enum class StatementState { Open, Succeeded, Failed, Canceled };

/// A statement that was sent to a SQL warehouse, and what came of it.
struct SentStatement {
  std::string by;
  std::int64_t number = 0;  ///< of the request
  std::int64_t runs_at_ms = 0, ends_at_ms = 0;
  SqlInput input;                              ///< as long as it is open
  std::int64_t row_limit = 0, byte_limit = 0;  ///< 0: none
  StatementState state = StatementState::Open;
  std::string error_code, sql_state, message;
  std::vector<Column> columns;
  std::vector<Row> rows;
  bool truncated = false;
};

/// Addresses that are let in, or that are not.
struct IpAccessList {
  std::string label;
  std::string type = "ALLOW";  ///< or BLOCK
  std::vector<std::string> addresses;
  bool enabled = true;
};

/// From where the workspace may be asked. Nothing here has an address, so nothing is refused.
struct IpAccess {
  bool enabled = false;
  std::map<std::string, IpAccessList> lists;  ///< by id
};

struct Workspace {
  std::string host, account_id;
  std::int64_t id = 0;
};

/// All that a workspace file holds: the whole simulated world. A value, so it can be copied.
struct State {
  std::uint64_t seed = 1;
  bool real_clock = false;
  std::int64_t clock_ms = 0;  ///< simulated: it is now so late; real: the last time that was seen
  std::int64_t requests = 0;  ///< how many were made so far; the number of the last
  std::int64_t uuids = 0;     ///< how many were handed out so far
  std::string operator_name;
  Workspace workspace;
  std::optional<Metastore> metastore;
  std::map<std::string, Identity, std::less<>> users;  ///< by e-mail, lower case
  std::map<std::string, ServicePrincipal, std::less<>> service_principals;  ///< by application id
  /// Application ids of those that were deleted, which things may still name as their owner.
  std::set<std::string, std::less<>> deleted_principals;
  std::map<std::string, Group, std::less<>> groups;
  std::map<std::string, Warehouse> warehouses;  ///< by warehouse id
  std::map<std::string, Catalog, std::less<>> catalogs;
  std::map<std::string, SentStatement> statements;  ///< by statement id
  std::vector<std::string> open_statements;         ///< the ids of those that did not run yet
  std::map<std::string, StorageCredential, std::less<>> storage_credentials;
  std::map<std::string, ExternalLocation, std::less<>> external_locations;
  IpAccess ip_access;
  std::vector<Fault> faults;
  Switches switches;
  /// The groups whose direct member somebody is, derived from `groups`. For look-ups only.
  std::unordered_map<std::string, std::vector<std::string>> groups_of;
};

/// Throws engine::Error where there is none; no request gets as far as that.
const Metastore& metastore_of(const State& state);
Metastore& metastore_of(State& state);

/// Before model 1.0 there were only USAGE and CREATE, and nothing was inherited.
bool has_legacy_privileges(const State& state);

/// Sets `groups_of` from `groups`.
void index_memberships(State& state);

/// The owner of what comes with the workspace, such as information_schema. Nobody is it.
inline constexpr const char* kSystemUser = "System user";

}  // namespace dgctl::providers::sim
