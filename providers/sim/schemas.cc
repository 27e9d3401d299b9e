#include "providers/sim/catalog_words.h"
#include "providers/sim/find.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/objects.h"
#include "providers/sim/paging.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kSchemaNameField = "managedcatalog.SchemaInfo.name";

Members schema_body(State& state, const Call& call, const Place& place) {
  const Schema& schema = *place.schema;
  Members body;
  put(body, "name", place.schema_name);
  put(body, "catalog_name", place.catalog_name);
  put(body, "full_name", full_name(place));
  put(body, "owner", schema.securable.owner);
  put_settings(body, state, schema.settings);
  if (!schema.settings.storage_root.empty()) {
    put(body,
        "storage_location",
        schema.settings.storage_root + "/__unitystorage/schemas/" + schema.id);
  }
  put(body, "schema_id", schema.id);
  put(body, "catalog_type", place.catalog->type);
  put(body, "metastore_id", metastore_of(state).id);
  put(body, "securable_type", std::string("SCHEMA"));
  if (!Access(state, call.asker).sees(place)) put(body, "browse_only", true);
  put_stamps(body, schema.securable);
  return body;
}

Refusal already_exists(const std::string& name) {
  return {400, "SCHEMA_ALREADY_EXISTS", "Schema '" + name + "' already exists"};
}

void require_create(const Access& access, const Place& catalog) {
  if (access.can_create_schema(catalog)) return;
  if (!access.can_use_catalog(catalog)) throw access.hidden(catalog);
  throw lacks("CREATE SCHEMA", "Catalog", catalog.catalog_name);
}

/// What comes with the catalog belongs to nobody who could ask.
void refuse_information_schema(const Place& place) {
  if (place.schema_name == kInformationSchema) throw not_an_owner(place);
}

struct SchemaUpdate {
  Settings settings;
  std::string name, owner;
  ChangedFields fields;
};

SchemaUpdate read_update(const State& state, const Place& place, Reader& body) {
  SchemaUpdate update{place.schema->settings, place.schema_name, place.schema->securable.owner, {}};
  if (const auto name = body.optional_text("new_name")) {
    update.name = checked_name(*name, "UpdateSchema", kSchemaNameField);
    update.fields.name = true;
  }
  if (const auto owner = body.optional_text("owner")) {
    update.owner = find_owner(state, *owner);
    update.fields.owner = true;
  }
  for (const char* name :
       {"comment", "properties", "enable_predictive_optimization", "custom_max_retention_hours"}) {
    update.fields.others = body.has(name) || update.fields.others;
  }
  read_common_settings(update.settings, body);
  read_predictive_optimization(update.settings, body);
  body.finish();
  return update;
}

/// A schema is found under its new name with all that is in it. Needs what creating one needs.
Place renamed(const Access& access, const Place& place, const std::string& name) {
  auto& schemas = place.catalog->schemas;
  require_create(access, parent(place));
  if (schemas.contains(name)) throw already_exists(name);
  auto node = schemas.extract(place.schema_name);
  node.key() = name;
  Schema& schema = schemas.insert(std::move(node)).position->second;
  return schema_place(parent(place), name, schema);
}

}  // namespace

Response create_schema(State& state, const Call& call) {
  const Json json = body_json(call);
  Reader body(json, "");
  const std::string name = checked_name(body.text("name"), "CreateSchema", kSchemaNameField);
  const std::string catalog_name = body.text("catalog_name");
  if (catalog_name.empty()) throw invalid("catalog_name is missing");
  Schema schema;
  read_common_settings(schema.settings, body);
  schema.settings.storage_root = normalised_root(body.text("storage_root"));
  body.finish();
  const Place catalog = find_catalog(state, catalog_name);
  require_create(Access(state, call.asker), catalog);
  require_writable(state, catalog);
  if (catalog.catalog->schemas.contains(name)) throw already_exists(name);
  schema.id = made_uuid(state.seed, call.number, "schema/" + name);
  schema.securable.owner = call.asker.name;
  schema.securable.created = schema.securable.updated = stamp(call);
  Schema& made = catalog.catalog->schemas[name] = std::move(schema);
  return answer(schema_body(state, call, schema_place(catalog, name, made)));
}

Response list_schemas(State& state, const Call& call) {
  const bool browse = flag_parameter(call, "include_browse");
  const Place catalog = find_catalog(state, required_parameter(call, "catalog_name"));
  const Access access(state, call.asker);
  std::vector<std::string> names;
  for (auto& [name, schema] : catalog.catalog->schemas) {
    const Place place = schema_place(catalog, name, schema);
    if (access.shows(place, browse)) names.push_back(name);
  }
  if (names.empty() && !access.knows(catalog)) throw access.hidden(catalog);
  const Page page = page_of(state, call, names);
  List schemas;
  for (std::size_t i = page.first; i < page.last; ++i) {
    Schema& schema = catalog.catalog->schemas.find(names[i])->second;
    schemas.push_back(Json{schema_body(state, call, schema_place(catalog, names[i], schema))});
  }
  Members body;
  put_list(body, "schemas", std::move(schemas));
  put_next_page(body, page);
  return answer(std::move(body));
}

Response get_schema(State& state, const Call& call) {
  const bool browsing = flag_parameter(call, "include_browse");
  const Place place = find_schema(state, call, call.parts[0]);
  const Access access(state, call.asker);
  if (!access.shows(place, browsing)) throw access.hidden(place);
  return answer(schema_body(state, call, place));
}

Response update_schema(State& state, const Call& call) {
  Place place = find_schema(state, call, call.parts[0]);
  const Json json = body_json(call);
  Reader body(json, "");
  SchemaUpdate update = read_update(state, place, body);
  const ChangedFields& fields = update.fields;
  if (!fields.owner && !fields.name && !fields.others) {
    throw invalid("UpdateSchema Nothing to update");
  }
  const Access access(state, call.asker);
  require_update(access, call, place, fields);
  refuse_information_schema(place);
  require_writable(state, place);
  if (update.name != place.schema_name) place = renamed(access, place, update.name);
  place.schema->settings = std::move(update.settings);
  place.schema->securable.owner = update.owner;
  place.schema->securable.updated = stamp(call);
  return answer(schema_body(state, call, place));
}

Response delete_schema(State& state, const Call& call) {
  const bool force = flag_parameter(call, "force");
  const Place place = find_schema(state, call, call.parts[0]);
  const Access access(state, call.asker);
  if (!access.can_drop(place)) {
    throw access.sees(place) ? not_an_owner(place) : access.hidden(place);
  }
  refuse_information_schema(place);
  require_writable(state, place);
  const bool is_empty = place.schema->tables.empty() && place.schema->volumes.empty();
  if (!is_empty && !force) throw not_empty(state, place);
  place.catalog->schemas.erase(place.schema_name);
  return answer({});
}

}  // namespace dgctl::providers::sim
