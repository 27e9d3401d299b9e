#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/lookup.h"

// What somebody has to be allowed to do so that dgctl can do it: what `dgctl doctor` looks for, and
// the tables of docs/permissions.md.

namespace dgctl::engine {

/// A right that a run may need.
enum class Right {
  WorkspaceAdmin,
  AccountAdmin,
  CreateWarehouse,
  ManageWarehouse,
  CreateCatalog,
  ManagedStorage,  ///< of a catalog with a root of its own
  UseCatalog,
  UseSchema,
  Read,  ///< what stands in a schema, or what it holds: the privilege depends on its type
  CreateSchema,
  /// What the owner of the metastore or of a schema lets somebody make: the need's type is what is
  /// made, its name the schema's or "".
  Make,
  Manage,
  Own,
};
/// Every one of them, in the order in which they are told.
std::span<const Right> all_rights();
/// "workspace_admin", "create_catalog": in machine-readable reports.
const char* to_string(Right right);

/// A right on something: of a right on the whole workspace, account or metastore the name is "".
struct Need {
  Right right = Right::WorkspaceAdmin;
  Securable on;  ///< of a warehouse its type is "sql_warehouse" and its name what is known of it
  auto operator<=>(const Need&) const = default;
  bool operator==(const Need&) const = default;
};
/// "MANAGE on schema sales.crm", "workspace admin"
std::string to_string(const Need& need);

/// The right as something that is there: "MANAGE or ownership of what is granted on".
std::string held_words(Right right, bool has_account);

/// How somebody gets a right.
struct Cure {
  std::vector<std::string> sql;    ///< statements, without the semicolon
  std::vector<std::string> steps;  ///< where there is no SQL: a sentence each, no final period
  std::string who;                 ///< may do that: "its owner, or a metastore admin"
  bool operator==(const Cure&) const = default;
};
/// What gives `who` the right.
Cure cure_of(const Need& need, const Principal& who);

/// What changing something of a kind takes. `Identities` below: whoever administrates identities.
struct KindRights {
  std::string_view kind;
  Right create, change, remove;
  std::string_view words;  ///< how the document calls it
};
/// Of all kinds that are sent; for entries the right on the thing that they are on.
std::span<const KindRights> kind_rights();

/// A row of a table of docs/permissions.md.
struct PermissionRow {
  std::string commands;  ///< "`plan`, `drift`"
  std::string does;      ///< what for
  std::string needs;
  bool operator==(const PermissionRow&) const = default;
};
std::vector<PermissionRow> permission_rows();
/// That table, and one of how each right is given, as Markdown.
std::string permission_tables();

}  // namespace dgctl::engine
