#include "providers/sim/handlers.h"
#include "providers/sim/names.h"
#include "providers/sim/principals.h"
#include "providers/sim/scim.h"
#include "providers/sim/scim_groups.h"
#include "providers/sim/scim_membership.h"

namespace dgctl::providers::sim {
namespace {

/// In a group that is built in, everything follows from the rest of the workspace.
Group group_named(const State& state, const std::string& name) {
  const auto found = state.groups.find(name);
  if (found != state.groups.end()) return found->second;
  const Principal principal = known_principal(state, name);
  Group group;
  group.id = principal.id;
  group.local = principal.kind == PrincipalKind::LocalGroup;
  return group;
}

/// Lists of the account leave out who is in a group.
bool shows_members(const State& state, const Call& call) {
  const bool is_list = call.parts.empty();
  return !shows_account(call) || !is_list || state.switches.account_list_members;
}

Members group_body(const State& state, const Call& call, const std::string& name) {
  const Group group = group_named(state, name);
  Members body;
  put(body, "schemas", List{Json{std::string("urn:ietf:params:scim:schemas:core:2.0:Group")}});
  put(body, "id", group.id);
  put(body, "displayName", name);
  put_unless_empty(body, "externalId", group.external_id);
  if (state.switches.scim_meta && !shows_account(call)) {
    Members meta;
    // That the built-in ones count as the workspace's own is UNVERIFIED.
    put(meta, "resourceType", std::string(group.local ? "WorkspaceGroup" : "Group"));
    put(body, "meta", std::move(meta));
  }
  if (shows_members(state, call)) put_list(body, "members", scim_members(state, name));
  if (shows_account(call)) {
    put(body, "account_id", state.workspace.account_id);
    return body;
  }
  put_list(body, "groups", scim_groups(state, name));
  put_list(body, "entitlements", scim_values(group.entitlements));
  return body;
}

}  // namespace

std::vector<ScimEntry> group_entries(const State& state, const Call& call) {
  std::vector<ScimEntry> out;
  for (const std::string& name :
       shows_account(call) ? account_groups(state) : listed_groups(state)) {
    const Group group = group_named(state, name);
    out.push_back(
        {name, {{"id", group.id}, {"displayName", name}, {"externalId", group.external_id}}});
  }
  return out;
}

const ScimKind& group_kind() {
  static const ScimKind kKind{"Group",
                              {"id", "displayName", "externalId"},
                              {"schemas",
                               "id",
                               "displayName",
                               "externalId",
                               "meta",
                               "members",
                               "groups",
                               "entitlements",
                               "roles",
                               "account_id"},
                              {"id"},
                              {"schemas", "id", "displayName", "meta"},
                              group_body};
  return kKind;
}

Response list_groups(State& state, const Call& call) {
  return scim_list(state, call, group_entries(state, call), group_kind());
}

Response get_group(State& state, const Call& call) {
  const std::string attributes = folded(text_parameter(call, "attributes").value_or(""));
  if (call.plane == Plane::Workspace && !call.asker.workspace_admin &&
      attributes.find("externalid") != std::string::npos) {
    throw Refusal(403, "", "externalId of a group is for admins only");
  }
  return scim_get(state, call, group_entries(state, call), group_kind());
}

}  // namespace dgctl::providers::sim
