#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "providers/sim/state.h"

namespace dgctl::providers::sim {

enum class PrincipalKind { User, ServicePrincipal, AccountGroup, LocalGroup, AccountUsers };

struct Principal {
  PrincipalKind kind;
  std::string name;  ///< as grants name it
  std::string id;    ///< SCIM's
};

inline constexpr const char* kAccountUsers = "account users";
inline constexpr const char* kUsers = "users";    ///< all of the workspace; local, built in
inline constexpr const char* kAdmins = "admins";  ///< its administrators; local, built in

/// An e-mail and an application id in any case, a group's name exactly.
std::optional<Principal> find_principal(const State& state, std::string_view name);

/// Of somebody who is there; throws engine::Error otherwise.
Principal known_principal(const State& state, std::string_view name);

/// Who can be granted privileges: not groups that live in the workspace alone.
std::optional<Principal> find_grantee(const State& state, std::string_view name);

/// All names, for messages.
std::vector<std::string> principal_names(const State& state);

/// By SCIM's id; built-in groups too.
std::optional<Principal> find_principal_with_id(const State& state, std::string_view id);

/// The flags of a user or service principal, or null.
const Identity* find_identity(const State& state, std::string_view name);
Identity* find_identity(State& state, std::string_view name);

/// The groups of the file whose member somebody is, directly or through other groups; sorted. No
/// built-in ones.
std::vector<std::string> groups_above(const State& state, const std::string& name);

/// Whether somebody, or a group of theirs, is assigned to the workspace.
bool is_in_workspace(const State& state, const std::string& name);

/// Whether somebody is in `admins`, directly or through a group.
bool is_workspace_admin(const State& state, const std::string& name);

/// Who makes a request: what access depends on.
struct Asker {
  std::string name;
  std::vector<std::string> principals;  ///< oneself, all groups above, `account users`
  bool metastore_admin = false;
  bool account_admin = false;
  bool workspace_admin = false;
  bool active = false;
  bool admitted = false;  ///< active, and assigned to the workspace
};

/// A user or service principal of the file.
Asker asker_named(const State& state, const std::string& name);

/// Whether it is the asker or one of the asker's groups.
bool is_one_of(const Asker& asker, std::string_view principal);

}  // namespace dgctl::providers::sim
