#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/descriptor.h"
#include "engine/model/lookup.h"
#include "engine/model/step.h"
#include "providers/databricks/planes.h"
#include "providers/databricks/rest.h"

// How each kind is read and written over REST: a file a kind. Each function makes the requests that
// it must and no more. They throw engine::ProviderError.

namespace dgctl::providers {

/// An object kind of Unity Catalog whose REST form is its descriptor's fields.
struct ObjectKind {
  std::string kind;              ///< "catalog"
  std::string collection;        ///< "catalogs", its path
  std::string parent_parameter;  ///< of a listing: "catalog_name", "" for what has no parent
  /// The isolation mode with which only bound workspaces reach it; "": it has none.
  std::string isolated = {};

  /// The key of its listing: its path, with '_' for '-'.
  [[nodiscard]] std::string list_key() const;
};
/// Those kinds, or nullptr.
const ObjectKind* object_kind(const std::string& kind);
ObjectKind catalog_kind();
ObjectKind schema_kind();
ObjectKind external_location_kind();
ObjectKind volume_kind();

engine::ReadResult read_object(Rest& rest,
                               const ObjectKind& kind,
                               const std::string& name,
                               const std::stop_token& stop);

/// A kind that dgctl does not manage and only looks at: what can be granted on, or is named by a
/// field.
struct SeenKind {
  std::string kind;  ///< "table"
  engine::ReadResult (*read)(Rest&, const std::string& name, const std::stop_token&);
};
/// Those kinds, or nullptr.
const SeenKind* seen_kind(const std::string& kind);
SeenKind table_kind();
SeenKind storage_credential_kind();

/// All objects below a parent (of a catalog: ""), by full name in lower case.
std::map<std::string, engine::Object> list_objects(Rest& rest,
                                                   const ObjectKind& kind,
                                                   const std::string& parent,
                                                   const std::stop_token& stop);
engine::StepOutcome create_object(Rest& rest,
                                  const engine::CreateObject& call,
                                  const std::stop_token& stop);
engine::StepOutcome update_object(Rest& rest,
                                  const engine::UpdateObject& call,
                                  const std::stop_token& stop);
void delete_object(Rest& rest, const engine::DeleteObject& call, const std::stop_token& stop);

/// An object kind that the workspace gives ids.
struct IdKind {
  std::string kind;  ///< "sql_warehouse"
  engine::ReadResult (*read_by_id)(const Planes&, const std::string& id, const std::stop_token&);
  /// All that bear the name.
  engine::ReadResult (*read_by_name)(const Planes&,
                                     const std::string& name,
                                     const std::stop_token&);
  engine::StepOutcome (*create)(const Planes&, const engine::Fields&, const std::stop_token&);
  engine::StepOutcome (*update)(const Planes&, const engine::UpdateObject&, const std::stop_token&);
  void (*remove)(const Planes&, const std::string& id, const std::stop_token&);
};
/// The kinds of which ids identify the objects, or nullptr.
const IdKind* id_kind(const std::string& kind);
IdKind service_principal_kind();
IdKind sql_warehouse_kind();

/// A kind of entries with levels.
struct AclKind {
  std::string kind;  ///< "permission"
  engine::ReadResult (*read)(const Planes&, const std::string& thing, const std::stop_token&);
  void (*write)(const Planes&, const engine::WriteAcl&, const std::stop_token&);
};
const AclKind& acl_kind(const std::string& kind);
AclKind permission_kind();
AclKind workspace_assignment_kind();
AclKind group_membership_kind();
/// The ids of the workspaces of the account to which a principal is assigned, but the one that is
/// worked on.
engine::ReadResult read_other_workspaces(const AccountPlane& account,
                                         const std::string& principal_id,
                                         const std::stop_token& stop);

/// What has to be done before an object is isolated, so that this workspace can still reach it.
void bind_object(Rest& rest,
                 const engine::Securable& object,
                 std::int64_t workspace_id,
                 const std::stop_token& stop);

engine::ReadResult read_grants(Rest& rest,
                               const engine::Securable& on,
                               const std::stop_token& stop);
void patch_grants(Rest& rest, const engine::PatchGrants& call, const std::stop_token& stop);

/// The full names of what stands directly in a securable.
engine::ReadResult read_below(Rest& rest, const engine::Below& below, const std::stop_token& stop);

engine::ReadResult read_workspace(Rest& rest, const std::stop_token& stop);
engine::ReadResult read_account(Rest& rest, const std::stop_token& stop);
engine::ReadResult read_runner(Rest& rest, const std::stop_token& stop);

/// The kind that a principal's spelling tells: "user", "service_principal", "group".
std::string kind_of_principal(const engine::Principal& principal);
engine::ReadResult read_principal(Rest& rest,
                                  const engine::Principal& principal,
                                  const std::stop_token& stop);
/// All principals of a kind that the workspace lists, by name as grants spell it.
std::map<engine::Principal, engine::Identity> list_principals(Rest& rest,
                                                              const std::string& kind,
                                                              const std::stop_token& stop);

/// What a refused reading means: Absent where the workspace says so, Hidden where it may not be
/// seen or is not offered; throws the error again where it is neither.
engine::ReadResult not_found_or_hidden(const engine::ProviderError& error);
/// The same of what is asked of a warehouse: a malformed id is nobody's.
engine::ReadResult no_warehouse_or_hidden(const engine::ProviderError& error);

/// Deletes what stands at a path; what is gone already is fine.
void delete_at(Rest& rest, const std::string& path, const std::stop_token& stop);

}  // namespace dgctl::providers
