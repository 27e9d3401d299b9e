#include "engine/doctor/permissions.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/doctor/right_words.h"
#include "engine/model/descriptor.h"
#include "engine/sql/quoting.h"
#include "engine/sql/statements.h"

// Who may do what: https://docs.databricks.com/data-governance/unity-catalog/manage-privileges
// (ownership, privileges), databricks-sdk-go service/catalog/interface.go for what each request
// takes, service/oauth2/interface.go for secrets, and the Terraform provider's pages on
// sql_endpoint and permissions for warehouses.

namespace dgctl::engine {
namespace {

constexpr std::array kRights{
    RightWords{Right::WorkspaceAdmin,
               "workspace_admin",
               "workspace admin",
               "Settings > Identity and access > Groups > `admins`: add it",
               "a workspace admin"},
    RightWords{Right::AccountAdmin,
               "account_admin",
               "account admin",
               "the account console > User management > its roles: *Account admin*",
               "an account admin"},
    RightWords{Right::CreateWarehouse,
               "create_warehouse",
               "the entitlements allow-cluster-create and databricks-sql-access",
               "Settings > Identity and access > its entitlements: *Unrestricted cluster creation* "
               "and *Databricks SQL access*",
               "a workspace admin"},
    RightWords{Right::ManageWarehouse,
               "manage_warehouse",
               "CAN_MANAGE",
               "SQL Warehouses > the warehouse > Permissions: *Can manage*",
               "somebody who can manage it, or a workspace admin"},
    RightWords{Right::CreateCatalog,
               "create_catalog",
               "CREATE CATALOG",
               "`GRANT CREATE CATALOG ON METASTORE TO …`",
               "a metastore admin"},
    RightWords{Right::ManagedStorage,
               "managed_storage",
               "CREATE MANAGED STORAGE",
               "`GRANT CREATE MANAGED STORAGE ON EXTERNAL LOCATION … TO …`",
               "the location's owner, or a metastore admin"},
    RightWords{Right::UseCatalog,
               "use_catalog",
               "USE CATALOG",
               "`GRANT USE CATALOG ON CATALOG … TO …`",
               "its owner, somebody with MANAGE on it, or a metastore admin"},
    RightWords{Right::UseSchema,
               "use_schema",
               "USE SCHEMA",
               "`GRANT USE SCHEMA ON SCHEMA … TO …`",
               "its owner, somebody with MANAGE on it, or a metastore admin"},
    RightWords{Right::Read,
               "read",
               "SELECT",
               "`GRANT SELECT ON TABLE … TO …`; of a volume `GRANT READ VOLUME ON VOLUME … TO …`",
               "its owner, somebody with MANAGE on it, or a metastore admin"},
    RightWords{Right::CreateSchema,
               "create_schema",
               "CREATE SCHEMA",
               "`GRANT CREATE SCHEMA ON CATALOG … TO …`",
               "the catalog's owner, somebody with MANAGE on it, or a metastore admin"},
    RightWords{
        Right::Make,
        "make",
        "CREATE …",
        "`GRANT CREATE … ON METASTORE TO …`, or `ON SCHEMA …` of what stands in one, with what "
        "is made in place of the dots",
        "a metastore admin; on a schema its owner"},
    RightWords{Right::Manage,
               "manage",
               "MANAGE",
               "`GRANT MANAGE ON … TO …`",
               "its owner, somebody with MANAGE on it, or a metastore admin"},
    RightWords{Right::Own,
               "own",
               "ownership",
               "`ALTER … OWNER TO …`, to a group where others are to keep it",
               "its owner, or a metastore admin"},
};

constexpr std::array kRightsInOrder = [] {
  std::array<Right, kRights.size()> out{};
  for (std::size_t i = 0; i < kRights.size(); ++i) out.at(i) = kRights.at(i).right;
  return out;
}();

// Who keeps identities decides who administrates them: of the account WorkspaceAdmin stands for
// AccountAdmin.
constexpr std::array kKindRights{
    KindRights{"service_principal",
               Right::WorkspaceAdmin,
               Right::WorkspaceAdmin,
               Right::WorkspaceAdmin,
               "service principals"},
    KindRights{"service_principal_secret",
               Right::WorkspaceAdmin,
               Right::WorkspaceAdmin,
               Right::WorkspaceAdmin,
               "their secrets"},
    KindRights{"workspace_assignment",
               Right::WorkspaceAdmin,
               Right::WorkspaceAdmin,
               Right::WorkspaceAdmin,
               "their assignment to the workspace"},
    KindRights{"group_membership",
               Right::WorkspaceAdmin,
               Right::WorkspaceAdmin,
               Right::WorkspaceAdmin,
               "their membership in groups"},
    KindRights{"sql_warehouse",
               Right::CreateWarehouse,
               Right::ManageWarehouse,
               Right::ManageWarehouse,
               "SQL warehouses"},
    KindRights{"permission",
               Right::ManageWarehouse,
               Right::ManageWarehouse,
               Right::ManageWarehouse,
               "permissions on a SQL warehouse"},
    KindRights{"catalog", Right::CreateCatalog, Right::Own, Right::Manage, "catalogs"},
    KindRights{"schema", Right::CreateSchema, Right::Own, Right::Manage, "schemas"},
    KindRights{"external_location", Right::Make, Right::Own, Right::Manage, "external locations"},
    KindRights{"volume", Right::Make, Right::Own, Right::Manage, "volumes"},
    KindRights{"grant", Right::Manage, Right::Manage, Right::Manage, "grants"},
};

Cure granted(const Need& need, const std::string& privilege, const Principal& who) {
  Cure cure;
  const InSql sql = grants_in_sql(need.on, {who, {privilege}, {}});
  for (const Statement& statement : sql.statements) cure.sql.push_back(statement.text);
  cure.steps = sql.left;
  return cure;
}

Cure owned(const Need& need, const Principal& who) {
  Cure cure;
  const InSql sql =
      update_in_sql({need.on.type, need.on.full_name, Fields{{"owner", who}}, {}}, Fields());
  for (const Statement& statement : sql.statements) cure.sql.push_back(statement.text);
  cure.steps = sql.left;
  return cure;
}

/// On what has no name in SQL, or one that dgctl does not know.
Cure granted_on(const std::string& what, const Principal& who) {
  Cure cure;
  if (reads_as_it_is(who)) {
    cure.sql = {"GRANT " + what + " TO " + sql_name(who)};
  }
  return cure;
}

Cure steps(const std::string& step) { return {{}, {step}, {}}; }

std::string upper_case(std::string kind) {
  for (char& c : kind) c = c == '_' ? c : static_cast<char>(c - 'a' + 'A');
  return kind;
}

std::string with_spaces(std::string words) {
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

/// "EXTERNAL LOCATION"
std::string in_sql(const std::string& kind) { return with_spaces(upper_case(kind)); }

/// In which schema something is to be made; nothing: in the metastore itself.
std::optional<Securable> schema_of(const Need& need) {
  if (need.on.full_name.empty()) return std::nullopt;
  return Securable{"schema", need.on.full_name};
}

Cure written_cure(const Need& need, const Principal& who) {
  switch (need.right) {
    case Right::WorkspaceAdmin:
      return steps("in the workspace, Settings > Identity and access > Groups > admins: add " +
                   who);
    case Right::AccountAdmin:
      return steps("in the account console, User management > " + who +
                   " > Roles: turn on Account admin");
    case Right::CreateWarehouse:
      return steps(
          "in the workspace, Settings > Identity and access > " + who +
          " > Entitlements: allow unrestricted cluster creation and Databricks SQL "
          "access (a workspace admin needs neither); or let somebody else make the warehouse and "
          "name it under `existing:`");
    case Right::ManageWarehouse:
      return steps("in the workspace, SQL Warehouses > " + need.on.full_name +
                   " > Permissions: give " + who + " Can manage");
    case Right::CreateCatalog:
      return granted_on("CREATE CATALOG ON METASTORE", who);
    case Right::ManagedStorage:
      return steps("grant " + who +
                   " CREATE MANAGED STORAGE on the external location that covers " +
                   need.on.full_name + ", unless it has it");
    case Right::UseCatalog:
      return granted(need, "USE_CATALOG", who);
    case Right::UseSchema:
      return granted(need, "USE_SCHEMA", who);
    case Right::Read:
      return granted(need, read_privilege(need.on.type), who);
    case Right::CreateSchema:
      return granted(need, "CREATE_SCHEMA", who);
    case Right::Make:
      if (const auto schema = schema_of(need)) {
        return granted({need.right, *schema}, "CREATE_" + upper_case(need.on.type), who);
      }
      return granted_on("CREATE " + in_sql(need.on.type) + " ON METASTORE", who);
    case Right::Manage:
      return granted(need, "MANAGE", who);
    case Right::Own:
      return owned(need, who);
  }
  return {};
}

}  // namespace

const RightWords& words_of(Right right) {
  return *std::find_if(
      kRights.begin(), kRights.end(), [&](const RightWords& row) { return row.right == right; });
}

std::span<const RightWords> right_words() { return kRights; }
std::span<const Right> all_rights() { return kRightsInOrder; }
const char* to_string(Right right) { return words_of(right).id; }
std::span<const KindRights> kind_rights() { return kKindRights; }

std::string to_string(const Need& need) {
  std::string words = words_of(need.right).words;
  if (need.right == Right::Own) return words + " of " + need.on.type + " " + need.on.full_name;
  if (need.right == Right::CreateCatalog) return words + " on the metastore";
  if (need.right == Right::Make) {
    const auto schema = schema_of(need);
    return "CREATE " + in_sql(need.on.type) + " on " +
           (schema ? "schema " + schema->full_name : std::string("the metastore"));
  }
  if (need.right == Right::Read) words = with_spaces(read_privilege(need.on.type));
  if (need.on.full_name.empty()) return words;
  const std::string type = need.on.type == "sql_warehouse" ? "SQL warehouse" : need.on.type;
  if (need.right == Right::ManagedStorage) return words + " for " + need.on.full_name;
  return words + " on " + type + " " + need.on.full_name;
}

std::string held_words(Right right, bool has_account) {
  switch (right) {
    case Right::WorkspaceAdmin:
      return has_account ? "to administrate the account's identities"
                         : "to administrate identities";
    case Right::AccountAdmin:
      return "to administrate the account";
    case Right::CreateWarehouse:
      return "to make SQL warehouses";
    case Right::ManageWarehouse:
      return "to manage the SQL warehouse";
    case Right::CreateCatalog:
      return "to make catalogs";
    case Right::ManagedStorage:
      return "to use the external location";
    case Right::UseCatalog:
    case Right::UseSchema:
    case Right::Read:
      return "to see what is there";
    case Right::CreateSchema:
      return "to make schemas";
    case Right::Make:
      return "to make what the metastore holds";
    case Right::Manage:
      return "to grant what is to be granted";
    case Right::Own:
      return "to change what the metastore holds";
  }
  return {};
}

Cure cure_of(const Need& need, const Principal& who) {
  Cure cure = written_cure(need, who);
  cure.who = words_of(need.right).by;
  if (need.right == Right::Make) {
    cure.who = words_of(schema_of(need) ? Right::UseSchema : Right::CreateCatalog).by;
  }
  return cure;
}

}  // namespace dgctl::engine
