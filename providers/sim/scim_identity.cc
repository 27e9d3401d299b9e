#include "providers/sim/scim_identity.h"

#include "providers/sim/principals.h"
#include "providers/sim/scim_membership.h"

namespace dgctl::providers::sim {

Members scim_identity(const State& state,
                      const Call& call,
                      const std::string& name,
                      const ScimGuise& guise,
                      List emails) {
  const Identity& identity = *find_identity(state, name);
  Members body;
  put(body,
      "schemas",
      List{Json{std::string("urn:ietf:params:scim:schemas:core:2.0:") + guise.word}});
  put(body, "id", identity.id);
  put(body, guise.called, name);
  put(body, "displayName", identity.display_name);
  put(body, "active", identity.active);
  put_list(body, "emails", std::move(emails));
  put_unless_empty(body, "externalId", identity.external_id);
  if (!shows_account(call)) {
    put_list(body, "groups", scim_groups(state, name));
    put_list(body, "entitlements", scim_values(identity.entitlements));
  }
  if (identity.account_admin) put_list(body, "roles", scim_values({kAccountAdmin}));
  if (shows_account(call)) put(body, "account_id", state.workspace.account_id);
  return body;
}

bool is_listed(const State& state, const Call& call, const std::string& name) {
  return shows_account(call) || is_in_workspace(state, name);
}

ScimEntry scim_entry(const std::string& name, const Identity& identity, const ScimGuise& guise) {
  return {name,
          {{"id", identity.id},
           {guise.called, name},
           {"displayName", identity.display_name},
           {"externalId", identity.external_id},
           {"active", identity.active ? "true" : "false"}}};
}

}  // namespace dgctl::providers::sim
