#include "engine/doctor/permissions.h"

#include <algorithm>
#include <array>

#include "engine/sql/quoting.h"
#include "engine/sql/statements.h"

// Who may do what: https://docs.databricks.com/data-governance/unity-catalog/manage-privileges
// (ownership, privileges), databricks-sdk-go service/catalog/interface.go for what each request
// takes, service/oauth2/interface.go for secrets, and the Terraform provider's pages on
// sql_endpoint and permissions for warehouses.

namespace dgctl::engine {
namespace {

struct RightWords {
  Right right;
  const char* id;
  const char* words;  ///< as a message has it, before " on …"
  const char* given;  ///< how it is given, for the document
  const char* by;     ///< who gives it
};

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
    RightWords{Right::Select,
               "select",
               "SELECT",
               "`GRANT SELECT ON TABLE … TO …`",
               "its owner, somebody with MANAGE on it, or a metastore admin"},
    RightWords{Right::CreateSchema,
               "create_schema",
               "CREATE SCHEMA",
               "`GRANT CREATE SCHEMA ON CATALOG … TO …`",
               "the catalog's owner, somebody with MANAGE on it, or a metastore admin"},
    RightWords{Right::Make,
               "make",
               "CREATE …",
               "`GRANT CREATE … ON METASTORE TO …`, with what is made in place of the dots",
               "a metastore admin"},
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
    KindRights{"grant", Right::Manage, Right::Manage, Right::Manage, "grants"},
};

const RightWords& words_of(Right right) {
  return *std::find_if(
      kRights.begin(), kRights.end(), [&](const RightWords& row) { return row.right == right; });
}

Cure granted(const Need& need, const char* privilege, const Principal& who) {
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
Cure granted_on(const char* what, const Principal& who) {
  Cure cure;
  if (reads_as_it_is(who)) {
    cure.sql = {std::string("GRANT ") + what + " TO " + sql_name(who)};
  }
  return cure;
}

Cure steps(const std::string& step) { return {{}, {step}, {}}; }

/// "EXTERNAL LOCATION"
std::string in_sql(std::string kind) {
  for (char& c : kind) c = c == '_' ? ' ' : static_cast<char>(c - 'a' + 'A');
  return kind;
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
    case Right::Select:
      return granted(need, "SELECT", who);
    case Right::CreateSchema:
      return granted(need, "CREATE_SCHEMA", who);
    case Right::Make:
      return granted_on(("CREATE " + in_sql(need.on.type) + " ON METASTORE").c_str(), who);
    case Right::Manage:
      return granted(need, "MANAGE", who);
    case Right::Own:
      return owned(need, who);
  }
  return {};
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::string text;
  for (const auto& row : rows) {
    text += "|";
    for (const std::string& cell : row) text += " " + cell + " |";
    text += "\n";
    if (&row != &rows.front()) continue;
    text += "|";
    for (std::size_t i = 0; i < row.size(); ++i) text += "---|";
    text += "\n";
  }
  return text;
}

std::string in_document(Right right) {
  const std::string words = words_of(right).words;
  const bool is_sql = !words.empty() && words.front() >= 'A' && words.front() <= 'Z';
  return is_sql ? "`" + words + "`" : words;
}

/// What a right includes, where that is not its name.
std::string explained(Right right, const std::string& on) {
  switch (right) {
    case Right::WorkspaceAdmin:
      return "workspace admin; with `identity_plane: account` account admin";
    case Right::ManageWarehouse:
      return "`CAN_MANAGE` on it, its ownership, or workspace admin";
    case Right::CreateWarehouse:
      return in_document(right) + ", or workspace admin";
    case Right::CreateCatalog:
      return "`CREATE CATALOG` on the metastore, or metastore admin; where the catalog names a "
             "`storage_root`, `CREATE MANAGED STORAGE` on the external location that covers it";
    case Right::CreateSchema:
      return "`USE CATALOG` and `CREATE SCHEMA` on the catalog, or metastore admin";
    case Right::Make:
      return "the privilege to create them, such as `CREATE EXTERNAL LOCATION`, on the metastore "
             "and, of a location, on its storage credential; or metastore admin";
    case Right::Own:
      return "ownership of the " + on +
             "; for `owner` alone `MANAGE` or metastore admin are enough";
    case Right::Manage:
      return "`MANAGE` on it or on what it stands in with `USE CATALOG` and `USE SCHEMA` on the "
             "way there, ownership of either, or metastore admin";
    case Right::AccountAdmin:
    case Right::ManagedStorage:
    case Right::UseCatalog:
    case Right::UseSchema:
    case Right::Select:
      return in_document(right);
  }
  return {};
}

std::string singular(std::string_view words) {
  std::string text(words);
  if (text.ends_with('s')) text.pop_back();
  return text;
}

/// The kinds for which a right is the one that something takes, as one row.
void add_rows(std::vector<PermissionRow>& rows,
              const char* commands,
              const char* verb,
              Right KindRights::* of) {
  std::vector<Right> told;
  for (const KindRights& kind : kKindRights) {
    const Right right = kind.*of;
    if (std::find(told.begin(), told.end(), right) != told.end()) continue;
    told.push_back(right);
    std::string what;
    std::string on;
    for (const KindRights& other : kKindRights) {
      if (other.*of != right) continue;
      what += (what.empty() ? "" : ", ") + std::string(other.words);
      on += (on.empty() ? "" : " or ") + singular(other.words);
    }
    rows.push_back({commands, std::string(verb) + " " + what, explained(right, on)});
  }
}

}  // namespace

