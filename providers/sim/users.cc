#include "providers/sim/users.h"

#include "providers/sim/handlers.h"
#include "providers/sim/scim_membership.h"

namespace dgctl::providers::sim {
namespace {

Members user_body(const State& state, const std::string& name) {
  const Identity& user = state.users.find(name)->second;
  Members email;
  put(email, "type", std::string("work"));
  put(email, "value", name);
  put(email, "primary", true);
  Members body;
  put(body, "schemas", List{Json{std::string("urn:ietf:params:scim:schemas:core:2.0:User")}});
  put(body, "id", user.id);
  put(body, "userName", name);
  put(body, "displayName", user.display_name);
  put(body, "active", user.active);
  put(body, "emails", List{Json{std::move(email)}});
  put_unless_empty(body, "externalId", user.external_id);
  put_list(body, "groups", scim_groups(state, name));
  put_list(body, "entitlements", scim_values(user.entitlements));
  return body;
}

/// Those of the workspace.
std::vector<ScimEntry> user_entries(const State& state) {
  std::vector<ScimEntry> out;
  for (const auto& [name, user] : state.users) {
    if (!is_in_workspace(state, name)) continue;
    out.push_back({name,
                   {{"id", user.id},
                    {"userName", name},
                    {"displayName", user.display_name},
                    {"externalId", user.external_id},
                    {"active", user.active ? "true" : "false"}}});
  }
  return out;
}

}  // namespace

const ScimKind& user_kind() {
  static const ScimKind kKind{"User",
                              {"id", "userName", "displayName", "externalId", "active"},
                              {"schemas",
                               "id",
                               "userName",
                               "displayName",
                               "active",
                               "emails",
                               "name",
                               "externalId",
                               "groups",
                               "entitlements",
                               "roles"},
                              {"id"},
                              {"schemas", "id", "displayName"},
                              user_body};
  return kKind;
}

Response list_users(State& state, const Call& call) {
  return scim_list(state, call, user_entries(state), user_kind());
}

Response get_user(State& state, const Call& call) {
  return scim_get(state, call, user_entries(state), user_kind());
}

}  // namespace dgctl::providers::sim
