#include <algorithm>

#include "providers/sim/contains.h"
#include "providers/sim/handlers.h"
#include "providers/sim/principals.h"
#include "providers/sim/reader.h"
#include "providers/sim/scim.h"
#include "providers/sim/scim_groups.h"
#include "providers/sim/scim_patch.h"

// PATCH of a group: who is in it. Statuses and texts of the refusals are UNVERIFIED, but that of
// who is no admin.

namespace dgctl::providers::sim {
namespace {

constexpr const char* kMembers = "members";

void require_admin(const Call& call) {
  if (call.plane == Plane::Account || call.asker.workspace_admin) return;
  throw Refusal(403, "", "/2.0/preview/scim/v2/Groups is only accessible by admins.");
}

/// The workspace changes its own groups only, and whoever is assigned to it is in `users`.
void require_own(const State& state, const Call& call, const std::string& name) {
  if (name == kUsers || name == kAccountUsers) {
    throw Refusal(400, "invalidValue", "Members of group '" + name + "' cannot be changed.");
  }
  const auto found = state.groups.find(name);
  const bool is_accounts = found != state.groups.end() && !found->second.local;
  if (call.plane != Plane::Account && is_accounts) {
    throw Refusal(403, "", "Group '" + name + "' is managed at the account level.");
  }
}

Principal member_with_id(const State& state,
                         const std::string& id,
                         const std::string& into,
                         const std::string& at) {
  const std::optional<Principal> member = find_principal_with_id(state, id);
  if (!member) throw Refusal(404, "", "Principal with id " + id + " not found.");
  const bool is_built_in = member->name == kUsers || member->name == kAdmins ||
                           member->kind == PrincipalKind::AccountUsers;
  if (is_built_in || member->name == into) refuse(at, "'" + member->name + "' cannot be a member");
  const auto group = state.groups.find(into);
  const bool is_of_account = group != state.groups.end() && !group->second.local;
  if (is_of_account && member->kind == PrincipalKind::LocalGroup) {
    refuse(at, "'" + member->name + "' lives in the workspace and cannot be in an account group");
  }
  return *member;
}

/// Whether somebody is in a group directly. `admins` holds whoever is flagged.
bool is_in(const State& state, const std::string& group, const std::string& name) {
  if (group != kAdmins) return contains(state.groups.find(group)->second.members, name);
  const Identity* identity = find_identity(state, name);
  if (identity != nullptr) return identity->workspace_admin;
  const auto found = state.groups.find(name);
  return found != state.groups.end() && found->second.workspace_admin;
}

void set_in(State& state, const std::string& group, const std::string& name, bool is_member) {
  if (group == kAdmins) {
    Identity* identity = find_identity(state, name);
    (identity != nullptr ? identity->workspace_admin
                         : state.groups.find(name)->second.workspace_admin) = is_member;
    return;
  }
  std::vector<std::string>& members = state.groups.find(group)->second.members;
  std::erase(members, name);
  if (is_member) members.push_back(name);
}

std::vector<std::string> members_of(const State& state, const std::string& group) {
  if (group != kAdmins) return state.groups.find(group)->second.members;
  std::vector<std::string> all;
  for (const std::string& name : principal_names(state)) {
    if (is_in(state, group, name)) all.push_back(name);
  }
  return all;
}

class MemberPatch {
 public:
  MemberPatch(State& state, std::string group) : state_(state), group_(std::move(group)) {}

  void apply(const ScimOperation& operation) {
    switch (operation.kind) {
      case ScimOperation::Kind::Add:
        return add(operation);
      case ScimOperation::Kind::Remove:
        return remove(operation);
      case ScimOperation::Kind::Replace:
        remove_all();
        return add(operation);
    }
  }

 private:
  void add(const ScimOperation& operation) {
    if (!operation.value) return;  // which whoever read it has refused
    const std::string at = operation.at + "/value";
    for (const std::string& id : read_scim_values(*operation.value, at)) {
      const Principal member = member_with_id(state_, id, group_, at);
      if (is_in(state_, group_, member.name)) repeats("'" + id + "' is a member already");
      if (!is_in(state_, group_, member.name)) set_in(state_, group_, member.name, true);
    }
  }

  void remove(const ScimOperation& operation) {
    if (!operation.filter && !operation.value) return remove_all();
    bool any = false;
    std::vector<std::string> gone;
    if (operation.value) gone = read_scim_values(*operation.value, operation.at + "/value");
    for (const std::string& name : members_of(state_, group_)) {
      const std::string id = known_principal(state_, name).id;
      const bool goes =
          operation.filter ? operation.filter->matches({{"value", id}}) : contains(gone, id);
      if (!goes) continue;
      any = true;
      set_in(state_, group_, name, false);
    }
    if (!any) repeats("there is no such member");
  }

  /// That nobody is named means everybody is UNVERIFIED, and the worst of what it may mean.
  void remove_all() {
    for (const std::string& name : members_of(state_, group_)) set_in(state_, group_, name, false);
  }

  /// What is so already.
  void repeats(const std::string& what) const {
    if (state_.switches.repeated_members == "refuses") throw Refusal(400, "invalidValue", what);
  }

  State& state_;
  std::string group_;
};

}  // namespace

Response update_group(State& state, const Call& call) {
  require_admin(call);
  const std::string name = scim_name(call, group_entries(state, call), group_kind());
  require_own(state, call, name);
  State changed = state;
  read_scim_body(call, [&](const Json& json) {
    MemberPatch patch(changed, name);
    for (const ScimOperation& operation : read_scim_operations(json, {kMembers})) {
      patch.apply(operation);
    }
  });
  index_memberships(changed);
  state = std::move(changed);
  if (!state.switches.scim_write_bodies) return {200, {}, ""};
  return answer(group_kind().body(state, call, name));
}

}  // namespace dgctl::providers::sim
