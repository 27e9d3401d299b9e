#include "providers/sim/users.h"

#include "providers/sim/handlers.h"
#include "providers/sim/scim_identity.h"

namespace dgctl::providers::sim {
namespace {

Members user_body(const State& state, const Call& call, const std::string& name) {
  Members email;
  put(email, "type", std::string("work"));
  put(email, "value", name);
  put(email, "primary", true);
  return scim_identity(state, call, name, kAsUser, List{Json{std::move(email)}});
}

std::vector<ScimEntry> user_entries(const State& state, const Call& call) {
  std::vector<ScimEntry> out;
  for (const auto& [name, user] : state.users) {
    if (is_listed(state, call, name)) out.push_back(scim_entry(name, user, kAsUser));
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
                               "roles",
                               "account_id"},
                              {"id"},
                              {"schemas", "id", "displayName"},
                              user_body};
  return kKind;
}

Response list_users(State& state, const Call& call) {
  return scim_list(state, call, user_entries(state, call), user_kind());
}

Response get_user(State& state, const Call& call) {
  return scim_get(state, call, user_entries(state, call), user_kind());
}

}  // namespace dgctl::providers::sim
