#include "providers/sim/principals.h"

#include <algorithm>

#include "engine/edges/error.h"
#include "providers/sim/contains.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"

namespace dgctl::providers::sim {
namespace {

Principal built_in(const State& state, PrincipalKind kind, const std::string& name) {
  return {kind, name, made_principal_id(state.seed, 0, "group/" + name)};
}

}  // namespace

std::optional<Principal> find_principal(const State& state, std::string_view name) {
  const std::string lower = folded(name);
  if (const auto user = state.users.find(lower); user != state.users.end()) {
    return Principal{PrincipalKind::User, lower, user->second.id};
  }
  if (const auto found = state.service_principals.find(lower);
      found != state.service_principals.end()) {
    return Principal{PrincipalKind::ServicePrincipal, lower, found->second.identity.id};
  }
  if (const auto group = state.groups.find(name); group != state.groups.end()) {
    const bool local = group->second.local;
    return Principal{local ? PrincipalKind::LocalGroup : PrincipalKind::AccountGroup,
                     group->first,
                     group->second.id};
  }
  if (name == kAccountUsers) return built_in(state, PrincipalKind::AccountUsers, kAccountUsers);
  if (name == kUsers || name == kAdmins) {
    return built_in(state, PrincipalKind::LocalGroup, std::string(name));
  }
  return std::nullopt;
}

Principal known_principal(const State& state, std::string_view name) {
  const std::optional<Principal> found = find_principal(state, name);
  if (!found) throw engine::Error("nobody is called '" + std::string(name) + "'");
  return *found;
}

std::optional<Principal> find_grantee(const State& state, std::string_view name) {
  std::optional<Principal> found = find_principal(state, name);
  if (found && found->kind == PrincipalKind::LocalGroup) return std::nullopt;
  return found;
}

std::vector<std::string> principal_names(const State& state) {
  std::vector<std::string> names;
  names.reserve(state.users.size() + state.service_principals.size() + state.groups.size() + 1);
  for (const auto& [name, user] : state.users) names.push_back(name);
  for (const auto& [name, principal] : state.service_principals) names.push_back(name);
  for (const auto& [name, group] : state.groups) names.push_back(name);
  names.emplace_back(kAccountUsers);
  return names;
}

std::optional<Principal> find_principal_with_id(const State& state, std::string_view id) {
  for (const std::string& name : principal_names(state)) {
    Principal principal = known_principal(state, name);
    if (principal.id == id) return principal;
  }
  for (const char* name : {kUsers, kAdmins}) {
    Principal principal = known_principal(state, name);
    if (principal.id == id) return principal;
  }
  return std::nullopt;
}

const Identity* find_identity(const State& state, std::string_view name) {
  if (const auto user = state.users.find(name); user != state.users.end()) return &user->second;
  const auto found = state.service_principals.find(name);
  return found == state.service_principals.end() ? nullptr : &found->second.identity;
}

Identity* find_identity(State& state, std::string_view name) {
  if (const auto user = state.users.find(name); user != state.users.end()) return &user->second;
  const auto found = state.service_principals.find(name);
  return found == state.service_principals.end() ? nullptr : &found->second.identity;
}

std::vector<std::string> groups_above(const State& state, const std::string& name) {
  std::vector<std::string> found;
  std::vector<std::string> open{name};
  while (!open.empty()) {
    const auto parents = state.groups_of.find(open.back());
    open.pop_back();
    if (parents == state.groups_of.end()) continue;
    for (const std::string& parent : parents->second) {
      if (contains(found, parent)) continue;  // membership may go in circles
      found.push_back(parent);
      open.push_back(parent);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool is_in_workspace(const State& state, const std::string& name) {
  const Identity* identity = find_identity(state, name);
  if (identity != nullptr && identity->assigned) return true;
  const std::vector<std::string> groups = groups_above(state, name);
  return std::any_of(groups.begin(), groups.end(), [&](const std::string& group) {
    const Group& found = state.groups.find(group)->second;
    return found.assigned && !found.local;
  });
}

bool is_workspace_admin(const State& state, const std::string& name) {
  const Identity* identity = find_identity(state, name);
  if (identity != nullptr && identity->workspace_admin) return true;
  const std::vector<std::string> groups = groups_above(state, name);
  return std::any_of(groups.begin(), groups.end(), [&](const std::string& group) {
    return state.groups.find(group)->second.workspace_admin;
  });
}

Asker asker_named(const State& state, const std::string& name) {
  Asker asker;
  asker.name = name;
  asker.principals = groups_above(state, name);
  asker.principals.push_back(name);
  asker.principals.emplace_back(kAccountUsers);
  const Identity* identity = find_identity(state, name);
  if (identity == nullptr) return asker;
  asker.metastore_admin = identity->metastore_admin;
  if (state.metastore && is_one_of(asker, state.metastore->securable.owner)) {
    asker.metastore_admin = true;
  }
  asker.account_admin = identity->account_admin;
  asker.workspace_admin = is_workspace_admin(state, name);
  asker.active = identity->active;
  asker.admitted = identity->active && is_in_workspace(state, name);
  return asker;
}

bool is_one_of(const Asker& asker, std::string_view principal) {
  return contains(asker.principals, principal);
}

}  // namespace dgctl::providers::sim
