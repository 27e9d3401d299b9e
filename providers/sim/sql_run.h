#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "providers/sim/call.h"
#include "providers/sim/sql_syntax.h"

namespace dgctl::providers::sim {

/// What it yields. Without columns it is a statement that yields none.
struct SqlRows {
  std::vector<Column> columns;
  std::vector<Row> rows;
};

/// Runs a statement as who asks. Throws SqlError, and has changed nothing then.
SqlRows run_sql(State& state, const Call& call, const SqlInput& input);

/// Where a statement runs: for whom, and what its names stand in.
struct SqlScope {
  State& state;
  const Call& call;
  std::string catalog, schema;
  std::vector<SqlParameter> parameters = {};
  int view_depth = 0;  ///< how many views it stands in
};

/// As REST calls it: "external_location".
const char* type_of(SqlKind kind);
/// A name with what the scope adds in front: "sales.crm.users".
std::string full_name(const SqlScope& scope, SqlKind kind, const SqlName& name);

// What the statements do, by file. They throw Refusal or SqlError before they change anything.

// sql_show.cc
SqlRows show_catalogs(const SqlScope& scope);
SqlRows show_schemas(const SqlScope& scope, const ShowSchemas& show);
SqlRows show_tables(const SqlScope& scope, const ShowTables& show);
SqlRows show_grants(const SqlScope& scope, const ShowGrants& show);

// sql_objects.cc: through what requests over REST do
void use(const SqlScope& scope, const UseCatalog& use);
void use(const SqlScope& scope, const UseSchema& use);
void change(const SqlScope& scope, const ChangeGrants& change);
void change(const SqlScope& scope, const CreateObject& create);
void change(const SqlScope& scope, const DropObject& drop);
void change(const SqlScope& scope, const SetOwner& set);
void change(const SqlScope& scope, const SetComment& set);
void change(const SqlScope& scope, const SetProperties& set);
void change(const SqlScope& scope, const SetOptimization& set);

// sql_data.cc
SqlRows run_data(const SqlScope& scope, const DataStatement& statement);

}  // namespace dgctl::providers::sim
