#include "providers/sim/catalogs.h"

#include "providers/sim/catalog_words.h"
#include "providers/sim/find.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/objects.h"
#include "providers/sim/paging.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kCreateRpc = "CreateCatalog";
constexpr const char* kCatalogName = "managedcatalog.CatalogInfo.name";

/// Nothing can be stored in a catalog without a root of its own or of the metastore. The check runs
/// before the one for existence.
void require_storage(const State& state, const std::string& storage_root) {
  if (!storage_root.empty() || !metastore_of(state).storage_root.empty()) return;
  if (state.switches.default_storage == "binds") return;
  std::string message = "Metastore storage root URL does not exist.";
  if (state.switches.default_storage == "refuses") {
    message += " Default Storage is enabled: create the catalog in the UI, or name a location.";
  } else {
    message += " Name a storage location for the catalog, or give the metastore one.";
  }
  throw Refusal(400, "INVALID_STATE", message);
}

Schema new_schema(const State& state, const Call& call, const std::string& name) {
  Schema schema;
  schema.id = made_uuid(state.seed, call.number, "schema/" + name);
  schema.securable.owner = name == kInformationSchema ? kSystemUser : call.asker.name;
  schema.securable.created = {call.at_ms, schema.securable.owner};
  schema.securable.updated = schema.securable.created;
  return schema;
}

/// As the service does by itself soon after a catalog was made, which its answer does not show yet.
void inject_properties(Catalog& catalog, std::int64_t at_ms) {
  catalog.settings.properties["unity.catalog.managed.delta.defaults.delta.enableRowTracking"] =
      "true";
  catalog.securable.updated = {at_ms, kSystemUser};
}

/// Which catalogs a listing shows beyond those that the asker sees.
struct Included {
  bool browsable = false, unbound = false;
};

bool is_listed(const State& state, const Call& call, const Place& place, const Included& included) {
  const Access access(state, call.asker);
  if (!is_bound_here(state, *place.catalog)) {
    const bool may_bind = call.asker.metastore_admin || access.owns(securable(place));
    return may_bind && included.unbound;
  }
  return access.shows(place, included.browsable);
}

}  // namespace

Members catalog_body(State& state, const Call& call, const Place& place) {
  const Catalog& catalog = *place.catalog;
  Members body;
  put(body, "name", place.catalog_name);
  put(body, "full_name", place.catalog_name);
  put(body, "owner", catalog.securable.owner);
  put_settings(body, state, catalog.settings);
  put_text_map(body, "options", catalog.options);
  if (!catalog.settings.storage_root.empty()) {
    put(body,
        "storage_location",
        catalog.settings.storage_root + "/__unitystorage/catalogs/" +
            made_uuid(state.seed, catalog.securable.created.at_ms, "storage"));
  }
  put(body, "catalog_type", catalog.type);
  put(body, "isolation_mode", catalog.isolation_mode);
  put(body, "metastore_id", metastore_of(state).id);
  put(body, "securable_type", std::string("CATALOG"));
  put(body, "securable_kind", std::string("CATALOG_STANDARD"));
  Members provisioning;
  put(provisioning, "state", std::string("ACTIVE"));
  put(body, "provisioning_info", std::move(provisioning));
  if (!Access(state, call.asker).sees(place)) put(body, "browse_only", true);
  put_stamps(body, catalog.securable);
  return body;
}

Response create_catalog(State& state, const Call& call) {
  const Json json = body_json(call);
  Reader body(json, "");
  const std::string name = checked_name(body.text("name"), kCreateRpc, kCatalogName);
  Catalog catalog;
  read_common_settings(catalog.settings, body);
  catalog.settings.storage_root = normalised_root(body.text("storage_root"));
  catalog.options = body.text_map("options");
  body.finish();
  if (name == kHiveMetastore) throw invalid("'hive_metastore' is the name of another system");
  require_storage(state, catalog.settings.storage_root);
  if (!Access(state, call.asker).can_create_catalog()) {
    throw lacks("CREATE CATALOG", "Metastore", metastore_of(state).name);
  }
  if (state.catalogs.contains(name)) {
    throw Refusal(400, "CATALOG_ALREADY_EXISTS", "Catalog '" + name + "' already exists");
  }
  catalog.securable.owner = call.asker.name;
  catalog.securable.created = catalog.securable.updated = stamp(call);
  for (const char* schema : {kDefaultSchema, kInformationSchema}) {
    catalog.schemas[schema] = new_schema(state, call, schema);
  }
  if (catalog.settings.storage_root.empty() && metastore_of(state).storage_root.empty()) {
    catalog.isolation_mode = "ISOLATED";  // in Default Storage: bound to where it was made
    catalog.bindings[state.workspace.id] = kReadWrite;
  }
  Catalog& made = state.catalogs[name] = std::move(catalog);
  Response response = answer(catalog_body(state, call, catalog_place(state, name, made)));
  if (state.switches.inject_catalog_properties) inject_properties(made, call.at_ms);
  return response;
}

Response list_catalogs(State& state, const Call& call) {
  const Included included{flag_parameter(call, "include_browse"),
                          flag_parameter(call, "include_unbound")};
  std::vector<std::string> names;
  for (auto& [name, catalog] : state.catalogs) {
    if (is_listed(state, call, catalog_place(state, name, catalog), included)) {
      names.push_back(name);
    }
  }
  const Page page = page_of(state, call, names);
  List catalogs;
  for (std::size_t i = page.first; i < page.last; ++i) {
    Catalog& catalog = state.catalogs.find(names[i])->second;
    catalogs.push_back(Json{catalog_body(state, call, catalog_place(state, names[i], catalog))});
  }
  Members body;
  put_list(body, "catalogs", std::move(catalogs));
  put_next_page(body, page);
  return answer(std::move(body));
}

Response get_catalog(State& state, const Call& call) {
  const bool browsing = flag_parameter(call, "include_browse");
  const Place place = find_catalog(state, call.parts[0]);
  const Access access(state, call.asker);
  if (!access.shows(place, browsing)) throw access.hidden(place);
  return answer(catalog_body(state, call, place));
}

Response delete_catalog(State& state, const Call& call) {
  const bool force = flag_parameter(call, "force");
  const Place place = find_catalog(state, call.parts[0]);
  const Access access(state, call.asker);
  if (!access.can_drop(place)) {
    throw access.sees(place) ? not_an_owner(place) : access.hidden(place);
  }
  // information_schema comes and goes with its catalog.
  const bool is_empty = place.catalog->schemas.size() ==
                        (place.catalog->schemas.contains(kInformationSchema) ? 1U : 0U);
  if (!is_empty && !force) throw not_empty(state, place);
  state.catalogs.erase(place.catalog_name);
  return answer({});
}

}  // namespace dgctl::providers::sim
