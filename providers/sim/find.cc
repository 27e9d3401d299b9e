#include "providers/sim/find.h"

#include <algorithm>
#include <array>

#include "providers/sim/catalog_words.h"
#include "providers/sim/names.h"

namespace dgctl::providers::sim {
namespace {

/// What the API takes privileges for and no workspace file has, so there is none of it.
constexpr std::array<std::string_view, 12> kNeverThere{"function",
                                                       "connection",
                                                       "credential",
                                                       "share",
                                                       "recipient",
                                                       "provider",
                                                       "pipeline",
                                                       "clean_room",
                                                       "external_metadata",
                                                       "secret",
                                                       "model_service",
                                                       "mcp_service"};

Refusal missing(const char* code, const char* kind, const std::string& name) {
  return not_found(std::string(code) + "_DOES_NOT_EXIST",
                   std::string(kind) + " '" + name + "' does not exist.");
}

Place find_metastore(State& state, const std::string& id) {
  if (folded(id) != metastore_of(state).id) throw missing("METASTORE", "Metastore", id);
  Place place;
  place.metastore = &metastore_of(state);
  return place;
}

Refusal never_there(const std::string& type, const std::string& name) {
  std::string code = canonical_privilege(type);
  std::string kind = folded(type);
  std::replace(kind.begin(), kind.end(), '_', ' ');
  return missing(code.c_str(), kind.c_str(), name);
}

}  // namespace

Place find_catalog_anywhere(State& state, const std::string& name) {
  const auto found = state.catalogs.find(folded(name));
  if (found == state.catalogs.end()) throw missing("CATALOG", "Catalog", folded(name));
  return catalog_place(state, found->first, found->second);
}

bool is_bound_here(const State& state, const Catalog& catalog) {
  return catalog.isolation_mode != "ISOLATED" || catalog.bindings.contains(state.workspace.id);
}

bool is_bound_here(const State& state, const ExternalLocation& location) {
  return location.isolation_mode != "ISOLATION_MODE_ISOLATED" ||
         location.bindings.contains(state.workspace.id);
}

void require_writable(const State& state, const Place& place) {
  if (place.catalog->isolation_mode != "ISOLATED") return;
  const auto binding = place.catalog->bindings.find(state.workspace.id);
  if (binding == place.catalog->bindings.end() || binding->second != kReadOnly) return;
  throw denied("Catalog '" + place.catalog_name + "' is bound to this workspace for reading only");
}

Place find_catalog(State& state, const std::string& name) {
  Place place = find_catalog_anywhere(state, name);
  if (!is_bound_here(state, *place.catalog)) {
    throw denied("Catalog '" + place.catalog_name + "' is not accessible in current workspace");
  }
  return place;
}

Place find_external_location_anywhere(State& state, const std::string& name) {
  const auto found = state.external_locations.find(folded(name));
  if (found == state.external_locations.end()) {
    throw missing("EXTERNAL_LOCATION", "External Location", folded(name));
  }
  return location_place(state, found->first, found->second);
}

Place find_external_location(State& state, const std::string& name) {
  Place place = find_external_location_anywhere(state, name);
  if (!is_bound_here(state, *place.location)) {
    throw denied("External Location '" + place.top_name +
                 "' is not accessible in current workspace");
  }
  return place;
}

Place find_storage_credential(State& state, const std::string& name) {
  const auto found = state.storage_credentials.find(folded(name));
  if (found == state.storage_credentials.end()) {
    throw missing("STORAGE_CREDENTIAL", "Storage Credential", folded(name));
  }
  return credential_place(state, found->first, found->second);
}

Place find_schema(State& state, const Call& call, const std::string& full_name) {
  const std::vector<std::string> names = split(folded(full_name), '.');
  if (names.size() != 2) throw missing("SCHEMA", "Schema", folded(full_name));
  const Place catalog = find_catalog(state, names[0]);
  const Access access(state, call.asker);
  const auto found = catalog.catalog->schemas.find(names[1]);
  const bool exists = found != catalog.catalog->schemas.end();
  if (exists && access.owns(found->second.securable)) {
    return schema_place(catalog, found->first, found->second);
  }
  if (!access.knows(catalog)) throw access.hidden(catalog);
  if (!exists) throw missing("SCHEMA", "Schema", folded(full_name));
  return schema_place(catalog, found->first, found->second);
}

std::optional<Place> look_up_table(State& state, const Call& call, const std::string& full_name) {
  const std::vector<std::string> names = split(folded(full_name), '.');
  if (names.size() != 3) throw missing("TABLE", "Table", folded(full_name));
  const Place schema = find_schema(state, call, names[0] + "." + names[1]);
  const Access access(state, call.asker);
  if (!access.knows(schema)) throw access.hidden(schema);
  const auto found = schema.schema->tables.find(names[2]);
  if (found == schema.schema->tables.end()) return std::nullopt;
  return table_place(schema, found->first, found->second);
}

Place find_table(State& state, const Call& call, const std::string& full_name) {
  std::optional<Place> found = look_up_table(state, call, full_name);
  if (!found) throw missing("TABLE", "Table", folded(full_name));
  return *std::move(found);
}

Place find_volume(State& state, const Call& call, const std::string& full_name) {
  const std::vector<std::string> names = split(folded(full_name), '.');
  if (names.size() != 3) throw missing("VOLUME", "Volume", folded(full_name));
  const Place schema = find_schema(state, call, names[0] + "." + names[1]);
  const Access access(state, call.asker);
  if (!access.knows(schema)) throw access.hidden(schema);
  const auto found = schema.schema->volumes.find(names[2]);
  if (found == schema.schema->volumes.end()) {
    throw missing("VOLUME", "Volume", folded(full_name));
  }
  return volume_place(schema, found->first, found->second);
}

Place find_securable(State& state,
                     const Call& call,
                     const std::string& type,
                     const std::string& full_name) {
  const std::string kind = folded(type);
  if (kind == "metastore") return find_metastore(state, full_name);
  if (kind == "catalog") return find_catalog(state, full_name);
  if (kind == "schema") return find_schema(state, call, full_name);
  if (kind == "table") return find_table(state, call, full_name);
  if (kind == "volume") return find_volume(state, call, full_name);
  if (kind == "external_location") return find_external_location(state, full_name);
  if (kind == "storage_credential") return find_storage_credential(state, full_name);
  if (std::find(kNeverThere.begin(), kNeverThere.end(), kind) != kNeverThere.end()) {
    throw never_there(kind, full_name);
  }
  throw invalid("'" + type + "' is not a type of securable");
}

Refusal unknown_principal(const State& state, const std::string& written) {
  return {static_cast<int>(state.switches.unknown_principal_status),
          "PRINCIPAL_DOES_NOT_EXIST",
          "Could not find principal with name " + written};
}

std::string find_owner(const State& state, const std::string& written) {
  const std::optional<Principal> found = find_grantee(state, written);
  if (!found) throw unknown_principal(state, written);
  return found->name;
}

}  // namespace dgctl::providers::sim
