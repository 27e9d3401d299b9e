#include "providers/sim/sql_run.h"

#include <array>

#include "providers/sim/catalog_words.h"
#include "providers/sim/find.h"
#include "providers/sim/sql_parser.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kDefaultCatalog = "main";

/// Does what a statement says.
struct Running {
  const SqlScope& scope;

  SqlRows operator()(const UseCatalog& s) const {
    use(scope, s);
    return {};
  }
  SqlRows operator()(const UseSchema& s) const {
    use(scope, s);
    return {};
  }
  SqlRows operator()(const ShowCatalogs& /*s*/) const { return show_catalogs(scope); }
  SqlRows operator()(const ShowSchemas& s) const { return show_schemas(scope, s); }
  SqlRows operator()(const ShowTables& s) const { return show_tables(scope, s); }
  SqlRows operator()(const ShowGrants& s) const { return show_grants(scope, s); }
  SqlRows operator()(const DataStatement& s) const { return run_data(scope, s); }
  template <class Change>
  SqlRows operator()(const Change& s) const {
    change(scope, s);
    return {};
  }
};

}  // namespace

const char* type_of(SqlKind kind) {
  constexpr std::array kTypes{
      "metastore", "catalog", "schema", "table", "volume", "external_location"};
  return kTypes.at(static_cast<std::size_t>(kind));
}

std::string full_name(const SqlScope& scope, SqlKind kind, const SqlName& name) {
  if (kind == SqlKind::Metastore) return metastore_of(scope.state).id;
  if (kind == SqlKind::ExternalLocation) return name.front();
  std::string out;
  const bool is_in_schema = kind == SqlKind::Table || kind == SqlKind::Volume;
  const std::size_t parts = is_in_schema ? 3 : static_cast<std::size_t>(kind);
  if (name.size() < parts) out = scope.catalog;
  if (is_in_schema && name.size() == 1) out += "." + scope.schema;
  for (const std::string& part : name) out += (out.empty() ? "" : ".") + part;
  return out;
}

SqlRows run_sql(State& state, const Call& call, const SqlInput& input) {
  if (!state.metastore) {
    throw SqlError("BAD_REQUEST",
                   "",
                   "[ErrorClass=METASTORE_DOES_NOT_EXIST] No metastore assigned for the current "
                   "workspace.");
  }
  SqlScope scope{state, call, input.catalog, input.schema, input.parameters, 0};
  const SqlStatement statement = parse_sql(input.statement);
  try {
    // As if a USE had come before.
    if (!input.catalog.empty()) use(scope, UseCatalog{input.catalog});
    if (input.catalog.empty()) scope.catalog = kDefaultCatalog;
    if (!input.schema.empty()) use(scope, UseSchema{{input.schema}});
    if (input.schema.empty()) scope.schema = kDefaultSchema;
    return std::visit(Running{scope}, statement);
  } catch (const Refusal& refusal) {
    throw as_sql(refusal, state.switches.sql_denied_text);
  } catch (const JsonError& error) {
    throw SqlError("BAD_REQUEST", "", error.what());
  }
}

}  // namespace dgctl::providers::sim
