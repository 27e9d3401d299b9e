#include <algorithm>
#include <set>

#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/principals.h"
#include "providers/sim/suggestion.h"
#include "providers/sim/timestamp.h"
#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {
namespace {

std::string default_id(const State& state, const char* kind, const std::string& name) {
  return made_principal_id(state.seed, 0, std::string(kind) + "/" + name);
}

/// SCIM ids are 64-bit numbers: grants carry the same number as principal_id.
void check_id(const std::string& id, const std::string& at) {
  constexpr std::size_t kMostDigits = 18;
  const bool digits =
      std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (id.empty() || id.size() > kMostDigits || !digits || id.front() == '0') {
    refuse(at, "expected a decimal number of at most 18 digits, as a string");
  }
}

Identity read_identity(Reader& reader, const std::string& id, const std::string& display_name) {
  Identity identity;
  identity.id = reader.text("id", id);
  check_id(identity.id, reader.at("id"));
  identity.display_name = reader.text("display_name", display_name);
  identity.external_id = reader.text("external_id");
  identity.entitlements = reader.texts("entitlements");
  identity.active = reader.flag("active", true);
  identity.assigned = reader.flag("assigned", true);
  identity.workspace_admin = reader.flag("workspace_admin");
  identity.metastore_admin = reader.flag("metastore_admin");
  identity.account_admin = reader.flag("account_admin");
  return identity;
}

void write_identity(Members& out,
                    const Identity& identity,
                    const std::string& id,
                    const std::string& display_name) {
  put_unless(out, "id", identity.id, id);
  put_unless(out, "display_name", identity.display_name, display_name);
  put_unless(out, "external_id", identity.external_id, "");
  put_texts(out, "entitlements", identity.entitlements);
  put_flag_unless(out, "active", identity.active, true);
  put_flag_unless(out, "assigned", identity.assigned, true);
  put_flag_unless(out, "workspace_admin", identity.workspace_admin, false);
  put_flag_unless(out, "metastore_admin", identity.metastore_admin, false);
  put_flag_unless(out, "account_admin", identity.account_admin, false);
}

FederationPolicy read_policy(const Json& json, const std::string& at) {
  Reader reader(json, at);
  FederationPolicy policy;
  policy.issuer = reader.text("issuer");
  policy.subject = reader.text("subject");
  policy.audiences = reader.texts("audiences");
  policy.hs256_key = reader.text("hs256_key");
  for (const char* name : {"issuer", "subject", "hs256_key"}) {
    if (reader.text(name).empty()) refuse(reader.at(name), "it is missing, or empty");
  }
  reader.finish();
  return policy;
}

Members policy_members(const FederationPolicy& policy) {
  Members out;
  put(out, "issuer", policy.issuer);
  put(out, "subject", policy.subject);
  put_texts(out, "audiences", policy.audiences);
  put(out, "hs256_key", policy.hs256_key);
  return out;
}

ClientSecret read_secret(const Json& json, const std::string& at) {
  constexpr std::size_t kDigestDigits = 64;
  Reader reader(json, at);
  ClientSecret secret;
  secret.sha256 = reader.text("sha256");
  if (secret.sha256.size() != kDigestDigits) {
    refuse(reader.at("sha256"), "expected the SHA-256 of the secret, 64 hexadecimal digits");
  }
  secret.create_time = reader.text("create_time");
  secret.expire_time = reader.text("expire_time");
  for (const char* name : {"create_time", "expire_time"}) {
    const std::string time = reader.text(name);
    if (!time.empty() && !parse_timestamp(time)) {
      refuse(reader.at(name), "expected a time such as \"2026-11-23T09:00:00Z\"");
    }
  }
  reader.finish();
  return secret;
}

Members secret_members(const ClientSecret& secret) {
  Members out;
  put(out, "sha256", secret.sha256);
  put_unless(out, "create_time", secret.create_time, "");
  put_unless(out, "expire_time", secret.expire_time, "");
  return out;
}

/// A group of the workspace is no member of one of the account, which would not know it.
void check_member(const State& state,
                  const Group& group,
                  const std::string& member,
                  const std::string& at) {
  const auto found = state.groups.find(member);
  if (found != state.groups.end() && found->second.local && !group.local) {
    refuse(at, "'" + member + "' lives in the workspace and cannot be in an account group");
  }
}

void resolve_members(State& state, const std::string& pointer) {
  for (auto& [name, group] : state.groups) {
    const std::string list = below(below(pointer, name), "members");
    for (std::size_t i = 0; i < group.members.size(); ++i) {
      const std::string at = below(list, std::to_string(i));
      std::string& member = group.members[i];
      member = read_principal(state, member, at);
      if (member == kAccountUsers || member == kUsers || member == kAdmins) {
        refuse(at, "'" + member + "' is built in and cannot be a member");
      }
      check_member(state, group, member, at);
    }
  }
}

void check_ids_differ(const State& state, const std::string& at) {
  std::set<std::string> ids;
  const auto check = [&](const std::string& id, const std::string& name) {
    if (!ids.insert(id).second) refuse(at, "'" + name + "' has the id of somebody else");
  };
  for (const auto& [name, user] : state.users) check(user.id, name);
  for (const auto& [name, principal] : state.service_principals) {
    check(principal.identity.id, name);
  }
  for (const auto& [name, group] : state.groups) check(group.id, name);
}

Group read_group(const State& state, const Member& member, const std::string& at) {
  Reader reader(member.value, at);
  Group group;
  group.id = reader.text("id", default_id(state, "group", member.name));
  check_id(group.id, reader.at("id"));
  group.external_id = reader.text("external_id");
  group.entitlements = reader.texts("entitlements");
  group.members = reader.texts("members");
  group.local = reader.flag("local");
  group.assigned = reader.flag("assigned", true);
  group.workspace_admin = reader.flag("workspace_admin");
  reader.finish();
  return group;
}

void check_group_name(const State& state, const std::string& name, const std::string& at) {
  if (name.empty()) refuse(at, "a group needs a name");
  if (name == kAccountUsers || name == kUsers || name == kAdmins) {
    refuse(at, "this group is built in; its members follow from the others");
  }
  if (find_principal(state, name)) refuse(at, "somebody else has this name");
}

Members group_members(const State& state, const std::string& name, const Group& group) {
  Members out;
  put_unless(out, "id", group.id, default_id(state, "group", name));
  put_unless(out, "external_id", group.external_id, "");
  put_texts(out, "entitlements", group.entitlements);
  put_texts(out, "members", group.members);
  put_flag_unless(out, "local", group.local, false);
  put_flag_unless(out, "assigned", group.assigned, true);
  put_flag_unless(out, "workspace_admin", group.workspace_admin, false);
  return out;
}

Members principal_members(const State& state,
                          const std::string& name,
                          const ServicePrincipal& principal) {
  Members out;
  write_identity(out, principal.identity, default_id(state, "principal", name), name);
  Members secrets;
  for (const auto& [id, secret] : principal.secrets) put(secrets, id, secret_members(secret));
  put_members(out, "secrets", std::move(secrets));
  Members policies;
  for (const auto& [id, policy] : principal.federation_policies) {
    put(policies, id, policy_members(policy));
  }
  put_members(out, "federation_policies", std::move(policies));
  return out;
}

}  // namespace

