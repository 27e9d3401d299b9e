#include <algorithm>

#include "providers/sim/entitlements.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/scim_membership.h"
#include "providers/sim/warehouses.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kOwns = "IS_OWNER";
constexpr const char* kManages = "CAN_MANAGE";

/// How a request and an answer name somebody.
struct Naming {
  const char* member;
  const char* word;  ///< for messages
};
constexpr Naming kByUser{"user_name", "UserName"};
constexpr Naming kByGroup{"group_name", "GroupName"};
constexpr Naming kByServicePrincipal{"service_principal_name", "ServicePrincipalName"};

const Naming& naming_of(PrincipalKind kind) {
  if (kind == PrincipalKind::User) return kByUser;
  return kind == PrincipalKind::ServicePrincipal ? kByServicePrincipal : kByGroup;
}

/// Who is not of the workspace is not known to it.
bool is_known(const State& state, const Principal& principal) {
  if (find_identity(state, principal.name) != nullptr)
    return is_in_workspace(state, principal.name);
  const std::vector<std::string> groups = listed_groups(state);
  return std::find(groups.begin(), groups.end(), principal.name) != groups.end();
}

/// An application id may stand where a user's name should.
bool fits(const Naming& naming, PrincipalKind kind) {
  const Naming& right = naming_of(kind);
  return right.word == naming.word ||
         (kind == PrincipalKind::ServicePrincipal && std::string_view(naming.word) == kByUser.word);
}

/// The status is UNVERIFIED; clients go by the text.
Principal find_named(const State& state, const Naming& naming, const std::string& written) {
  std::optional<Principal> found = find_principal(state, written);
  if (found && fits(naming, found->kind) && is_known(state, *found)) return *std::move(found);
  constexpr int kNotFound = 404;
  const auto status = static_cast<int>(state.switches.unknown_acl_principal_status);
  throw Refusal(status,
                status == kNotFound ? "RESOURCE_DOES_NOT_EXIST" : "INVALID_PARAMETER_VALUE",
                std::string("Principal: ") + naming.word + "(" + written + ") does not exist");
}

/// Groups own nothing, and `admins` may do everything in any case.
void check_level(const Principal& principal, const std::string& level) {
  const bool is_group = naming_of(principal.kind).word == kByGroup.word;
  if (is_group && level == kOwns) {
    throw invalid("Group '" + principal.name + "' cannot be the owner of a SQL warehouse.");
  }
  if (principal.name == kAdmins && level != kManages) {
    throw invalid("Cannot change permissions for group 'admins' to " + level + ".");
  }
}

struct Entry {
  std::string principal, level;
};

Entry read_entry(const State& state, const Json& json, const std::string& at) {
  Reader reader(json, at);
  const std::string level = reader.word("permission_level", warehouse_levels());
  std::optional<Principal> named;
  int names = 0;
  for (const Naming& naming : {kByUser, kByGroup, kByServicePrincipal}) {
    const std::optional<std::string> written = reader.optional_text(naming.member);
    if (!written) continue;
    ++names;
    named = find_named(state, naming, *written);
  }
  reader.finish();
  if (level.empty()) refuse(reader.at("permission_level"), "missing");
  if (names != 1 || !named) {
    refuse(at, "expected one of user_name, group_name, service_principal_name");
  }
  check_level(*named, level);
  return {named->name, level};
}

/// In the order of the request, where the last word on somebody counts.
std::vector<Entry> read_entries(const State& state, const Call& call) {
  const Json json = body_json(call);
  Reader body(json, "");
  const Json* list = body.find("access_control_list");
  body.finish();
  std::vector<Entry> out;
  if (list == nullptr) return out;
  const std::string at = body.at("access_control_list");
  for (const Json& entry : list_at(*list, at)) {
    out.push_back(read_entry(state, entry, below(at, std::to_string(out.size()))));
  }
  return out;
}

void check_one_owner(const Texts& acl) {
  const auto owners = std::count_if(
      acl.begin(), acl.end(), [](const auto& entry) { return entry.second == kOwns; });
  if (owners > 1) throw invalid("A SQL warehouse has one owner.");
}

/// Status and text are UNVERIFIED.
void check_new_owner(const State& state, const Warehouse& before, const Warehouse& after) {
  const std::string owner = owner_of(after);
  if (owner.empty() || owner == owner_of(before) || !state.switches.owner_needs_cluster_create ||
      is_entitled(state, owner, kClusterCreate)) {
    return;
  }
  throw invalid("'" + owner + "' cannot own a SQL warehouse: it lacks the entitlement " +
                kClusterCreate + ".");
}

