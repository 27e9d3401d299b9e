#include "providers/sim/handlers.h"
#include "providers/sim/scim.h"
#include "providers/sim/scim_membership.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kSchema = "urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal";

Members service_principal_body(const State& state, const std::string& name) {
  const Identity& identity = state.service_principals.find(name)->second.identity;
  Members body;
  put(body, "schemas", List{Json{std::string(kSchema)}});
  put(body, "id", identity.id);
  put(body, "applicationId", name);
  put(body, "displayName", identity.display_name);
  put(body, "active", identity.active);
  put_unless_empty(body, "externalId", identity.external_id);
  put_list(body, "groups", scim_groups(state, name));
  put_list(body, "entitlements", scim_values(identity.entitlements));
  return body;
}

/// Those of the workspace.
std::vector<ScimEntry> service_principal_entries(const State& state) {
  std::vector<ScimEntry> out;
  for (const auto& [name, principal] : state.service_principals) {
    if (!is_in_workspace(state, name)) continue;
    const Identity& identity = principal.identity;
    out.push_back({name,
                   {{"id", identity.id},
                    {"applicationId", name},
                    {"displayName", identity.display_name},
                    {"externalId", identity.external_id},
                    {"active", identity.active ? "true" : "false"}}});
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
                               "roles"},
                              {"id", "applicationId"},
                              {"schemas", "id", "applicationId", "displayName"},
                              service_principal_body};
  return kKind;
}

}  // namespace

Response list_service_principals(State& state, const Call& call) {
  return scim_list(state, call, service_principal_entries(state), service_principal_kind());
}

Response get_service_principal(State& state, const Call& call) {
  return scim_get(state, call, service_principal_entries(state), service_principal_kind());
}

}  // namespace dgctl::providers::sim
