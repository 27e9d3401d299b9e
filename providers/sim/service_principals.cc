#include "providers/sim/service_principals.h"

#include "providers/sim/handlers.h"
#include "providers/sim/scim_identity.h"

namespace dgctl::providers::sim {
namespace {

Members service_principal_body(const State& state, const Call& call, const std::string& name) {
  return scim_identity(state, call, name, kAsServicePrincipal);
}

}  // namespace

std::vector<ScimEntry> service_principal_entries(const State& state, const Call& call) {
  std::vector<ScimEntry> out;
  for (const auto& [name, principal] : state.service_principals) {
    if (!is_listed(state, call, name)) continue;
    out.push_back(scim_entry(name, principal.identity, kAsServicePrincipal));
  }
  return out;
}

const ScimKind& service_principal_kind() {
  static const ScimKind kKind{"ServicePrincipal",
                              {"id", "applicationId", "displayName", "externalId", "active"},
                              {"schemas",
                               "id",
                               "applicationId",
                               "userName",
                               "displayName",
                               "active",
                               "externalId",
                               "groups",
                               "entitlements",
                               "roles",
                               "account_id"},
                              {"id", "applicationId"},
                              {"schemas", "id", "applicationId", "displayName"},
                              service_principal_body};
  return kKind;
}

Response list_service_principals(State& state, const Call& call) {
  return scim_list(state, call, service_principal_entries(state, call), service_principal_kind());
}

Response get_service_principal(State& state, const Call& call) {
  return scim_get(state, call, service_principal_entries(state, call), service_principal_kind());
}

}  // namespace dgctl::providers::sim
