#pragma once

#include <string>

#include "providers/sim/privileges.h"
#include "providers/sim/refusal.h"
#include "providers/sim/state.h"

namespace dgctl::providers::sim {

/// A securable and what it stands in: the metastore alone; a catalog, a storage credential or an
/// external location; a schema with its catalog; a table or a volume with both. Points into a
/// State.
struct Place {
  Metastore* metastore = nullptr;
  Catalog* catalog = nullptr;
  Schema* schema = nullptr;
  Table* table = nullptr;
  Volume* volume = nullptr;
  StorageCredential* credential = nullptr;
  ExternalLocation* location = nullptr;
  std::string catalog_name, schema_name, table_name, volume_name;
  std::string top_name;  ///< of a storage credential or an external location
};

/// Whether it is the metastore itself.
bool is_metastore(const Place& place);
/// Whether it stands in a schema.
bool is_in_schema(const Place& place);

/// The innermost.
Securable& securable(const Place& place);
Taker taker(const Place& place);
/// "sales.crm.users"; of the metastore its name.
std::string full_name(const Place& place);
/// "Metastore", "Catalog", "Schema", "Table", …: as messages write it.
const char* kind_word(const Place& place);
/// "METASTORE", …: as answers write it.
const char* kind_code(const Place& place);
/// What it stands in, not further up than its catalog. Only of schemas and what is in them.
Place parent(const Place& place);

Place catalog_place(State& state, const std::string& name, Catalog& catalog);
Place schema_place(const Place& catalog, const std::string& name, Schema& schema);
Place credential_place(State& state, const std::string& name, StorageCredential& credential);
Place location_place(State& state, const std::string& name, ExternalLocation& location);
Place table_place(const Place& schema, const std::string& name, Table& table);
Place volume_place(const Place& schema, const std::string& name, Volume& volume);

Refusal not_an_owner(const Place& place);

}  // namespace dgctl::providers::sim
