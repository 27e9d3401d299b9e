#include <algorithm>
#include <optional>

#include "engine/model/descriptor.h"
#include "engine/model/nearest.h"
#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"
#include "providers/databricks/scim.h"

// https://docs.databricks.com/api/workspace/groups and, of the account,
// https://docs.databricks.com/api/account/accountgroups. Members are named by their ids, and
// changed one by one: replacing a group would replace everybody in it.

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using engine::Fields;
using engine::List;
using engine::ProviderError;
using engine::Value;

constexpr const char* kKind = "group_membership";
constexpr const char* kAttributes = "id,displayName,externalId,meta,members,groups,roles";

/// Where groups are kept.
struct Groups {
  Rest& rest;
  std::string collection;
  bool is_account = false;

  [[nodiscard]] std::string item(const std::string& id) const {
    return collection + "/" + percent_encoded(id);
  }
};

Groups home(const Planes& planes) {
  if (!planes.account) return {planes.workspace, std::string(kWorkspaceScim) + "Groups", false};
  return {planes.account->rest, account_path(planes.account->id, "/scim/v2/Groups"), true};
}

/// The name in "group:analysts".
std::string name_in(const std::string& thing) {
  const std::string prefix = engine::descriptor_of(kKind).thing_type + ":";
  if (thing.starts_with(prefix) && thing.size() > prefix.size()) return thing.substr(prefix.size());
  throw ProviderError(ErrorClass::Ours, "nobody is a member of " + thing);
}

/// The id of the group with exactly that name: the letter case of a filter is the server's
/// business. Lists are not asked for members: the account leaves them out, and where there are many
/// a workspace does not answer in time.
std::optional<std::string> id_of(const Groups& groups,
                                 const std::string& name,
                                 const std::stop_token& stop) {
  std::optional<std::string> id;
  groups.rest.scim_pages(
      groups.collection,
      {{"filter", scim_filter("displayName", name)}, {"attributes", "id,displayName"}},
      [&](const std::string& page) {
        const Fields body = parsed_object(page);
        for (const Value& listed : list_in(body, "Resources")) {
          const Fields& item = as_object(listed, "Resources");
          if (text_in(item, "displayName") == name) id = needed_text_in(item, "id");
        }
      },
      stop);
  return id;
}

std::vector<std::string> names_of(const Groups& groups, const std::stop_token& stop) {
  std::vector<std::string> names;
  groups.rest.scim_pages(
      groups.collection,
      {{"attributes", "id,displayName"}},
      [&](const std::string& page) {
        const Fields body = parsed_object(page);
        for (const Value& listed : list_in(body, "Resources")) {
          names.push_back(text_in(as_object(listed, "Resources"), "displayName"));
        }
      },
      stop);
  return names;
}

/// Whether the account has it, where only the workspace is asked. False also: it does not tell.
bool is_of_account(const Planes& planes, const std::string& name, const std::stop_token& stop) {
  if (planes.account) return false;
  try {
    return id_of({planes.workspace, std::string(kAccountScim) + "Groups", true}, name, stop)
        .has_value();
  } catch (const ProviderError& error) {
    const bool tells_nothing = error.error_class == ErrorClass::Denied ||
                               error.error_class == ErrorClass::NotFound ||
                               error.error_class == ErrorClass::Invalid;
    if (!tells_nothing) throw;
    return false;
  }
}

std::string only_by_the_account(const std::string& name) {
  return "group '" + name +
         "' is of the account, and a workspace cannot change who is in it: write identity_plane: "
         "account, or name a group of the workspace";
}

engine::Absent absent(const Planes& planes, const std::string& name, const std::stop_token& stop) {
  engine::Absent result;
  if (is_of_account(planes, name, stop)) {
    result.hint = only_by_the_account(name);
    return result;
  }
  const std::string near = engine::nearest(name, names_of(home(planes), stop));
  if (!near.empty()) result.near.push_back(near);
  return result;
}

/// Why nobody can be put into a group from here, or "".
std::string why_fixed(const Groups& groups, const std::string& name, const Fields& body) {
  const std::string& external_id = text_in(body, "externalId");
  if (!external_id.empty()) {
    return "an identity provider manages group '" + name + "' (externalId " + external_id +
           "): change who is in it there";
  }
  // A workspace that does not tell the type refuses what it cannot do.
  const bool is_accounts = text_in(object_in(body, "meta"), "resourceType") == "Group";
  return !groups.is_account && is_accounts ? only_by_the_account(name) : std::string();
}

