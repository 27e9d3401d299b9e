#include <algorithm>
#include <iterator>
#include <map>

#include "providers/sim/catalog_words.h"
#include "providers/sim/column_types.h"
#include "providers/sim/find.h"
#include "providers/sim/information_schema.h"
#include "providers/sim/names.h"
#include "providers/sim/sql_database.h"
#include "providers/sim/sql_parser.h"
#include "providers/sim/sql_rewrite.h"

// Statements about rows: permissions are checked here, a database in memory does the rest.

namespace dgctl::providers::sim {
namespace {

/// A name without a table, as the statement's own catalog and schema complete it.
SqlName completed(const SqlScope& scope, SqlName name) {
  if (name.size() == 1) name.insert(name.begin(), scope.schema);
  if (name.size() == 2) name.insert(name.begin(), scope.catalog);
  return name;
}

void require_select(const Access& access, const Place& place) {
  if (!access.can_select(place)) throw access.hidden(place);
}

/// MODIFY is named first where SELECT is missing as well, which is UNVERIFIED.
void require_modify(const SqlScope& scope, const Place& place) {
  const Access access(scope.state, scope.call.asker);
  if (!access.can_modify(place)) {
    if (!access.can_use_schema(place)) throw access.hidden(place);
    const bool modifies = access.owns(securable(place)) || access.inherits(place, "MODIFY");
    throw lacks(modifies ? "SELECT" : "MODIFY", "Table", full_name(place));
  }
  require_writable(scope.state, place);
  if (taker(place) != Taker::Table) {
    throw classed(
        "UNSUPPORTED_FEATURE", "0A000", "'" + full_name(place) + "' is a view, and takes no rows.");
  }
}

/// What a view yields, read with the rights of who owns it.
Table read_view(const SqlScope& scope, const Place& place) {
  constexpr int kDeepest = 8;
  if (scope.view_depth == kDeepest) {
    throw classed("VIEW_EXCEED_MAX_NESTED_DEPTH",
                  "54K00",
                  "The view '" + full_name(place) + "' stands in too many others.");
  }
  Call call = scope.call;
  call.asker = asker_named(scope.state, securable(place).owner);
  const SqlScope inner{
      scope.state, call, place.catalog_name, place.schema_name, {}, scope.view_depth + 1};
  const SqlStatement statement = parse_sql(place.table->view_definition);
  const auto* data = std::get_if<DataStatement>(&statement);
  if (data == nullptr || data->verb != DataVerb::Select) {
    throw classed("PARSE_SYNTAX_ERROR",
                  "42601",
                  "The definition of the view '" + full_name(place) + "' is no query.");
  }
  SqlRows rows = run_data(inner, *data);
  Table table;
  table.columns = std::move(rows.columns);
  table.rows = std::move(rows.rows);
  return table;
}

/// The tables of a statement, loaded for it once the permissions are checked.
class Loading {
 public:
  Loading(const SqlScope& scope, SqlDatabase& database) : session_(scope), database_(database) {}

  /// The database's name of it.
  std::string load(const TableUse& use) {
    std::string full_name;
    for (const std::string& part : completed(session_, use.name)) full_name += "." + folded(part);
    const auto found = loaded_.find(full_name);
    if (!use.is_target && found != loaded_.end()) return found->second;
    std::string name = "t" + std::to_string(count_++);
    if (!use.is_target) loaded_[full_name] = name;
    load(use, name);
    return name;
  }

  Place target;
  std::string target_name;

 private:
  void load(const TableUse& use, const std::string& name) {
    if (!use.is_target && load_information(use, name)) return;
    const Place place =
        find_table(session_.state, session_.call, full_name(session_, SqlKind::Table, use.name));
    if (use.is_target) {
      require_modify(session_, place);
      target = place;
      target_name = name;
    } else {
      require_select(Access(session_.state, session_.call.asker), place);
    }
    const bool is_defined = !place.table->view_definition.empty() && place.table->columns.empty();
    if (is_defined) {
      add(name, read_view(session_, place));
    } else {
      add(name, *place.table);
    }
  }

  bool load_information(const TableUse& use, const std::string& name) {
    const SqlName parts = completed(session_, use.name);
    if (folded(parts[1]) != kInformationSchema) return false;
    const std::optional<Table> view = information_view(session_, parts[0], parts[2]);
    if (view) add(name, *view);
    return view.has_value();
  }

  void add(const std::string& name, const Table& table) {
    database_.add_table(name, table.columns, table.rows);
  }

  const SqlScope& session_;
  SqlDatabase& database_;
  std::map<std::string, std::string> loaded_;  ///< what is read, by its full name
  std::size_t count_ = 0;
};

void add_constants(const SqlScope& scope, SqlDatabase& database) {
  for (const char* name : {"current_user", "session_user", "user"}) {
    database.add_constant(name, scope.call.asker.name);
  }
  database.add_constant("current_catalog", folded(scope.catalog));
  database.add_constant("current_schema", folded(scope.schema));
  database.add_constant("current_database", folded(scope.schema));
}

SqlRows counts(std::initializer_list<const char*> names, std::size_t count) {
  SqlRows out;
  Row row;
  for (const char* name : names) {
    out.columns.push_back({name, "BIGINT", ""});
    row.emplace_back(std::to_string(count));
  }
  out.rows.push_back(std::move(row));
  return out;
}

void touch(const SqlScope& scope, Table& table) { table.securable.updated = stamp(scope.call); }

/// Rows that stay are left as they are, to the byte.
SqlRows keep_left(const SqlScope& scope, const Loading& loading, SqlDatabase& database) {
  Table& table = *loading.target.table;
  const std::vector<std::size_t> left =
      database.rows_left(loading.target_name, table.columns, table.rows.size());
  const std::size_t gone = table.rows.size() - left.size();
  if (gone > 0) {
    std::vector<Row> rows;
    rows.reserve(left.size());
    for (const std::size_t index : left) rows.push_back(std::move(table.rows[index]));
    table.rows = std::move(rows);
    touch(scope, table);
  }
  return counts({"num_affected_rows"}, gone);
}

SqlRows append_added(const SqlScope& scope, const Loading& loading, SqlDatabase& database) {
  Table& table = *loading.target.table;
  std::vector<Row> added =
      database.rows_added(loading.target_name, table.columns, table.rows.size());
  const std::size_t count = added.size();
  std::move(added.begin(), added.end(), std::back_inserter(table.rows));
  if (count > 0) touch(scope, table);
  return counts({"num_affected_rows", "num_inserted_rows"}, count);
}

}  // namespace

SqlRows run_data(const SqlScope& scope, const DataStatement& statement) {
  const std::vector<TableUse> uses = tables_of(statement);
  SqlDatabase database;
  Loading loading(scope, database);
  std::vector<std::string> names;
  names.reserve(uses.size());
  for (const TableUse& use : uses) names.push_back(loading.load(use));
  add_constants(scope, database);
  const std::string text = rewritten(statement, uses, names, scope.parameters);
  SqlRows rows = database.run(text, statement.verb, loading.target_name);
  switch (statement.verb) {
    case DataVerb::Select:
      return rows;
    case DataVerb::Insert:
      return append_added(scope, loading, database);
    case DataVerb::Delete:
      return keep_left(scope, loading, database);
  }
  return rows;
}

}  // namespace dgctl::providers::sim
