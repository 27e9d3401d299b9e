#include <algorithm>
#include <optional>

#include "engine/model/descriptor.h"
#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"
#include "providers/databricks/scim.h"

// https://docs.databricks.com/api/workspace/serviceprincipals, databricks-sdk-go
// service/iam/model.go. A display name identifies nothing: many may bear it.

namespace dgctl::providers {
namespace {

using engine::Fields;
using engine::List;
using engine::Object;
using engine::Value;

constexpr const char* kKind = "service_principal";
constexpr const char* kAttributes =
    "id,applicationId,displayName,active,externalId,entitlements,groups,roles";
// The PATCH of a principal that has no entitlements at all, asked to remove one.
constexpr std::string_view kNothingToRemove =
    "invalidPath No such attribute with the name : entitlements";

/// Where service principals are kept.
struct Scim {
  Rest& rest;
  std::string collection;

  [[nodiscard]] std::string item(const std::string& id) const {
    if (id.empty()) throw engine::ProviderError(engine::ErrorClass::Ours, "no id was given");
    return collection + "/" + percent_encoded(id);
  }
};

Scim of_workspace(const Planes& planes) {
  return {planes.workspace, std::string(kWorkspaceScim) + "ServicePrincipals"};
}

/// Where they are made and end.
Scim home(const Planes& planes) {
  if (!planes.account) return of_workspace(planes);
  return {planes.account->rest, account_path(planes.account->id, "/scim/v2/ServicePrincipals")};
}

/// What the items of a list of SCIM's are called, sorted.
List names_in(const Fields& body, std::string_view list, std::string_view member) {
  engine::Privileges names;
  for (const Value& item : list_in(body, list)) {
    const Fields& held = as_object(item, list);
    const std::string& name = text_in(held, member);
    names.insert(name.empty() ? text_in(held, "value") : name);
  }
  names.erase("");
  return {names.begin(), names.end()};
}

/// The member of that name, or nullptr where it is not said.
const Value* said(const Fields& body, std::string_view name) {
  const Value* value = engine::find(body, name);
  const bool is_null = value != nullptr && std::holds_alternative<engine::Null>(value->is);
  return is_null ? nullptr : value;
}

/// A set of SCIM's as a field. Whether a principal is active is always said to those who are shown
/// all of it: where it is not, a set that is left out is not shown, and may have members.
Value set_from(const Fields& body, std::string_view list, std::string_view member) {
  const bool is_told = said(body, "active") != nullptr;
  if (!is_told && said(body, list) == nullptr) return engine::Null{};
  return names_in(body, list, member);
}

Object principal_from(const Fields& body) {
  Object principal{kKind, needed_text_in(body, "id"), {}, std::nullopt};
  principal.fields = {{"id", principal.id},
                      {"entitlements", set_from(body, "entitlements", "value")},
                      {"groups", set_from(body, "groups", "display")},
                      {"roles", set_from(body, "roles", "value")}};
  const auto set = [&](const char* name, const std::string& text) {
    if (!text.empty()) principal.fields.emplace(name, text);
  };
  set("application_id", engine::lower_case(text_in(body, "applicationId")));
  set("display_name", text_in(body, "displayName"));
  set("external_id", text_in(body, "externalId"));
  const Value* active = said(body, "active");
  if (active != nullptr && !std::holds_alternative<bool>(active->is)) {
    throw UnexpectedForm("'active' is no boolean");
  }
  principal.fields.emplace("active", active == nullptr ? Value(engine::Null{}) : *active);
  return principal;
}

/// What an answer to a change tells of a principal.
Fields told_in(const Fields& body) {
  Fields fields = principal_from(body).fields;
  std::erase_if(fields, [](const auto& item) {
    return std::holds_alternative<engine::Null>(item.second.is);
  });
  return fields;
}

/// All that have that text in a field, by id: offset paging may name one twice.
engine::Objects find_by(const Scim& scim,
                        const std::string& attribute,
                        const std::string& field,
                        const std::string& wanted,
                        const std::stop_token& stop) {
  std::map<std::string, Object> found;
  scim.rest.scim_pages(
      scim.collection,
      {{"filter", scim_filter(attribute, wanted)}, {"attributes", kAttributes}},
      [&](const std::string& page) {
        const Fields body = parsed_object(page);
        for (const Value& item : list_in(body, "Resources")) {
          Object principal = principal_from(as_object(item, "Resources"));
          if (engine::text_of(principal.fields, field) != wanted) continue;
          found.insert_or_assign(principal.id, std::move(principal));
        }
      },
      stop);
  engine::Objects all;
  all.reserve(found.size());
  for (auto& [id, principal] : found) all.push_back(std::move(principal));
  return all;
}

List as_values(const engine::Privileges& words) {
  List list;
  for (const std::string& word : words) list.emplace_back(Fields{{"value", word}});
  return list;
}

Fields operation(const char* op, const std::string& path) { return {{"op", op}, {"path", path}}; }

Fields replacement(const char* path, const Value& value) {
  Fields replace = operation("replace", path);
  replace.emplace("value", value);
  return replace;
}

/// What changes, without the removals of entitlements.
List changes_of(const engine::UpdateObject& call) {
  List operations;
  for (const auto& [name, value] : call.changed) {
    if (name != "display_name" && name != "active") {
      throw engine::ProviderError(engine::ErrorClass::Ours,
                                  "'" + name + "' of a service principal cannot be changed so");
    }
    operations.emplace_back(replacement(name == "active" ? "active" : "displayName", value));
  }
  for (const auto& [name, delta] : call.words) {
    if (delta.add.empty()) continue;
    Fields add = operation("add", name);
    add.emplace("value", as_values(delta.add));
    operations.emplace_back(std::move(add));
  }
  return operations;
}

/// Each filtered, and without a value: an unfiltered one would remove all.
List removals_of(const engine::UpdateObject& call) {
  List operations;
  for (const auto& [name, delta] : call.words) {
    for (const std::string& word : delta.remove) {
      operations.emplace_back(operation("remove", scim_filter(name + "[value", word) + "]"));
    }
  }
  return operations;
}

std::string patch(const Scim& scim,
                  const std::string& id,
                  List operations,
                  const std::stop_token& stop) {
  if (operations.empty()) return "{}";
  const Fields body{{"schemas", List{"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
                    {"Operations", std::move(operations)}};
  return scim.rest.send(Method::Patch, scim.item(id), json_text(body), Repeat::Safe, stop);
}

/// In one request. Where there is nothing to remove the workspace refuses the whole of it: then
/// without the removals.
std::string patch_all(const Scim& scim,
                      const std::string& id,
                      const engine::UpdateObject& call,
                      const std::stop_token& stop) {
  const List changes = changes_of(call);
  const List removals = removals_of(call);
  List all = changes;
  all.insert(all.end(), removals.begin(), removals.end());
  try {
    return patch(scim, id, std::move(all), stop);
  } catch (const engine::ProviderError& error) {
    const std::string text = error.what();
    if (removals.empty() || text.find(kNothingToRemove) == std::string::npos) throw;
    return patch(scim, id, changes, stop);
  }
}

/// The fields that the workspace keeps of a principal of the account, none where it is not
/// assigned.
void add_what_the_workspace_keeps(const Planes& planes,
                                  Object& principal,
                                  const std::stop_token& stop) {
  const Scim scim = of_workspace(planes);
  try {
    const std::string body = scim.rest.get(
        scim.item(principal.id), {{"attributes", "id,active,entitlements,groups"}}, stop);
    Object there = principal_from(parsed_object(body));
    for (const char* name : {"entitlements", "groups"}) {
      principal.fields.insert_or_assign(name, std::move(there.fields.at(name)));
    }
  } catch (const engine::ProviderError& error) {
    if (error.error_class != engine::ErrorClass::NotFound) throw;
    for (const char* name : {"entitlements", "groups"}) {
      principal.fields.insert_or_assign(name, List{});
    }
  }
}

/// By an application id, which is a UUID, or by an id: Databricks makes those of digits, but says
/// no more of them than that they are text, and other servers give them out as UUIDs too.
std::optional<Object> find_by_id(const Scim& scim,
                                 const std::string& id,
                                 const std::stop_token& stop) {
  if (engine::is_uuid(id)) {
    engine::Objects found =
        find_by(scim, "applicationId", "application_id", engine::lower_case(id), stop);
    if (!found.empty()) return std::move(found.front());
  }
  Object principal = principal_from(
      parsed_object(scim.rest.get(scim.item(id), {{"attributes", kAttributes}}, stop)));
  if (principal.id != id) throw UnexpectedForm("it is of '" + principal.id + "'");
  return principal;
}

/// The same for what is not there: nothing.
std::optional<Object> find_if_there(const Scim& scim,
                                    const std::string& id,
                                    const std::stop_token& stop) {
  try {
    return find_by_id(scim, id, stop);
  } catch (const engine::ProviderError& error) {
    // Where ids are digits, a UUID that is no application's may be called none, too.
    const bool is_no_id = engine::is_uuid(id) && error.error_class == engine::ErrorClass::Invalid;
    if (error.error_class != engine::ErrorClass::NotFound && !is_no_id) throw;
    return std::nullopt;
  }
}

/// One that the account has and the workspace does not show: somebody has taken it out. Nothing
/// also where the account may not be asked.
std::optional<Object> find_unassigned(const Planes& planes,
                                      const std::string& id,
                                      const std::stop_token& stop) {
  const bool is_uuid = engine::is_uuid(id);
  const Scim account{planes.workspace, std::string(kAccountScim) + "ServicePrincipals"};
  try {
    engine::Objects found = find_by(account,
                                    is_uuid ? "applicationId" : "id",
                                    is_uuid ? "application_id" : "id",
                                    is_uuid ? engine::lower_case(id) : id,
                                    stop);
    if (found.empty()) return std::nullopt;
    found.front().fields.insert_or_assign("entitlements", List{});
    found.front().fields.insert_or_assign("groups", List{});
    return std::move(found.front());
  } catch (const engine::ProviderError& error) {
    const bool tells_nothing = error.error_class == engine::ErrorClass::Denied ||
                               error.error_class == engine::ErrorClass::NotFound ||
                               error.error_class == engine::ErrorClass::Invalid;
    if (!tells_nothing) throw;
    return std::nullopt;
  }
}

engine::ReadResult read_by_id(const Planes& planes,
                              const std::string& id,
                              const std::stop_token& stop) {
  try {
    std::optional<Object> principal = find_if_there(home(planes), id, stop);
    if (!principal && !planes.account) principal = find_unassigned(planes, id, stop);
    if (!principal) return engine::Absent{};
    if (planes.account) add_what_the_workspace_keeps(planes, *principal, stop);
    return engine::Found{std::move(*principal)};
  } catch (const engine::ProviderError& error) {
    return not_found_or_hidden(error);
  }
}

/// Of those of the account without what the workspace keeps: a name only says that there are some.
engine::ReadResult read_by_name(const Planes& planes,
                                const std::string& name,
                                const std::stop_token& stop) {
  try {
    engine::Objects found = find_by(home(planes), "displayName", "display_name", name, stop);
    if (found.empty()) return engine::Absent{};
    return engine::Found{std::move(found)};
  } catch (const engine::ProviderError& error) {
    return not_found_or_hidden(error);
  }
}

engine::StepOutcome create(const Planes& planes,
                           const Fields& fields,
                           const std::stop_token& stop) {
  Fields body{{"schemas", List{"urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal"}},
              {"displayName", engine::text_of(fields, "display_name")}};
  if (const Value* active = engine::find(fields, "active")) body.emplace("active", *active);
  if (const Value* entitlements = engine::find(fields, "entitlements")) {
    // The account takes them and gives nothing.
    if (planes.account) {
      throw engine::ProviderError(engine::ErrorClass::Ours,
                                  "entitlements are written to the workspace");
    }
    engine::Privileges words;
    if (const List* list = entitlements->list()) {
      for (const Value& word : *list) words.insert(as_text(word, "entitlements"));
    }
    body.emplace("entitlements", as_values(words));
  }
  const Scim scim = home(planes);
  const std::string answer =
      scim.rest.send(Method::Post, scim.collection, json_text(body), Repeat::OnlyIfNotTaken, stop);
  const Fields made = parsed_object(answer);
  return {needed_text_in(made, "id"), told_in(made)};
}

/// What is to be known of it after an update that was answered so.
Fields outputs_of(const std::string& answer, const engine::UpdateObject& call) {
  const Fields body = parsed_object(answer);
  if (!text_in(body, "id").empty()) return told_in(body);
  Fields outputs = call.changed;  // the answer may be empty
  outputs.insert_or_assign("id", call.id);
  return outputs;
}

/// Of a principal of the account the workspace keeps the sets, the account the rest.
engine::StepOutcome update(const Planes& planes,
                           const engine::UpdateObject& call,
                           const std::stop_token& stop) {
  const std::string id = as_text(call.id, "the id of a service principal");
  if (!planes.account) {
    return {id, outputs_of(patch_all(of_workspace(planes), id, call, stop), call)};
  }
  engine::UpdateObject of_account = call;
  of_account.words.clear();
  engine::UpdateObject words = call;
  words.changed.clear();
  Fields outputs = outputs_of(patch_all(home(planes), id, of_account, stop), of_account);
  patch_all(of_workspace(planes), id, words, stop);
  for (const char* name : {"entitlements", "groups"}) outputs.erase(name);
  return {id, std::move(outputs)};
}

void remove(const Planes& planes, const std::string& id, const std::stop_token& stop) {
  const Scim scim = home(planes);
  delete_at(scim.rest, scim.item(id), stop);
}

}  // namespace

IdKind service_principal_kind() {
  return {kKind, read_by_id, read_by_name, create, update, remove};
}

}  // namespace dgctl::providers
