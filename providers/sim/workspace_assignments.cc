
#include "providers/sim/contains.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/reader.h"
#include "providers/sim/scim_membership.h"

namespace dgctl::providers::sim {
namespace {

enum class Level { None, User, Admin };

/// Words that there are not are ignored, so that nothing may be left.
Level level_of(const std::vector<std::string>& permissions) {
  if (contains(permissions, "ADMIN")) return Level::Admin;
  return contains(permissions, "USER") ? Level::User : Level::None;
}

/// Directly: who is in the workspace through a group has none of its own.
Level level_of(const State& state, const Principal& principal) {
  if (principal.kind == PrincipalKind::AccountGroup) {
    return state.groups.find(principal.name)->second.assigned ? Level::User : Level::None;
  }
  const Identity* identity = find_identity(state, principal.name);
  if (identity == nullptr || !identity->assigned) return Level::None;
  return identity->workspace_admin ? Level::Admin : Level::User;
}

const char* name_member(PrincipalKind kind) {
  if (kind == PrincipalKind::User) return "user_name";
  return kind == PrincipalKind::ServicePrincipal ? "service_principal_name" : "group_name";
}

Members item_of(const State& state, const Principal& principal) {
  const Level level = level_of(state, principal);
  List permissions;
  if (level == Level::User) permissions.push_back(Json{std::string("USER")});
  if (level == Level::Admin) permissions.push_back(Json{std::string("ADMIN")});
  Members of;
  put(of, "principal_id", number_of(principal.id));
  put(of, "display_name", display_name(state, principal.name));
  put(of, name_member(principal.kind), principal.name);
  Members item;
  put(item, "permissions", std::move(permissions));
  put(item, "principal", std::move(of));
  return item;
}

/// A failure that comes with 200. Its texts are UNVERIFIED.
Members failed_item(const std::string& error) {
  Members item;
  put(item, "error", error);
  return item;
}

/// Why somebody cannot have that level, or "".
std::string obstacle(const Principal& principal, Level level) {
  if (principal.kind == PrincipalKind::LocalGroup ||
      principal.kind == PrincipalKind::AccountUsers) {
    return "Group '" + principal.name + "' cannot be assigned to a workspace.";
  }
  if (principal.kind == PrincipalKind::AccountGroup && level == Level::Admin) {
    return "The simulated workspace has no groups that administrate it.";
  }
  return {};
}

/// USER is a member of `users`, ADMIN of `admins`.
Members assign(State& state, const Principal& principal, Level level) {
  if (const std::string why = obstacle(principal, level); !why.empty()) return failed_item(why);
  if (principal.kind == PrincipalKind::AccountGroup) {
    state.groups.find(principal.name)->second.assigned = level != Level::None;
  } else {
    Identity& identity = *find_identity(state, principal.name);
    identity.assigned = level != Level::None;
    identity.workspace_admin = level == Level::Admin;
  }
  return item_of(state, principal);
}

/// On the plane of the account the path says the workspace, before all else.
std::size_t admit(const State& state, const Call& call) {
  require_admin_to("assign principals", call);
  if (call.plane != Plane::Account) return 0;
  if (call.parts[0] != std::to_string(state.workspace.id)) {
    throw not_found("RESOURCE_DOES_NOT_EXIST", "Workspace " + call.parts[0] + " does not exist.");
  }
  return 1;
}

const std::string& principal_id_in_path(const State& state, const Call& call) {
  const std::string& id = call.parts[admit(state, call)];
  if (id.find_first_not_of("0123456789") != std::string::npos) {
    throw invalid("'" + id + "' is not the number of a principal");
  }
  return id;
}

/// One of the three names of an item.
std::optional<Principal> read_principal(const State& state, Reader& item, std::string& written) {
  std::optional<Principal> found;
  int names = 0;
  for (const auto kind :
       {PrincipalKind::ServicePrincipal, PrincipalKind::User, PrincipalKind::AccountGroup}) {
    const std::optional<std::string> name = item.optional_text(name_member(kind));
    if (!name) continue;
    ++names;
    written = *name;
    found = find_principal(state, *name);
    const bool fits = found && std::string_view(name_member(found->kind)) == name_member(kind);
    if (!fits) found = std::nullopt;
  }
  if (names != 1)
    refuse(item.pointer(), "expected one of service_principal_name, user_name, group_name");
  return found;
}

struct Wish {
  std::optional<Principal> principal;
  std::string written;
  Level level = Level::None;
};

std::vector<Wish> read_wishes(const State& state, const Call& call) {
  const Json json = body_json(call);
  Reader body(json, "");
  const Json* list = body.find("permission_assignments");
  body.finish();
  if (list == nullptr) throw invalid("permission_assignments is missing");
  std::vector<Wish> wishes;
  for (const Json& entry : list_at(*list, body.at("permission_assignments"))) {
    Reader item(entry, below(body.at("permission_assignments"), std::to_string(wishes.size())));
    Wish wish;
    wish.principal = read_principal(state, item, wish.written);
    wish.level = level_of(item.texts("permissions"));
    item.finish();
    // That the request fails as a whole is UNVERIFIED.
    if (wish.level == Level::Admin) {
      throw invalid("Invalid permission: ADMIN is invalid or not supported for this workspace.");
    }
    wishes.push_back(std::move(wish));
  }
  return wishes;
}

Response list_answer(List items) {
  Members body;
  put(body, "permission_assignments", std::move(items));
  return answer(std::move(body));
}

Json described(const char* level, const char* description) {
  Members out;
  put(out, "permission_level", std::string(level));
  put(out, "description", std::string(description));
  return Json{std::move(out)};
}

}  // namespace

Response list_workspace_assignments(State& state, const Call& call) {
  admit(state, call);
  List items;
  for (const std::string& name : principal_names(state)) {
    const Principal principal = known_principal(state, name);
    if (level_of(state, principal) == Level::None) continue;
    items.push_back(Json{item_of(state, principal)});
  }
  return list_answer(std::move(items));
}

Response create_workspace_assignments(State& state, const Call& call) {
  admit(state, call);
  List items;
  for (const Wish& wish : read_wishes(state, call)) {
    items.push_back(Json{wish.principal
                             ? assign(state, *wish.principal, wish.level)
                             : failed_item("Principal '" + wish.written + "' does not exist.")});
  }
  return list_answer(std::move(items));
}

Response update_workspace_assignment(State& state, const Call& call) {
  const std::string& id = principal_id_in_path(state, call);
  const Json json = body_json(call);
  Reader body(json, "");
  const Level level = level_of(body.texts("permissions"));
  body.finish();
  const std::optional<Principal> principal = find_principal_with_id(state, id);
  if (!principal) return answer(failed_item("Principal " + id + " does not exist."));
  return answer(assign(state, *principal, level));
}

Response delete_workspace_assignment(State& state, const Call& call) {
  const std::string& id = principal_id_in_path(state, call);
  const std::optional<Principal> principal = find_principal_with_id(state, id);
  if (!principal || level_of(state, *principal) == Level::None) {
    throw not_found("RESOURCE_DOES_NOT_EXIST",
                    "Principal " + id + " not in workspace " + std::to_string(state.workspace.id));
  }
  assign(state, *principal, Level::None);
  return answer({});
}

Response get_workspace_permissions(State& state, const Call& call) {
  admit(state, call);
  Members body;
  put(body,
      "permissions",
      List{described("USER", "Can use the workspace"),
           described("ADMIN", "Can administrate the workspace")});
  return answer(std::move(body));
}

}  // namespace dgctl::providers::sim
