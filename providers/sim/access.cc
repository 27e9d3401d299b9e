#include "providers/sim/access.h"

#include <algorithm>

#include "providers/sim/catalog_words.h"

namespace dgctl::providers::sim {
namespace {

/// What a privilege of today was called before model 1.0.
std::string_view legacy_name(std::string_view privilege) {
  if (privilege == "USE_CATALOG" || privilege == "USE_SCHEMA") return "USAGE";
  if (privilege == "CREATE_SCHEMA" || privilege == "CREATE_TABLE") return "CREATE";
  return privilege;
}

/// USE_SCHEMA granted on the catalog `system` is accepted, and has no effect on its schemas.
bool flows_down(const Catalog& catalog, std::string_view privilege) {
  return catalog.type != "SYSTEM_CATALOG" || privilege != "USE_SCHEMA";
}

}  // namespace

bool Access::owns(const Securable& securable) const { return is_one_of(asker_, securable.owner); }

bool Access::holds(const Securable& securable, std::string_view privilege) const {
  const std::string_view name = has_legacy_privileges(state_) ? legacy_name(privilege) : privilege;
  const bool through_all = !stands_apart(privilege);
  return std::any_of(
      asker_.principals.begin(), asker_.principals.end(), [&](const std::string& principal) {
        const auto grant = securable.grants.find(principal);
        if (grant == securable.grants.end()) return false;
        return grant->second.contains(name) ||
               (through_all && grant->second.contains(std::string_view(kAllPrivileges)));
      });
}

bool Access::inherits(const Place& place, std::string_view privilege) const {
  if (holds(securable(place), privilege)) return true;
  if (has_legacy_privileges(state_) || place.schema == nullptr) return false;
  if (is_in_schema(place) && holds(place.schema->securable, privilege)) return true;
  return flows_down(*place.catalog, privilege) && holds(place.catalog->securable, privilege);
}

bool Access::can_use_catalog(const Place& place) const {
  const Securable& catalog = place.catalog->securable;
  return owns(catalog) || holds(catalog, "USE_CATALOG");
}

bool Access::can_use_schema(const Place& place) const {
  const Place schema = is_in_schema(place) ? parent(place) : place;
  return can_use_catalog(place) &&
         (owns(schema.schema->securable) || inherits(schema, "USE_SCHEMA"));
}

bool Access::can_select(const Place& table) const {
  return can_use_schema(table) && (owns(table.table->securable) || inherits(table, "SELECT"));
}

bool Access::can_modify(const Place& table) const {
  return can_select(table) && (owns(table.table->securable) || inherits(table, "MODIFY"));
}

bool Access::can_create_catalog() const {
  return asker_.metastore_admin || holds(metastore_of(state_).securable, "CREATE_CATALOG");
}

bool Access::can_create_schema(const Place& catalog) const {
  const Securable& of = catalog.catalog->securable;
  return asker_.metastore_admin ||
         (can_use_catalog(catalog) && (owns(of) || holds(of, "CREATE_SCHEMA")));
}

bool Access::can_create_table(const Place& schema) const {
  return can_use_catalog(schema) && (owns(schema.schema->securable) ||
                                     (can_use_schema(schema) && inherits(schema, "CREATE_TABLE")));
}

// Administrating the metastore spares the way there; that it does not spare the privilege is how
// the reference can be read, and UNVERIFIED.
bool Access::can_create_volume(const Place& schema) const {
  return (asker_.metastore_admin || can_use_schema(schema)) &&
         (owns(schema.schema->securable) || inherits(schema, "CREATE_VOLUME"));
}

bool Access::can_read_volume(const Place& volume) const {
  return can_use_schema(volume) &&
         (owns(volume.volume->securable) || inherits(volume, "READ_VOLUME"));
}

bool Access::can_use_parents(const Place& place) const {
  if (is_in_schema(place)) return can_use_schema(place);
  return place.schema == nullptr || can_use_catalog(place);
}

bool Access::manages(const Place& place) const {
  return !is_metastore(place) && inherits(place, "MANAGE") && can_use_parents(place);
}

bool Access::can_grant(const Place& place) const {
  if (asker_.metastore_admin || owns(securable(place))) return true;
  if (place.catalog == nullptr) return is_metastore(place) ? asker_.account_admin : manages(place);
  return owns(place.catalog->securable) ||
         (place.schema != nullptr && owns(place.schema->securable)) || manages(place);
}

bool Access::can_drop(const Place& place) const {
  if (place.catalog == nullptr) return owns(securable(place)) || manages(place);
  const bool owns_catalog = owns(place.catalog->securable);
  if (place.schema == nullptr) return asker_.metastore_admin || owns_catalog || manages(place);
  const bool owns_schema = owns(place.schema->securable);
  if (!is_in_schema(place)) return owns_schema || owns_catalog || manages(place);
  // Who owns what a volume stands in may drop it as a table, which is UNVERIFIED.
  return (place.volume != nullptr && asker_.metastore_admin) || owns_catalog ||
         (can_use_catalog(place) && owns_schema) ||
         (can_use_schema(place) && (owns(securable(place)) || manages(place)));
}

bool Access::holds_something(const Securable& securable) const {
  return std::any_of(asker_.principals.begin(), asker_.principals.end(), [&](const auto& name) {
    const auto grant = securable.grants.find(name);
    if (grant == securable.grants.end()) return false;
    // BROWSE shows less, where it is asked for.
    return grant->second.size() > 1 || !grant->second.contains(std::string_view("BROWSE"));
  });
}

bool Access::sees(const Place& place) const {
  if (is_metastore(place)) return true;
  if (place.catalog == nullptr) {
    const Securable& of = securable(place);
    return asker_.metastore_admin || owns(of) || holds_something(of);
  }
  if (asker_.metastore_admin || owns(place.catalog->securable)) {
    return true;
  }
  if (place.schema == nullptr) return can_use_catalog(place);
  const bool owns_schema = owns(place.schema->securable);
  if (is_in_schema(place)) {
    // Likewise.
    return (owns_schema && can_use_catalog(place)) ||
           (place.volume != nullptr ? can_read_volume(place) : can_select(place));
  }
  // Everyone who can use a catalog finds its information_schema; no grant says so (UNVERIFIED).
  const bool is_public = place.schema_name == kInformationSchema && can_use_catalog(place);
  return owns_schema || is_public || can_use_schema(place);
}

bool Access::browses(const Place& place) const {
  return !is_metastore(place) && inherits(place, "BROWSE");
}

Refusal Access::hidden(const Place& place) const {
  // That this privilege is named, any of them being enough, is UNVERIFIED.
  if (place.catalog == nullptr) return lacks("READ FILES", kind_word(place), full_name(place));
  if (!can_use_catalog(place)) return lacks("USE CATALOG", "Catalog", place.catalog_name);
  if (!can_use_schema(place)) {
    return lacks("USE SCHEMA", "Schema", place.catalog_name + "." + place.schema_name);
  }
  return lacks(
      place.volume != nullptr ? "READ VOLUME" : "SELECT", kind_word(place), full_name(place));
}

}  // namespace dgctl::providers::sim