bool has(const Fields& body, std::string_view list, std::string_view member, const char* wanted) {
  const List& items = list_in(body, list);
  return std::any_of(items.begin(), items.end(), [&](const Value& item) {
    return text_in(as_object(item, list), member) == wanted;
  });
}

std::string why_privileged(const std::string& name, const Fields& body) {
  if (has(body, "groups", "display", "admins")) return "group '" + name + "' is in admins";
  if (has(body, "roles", "value", "account_admin")) {
    return "group '" + name + "' administrates the account";
  }
  return {};
}

engine::Acl acl_from(const Groups& groups, const std::string& name, const Fields& body) {
  engine::Acl acl;
  const std::string& level = engine::descriptor_of(kKind).levels.front();
  for (const Value& listed : list_in(body, "members")) {
    acl.direct.insert_or_assign(needed_text_in(as_object(listed, "members"), "value"), level);
  }
  acl.fixed_because = why_fixed(groups, name, body);
  acl.privileged_because = why_privileged(name, body);
  return acl;
}

engine::Acl acl_of(const Groups& groups,
                   const std::string& id,
                   const std::string& name,
                   const std::stop_token& stop) {
  const Fields body =
      parsed_object(groups.rest.get(groups.item(id), {{"attributes", kAttributes}}, stop));
  if (needed_text_in(body, "id") != id) {
    throw UnexpectedForm("it is of '" + text_in(body, "id") + "'");
  }
  return acl_from(groups, name, body);
}

engine::ReadResult read_members(const Planes& planes,
                                const std::string& thing,
                                const std::stop_token& stop) {
  const Groups groups = home(planes);
  const std::string name = name_in(thing);
  try {
    const std::optional<std::string> id = id_of(groups, name, stop);
    if (!id) return absent(planes, name, stop);
    return engine::Found{acl_of(groups, *id, name, stop)};
  } catch (const ProviderError& error) {
    if (error.error_class == ErrorClass::NotFound) return engine::Absent{};
    if (error.error_class != ErrorClass::Denied) throw;
    return engine::Hidden{planes.account ? "account admin" : "workspace admin", error.what()};
  }
}

/// Each removal filtered, and without a value: an unfiltered one would remove everybody.
List operations_of(const engine::WriteAcl& call) {
  List added;
  List operations;
  for (const engine::AclEntry& entry : call.entries) {
    const std::string& id = as_text(entry.principal, "the id of a principal");
    if (id.empty()) throw ProviderError(ErrorClass::Ours, "no id was given");
    if (!entry.level.empty()) {
      added.emplace_back(Fields{{"value", id}});
    } else {
      operations.emplace_back(
          Fields{{"op", "remove"}, {"path", scim_filter("members[value", id) + "]"}});
    }
  }
  if (!added.empty()) {
    operations.emplace_back(Fields{{"op", "add"}, {"path", "members"}, {"value", added}});
  }
  return operations;
}

bool is_as_wanted(const engine::Acl& acl, const engine::WriteAcl& call) {
  return std::all_of(call.entries.begin(), call.entries.end(), [&](const engine::AclEntry& entry) {
    return acl.direct.contains(*entry.principal.text()) == !entry.level.empty();
  });
}

void write_members(const Planes& planes,
                   const engine::WriteAcl& call,
                   const std::stop_token& stop) {
  const Groups groups = home(planes);
  const std::string name = name_in(as_text(call.thing, "a group"));
  const Fields body{{"schemas", List{"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
                    {"Operations", operations_of(call)}};
  const std::optional<std::string> id = id_of(groups, name, stop);
  if (!id) throw ProviderError(ErrorClass::NotFound, "there is no group '" + name + "'");
  try {
    groups.rest.send(Method::Patch, groups.item(*id), json_text(body), Repeat::Safe, stop);
  } catch (const ProviderError& error) {
    // Whether it is refused to add who is there, or to remove who is not, is not documented.
    const bool may_be_so = error.error_class == ErrorClass::Invalid ||
                           error.error_class == ErrorClass::Conflict ||
                           error.error_class == ErrorClass::NotFound;
    if (!may_be_so || !is_as_wanted(acl_of(groups, *id, name, stop), call)) throw;
  }
}

}  // namespace

AclKind group_membership_kind() { return {kKind, read_members, write_members}; }

}  // namespace dgctl::providers
