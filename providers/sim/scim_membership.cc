#include "providers/sim/scim_membership.h"

#include "providers/sim/contains.h"
#include "providers/sim/principals.h"

namespace dgctl::providers::sim {
namespace {

const char* folder(PrincipalKind kind) {
  switch (kind) {
    case PrincipalKind::User:
      return "Users/";
    case PrincipalKind::ServicePrincipal:
      return "ServicePrincipals/";
    case PrincipalKind::AccountGroup:
    case PrincipalKind::LocalGroup:
    case PrincipalKind::AccountUsers:
      return "Groups/";
  }
  return "Groups/";
}

/// The kind of what is referred to shows in $ref only.
Members reference(const State& state, const std::string& name) {
  const Principal principal = known_principal(state, name);
  Members out;
  put(out, "$ref", folder(principal.kind) + principal.id);
  put(out, "value", principal.id);
  put(out, "display", display_name(state, name));
  return out;
}

bool shows(const Group& group) { return group.local || group.assigned; }

/// The built-in group's members follow from the rest.
bool is_member(const State& state, const std::string& group, const std::string& name) {
  if (group == kUsers) return is_in_workspace(state, name);
  if (group == kAdmins) return find_identity(state, name)->workspace_admin;
  return true;
}

std::vector<std::string> built_in_members(const State& state, const std::string& group) {
  std::vector<std::string> out;
  for (const auto& [name, user] : state.users) {
    if (is_member(state, group, name)) out.push_back(name);
  }
  for (const auto& [name, principal] : state.service_principals) {
    if (is_member(state, group, name)) out.push_back(name);
  }
  for (const auto& [name, member] : state.groups) {
    if (group == kAdmins && member.workspace_admin) out.push_back(name);
  }
  return out;
}

std::vector<std::string> built_in_groups(const State& state) {
  std::vector<std::string> out{kUsers, kAdmins};
  if (state.switches.scim_account_users) out.emplace_back(kAccountUsers);
  return out;
}

std::vector<std::string> direct_groups(const State& state, const std::string& name) {
  const auto found = state.groups_of.find(name);
  return found == state.groups_of.end() ? std::vector<std::string>() : found->second;
}

}  // namespace

List scim_values(const std::vector<std::string>& values) {
  List out;
  for (const std::string& value : values) {
    Members entry;
    put(entry, "value", value);
    out.push_back(Json{std::move(entry)});
  }
  return out;
}

std::vector<std::string> listed_groups(const State& state) {
  std::vector<std::string> out = built_in_groups(state);
  for (const auto& [name, group] : state.groups) {
    if (shows(group)) out.push_back(name);
  }
  return out;
}

std::vector<std::string> account_groups(const State& state) {
  std::vector<std::string> out{kAccountUsers};
  for (const auto& [name, group] : state.groups) {
    if (!group.local) out.push_back(name);
  }
  return out;
}

List scim_members(const State& state, const std::string& group) {
  const auto found = state.groups.find(group);
  const std::vector<std::string> names =
      found == state.groups.end() ? built_in_members(state, group) : found->second.members;
  List out;
  for (const std::string& name : names) out.push_back(Json{reference(state, name)});
  return out;
}

List scim_groups(const State& state, const std::string& name) {
  const std::vector<std::string> direct = direct_groups(state, name);
  const bool inherited = state.switches.scim_inherited_groups;
  List out;
  const auto add = [&](const std::string& group, bool is_direct) {
    Members entry = reference(state, group);
    put(entry, "type", std::string(is_direct ? "direct" : "indirect"));
    out.push_back(Json{std::move(entry)});
  };
  const auto own = state.groups.find(name);
  if (own != state.groups.end() && own->second.workspace_admin) add(kAdmins, true);
  if (find_identity(state, name) != nullptr) {
    for (const std::string& group : built_in_groups(state)) {
      if (is_member(state, group, name)) add(group, true);
    }
  }
  for (const std::string& group : inherited ? groups_above(state, name) : direct) {
    if (shows(state.groups.find(group)->second)) add(group, contains(direct, group));
  }
  return out;
}

std::string display_name(const State& state, const std::string& name) {
  const Identity* identity = find_identity(state, name);
  return identity == nullptr ? name : identity->display_name;
}

}  // namespace dgctl::providers::sim
