#include "providers/sim/scim_identity.h"

#include "providers/sim/principals.h"
#include "providers/sim/scim_membership.h"

namespace dgctl::providers::sim {

Members scim_identity(const State& state,
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
  put_list(body, "groups", scim_groups(state, name));
  put_list(body, "entitlements", scim_values(identity.entitlements));
  return body;
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
