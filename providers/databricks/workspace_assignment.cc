#include <algorithm>

#include "engine/model/descriptor.h"
#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"

// https://docs.databricks.com/api/workspace/permissionassignment and, of the account,
// https://docs.databricks.com/api/account/workspaceassignment, databricks-sdk-go
// service/iam/model.go. An answer of 200 may carry a failure in `error`.

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using engine::Fields;
using engine::List;
using engine::ProviderError;
using engine::Value;

constexpr const char* kKind = "workspace_assignment";
constexpr const char* kAssignments = "/api/2.0/preview/permissionassignments";

/// Where assignments are kept.
struct Assignments {
  Rest& rest;
  std::string path;
};

std::string of_workspace(const AccountPlane& account, std::int64_t workspace_id) {
  return account_path(account.id,
                      "/workspaces/" + std::to_string(workspace_id) + "/permissionassignments");
}

Assignments home(const Planes& planes) {
  if (!planes.account) return {planes.workspace, kAssignments};
  if (planes.account->workspace_id == 0) {
    throw ProviderError(ErrorClass::Ours, "it is not known which workspace is meant");
  }
  return {planes.account->rest, of_workspace(*planes.account, planes.account->workspace_id)};
}

void expect_workspace(const std::string& thing) {
  if (thing != engine::kWorkspaceThing) {
    throw ProviderError(ErrorClass::Ours, "nobody is assigned to " + thing);
  }
}

/// What failed, "" if nothing did.
std::string failure_in(const Fields& item) {
  const Value* error = engine::find(item, "error");
  if (error == nullptr || std::holds_alternative<engine::Null>(error->is)) return {};
  return error->text() != nullptr ? *error->text() : json_text(*error);
}

std::string principal_id_in(const Fields& item) {
  const Value* id = engine::find(object_in(item, "principal"), "principal_id");
  const auto* number = id == nullptr ? nullptr : std::get_if<std::int64_t>(&id->is);
  if (number == nullptr) throw UnexpectedForm("'principal_id' is no whole number");
  return std::to_string(*number);
}

std::string level_in(const Fields& item) {
  const List& levels = list_in(item, "permissions");
  const bool is_admin = std::find(levels.begin(), levels.end(), Value("ADMIN")) != levels.end();
  return is_admin ? "ADMIN" : "USER";
}

engine::Acl acl_from(const std::string& answer) {
  engine::Acl acl;
  const Fields body = parsed_object(answer);
  for (const Value& listed : listed_in(body, "permission_assignments")) {
    const Fields& item = as_object(listed, "permission_assignments");
    if (!failure_in(item).empty()) continue;
    acl.direct.insert_or_assign(principal_id_in(item), level_in(item));
  }
  return acl;
}

engine::ReadResult read_assignments(const Planes& planes,
                                    const std::string& thing,
                                    const std::stop_token& stop) {
  expect_workspace(thing);
  const Assignments assignments = home(planes);
  try {
    return engine::Found{acl_from(assignments.rest.get(assignments.path, {}, stop))};
  } catch (const ProviderError& error) {
    // A workspace without identity federation knows no assignments, nor does a server that offers
    // some of the API: nobody is absent for that.
    const std::string text = error.what();
    const bool has_none = error.error_class == ErrorClass::NotFound ||
                          error.code == "ENDPOINT_NOT_FOUND" || error.code == "NOT_IMPLEMENTED" ||
                          (error.error_class == ErrorClass::Invalid &&
                           text.find("not supported") != std::string::npos);
    if (has_none) return engine::Hidden{"", text};
    if (error.error_class != ErrorClass::Denied) throw;
    return engine::Hidden{planes.account ? "account admin" : "workspace admin", text};
  }
}

ProviderError failed(const std::string& path,
                     const std::string& principal_id,
                     const std::string& failure) {
  const bool not_visible = failure.find("not in workspace") != std::string::npos ||
                           failure.find("does not exist") != std::string::npos;
  ProviderError error(not_visible ? ErrorClass::NotVisible : ErrorClass::Invalid,
                      "PUT " + path + " was answered with the error: " + failure);
  if (not_visible) error.subject = principal_id;
  return error;
}

void assign(const Assignments& assignments,
            const std::string& principal_id,
            const std::string& level,
            const std::stop_token& stop) {
  // The workspace ignores a level that it does not know, and without one takes the assignment away.
  const std::vector<std::string>& known = engine::descriptor_of(kKind).levels;
  if (std::find(known.begin(), known.end(), level) == known.end()) {
    throw ProviderError(ErrorClass::Ours, "nobody can be assigned as '" + level + "'");
  }
  const std::string path = assignments.path + "/principals/" + principal_id;
  const Fields body{{"permissions", List{level}}};
  const std::string answer =
      assignments.rest.send(Method::Put, path, json_text(body), Repeat::Safe, stop);
  const std::string failure = failure_in(parsed_object(answer));
  if (!failure.empty()) throw failed(path, principal_id, failure);
}

bool is_decimal(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void write_assignment(const Planes& planes,
                      const engine::WriteAcl& call,
                      const std::stop_token& stop) {
  expect_workspace(as_text(call.thing, "what somebody is assigned to"));
  if (call.entries.size() != 1) {
    throw ProviderError(ErrorClass::Ours, "assignments are written one by one");
  }
  const engine::AclEntry& entry = call.entries.front();
  const std::string& principal_id = as_text(entry.principal, "principal");
  if (!is_decimal(principal_id)) {
    throw ProviderError(ErrorClass::Ours, "'" + principal_id + "' is no id of a principal");
  }
  const Assignments assignments = home(planes);
  if (!entry.level.empty()) return assign(assignments, principal_id, entry.level, stop);
  delete_at(assignments.rest, assignments.path + "/principals/" + principal_id, stop);
}

/// The ids of the workspaces of an account, in the order in which it lists them.
std::vector<std::int64_t> workspaces_of(const AccountPlane& account, const std::stop_token& stop) {
  std::vector<std::int64_t> ids;
  const Value body = parsed(account.rest.get(account_path(account.id, "/workspaces"), {}, stop));
  const List* all = body.list();
  if (all == nullptr) throw UnexpectedForm("the account's workspaces are no list");
  for (const Value& workspace : *all) {
    const Value* id = engine::find(as_object(workspace, "a workspace"), "workspace_id");
    const auto* number = id == nullptr ? nullptr : std::get_if<std::int64_t>(&id->is);
    if (number == nullptr) throw UnexpectedForm("'workspace_id' is no whole number");
    ids.push_back(*number);
  }
  return ids;
}

}  // namespace

engine::ReadResult read_other_workspaces(const AccountPlane& account,
                                         const std::string& principal_id,
                                         const std::stop_token& stop) {
  engine::Names others;
  try {
    for (const std::int64_t id : workspaces_of(account, stop)) {
      if (id == account.workspace_id) continue;
      const engine::Acl acl = acl_from(account.rest.get(of_workspace(account, id), {}, stop));
      if (acl.direct.contains(principal_id)) others.push_back(std::to_string(id));
    }
  } catch (const ProviderError& error) {
    // One that does not tell may be one that uses it.
    if (error.error_class != ErrorClass::Denied && error.error_class != ErrorClass::NotFound &&
        error.error_class != ErrorClass::Invalid) {
      throw;
    }
    return engine::Hidden{"account admin", error.what()};
  }
  std::sort(others.begin(), others.end());
  return engine::Found{std::move(others)};
}

AclKind workspace_assignment_kind() { return {kKind, read_assignments, write_assignment}; }

}  // namespace dgctl::providers
