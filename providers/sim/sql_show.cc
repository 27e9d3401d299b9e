#include <algorithm>
#include <initializer_list>

#include "providers/sim/find.h"
#include "providers/sim/inheritance.h"
#include "providers/sim/sql_run.h"

namespace dgctl::providers::sim {
namespace {

std::vector<Column> text_columns(std::initializer_list<const char*> names) {
  std::vector<Column> columns;
  for (const char* name : names) columns.push_back({name, "STRING", ""});
  return columns;
}

/// Who is named may be the asker, or a group of theirs.
void require_grants(const SqlScope& scope,
                    const Place& place,
                    const std::optional<std::string>& principal) {
  const Asker& asker = scope.call.asker;
  const Access access(scope.state, asker);
  if (asker.workspace_admin || access.can_grant(place)) return;
  if (principal && is_one_of(asker, *principal)) return;
  if (!access.knows(place)) throw access.hidden(place);
  throw not_an_owner(place);
}

std::string spaced(std::string privilege) {
  std::replace(privilege.begin(), privilege.end(), '_', ' ');
  return privilege;
}

void add_grants(const SqlScope& scope,
                const Place& place,
                const Place& from,
                const std::optional<std::string>& only,
                std::vector<Row>& rows) {
  for (const auto& [principal, privileges] : securable(from).grants) {
    if (only && *only != principal) continue;
    for (const std::string& privilege : privileges) {
      if (!reaches(scope.state, place, from, privilege)) continue;
      rows.push_back({principal, spaced(privilege), kind_code(from), full_name(from)});
    }
  }
}

}  // namespace

SqlRows show_catalogs(const SqlScope& scope) {
  SqlRows out{text_columns({"catalog"}), {}};
  const Access access(scope.state, scope.call.asker);
  for (auto& [name, catalog] : scope.state.catalogs) {
    const Place place = catalog_place(scope.state, name, catalog);
    if (is_bound_here(scope.state, catalog) && access.knows(place)) out.rows.push_back({name});
  }
  return out;
}

SqlRows show_schemas(const SqlScope& scope, const ShowSchemas& show) {
  SqlRows out{text_columns({"databaseName"}), {}};
  const Place catalog = find_catalog(scope.state, full_name(scope, SqlKind::Catalog, show.in));
  const Access access(scope.state, scope.call.asker);
  if (!access.sees(catalog)) throw access.hidden(catalog);
  for (auto& [name, schema] : catalog.catalog->schemas) {
    if (access.knows(schema_place(catalog, name, schema))) out.rows.push_back({name});
  }
  return out;
}

SqlRows show_tables(const SqlScope& scope, const ShowTables& show) {
  SqlRows out{text_columns({"database", "tableName"}), {}};
  out.columns.push_back({"isTemporary", "BOOLEAN", ""});
  const SqlName in = show.in.empty() ? SqlName{scope.schema} : show.in;
  const Place schema = find_schema(scope.state, scope.call, full_name(scope, SqlKind::Schema, in));
  const Access access(scope.state, scope.call.asker);
  if (!access.sees(schema)) throw access.hidden(schema);
  for (auto& [name, table] : schema.schema->tables) {
    if (!access.knows(table_place(schema, name, table))) continue;
    out.rows.push_back({schema.schema_name, name, "false"});
  }
  return out;
}

/// Of a principal what it was granted by its own name. What was granted to who is no more, SQL does
/// not list (UNVERIFIED).
SqlRows show_grants(const SqlScope& scope, const ShowGrants& show) {
  SqlRows out{text_columns({"principal", "actionType", "objectType", "objectKey"}), {}};
  const Place place = find_securable(
      scope.state, scope.call, type_of(show.on.kind), full_name(scope, show.on.kind, show.on.name));
  std::optional<std::string> only;
  if (show.principal) only = find_owner(scope.state, *show.principal);
  require_grants(scope, place, only);
  for (const Place& from : levels(place)) add_grants(scope, place, from, only, out.rows);
  return out;
}

}  // namespace dgctl::providers::sim
