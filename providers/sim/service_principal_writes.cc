
#include "providers/sim/contains.h"
#include "providers/sim/entitlements.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/reader.h"
#include "providers/sim/scim_identity.h"
#include "providers/sim/scim_patch.h"
#include "providers/sim/service_principals.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kSchema = "urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal";

void require_admin(const Call& call) {
  if (call.plane == Plane::Account || call.asker.workspace_admin) return;
  constexpr std::string_view kApi = "/api";
  const std::size_t end = call.path.find("ServicePrincipals") + 17;
  throw Refusal(
      403, "", call.path.substr(kApi.size(), end - kApi.size()) + " is only accessible by admins.");
}

/// Whom the path names, by id.
std::string name_in_path(const State& state, const Call& call) {
  require_admin(call);
  return scim_name(call, service_principal_entries(state, call), service_principal_kind());
}

/// What a body says that makes or replaces one.
struct Written {
  std::string id, application_id;  ///< as it is sent back
  Identity identity;               ///< entitlements are left alone by the account
  std::vector<std::string> groups, roles;
};

std::vector<std::string> read_values(Reader& body, const char* name) {
  const Json* value = body.find(name);
  return value == nullptr ? std::vector<std::string>() : read_scim_values(*value, body.at(name));
}

Written read_written(const Json& json) {
  Reader body(json, "");
  for (const std::string& schema : body.texts("schemas")) {
    one_of(schema, {kSchema}, body.at("schemas"));
  }
  Written written;
  written.id = body.text("id");
  written.application_id = body.text("applicationId");
  written.identity.display_name = body.text("displayName");
  written.identity.active = body.flag("active", true);
  written.identity.external_id = body.text("externalId");
  written.identity.entitlements = read_values(body, "entitlements");
  written.groups = read_values(body, "groups");
  written.roles = read_values(body, "roles");
  body.finish();
  return written;
}

/// Bodies that cannot be kept to. Those managed by Databricks get their application id from it.
void check_written(const Written& written, const Call& call) {
  if (!written.application_id.empty()) {
    throw invalid_syntax("/applicationId: Databricks gives it to the service principal");
  }
  if (written.identity.display_name.empty()) {
    throw Refusal(400, "invalidValue", "displayName is missing");
  }
  for (const std::string& role : written.roles) {
    if (role == kAccountAdmin) continue;
    throw Refusal(400, "invalidValue", "unknown role '" + role + "'");
  }
  if (call.plane != Plane::Account) check_entitlements(written.identity.entitlements);
}

/// SCIM's own order: the first of each word.
void normalise(std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (std::string& word : words) {
    if (!contains(out, word)) out.push_back(std::move(word));
  }
  words = std::move(out);
}

/// Replacing clears what is left out: `admins` and the workspace's own groups too. Those of the
/// account are not changed from here.
void replace_groups(State& state, const std::string& name, const std::vector<std::string>& ids) {
  for (auto& [group_name, group] : state.groups) {
    if (!group.local) continue;
    const bool is_member = contains(group.members, name);
    const bool stays = contains(ids, group.id);
    if (is_member && !stays) std::erase(group.members, name);
    if (!is_member && stays) group.members.push_back(name);
  }
  Identity& identity = *find_identity(state, name);
  identity.workspace_admin = contains(ids, known_principal(state, kAdmins).id);
  index_memberships(state);
}

/// A flag, its word, or as some clients write it: a list of one with its word as `value`.
void set_active(Identity& identity, const Json& value, const std::string& at) {
  if (std::holds_alternative<List>(value.is)) {
    const std::vector<std::string> words = read_scim_values(value, at);
    if (words.size() != 1) refuse(at, "expected one value");
    return set_active(identity, Json{words.front()}, at);
  }
  const auto* flag = std::get_if<bool>(&value.is);
  const auto* text = std::get_if<std::string>(&value.is);
  if (flag == nullptr && (text == nullptr || (*text != "true" && *text != "false"))) {
    refuse(at, "expected true or false");
  }
  identity.active = flag != nullptr ? *flag : *text == "true";
}

void remove_entitlements(Identity& identity, const ScimOperation& operation) {
  if (identity.entitlements.empty()) throw no_such_attribute("entitlements");
  if (!operation.filter && !operation.value) {
    identity.entitlements.clear();
    return;
  }
  std::vector<std::string> gone;
  if (operation.value) gone = read_scim_values(*operation.value, operation.at + "/value");
  std::erase_if(identity.entitlements, [&](const std::string& word) {
    return operation.filter ? operation.filter->matches({{"value", word}}) : contains(gone, word);
  });
}

