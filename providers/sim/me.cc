#include "providers/sim/handlers.h"
#include "providers/sim/scim_membership.h"
#include "providers/sim/users.h"

namespace dgctl::providers::sim {
namespace {

/// A service principal is a user here, whose name is its application id.
Members principal_body(const State& state, const std::string& name) {
  const Identity& identity = *find_identity(state, name);
  Members body;
  put(body, "schemas", List{Json{std::string("urn:ietf:params:scim:schemas:core:2.0:User")}});
  put(body, "id", identity.id);
  put(body, "userName", name);
  put(body, "displayName", identity.display_name);
  put(body, "active", identity.active);
  put_unless_empty(body, "externalId", identity.external_id);
  put_list(body, "groups", scim_groups(state, name));
  put_list(body, "entitlements", scim_values(identity.entitlements));
  return body;
}

}  // namespace

Response get_me(State& state, const Call& call) {
  const std::string& name = call.asker.name;
  const ScimKind& kind = user_kind();
  Members body = state.users.contains(name) ? kind.body(state, name) : principal_body(state, name);
  return answer(selected(call, kind, std::move(body)));
}

}  // namespace dgctl::providers::sim
