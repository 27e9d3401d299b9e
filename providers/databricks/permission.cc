#include <algorithm>
#include <optional>

#include "engine/model/descriptor.h"
#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"

// https://docs.databricks.com/api/workspace/warehouses/setpermissions, databricks-sdk-go
// service/sql/model.go WarehousePermissions. A principal has one direct level; levels are no
// ladder.

namespace dgctl::providers {
namespace {

using engine::Fields;
using engine::List;
using engine::Principal;
using engine::Value;

constexpr const char* kOwner = "IS_OWNER";
constexpr const char* kAdministrators = "admins";  // have what they have by inheritance
constexpr const char* kUserName = "user_name";
constexpr const char* kGroupName = "group_name";
constexpr const char* kServicePrincipalName = "service_principal_name";

std::string path_of(const std::string& thing) {
  static const std::string kWarehouse = "sql_warehouse:";
  if (!thing.starts_with(kWarehouse) || thing.size() == kWarehouse.size()) {
    throw engine::ProviderError(engine::ErrorClass::Ours, "no permissions are on " + thing);
  }
  return "/api/2.0/permissions/warehouses/" + percent_encoded(thing.substr(kWarehouse.size()));
}

/// Who has what directly, in the words of the workspace.
struct DirectEntry {
  std::string name_member;  ///< "user_name"
  std::string name;         ///< as the workspace spells it
  bool owns = false;
  std::string level;  ///< beside owning, or ""
  bool operator==(const DirectEntry&) const = default;
};

/// The workspace may change the letter case of all names but groups'.
Principal principal_of(const DirectEntry& entry) {
  return entry.name_member == kGroupName ? entry.name : engine::lower_case(entry.name);
}

DirectEntry entry_for(const Principal& principal, const std::string& level) {
  const std::string kind = kind_of_principal(principal);
  const char* member = kGroupName;
  if (kind == "user") member = kUserName;
  if (kind == "service_principal") member = kServicePrincipalName;
  return {member, principal, false, level};
}

/// Nothing: its principal was deleted, or has nothing directly.
std::optional<DirectEntry> direct_entry(const Fields& item) {
  DirectEntry entry;
  for (const char* member : {kServicePrincipalName, kUserName, kGroupName}) {
    if (!entry.name.empty()) break;
    entry.name_member = member;
    entry.name = text_in(item, member);
  }
  for (const Value& held : list_in(item, "all_permissions")) {
    const Fields& permission = as_object(held, "all_permissions");
    const Value* inherited = engine::find(permission, "inherited");
    if (inherited != nullptr && *inherited == Value(true)) continue;
    const std::string& level = needed_text_in(permission, "permission_level");
    if (level == kOwner) {
      entry.owns = true;
    } else {
      entry.level = level;
    }
  }
  const bool has_something = entry.owns || !entry.level.empty();
  return entry.name.empty() || !has_something ? std::nullopt : std::optional(std::move(entry));
}

using DirectEntries = std::vector<DirectEntry>;

DirectEntries get_entries(Rest& rest, const std::string& path, const std::stop_token& stop) {
  const Fields body = parsed_object(rest.get(path, {}, stop));
  DirectEntries entries;
  for (const Value& item : listed_in(body, "access_control_list")) {
    auto entry = direct_entry(as_object(item, "access_control_list"));
    if (entry) entries.push_back(std::move(*entry));
  }
  return entries;
}

void send(Rest& rest,
          Method method,
          const std::string& path,
          const DirectEntries& entries,
          const std::stop_token& stop) {
  List list;
  for (const DirectEntry& entry : entries) {
    list.emplace_back(Fields{{entry.name_member, entry.name},
                             {"permission_level", entry.owns ? kOwner : entry.level}});
  }
  const Fields body{{"access_control_list", std::move(list)}};
  rest.send(method, path, json_text(body), Repeat::Safe, stop);
}

using Levels = std::map<Principal, std::string>;  ///< "": taken away

/// What is to stand there: everything direct that stands there now, with those given and without
/// those taken away. Ownership is neither.
DirectEntries replaced(const DirectEntries& now, const Levels& levels) {
  DirectEntries entries;
  std::set<Principal> present;
  for (const DirectEntry& entry : now) {
    const Principal principal = principal_of(entry);
    const auto asked = levels.find(principal);
    if (asked == levels.end()) {
      entries.push_back(entry);
      continue;
    }
    const bool is_first = present.insert(principal).second;
    if (entry.owns) {
      entries.push_back({entry.name_member, entry.name, true, ""});
    } else if (!asked->second.empty() && is_first) {
      entries.push_back({entry.name_member, entry.name, false, asked->second});
    }
  }
  for (const auto& [principal, level] : levels) {
    if (!level.empty() && !present.contains(principal)) {
      entries.push_back(entry_for(principal, level));
    }
  }
  return entries;
}

engine::ReadResult read_permissions(const Planes& planes,
                                    const std::string& thing,
                                    const std::stop_token& stop) {
  engine::Acl acl;
  try {
    for (const DirectEntry& entry : get_entries(planes.workspace, path_of(thing), stop)) {
      const Principal principal = principal_of(entry);
      if (entry.owns) acl.owner = principal;
      if (!entry.level.empty()) acl.direct.insert_or_assign(principal, entry.level);
    }
  } catch (const engine::ProviderError& error) {
    return no_warehouse_or_hidden(error);
  }
  return engine::Found{std::move(acl)};
}

Levels levels_of(const engine::WriteAcl& call) {
  Levels levels;
  for (const engine::AclEntry& entry : call.entries) {
    const Principal principal = engine::canonical_principal(as_text(entry.principal, "principal"));
    if (!levels.emplace(principal, entry.level).second) {  // the last would win
      throw engine::ProviderError(engine::ErrorClass::Ours, principal + " was given two levels");
    }
  }
  return levels;
}

/// A PATCH takes nothing away; a PUT replaces all, so what appeared meanwhile is carried along.
void write_permissions(const Planes& planes,
                       const engine::WriteAcl& call,
                       const std::stop_token& stop) {
  const std::string path = path_of(as_text(call.thing, "what permissions are on"));
  const Levels levels = levels_of(call);
  const bool takes_away = std::any_of(
      levels.begin(), levels.end(), [](const auto& item) { return item.second.empty(); });
  if (!takes_away) {
    DirectEntries given;
    given.reserve(levels.size());
    for (const auto& [principal, level] : levels) given.push_back(entry_for(principal, level));
    if (!given.empty()) send(planes.workspace, Method::Patch, path, given, stop);
    return;
  }
  DirectEntries now = get_entries(planes.workspace, path, stop);
  std::erase_if(now, [&](const DirectEntry& entry) {  // a PUT that names them may be refused
    return entry.name_member == kGroupName && entry.name == kAdministrators &&
           !levels.contains(kAdministrators);
  });
  const DirectEntries then = replaced(now, levels);
  if (then != now) send(planes.workspace, Method::Put, path, then, stop);
}

}  // namespace

AclKind permission_kind() { return {"permission", read_permissions, write_permissions}; }

}  // namespace dgctl::providers