/// Whoever owned it goes on to, unless it is named with another level.
void keep_owner(const State& state, const Warehouse& before, Warehouse& after, const Call& call) {
  if (!owner_of(after).empty()) return;
  const std::string owner = owner_of(before);
  if (owner.empty()) {
    throw invalid("PUT requests for warehouse " + call.parts[0] +
                  " with no existing owner must provide a new owner.");
  }
  if (state.switches.put_without_owner == "refuses") {
    throw invalid("PUT requests for warehouse " + call.parts[0] + " must provide an owner.");
  }
  after.acl.emplace(owner, kOwns);
}

Json permission(const std::string& level, bool is_inherited) {
  Members out;
  put(out, "permission_level", level);
  put(out, "inherited", is_inherited);
  // The value is UNVERIFIED for warehouses.
  if (is_inherited) put_texts(out, "inherited_from_object", {"/sql/warehouses/"});
  return Json{std::move(out)};
}

Json entry_body(const State& state, const std::string& name, const Texts& acl) {
  const Principal principal = known_principal(state, name);
  Members out;
  put(out, naming_of(principal.kind).member, name);
  if (find_identity(state, name) != nullptr) put(out, "display_name", display_name(state, name));
  List permissions;
  if (const auto direct = acl.find(name); direct != acl.end()) {
    permissions.push_back(permission(direct->second, false));
  }
  if (name == kAdmins) permissions.push_back(permission(kManages, true));
  put(out, "all_permissions", std::move(permissions));
  return Json{std::move(out)};
}

/// The entries come shuffled.
Response permissions_answer(const State& state, const Call& call, const Warehouse& warehouse) {
  std::vector<std::string> names{kAdmins};
  for (const auto& [name, level] : warehouse.acl) {
    if (name != kAdmins) names.push_back(name);
  }
  std::sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    return made_number(state.seed, call.number, a) < made_number(state.seed, call.number, b);
  });
  List list;
  for (const std::string& name : names) list.push_back(entry_body(state, name, warehouse.acl));
  Members body;
  put(body, "object_id", "/sql/warehouses/" + call.parts[0]);
  put(body, "object_type", std::string("warehouses"));
  put(body, "access_control_list", std::move(list));
  return answer(std::move(body));
}

Json level_body(const char* level, const char* description) {
  Members out;
  put(out, "permission_level", std::string(level));
  put(out, "description", std::string(description));
  return Json{std::move(out)};
}

}  // namespace

Response get_warehouse_permissions(State& state, const Call& call) {
  // That it takes managing the warehouse is UNVERIFIED.
  return permissions_answer(state, call, find_warehouse(state, call, WarehouseNeed::Manage));
}

Response replace_warehouse_permissions(State& state, const Call& call) {
  Warehouse& warehouse = find_warehouse(state, call, WarehouseNeed::Manage);
  Warehouse after = warehouse;
  after.acl.clear();
  for (const Entry& entry : read_entries(state, call)) after.acl[entry.principal] = entry.level;
  check_one_owner(after.acl);
  keep_owner(state, warehouse, after, call);
  check_new_owner(state, warehouse, after);
  warehouse = std::move(after);
  return permissions_answer(state, call, warehouse);
}

Response update_warehouse_permissions(State& state, const Call& call) {
  Warehouse& warehouse = find_warehouse(state, call, WarehouseNeed::Manage);
  const std::string owner = owner_of(warehouse);
  Texts changes;
  for (const Entry& entry : read_entries(state, call)) changes[entry.principal] = entry.level;
  check_one_owner(changes);
  Warehouse after = warehouse;
  for (const auto& [name, level] : changes) {
    if (level == kOwns && name != owner) after.acl.erase(owner);
  }
  for (const auto& [name, level] : changes) after.acl[name] = level;
  if (owner_of(after) != owner && state.switches.patch_owner == "refuses") {
    throw invalid("PATCH requests cannot change the owner of warehouse " + call.parts[0] + ".");
  }
  check_new_owner(state, warehouse, after);
  warehouse = std::move(after);
  return permissions_answer(state, call, warehouse);
}

Response get_warehouse_permission_levels(State& state, const Call& call) {
  find_warehouse(state, call, WarehouseNeed::See);
  Members body;
  put(body,
      "permission_levels",
      List{level_body("CAN_USE", "Can use the SQL warehouse"),
           level_body("CAN_MANAGE", "Can manage the SQL warehouse"),
           level_body("IS_OWNER", "Is the owner of the SQL warehouse"),
           level_body("CAN_MONITOR", "Can monitor and use the SQL warehouse"),
           level_body("CAN_VIEW", "Can view the SQL warehouse")});
  return answer(std::move(body));
}

}  // namespace dgctl::providers::sim