std::span<const Right> all_rights() { return kRightsInOrder; }
const char* to_string(Right right) { return words_of(right).id; }
std::span<const KindRights> kind_rights() { return kKindRights; }

std::string to_string(const Need& need) {
  std::string words = words_of(need.right).words;
  if (need.right == Right::Own) return words + " of " + need.on.type + " " + need.on.full_name;
  if (need.right == Right::CreateCatalog) return words + " on the metastore";
  if (need.right == Right::Make) return "CREATE " + in_sql(need.on.type) + " on the metastore";
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
    case Right::Select:
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
  return cure;
}

std::vector<PermissionRow> permission_rows() {
  const char* reading = "`plan`, `apply`, `destroy`, `drift`, `doctor`, `import`, `rotate`";
  std::vector<PermissionRow> rows{
      {"`init`, `validate`, `graph`, `show`, `state`, `schema`, `completion`, `help`, `version`",
       "nothing: they ask the workspace for nothing",
       "nothing"},
      {"`connection`", "see the warehouse", "any permission on it, or workspace admin"},
      {"`verify`",
       "log in as the service principal and run statements",
       "nothing: the principal's own secret is enough, with `CAN_USE` on the warehouse for it"},
      {reading, "be let in", "to be assigned to the workspace, and active"},
      {reading,
       "see a catalog or a schema",
       "`USE CATALOG` on the catalog, `USE SCHEMA` on the schema, ownership, or metastore admin"},
      {reading,
       "see who has which grants on a catalog, schema or table",
       "what changing them takes; this is the read that forces `MANAGE` on who only plans"},
      {reading,
       "see who may do what with a SQL warehouse",
       "`CAN_MANAGE` on it, or workspace admin"},
      {reading,
       "see the secrets of a service principal, who is assigned to the workspace, and whether a "
       "service principal is active and what it is entitled to",
       "workspace admin; with `identity_plane: account` account admin"},
      {reading, "see a SQL warehouse", "any permission on it, or workspace admin"},
  };
  add_rows(rows, "`apply`", "make", &KindRights::create);
  add_rows(rows, "`apply`", "change", &KindRights::change);
  add_rows(rows, "`destroy`, `apply`", "delete", &KindRights::remove);
  rows.push_back(
      {"`destroy`, `apply`",
       "delete a catalog with the empty schema `default` that came with it",
       "`USE SCHEMA` on that besides: it is dropped first, and what is not shown is not"});
  rows.push_back({"`rotate`",
                  "make and delete secrets",
                  "workspace admin; with `identity_plane: account` account admin"});
  rows.push_back({"`doctor`",
                  "see the IP access lists; unknown without it, which stops nothing",
                  "workspace admin"});
  rows.push_back({"`doctor`",
                  "see the bindings of an isolated catalog; unknown without it",
                  "ownership of the catalog, or metastore admin"});
  return rows;
}

std::string permission_tables() {
  std::vector<std::vector<std::string>> needs{{"command", "to", "needs"}};
  for (const PermissionRow& row : permission_rows()) {
    needs.push_back({row.commands, row.does, row.needs});
  }
  std::vector<std::vector<std::string>> given{{"right", "is given by", "with"}};
  for (const RightWords& right : kRights) {
    given.push_back({in_document(right.right), right.by, right.given});
  }
  return table(needs) + "\n" + table(given);
}

}  // namespace dgctl::engine
