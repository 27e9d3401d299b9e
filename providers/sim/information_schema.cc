#include "providers/sim/information_schema.h"

#include <array>
#include <initializer_list>

#include "providers/sim/catalog_words.h"
#include "providers/sim/column_types.h"
#include "providers/sim/find.h"
#include "providers/sim/names.h"
#include "providers/sim/timestamp.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kSystem = "system";

std::vector<Column> view_columns(std::initializer_list<const char*> names) {
  std::vector<Column> columns;
  for (const std::string name : names) {
    const bool is_time = name == "created" || name == "last_altered";
    columns.push_back({name, is_time ? "TIMESTAMP" : "STRING", ""});
  }
  return columns;
}

void add_history(Row& row, const Securable& securable) {
  for (const Stamp* stamp : {&securable.created, &securable.updated}) {
    row.emplace_back(timestamp_text(stamp->at_ms));
    row.emplace_back(stamp->by);
  }
}

std::optional<std::string> comment_cell(const std::string& comment) {
  return comment.empty() ? std::nullopt : std::optional(comment);
}

// That owners stand in columns of these names is UNVERIFIED but for that of tables.

SqlRows catalogs_view(const SqlScope& /*scope*/, const std::vector<Place>& catalogs) {
  SqlRows out{view_columns({"catalog_name",
                            "catalog_owner",
                            "comment",
                            "created",
                            "created_by",
                            "last_altered",
                            "last_altered_by"}),
              {}};
  for (const Place& place : catalogs) {
    Row row{
        place.catalog_name, securable(place).owner, comment_cell(place.catalog->settings.comment)};
    add_history(row, securable(place));
    out.rows.push_back(std::move(row));
  }
  return out;
}

SqlRows schemata_view(const SqlScope& scope, const std::vector<Place>& catalogs) {
  SqlRows out{view_columns({"catalog_name",
                            "schema_name",
                            "schema_owner",
                            "comment",
                            "created",
                            "created_by",
                            "last_altered",
                            "last_altered_by"}),
              {}};
  for (const Place& place : known_schemas(scope, catalogs)) {
    Row row{place.catalog_name,
            place.schema_name,
            securable(place).owner,
            comment_cell(place.schema->settings.comment)};
    add_history(row, securable(place));
    out.rows.push_back(std::move(row));
  }
  return out;
}

SqlRows tables_view(const SqlScope& scope, const std::vector<Place>& catalogs) {
  SqlRows out{view_columns({"table_catalog",
                            "table_schema",
                            "table_name",
                            "table_type",
                            "table_owner",
                            "comment",
                            "created",
                            "created_by",
                            "last_altered",
                            "last_altered_by",
                            "data_source_format"}),
              {}};
  for (const Place& place : known_tables(scope, catalogs)) {
    Row row{place.catalog_name,
            place.schema_name,
            place.table_name,
            place.table->type,
            securable(place).owner,
            comment_cell(place.table->comment)};
    add_history(row, securable(place));
    row.emplace_back(place.table->format);
    out.rows.push_back(std::move(row));
  }
  return out;
}

SqlRows columns_view(const SqlScope& scope, const std::vector<Place>& catalogs) {
  SqlRows out{view_columns({"table_catalog",
                            "table_schema",
                            "table_name",
                            "column_name",
                            "ordinal_position",
                            "full_data_type",
                            "data_type",
                            "comment"}),
              {}};
  constexpr std::size_t kPosition = 4;
  out.columns[kPosition].type = "INT";
  for (const Place& place : known_tables(scope, catalogs)) {
    int position = 0;
    for (const Column& column : place.table->columns) {
      out.rows.push_back({place.catalog_name,
                          place.schema_name,
                          place.table_name,
                          column.name,
                          std::to_string(position++),
                          folded(column.type),
                          type_name(column.type),
                          comment_cell(column.comment)});
    }
  }
  return out;
}

struct InformationView {
  std::string_view name;
  SqlRows (*rows)(const SqlScope&, const std::vector<Place>&);
};
constexpr std::array<InformationView, 7> kViews{{{"catalogs", catalogs_view},
                                                 {"schemata", schemata_view},
                                                 {"tables", tables_view},
                                                 {"columns", columns_view},
                                                 {"catalog_privileges", catalog_privileges},
                                                 {"schema_privileges", schema_privileges},
                                                 {"table_privileges", table_privileges}}};

/// Using `system` takes what using any catalog and schema does, which admins sometimes take away.
void require_system(const SqlScope& scope) {
  const Place catalog = find_catalog(scope.state, kSystem);
  const Access access(scope.state, scope.call.asker);
  auto& schemas = catalog.catalog->schemas;
  const auto schema = schemas.find(kInformationSchema);
  if (!access.can_use_catalog(catalog)) throw access.hidden(catalog);
  const Place place = schema_place(catalog, schema->first, schema->second);
  if (!access.can_use_schema(place)) throw access.hidden(place);
}

std::vector<Place> catalogs_of(const SqlScope& scope, const std::string& catalog) {
  State& state = scope.state;
  const Access access(state, scope.call.asker);
  if (catalog != kSystem) {
    Place place = find_catalog(state, catalog);
    if (!access.can_use_catalog(place)) throw access.hidden(place);
    return {std::move(place)};
  }
  if (!is_built_in_system(state, catalog)) require_system(scope);
  std::vector<Place> out;
  for (auto& [name, each] : state.catalogs) {
    Place place = catalog_place(state, name, each);
    if (is_bound_here(state, each) && access.knows(place)) out.push_back(std::move(place));
  }
  return out;
}

}  // namespace

bool is_built_in_system(const State& state, const std::string& catalog) {
  return folded(catalog) == kSystem && !state.catalogs.contains(kSystem);
}

std::vector<Place> known_schemas(const SqlScope& scope, const std::vector<Place>& catalogs) {
  const Access access(scope.state, scope.call.asker);
  std::vector<Place> out;
  for (const Place& catalog : catalogs) {
    for (auto& [name, schema] : catalog.catalog->schemas) {
      Place place = schema_place(catalog, name, schema);
      if (access.knows(place)) out.push_back(std::move(place));
    }
  }
  return out;
}

std::vector<Place> known_tables(const SqlScope& scope, const std::vector<Place>& catalogs) {
  const Access access(scope.state, scope.call.asker);
  std::vector<Place> out;
  for (const Place& catalog : catalogs) {
    for (auto& [schema_name, schema] : catalog.catalog->schemas) {
      const Place in = schema_place(catalog, schema_name, schema);
      for (auto& [name, table] : schema.tables) {
        Place place = table_place(in, name, table);
        if (access.knows(place)) out.push_back(std::move(place));
      }
    }
  }
  return out;
}

std::optional<Table> information_view(const SqlScope& scope,
                                      const std::string& catalog,
                                      const std::string& name) {
  const std::vector<Place> catalogs = catalogs_of(scope, folded(catalog));
  for (const InformationView& view : kViews) {
    if (view.name != folded(name)) continue;
    SqlRows rows = view.rows(scope, catalogs);
    Table table;
    table.type = "VIEW";
    table.columns = std::move(rows.columns);
    table.rows = std::move(rows.rows);
    return table;
  }
  return std::nullopt;
}

}  // namespace dgctl::providers::sim
