#pragma once

#include <optional>
#include <string>

#include "providers/sim/access.h"
#include "providers/sim/call.h"

// Finding what a path names, for an asker. Throws Refusal: 404 for what there is not, 403 for what
// is kept from the asker, so that nobody learns what stands in something hidden. What is found may
// still be hidden itself: ask Access.

namespace dgctl::providers::sim {

Place find_catalog(State& state, const std::string& name);
Place find_external_location(State& state, const std::string& name);
Place find_storage_credential(State& state, const std::string& name);
/// `full_name`: "catalog.schema"
Place find_schema(State& state, const Call& call, const std::string& full_name);
/// `full_name`: "catalog.schema.table". Nothing where there is no such table in the schema.
std::optional<Place> look_up_table(State& state, const Call& call, const std::string& full_name);
Place find_table(State& state, const Call& call, const std::string& full_name);
/// `full_name`: "catalog.schema.volume"
Place find_volume(State& state, const Call& call, const std::string& full_name);
/// `type` in any case. For the metastore, `full_name` is its id.
Place find_securable(State& state,
                     const Call& call,
                     const std::string& type,
                     const std::string& full_name);
/// Wherever it is bound to.
Place find_catalog_anywhere(State& state, const std::string& name);
Place find_external_location_anywhere(State& state, const std::string& name);

/// Whether it can be used from this workspace.
bool is_bound_here(const State& state, const Catalog& catalog);
bool is_bound_here(const State& state, const ExternalLocation& location);
/// Refuses changes inside a catalog that is bound here for reading only. That this holds for what
/// is no data as well is UNVERIFIED.
void require_writable(const State& state, const Place& place);

/// The owner that a body names, in the form that is stored.
std::string find_owner(const State& state, const std::string& written);
Refusal unknown_principal(const State& state, const std::string& written);

}  // namespace dgctl::providers::sim
