#include "providers/sim/place.h"

namespace dgctl::providers::sim {

bool is_metastore(const Place& place) {
  return place.catalog == nullptr && place.credential == nullptr && place.location == nullptr;
}

bool is_in_schema(const Place& place) { return place.table != nullptr || place.volume != nullptr; }

Securable& securable(const Place& place) {
  if (place.credential != nullptr) return place.credential->securable;
  if (place.location != nullptr) return place.location->securable;
  if (place.table != nullptr) return place.table->securable;
  if (place.volume != nullptr) return place.volume->securable;
  if (place.schema != nullptr) return place.schema->securable;
  if (place.catalog != nullptr) return place.catalog->securable;
  return place.metastore->securable;
}

Taker taker(const Place& place) {
  if (place.credential != nullptr) return Taker::StorageCredential;
  if (place.location != nullptr) return Taker::ExternalLocation;
  if (place.table != nullptr) return taker_of_table(place.table->type);
  if (place.volume != nullptr) return Taker::Volume;
  if (place.schema != nullptr) return Taker::Schema;
  return place.catalog != nullptr ? Taker::Catalog : Taker::Metastore;
}

std::string full_name(const Place& place) {
  if (!place.top_name.empty()) return place.top_name;
  if (place.catalog == nullptr) return place.metastore->name;
  std::string name = place.catalog_name;
  if (place.schema != nullptr) name += "." + place.schema_name;
  if (place.table != nullptr) name += "." + place.table_name;
  if (place.volume != nullptr) name += "." + place.volume_name;
  return name;
}

const char* kind_word(const Place& place) {
  if (place.credential != nullptr) return "Storage Credential";
  if (place.location != nullptr) return "External Location";
  if (place.table != nullptr) return "Table";
  if (place.volume != nullptr) return "Volume";
  if (place.schema != nullptr) return "Schema";
  return place.catalog != nullptr ? "Catalog" : "Metastore";
}

const char* kind_code(const Place& place) {
  if (place.credential != nullptr) return "STORAGE_CREDENTIAL";
  if (place.location != nullptr) return "EXTERNAL_LOCATION";
  if (place.table != nullptr) return "TABLE";
  if (place.volume != nullptr) return "VOLUME";
  if (place.schema != nullptr) return "SCHEMA";
  return place.catalog != nullptr ? "CATALOG" : "METASTORE";
}

Place parent(const Place& place) {
  Place out = place;
  if (is_in_schema(out)) {
    out.table = nullptr;
    out.volume = nullptr;
    out.table_name.clear();
    out.volume_name.clear();
  } else {
    out.schema = nullptr;
    out.schema_name.clear();
  }
  return out;
}

Place catalog_place(State& state, const std::string& name, Catalog& catalog) {
  Place place;
  place.metastore = &metastore_of(state);
  place.catalog = &catalog;
  place.catalog_name = name;
  return place;
}

Place credential_place(State& state, const std::string& name, StorageCredential& credential) {
  Place place;
  place.metastore = &metastore_of(state);
  place.credential = &credential;
  place.top_name = name;
  return place;
}

Place location_place(State& state, const std::string& name, ExternalLocation& location) {
  Place place;
  place.metastore = &metastore_of(state);
  place.location = &location;
  place.top_name = name;
  return place;
}

Place schema_place(const Place& catalog, const std::string& name, Schema& schema) {
  Place place = catalog;
  place.schema = &schema;
  place.schema_name = name;
  return place;
}

Place table_place(const Place& schema, const std::string& name, Table& table) {
  Place place = schema;
  place.table = &table;
  place.table_name = name;
  return place;
}

Place volume_place(const Place& schema, const std::string& name, Volume& volume) {
  Place place = schema;
  place.volume = &volume;
  place.volume_name = name;
  return place;
}

Refusal not_an_owner(const Place& place) {
  return denied(std::string("User is not an owner of ") + kind_word(place) + " '" +
                full_name(place) + "'.");
}

}  // namespace dgctl::providers::sim