void read_users(State& state, Reader& file) {
  for (const Member& member : file.entries("users")) {
    const std::string at = below(file.at("users"), member.name);
    const std::string name = folded(member.name);
    if (name.find('@') == std::string::npos) refuse(at, "a user is named by an e-mail");
    if (state.users.contains(name)) refuse(at, "this user is written twice");
    Reader reader(member.value, at);
    state.users[name] = read_identity(reader, default_id(state, "user", name), name);
    reader.finish();
  }
}

void read_service_principals(State& state, Reader& file) {
  for (const Member& member : file.entries("service_principals")) {
    const std::string at = below(file.at("service_principals"), member.name);
    const std::string name = folded(member.name);
    if (!is_uuid(name)) {
      refuse(at, "a service principal is named by its application id, a UUID");
    }
    if (state.service_principals.contains(name)) refuse(at, "it is written twice");
    Reader reader(member.value, at);
    ServicePrincipal principal;
    principal.identity = read_identity(reader, default_id(state, "principal", name), name);
    for (const Member& secret : reader.entries("secrets")) {
      principal.secrets[secret.name] =
          read_secret(secret.value, below(reader.at("secrets"), secret.name));
    }
    for (const Member& policy : reader.entries("federation_policies")) {
      principal.federation_policies[policy.name] =
          read_policy(policy.value, below(reader.at("federation_policies"), policy.name));
    }
    reader.finish();
    state.service_principals[name] = std::move(principal);
  }
}

void read_deleted_principals(State& state, Reader& file) {
  const std::string at = file.at("deleted_principals");
  for (const std::string& written : file.texts("deleted_principals")) {
    const std::string name = folded(written);
    if (!is_uuid(name)) refuse(at, "'" + written + "' is no application id, a UUID");
    if (state.service_principals.contains(name)) refuse(at, "'" + name + "' is still there");
    state.deleted_principals.insert(name);
  }
}

void read_groups(State& state, Reader& file) {
  const std::string at = file.at("groups");
  for (const Member& member : file.entries("groups")) {
    check_group_name(state, member.name, below(at, member.name));
    state.groups[member.name] = read_group(state, member, below(at, member.name));
  }
  resolve_members(state, at);
  check_ids_differ(state, at);
}

void write_identities(Members& file, const State& state) {
  Members users;
  for (const auto& [name, user] : state.users) {
    Members out;
    write_identity(out, user, default_id(state, "user", name), name);
    put(users, name, std::move(out));
  }
  put(file, "users", std::move(users));
  Members groups;
  for (const auto& [name, group] : state.groups) {
    put(groups, name, group_members(state, name, group));
  }
  put_members(file, "groups", std::move(groups));
  Members principals;
  for (const auto& [name, principal] : state.service_principals) {
    put(principals, name, principal_members(state, name, principal));
  }
  put_members(file, "service_principals", std::move(principals));
  put_texts(file,
            "deleted_principals",
            {state.deleted_principals.begin(), state.deleted_principals.end()});
}

std::string read_principal(const State& state, const std::string& written, const std::string& at) {
  const std::optional<Principal> found = find_principal(state, written);
  if (found) return found->name;
  refuse(at,
         "there is no user, service principal or group '" + written + "'" +
             suggestion(written, principal_names(state)));
}

std::string read_grantee(const State& state, const std::string& written, const std::string& at) {
  const std::optional<Principal> found = find_grantee(state, written);
  if (found) return found->name;
  if (find_principal(state, written)) {
    refuse(at, "'" + written + "' lives in the workspace only and can neither own nor be granted");
  }
  refuse(at,
         "there is no user, service principal or account group '" + written + "'" +
             suggestion(written, principal_names(state)));
}

}  // namespace dgctl::providers::sim
