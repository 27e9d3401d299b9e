#include "providers/sim/catalog_words.h"
#include "providers/sim/catalogs.h"
#include "providers/sim/find.h"
#include "providers/sim/handlers.h"
#include "providers/sim/names.h"
#include "providers/sim/objects.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kRpc = "UpdateCatalog";
constexpr const char* kCatalogNameField = "managedcatalog.CatalogInfo.name";

/// A catalog after a PATCH, and what of it changed hands.
struct Update {
  Catalog catalog;
  std::string name;
  ChangedFields fields;
};

/// The rest of the options can be chosen only when a catalog is made.
void read_options(Catalog& catalog, Reader& body) {
  if (!body.has("options")) return;
  constexpr const char* kChangeable = "authorized_paths";
  Texts options = body.text_map("options");
  Texts before = catalog.options;
  catalog.options = options;
  options.erase(kChangeable);
  before.erase(kChangeable);
  if (options != before) throw invalid("of the options, only 'authorized_paths' can be changed");
}

void read_others(Catalog& catalog, Reader& body) {
  const bool managed = catalog.type == "MANAGED_CATALOG";
  if (body.has("enable_predictive_optimization") && !managed) {
    throw invalid("enable_predictive_optimization is for managed catalogs only");
  }
  read_common_settings(catalog.settings, body);
  read_predictive_optimization(catalog.settings, body);
  read_options(catalog, body);
  catalog.isolation_mode = body.word("isolation_mode", isolation_modes(), catalog.isolation_mode);
}

bool has_others(Reader& body) {
  bool any = false;
  for (const char* name : {"comment",
                           "properties",
                           "options",
                           "isolation_mode",
                           "enable_predictive_optimization",
                           "custom_max_retention_hours"}) {
    any = body.has(name) || any;
  }
  return any;
}

Update read_update(const State& state, const Place& place, Reader& body) {
  Update update{*place.catalog, place.catalog_name, {}};
  if (const auto name = body.optional_text("new_name")) {
    update.name = checked_name(*name, kRpc, kCatalogNameField);
    update.fields.name = true;
  }
  if (const auto owner = body.optional_text("owner")) {
    update.catalog.securable.owner = find_owner(state, *owner);
    update.fields.owner = true;
  }
  update.fields.others = has_others(body);
  read_others(update.catalog, body);
  body.finish();
  return update;
}

}  // namespace

Response update_catalog(State& state, const Call& call) {
  const Place place = find_catalog(state, call.parts[0]);
  const Json json = body_json(call);
  Reader body(json, "");
  Update update = read_update(state, place, body);
  const ChangedFields& fields = update.fields;
  // Documented for schemas; that catalogs do the same is UNVERIFIED.
  if (!fields.owner && !fields.name && !fields.others) {
    throw invalid("UpdateCatalog Nothing to update");
  }
  require_update(Access(state, call.asker), call, place, fields);
  const bool renamed = update.name != place.catalog_name;
  if (renamed && state.catalogs.contains(update.name)) {
    throw Refusal(400, "CATALOG_ALREADY_EXISTS", "Catalog '" + update.name + "' already exists");
  }
  update.catalog.securable.updated = stamp(call);
  if (renamed) state.catalogs.erase(place.catalog_name);
  Catalog& changed = state.catalogs[update.name] = std::move(update.catalog);
  return answer(catalog_body(state, call, catalog_place(state, update.name, changed)));
}

}  // namespace dgctl::providers::sim