void change_entitlements(Identity& identity, const ScimOperation& operation, const Call& call) {
  if (call.plane == Plane::Account) return;  // accepted and ignored there
  if (operation.kind == ScimOperation::Kind::Remove)
    return remove_entitlements(identity, operation);
  std::vector<std::string> words = read_scim_values(*operation.value, operation.at + "/value");
  if (operation.kind == ScimOperation::Kind::Add) {
    words.insert(words.begin(), identity.entitlements.begin(), identity.entitlements.end());
  }
  normalise(words);
  check_entitlements(words);
  identity.entitlements = std::move(words);
}

void remove_attribute(Identity& identity, const ScimOperation& operation) {
  if (operation.attribute != "externalId") {
    throw Refusal(400, "mutability", operation.attribute + " cannot be removed");
  }
  if (identity.external_id.empty()) throw no_such_attribute(operation.attribute);
  identity.external_id.clear();
}

void apply(Identity& identity, const ScimOperation& operation, const Call& call) {
  const std::string at = operation.at + "/value";
  if (operation.attribute == "entitlements") return change_entitlements(identity, operation, call);
  if (operation.filter) refuse(operation.at + "/path", "only a list takes a filter");
  if (operation.kind == ScimOperation::Kind::Remove) return remove_attribute(identity, operation);
  if (operation.attribute == "active") return set_active(identity, *operation.value, at);
  const std::string& text = text_at(*operation.value, at);
  if (operation.attribute == "externalId") {
    identity.external_id = text;
    return;
  }
  if (text.empty()) throw Refusal(400, "invalidValue", "displayName is missing");
  identity.display_name = text;
}

/// That a change is answered with what came of it is UNVERIFIED.
Response changed(const State& state, const Call& call, const std::string& name) {
  if (!state.switches.scim_write_bodies) return {200, {}, ""};
  return answer(service_principal_kind().body(state, call, name));
}

}  // namespace

Response create_service_principal(State& state, const Call& call) {
  require_admin(call);
  Written written;
  read_scim_body(call, [&](const Json& json) { written = read_written(json); });
  check_written(written, call);
  if (!written.id.empty()) throw invalid_syntax("/id: the service gives it");
  if (!written.groups.empty() || !written.roles.empty()) {
    throw invalid_syntax("a new service principal has neither groups nor roles");
  }
  ServicePrincipal principal;
  principal.identity = std::move(written.identity);
  principal.identity.id = made_principal_id(state.seed, call.number, "principal");
  principal.identity.assigned = call.plane != Plane::Account;
  normalise(principal.identity.entitlements);
  if (call.plane == Plane::Account) principal.identity.entitlements.clear();
  const std::string name = made_uuid(state.seed, call.number, "application");
  state.service_principals[name] = std::move(principal);
  return answer(service_principal_kind().body(state, call, name), 201);
}

Response update_service_principal(State& state, const Call& call) {
  const std::string name = name_in_path(state, call);
  Identity identity = *find_identity(state, name);
  read_scim_body(call, [&](const Json& json) {
    const auto operations =
        read_scim_operations(json, {"displayName", "active", "externalId", "entitlements"});
    for (const ScimOperation& operation : operations) apply(identity, operation, call);
  });
  *find_identity(state, name) = std::move(identity);
  return changed(state, call, name);
}

Response replace_service_principal(State& state, const Call& call) {
  const std::string name = name_in_path(state, call);
  Written written;
  read_scim_body(call, [&](const Json& json) { written = read_written(json); });
  check_written(written, call);
  Identity& identity = *find_identity(state, name);
  if (!written.id.empty() && written.id != identity.id) {
    throw Refusal(400, "mutability", "id cannot be changed");
  }
  identity.display_name = written.identity.display_name;
  identity.active = written.identity.active;
  identity.external_id = written.identity.external_id;
  if (call.plane == Plane::Account) {
    identity.account_admin = contains(written.roles, kAccountAdmin);
    return changed(state, call, name);
  }
  normalise(written.identity.entitlements);
  identity.entitlements = written.identity.entitlements;
  replace_groups(state, name, written.groups);
  return changed(state, call, name);
}

Response delete_service_principal(State& state, const Call& call) {
  const std::string name = name_in_path(state, call);
  if (name == state.operator_name) {
    throw Refusal(403, "", "The operator of a simulated workspace cannot be deleted.");
  }
  remove_service_principal(state, name);
  return {204, {}, ""};
}

}  // namespace dgctl::providers::sim
