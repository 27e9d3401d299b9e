#pragma once

#include <optional>
#include <string>

#include "providers/sim/access.h"
#include "providers/sim/sql_run.h"

namespace dgctl::providers::sim {

/// A view of an information_schema, with the rows that the asker may see. `catalog`: the one that
/// it stands in; `system` spans all. Nothing where there is no such view. Throws Refusal for who
/// may not use the catalog.
std::optional<Table> information_view(const SqlScope& scope,
                                      const std::string& catalog,
                                      const std::string& name);

/// Whether it names the catalog `system`, and the file says nothing of it: everybody can use it.
bool is_built_in_system(const State& state, const std::string& catalog);

// privilege_views.cc
SqlRows catalog_privileges(const SqlScope& scope, const std::vector<Place>& catalogs);
SqlRows schema_privileges(const SqlScope& scope, const std::vector<Place>& catalogs);
SqlRows table_privileges(const SqlScope& scope, const std::vector<Place>& catalogs);

/// The schemas and the tables in catalogs that the asker may know of.
std::vector<Place> known_schemas(const SqlScope& scope, const std::vector<Place>& catalogs);
std::vector<Place> known_tables(const SqlScope& scope, const std::vector<Place>& catalogs);

}  // namespace dgctl::providers::sim
