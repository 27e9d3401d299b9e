#include "providers/sim/column_types.h"
#include "providers/sim/find.h"
#include "providers/sim/handlers.h"
#include "providers/sim/names.h"
#include "providers/sim/objects.h"
#include "providers/sim/paging.h"

namespace dgctl::providers::sim {
namespace {

/// What a listing leaves out on request.
struct Omitted {
  bool columns = false, properties = false, users = false;
};

List columns_body(const std::vector<Column>& columns) {
  List out;
  for (const Column& column : columns) {
    Members body;
    put(body, "name", column.name);
    put(body, "type_text", folded(column.type));
    put(body, "type_name", type_name(column.type));
    put(body, "position", static_cast<std::int64_t>(out.size()));
    put(body, "nullable", true);
    put_unless_empty(body, "comment", column.comment);
    out.push_back(Json{std::move(body)});
  }
  return out;
}

void put_users(Members& body, const Securable& securable) {
  put(body, "owner", securable.owner);
  put(body, "created_by", securable.created.by);
  put(body, "updated_by", securable.updated.by);
}

Members table_body(State& state, const Call& call, const Place& place, const Omitted& omitted) {
  const Table& table = *place.table;
  Members body;
  put(body, "name", place.table_name);
  put(body, "catalog_name", place.catalog_name);
  put(body, "schema_name", place.schema_name);
  put(body, "full_name", full_name(place));
  put(body, "table_type", table.type);
  put_unless_empty(body, "data_source_format", table.format);
  put(body, "table_id", table.id);
  put(body, "metastore_id", metastore_of(state).id);
  put(body, "securable_type", std::string("TABLE"));
  put_unless_empty(body, "comment", table.comment);
  put_unless_empty(body, "view_definition", table.view_definition);
  if (!omitted.columns) put_list(body, "columns", columns_body(table.columns));
  if (!omitted.properties) put_text_map(body, "properties", table.properties);
  if (!omitted.users) put_users(body, table.securable);
  if (!Access(state, call.asker).sees(place)) put(body, "browse_only", true);
  put(body, "created_at", table.securable.created.at_ms);
  put(body, "updated_at", table.securable.updated.at_ms);
  return body;
}

void require_visible(State& state, const Call& call, const Place& place, bool browsing) {
  const Access access(state, call.asker);
  if (!access.shows(place, browsing)) throw access.hidden(place);
}

}  // namespace

Response list_tables(State& state, const Call& call) {
  const std::string name =
      required_parameter(call, "catalog_name") + "." + required_parameter(call, "schema_name");
  const Place schema = find_schema(state, call, name);
  const bool browse = flag_parameter(call, "include_browse");
  const Access access(state, call.asker);
  std::vector<std::string> names;
  for (auto& [table_name, table] : schema.schema->tables) {
    const Place place = table_place(schema, table_name, table);
    if (access.shows(place, browse)) names.push_back(table_name);
  }
  if (names.empty() && !access.knows(schema)) throw access.hidden(schema);
  const Page page = page_of(state, call, names);
  const Omitted omitted{flag_parameter(call, "omit_columns"),
                        flag_parameter(call, "omit_properties"),
                        flag_parameter(call, "omit_username")};
  List tables;
  for (std::size_t i = page.first; i < page.last; ++i) {
    Table& table = schema.schema->tables.find(names[i])->second;
    const Place place = table_place(schema, names[i], table);
    tables.push_back(Json{table_body(state, call, place, omitted)});
  }
  Members body;
  put_list(body, "tables", std::move(tables));
  put_next_page(body, page);
  return answer(std::move(body));
}

Response get_table(State& state, const Call& call) {
  const Place place = find_table(state, call, call.parts[0]);
  require_visible(state, call, place, flag_parameter(call, "include_browse"));
  return answer(table_body(state, call, place, {}));
}

/// BROWSE is enough. That "no" is 200 with false, and not 404, is UNVERIFIED.
Response get_table_exists(State& state, const Call& call) {
  const std::optional<Place> place = look_up_table(state, call, call.parts[0]);
  if (place) require_visible(state, call, *place, true);
  Members body;
  put(body, "table_exists", place.has_value());
  return answer(std::move(body));
}

Response update_table(State& state, const Call& call) {
  const Place place = find_table(state, call, call.parts[0]);
  const Json json = body_json(call);
  Reader body(json, "");
  const std::string owner = body.text("owner");
  body.finish();
  if (owner.empty()) throw invalid("UpdateTable Nothing to update");
  const std::string found = find_owner(state, owner);
  const Access access(state, call.asker);
  if (!call.asker.metastore_admin && !access.can_drop(place)) {
    throw access.sees(place) ? not_an_owner(place) : access.hidden(place);
  }
  require_writable(state, place);
  place.table->securable.owner = found;
  place.table->securable.updated = stamp(call);
  return answer(table_body(state, call, place, {}));
}

Response delete_table(State& state, const Call& call) {
  const Place place = find_table(state, call, call.parts[0]);
  const Access access(state, call.asker);
  if (!access.can_drop(place)) {
    throw access.sees(place) ? not_an_owner(place) : access.hidden(place);
  }
  require_writable(state, place);
  place.schema->tables.erase(place.table_name);
  return answer({});
}

}  // namespace dgctl::providers::sim
