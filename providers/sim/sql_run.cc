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
  const SqlSession& session;

  SqlRows operator()(const UseCatalog& s) const {
    use(session, s);
    return {};
  }
  SqlRows operator()(const UseSchema& s) const {
    use(session, s);
    return {};
  }
  SqlRows operator()(const ShowCatalogs& /*s*/) const { return show_catalogs(session); }
  SqlRows operator()(const ShowSchemas& s) const { return show_schemas(session, s); }
  SqlRows operator()(const ShowTables& s) const { return show_tables(session, s); }
  SqlRows operator()(const ShowGrants& s) const { return show_grants(session, s); }
  SqlRows operator()(const DataStatement& s) const { return run_data(session, s); }
  template <class Change>
  SqlRows operator()(const Change& s) const {
    change(session, s);
    return {};
  }
};

}  // namespace

const char* type_of(SqlKind kind) {
  constexpr std::array kTypes{
      "metastore", "catalog", "schema", "table", "volume", "external_location"};
  return kTypes.at(static_cast<std::size_t>(kind));
}

std::string full_name(const SqlSession& session, SqlKind kind, const SqlName& name) {
  if (kind == SqlKind::Metastore) return metastore_of(session.state).id;
  if (kind == SqlKind::ExternalLocation) return name.front();
  std::string out;
  const bool is_in_schema = kind == SqlKind::Table || kind == SqlKind::Volume;
  const std::size_t parts = is_in_schema ? 3 : static_cast<std::size_t>(kind);
  if (name.size() < parts) out = session.catalog;
  if (is_in_schema && name.size() == 1) out += "." + session.schema;
  for (const std::string& part : name) out += (out.empty() ? "" : ".") + part;
  return out;
}

SqlRows run_sql(State& state, const Call& call, const SqlInput& input) {
  if (!state.metastore) {
    throw SqlFailure("BAD_REQUEST",
                     "",
                     "[ErrorClass=METASTORE_DOES_NOT_EXIST] No metastore assigned for the current "
                     "workspace.");
  }
  SqlSession session{state, call, input.catalog, input.schema, input.parameters, 0};
  const SqlStatement statement = parse_sql(input.statement);
  try {
    // As if a USE had come before.
    if (!input.catalog.empty()) use(session, UseCatalog{input.catalog});
    if (input.catalog.empty()) session.catalog = kDefaultCatalog;
    if (!input.schema.empty()) use(session, UseSchema{{input.schema}});
    if (input.schema.empty()) session.schema = kDefaultSchema;
    return std::visit(Running{session}, statement);
  } catch (const Refusal& refusal) {
    throw as_sql(refusal, state.switches.sql_denied_text);
  } catch (const JsonError& error) {
    throw SqlFailure("BAD_REQUEST", "", error.what());
  }
}

}  // namespace dgctl::providers::sim
