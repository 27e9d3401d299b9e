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

/// Runs a statement as who asks. Throws SqlFailure, and has changed nothing then.
SqlRows run_sql(State& state, const Call& call, const SqlInput& input);

/// Where a statement runs: for whom, and what its names stand in.
struct SqlSession {
  State& state;
  const Call& call;
  std::string catalog, schema;
  std::vector<SqlParameter> parameters = {};
  int view_depth = 0;  ///< how many views it stands in
};

/// As REST calls it: "external_location".
const char* type_of(SqlKind kind);
/// A name with what the session adds in front: "sales.crm.users".
std::string full_name(const SqlSession& session, SqlKind kind, const SqlName& name);

// What the statements do, by file. They throw Refusal or SqlFailure before they change anything.

// sql_show.cc
SqlRows show_catalogs(const SqlSession& session);
SqlRows show_schemas(const SqlSession& session, const ShowSchemas& show);
SqlRows show_tables(const SqlSession& session, const ShowTables& show);
SqlRows show_grants(const SqlSession& session, const ShowGrants& show);

// sql_objects.cc: through what requests over REST do
void use(const SqlSession& session, const UseCatalog& use);
void use(const SqlSession& session, const UseSchema& use);
void change(const SqlSession& session, const ChangeGrants& change);
void change(const SqlSession& session, const CreateObject& create);
void change(const SqlSession& session, const DropObject& drop);
void change(const SqlSession& session, const SetOwner& set);
void change(const SqlSession& session, const SetComment& set);
void change(const SqlSession& session, const SetProperties& set);
void change(const SqlSession& session, const SetOptimization& set);

// sql_data.cc
SqlRows run_data(const SqlSession& session, const DataStatement& statement);

}  // namespace dgctl::providers::sim
