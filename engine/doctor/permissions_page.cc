#include <algorithm>

#include "engine/doctor/right_words.h"

// The tables of docs/permissions.md.

namespace dgctl::engine {
namespace {

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
      return "the privilege to create them: such as `CREATE EXTERNAL LOCATION` on the metastore "
             "and on its storage credential, or metastore admin; such as `CREATE VOLUME` on the "
             "schema that it is to stand in, with `USE CATALOG` and `USE SCHEMA`, or ownership of "
             "that";
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
    case Right::Read:
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
  for (const KindRights& kind : kind_rights()) {
    const Right right = kind.*of;
    if (std::find(told.begin(), told.end(), right) != told.end()) continue;
    told.push_back(right);
    std::string what;
    std::string on;
    for (const KindRights& other : kind_rights()) {
      if (other.*of != right) continue;
      what += (what.empty() ? "" : ", ") + std::string(other.words);
      on += (on.empty() ? "" : " or ") + singular(other.words);
    }
    rows.push_back({commands, std::string(verb) + " " + what, explained(right, on)});
  }
}

}  // namespace

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
       "see a volume",
       "`READ VOLUME` on it or on what it stands in, with `USE CATALOG` and `USE SCHEMA` on the "
       "way "
       "there; ownership of it or of what it stands in, or metastore admin"},
      {reading,
       "see who has which grants on a catalog, schema, table or volume",
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
  for (const RightWords& right : right_words()) {
    given.push_back({in_document(right.right), right.by, right.given});
  }
  return table(needs) + "\n" + table(given);
}

}  // namespace dgctl::engine
