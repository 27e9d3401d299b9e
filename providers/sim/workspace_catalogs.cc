#include "providers/sim/catalog_words.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {
namespace {

/// What stands around a thing that is read or written.
struct Around {
  const State& state;
  std::string full_name;  ///< the thing's own
  const Securable& parent;
};

std::string of_name(const std::string& parent, const std::string& name) {
  return parent + "." + name;
}

std::string default_id(const Around& around, const char* kind) {
  return made_uuid(around.state.seed, 0, kind + around.full_name);
}

std::string default_type(const std::string& catalog) {
  return catalog == "system" ? "SYSTEM_CATALOG" : "MANAGED_CATALOG";
}

/// What comes with a catalog is as old as it is, and nobody's.
Securable nobodys(const Securable& catalog) {
  Securable out;
  out.owner = kSystemUser;
  out.created = catalog.created;
  return out;
}

/// The name in the form that is stored; refused also where it is taken.
template <class Map>
std::string read_name(const Map& taken, const std::string& written, const std::string& at) {
  const std::string name = read_stored_name(written, at);
  if (taken.contains(name)) refuse(at, "'" + name + "' is written twice");
  return name;
}

void read_contents(Table& table, Reader& reader) {
  if (const Json* columns = reader.find("columns")) {
    for (const Json& json : list_at(*columns, reader.at("columns"))) {
      const std::string at = below(reader.at("columns"), std::to_string(table.columns.size()));
      table.columns.push_back(read_column(json, at));
    }
  }
  if (const Json* rows = reader.find("rows")) {
    for (const Json& json : list_at(*rows, reader.at("rows"))) {
      const std::string at = below(reader.at("rows"), std::to_string(table.rows.size()));
      table.rows.push_back(read_row(json, table.columns.size(), at));
    }
  }
}

Table read_table(const Around& around, Reader& reader) {
  Table table;
  table.id = reader.text("id", default_id(around, "table/"));
  table.type = reader.word("type", table_types(), table.type);
  table.format = reader.text("format", table.format);
  table.comment = reader.text("comment");
  table.view_definition = reader.text("view_definition");
  table.properties = reader.text_map("properties");
  table.securable = read_securable(around.state, reader, around.parent, taker_of_table(table.type));
  read_contents(table, reader);
  reader.finish();
  return table;
}

Settings read_settings(Reader& reader) {
  Settings settings;
  settings.comment = reader.text("comment");
  settings.properties = reader.text_map("properties");
  settings.storage_root = reader.text("storage_root");
  settings.enable_predictive_optimization = reader.word("enable_predictive_optimization",
                                                        predictive_optimizations(),
                                                        settings.enable_predictive_optimization);
  if (reader.has("custom_max_retention_hours")) {
    settings.custom_max_retention_hours = reader.number("custom_max_retention_hours", 0);
  }
  return settings;
}

Schema read_schema(const Around& around, Reader& reader) {
  Schema schema;
  schema.id = reader.text("id", default_id(around, "schema/"));
  schema.settings = read_settings(reader);
  schema.securable = read_securable(around.state, reader, around.parent, Taker::Schema);
  for (const Member& member : reader.entries("tables")) {
    const std::string at = below(reader.at("tables"), member.name);
    const std::string name = read_name(schema.tables, member.name, at);
    const Around of{around.state, of_name(around.full_name, name), schema.securable};
    Reader table(member.value, at);
    schema.tables[name] = read_table(of, table);
  }
  for (const Member& member : reader.entries("volumes")) {
    const std::string at = below(reader.at("volumes"), member.name);
    const std::string name = read_name(schema.volumes, member.name, at);
    Reader volume(member.value, at);
    schema.volumes[name] =
        read_volume(around.state, of_name(around.full_name, name), schema.securable, volume);
  }
  reader.finish();
  return schema;
}

/// A catalog without "schemas" is as if new; one with them has those, and information_schema.
void read_schemas(const Around& around, Catalog& catalog, Reader& reader) {
  const std::string pointer = reader.at("schemas");
  const Securable system = nobodys(catalog.securable);
  const auto read = [&](const std::string& written, const Json& json, const std::string& at) {
    const std::string name = read_name(catalog.schemas, written, at);
    const Around of{around.state,
                    of_name(around.full_name, name),
                    name == kInformationSchema ? system : catalog.securable};
    Reader schema(json, at);
    catalog.schemas[name] = read_schema(of, schema);
  };
  const Json none{Members{}};
  if (!reader.has("schemas")) read(kDefaultSchema, none, pointer);
  for (const Member& member : reader.entries("schemas")) {
    read(member.name, member.value, below(pointer, member.name));
  }
  if (!catalog.schemas.contains(kInformationSchema)) read(kInformationSchema, none, pointer);
}

Catalog read_catalog(const State& state, const std::string& name, Reader& reader) {
  Catalog catalog;
  catalog.type = reader.word("type", catalog_types(), default_type(name));
  catalog.settings = read_settings(reader);
  catalog.options = reader.text_map("options");
  catalog.isolation_mode = reader.word("isolation_mode", isolation_modes(), catalog.isolation_mode);
  catalog.bindings = read_bindings(reader);
  catalog.securable = read_securable(state, reader, outermost(state.operator_name), Taker::Catalog);
  read_schemas({state, name, catalog.securable}, catalog, reader);
  reader.finish();
  return catalog;
}

Members table_members(const Around& around, const Table& table) {
  const Table defaults;
  Members out;
  put_unless(out, "id", table.id, default_id(around, "table/"));
  put_unless(out, "type", table.type, defaults.type);
  put_unless(out, "format", table.format, defaults.format);
  write_owner(out, table.securable, around.parent);
  put_unless_empty(out, "comment", table.comment);
  put_text_map(out, "properties", table.properties);
  put_unless_empty(out, "view_definition", table.view_definition);
  List columns;
  for (const Column& column : table.columns) columns.push_back(column_json(column));
  put_list(out, "columns", std::move(columns));
  List rows;
  for (const Row& row : table.rows) rows.push_back(row_json(row));
  put_list(out, "rows", std::move(rows));
  write_grants(out, table.securable);
  write_stamps(out, table.securable, around.parent);
  return out;
}

void write_settings(Members& out, const Settings& settings) {
  const Settings defaults;
  put_unless_empty(out, "comment", settings.comment);
  put_text_map(out, "properties", settings.properties);
  put_unless_empty(out, "storage_root", settings.storage_root);
  put_unless(out,
             "enable_predictive_optimization",
             settings.enable_predictive_optimization,
             defaults.enable_predictive_optimization);
  if (const auto hours = settings.custom_max_retention_hours) {
    put(out, "custom_max_retention_hours", *hours);
  }
}

Members schema_members(const Around& around, const Schema& schema) {
  Members out;
  put_unless(out, "id", schema.id, default_id(around, "schema/"));
  write_owner(out, schema.securable, around.parent);
  write_settings(out, schema.settings);
  write_grants(out, schema.securable);
  write_stamps(out, schema.securable, around.parent);
  Members tables;
  for (const auto& [name, table] : schema.tables) {
    const Around of{around.state, of_name(around.full_name, name), schema.securable};
    put(tables, name, table_members(of, table));
  }
  put_members(out, "tables", std::move(tables));
  Members volumes;
  for (const auto& [name, volume] : schema.volumes) {
    put(volumes,
        name,
        volume_members(around.state, of_name(around.full_name, name), schema.securable, volume));
  }
  put_members(out, "volumes", std::move(volumes));
  return out;
}

Members schemas_members(const State& state, const std::string& of, const Catalog& catalog) {
  const Securable system = nobodys(catalog.securable);
  Members out;
  for (const auto& [name, schema] : catalog.schemas) {
    const bool is_system = name == kInformationSchema;
    const Around around{state, of_name(of, name), is_system ? system : catalog.securable};
    Members members = schema_members(around, schema);
    if (is_system && members.empty()) continue;
    put(out, name, std::move(members));
  }
  return out;
}

Members catalog_members(const State& state, const std::string& name, const Catalog& catalog) {
  const Catalog defaults;
  Members out;
  const Securable around = outermost(state.operator_name);
  write_owner(out, catalog.securable, around);
  put_unless(out, "type", catalog.type, default_type(name));
  write_settings(out, catalog.settings);
  put_text_map(out, "options", catalog.options);
  put_unless(out, "isolation_mode", catalog.isolation_mode, defaults.isolation_mode);
  write_bindings(out, catalog.bindings);
  write_grants(out, catalog.securable);
  write_stamps(out, catalog.securable, around);
  put(out, "schemas", schemas_members(state, name, catalog));
  return out;
}

}  // namespace

