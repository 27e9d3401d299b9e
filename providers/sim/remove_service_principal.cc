#include <algorithm>
#include <string>

#include "providers/sim/ids.h"
#include "providers/sim/service_principals.h"

namespace dgctl::providers::sim {
namespace {

void forget_grants(Securable& on, const std::string& name, std::int64_t id) {
  const auto found = on.grants.find(name);
  if (found == on.grants.end()) return;
  on.grants_of_deleted[id].insert(found->second.begin(), found->second.end());
  on.grants.erase(found);
}

void forget_grants(State& state, const std::string& name, std::int64_t id) {
  if (state.metastore) forget_grants(state.metastore->securable, name, id);
  for (auto& [location_name, location] : state.external_locations) {
    forget_grants(location.securable, name, id);
  }
  for (auto& [credential_name, credential] : state.storage_credentials) {
    forget_grants(credential.securable, name, id);
  }
  for (auto& [catalog_name, catalog] : state.catalogs) {
    forget_grants(catalog.securable, name, id);
    for (auto& [schema_name, schema] : catalog.schemas) {
      forget_grants(schema.securable, name, id);
      for (auto& [table_name, table] : schema.tables) forget_grants(table.securable, name, id);
      for (auto& [volume_name, volume] : schema.volumes) forget_grants(volume.securable, name, id);
    }
  }
}

}  // namespace

void remove_service_principal(State& state, const std::string& name) {
  const auto found = state.service_principals.find(name);
  forget_grants(state, name, number_of(found->second.identity.id));
  for (auto& [group_name, group] : state.groups) std::erase(group.members, name);
  for (auto& [id, warehouse] : state.warehouses) warehouse.acl.erase(name);
  state.deleted_principals.insert(name);
  state.service_principals.erase(found);
  index_memberships(state);
}

}  // namespace dgctl::providers::sim