void read_catalogs(State& state, Reader& file) {
  const std::string pointer = file.at("catalogs");
  for (const Member& member : file.entries("catalogs")) {
    const std::string at = below(pointer, member.name);
    if (!state.metastore) refuse(pointer, "without a metastore there are no catalogs");
    const std::string name = read_name(state.catalogs, member.name, at);
    if (name == kHiveMetastore) refuse(at, "hive_metastore is another system, and not simulated");
    Reader reader(member.value, at);
    state.catalogs[name] = read_catalog(state, name, reader);
  }
}

void write_catalogs(Members& file, const State& state) {
  Members out;
  for (const auto& [name, catalog] : state.catalogs) {
    put(out, name, catalog_members(state, name, catalog));
  }
  put_members(file, "catalogs", std::move(out));
}

Column read_column(const Json& json, const std::string& at) {
  const List& parts = list_at(json, at);
  if (parts.size() < 2 || parts.size() > 3) {
    refuse(at, "expected [name, type] or [name, type, comment]");
  }
  Column column;
  column.name = text_at(parts[0], below(at, "0"));
  column.type = text_at(parts[1], below(at, "1"));
  if (parts.size() == 3) column.comment = text_at(parts[2], below(at, "2"));
  if (column.name.empty() || column.type.empty()) refuse(at, "a column has a name and a type");
  return column;
}

Row read_row(const Json& json, std::size_t width, const std::string& at) {
  Row row;
  for (const Json& cell : list_at(json, at)) {
    if (std::holds_alternative<Null>(cell.is)) {
      row.emplace_back();
    } else {
      row.emplace_back(text_at(cell, below(at, std::to_string(row.size()))));
    }
  }
  if (row.size() != width) {
    refuse(at, "expected " + std::to_string(width) + " values, as many as there are columns");
  }
  return row;
}

Json column_json(const Column& column) {
  List parts{Json{column.name}, Json{column.type}};
  if (!column.comment.empty()) parts.push_back(Json{column.comment});
  return Json{std::move(parts)};
}

Json row_json(const Row& row) {
  List cells;
  for (const auto& cell : row) cells.push_back(cell ? Json{*cell} : Json{Null{}});
  return Json{std::move(cells)};
}

}  // namespace dgctl::providers::sim
