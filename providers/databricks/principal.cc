#include <algorithm>
#include <array>
#include <optional>

#include <nlohmann/json.hpp>

#include "engine/model/nearest.h"
#include "providers/databricks/kinds.h"
#include "providers/databricks/scim.h"

namespace dgctl::providers {
namespace {

using engine::Identity;
using engine::Principal;
using Json = nlohmann::json;

/// How SCIM names the principals of one kind.
struct ScimKind {
  const char* kind;
  const char* collection;
  const char* name;  ///< the attribute by which grants name it
  const char* attributes;
};
constexpr std::array kScimKinds{
    ScimKind{"user", "Users", "userName", "id,userName,displayName,active"},
    ScimKind{"service_principal",
             "ServicePrincipals",
             "applicationId",
             "id,applicationId,displayName,active"},
    ScimKind{"group", "Groups", "displayName", "id,displayName,meta"},
};
constexpr const char* kEverybody = "account users";

const ScimKind& scim_kind(std::string_view kind) {
  return *std::find_if(kScimKinds.begin(), kScimKinds.end(), [&](const ScimKind& candidate) {
    return candidate.kind == kind;
  });
}

Identity identity_from(const ScimKind& kind, const Json& item) {
  Identity identity;
  identity.name = engine::canonical_principal(item.value(kind.name, std::string()));
  identity.kind = kind.kind;
  identity.display_name = item.value("displayName", std::string());
  identity.active = item.value("active", true);
  const Json meta = item.value("meta", Json::object());
  const bool built_in = identity.name == "users" || identity.name == "admins";
  identity.workspace_local =
      identity.kind == "group" &&
      (built_in || meta.value("resourceType", "") == std::string("WorkspaceGroup"));
  return identity;
}

std::vector<Identity> find_all(Rest& rest,
                               const std::string& plane,
                               const ScimKind& kind,
                               const std::string& filter_text,
                               const std::stop_token& stop) {
  const std::string answer = rest.get(
      plane + kind.collection, {{"filter", filter_text}, {"attributes", kind.attributes}}, stop);
  require_scim_list(answer);
  const Json body = Json::parse(answer);
  std::vector<Identity> found;
  for (const Json& item : body.value("Resources", Json::array())) {
    found.push_back(identity_from(kind, item));
  }
  return found;
}

/// The one with exactly that name: the letter case of a filter's value is the server's business.
std::optional<Identity> named(const std::vector<Identity>& found, const Principal& principal) {
  const auto it = std::find_if(
      found.begin(), found.end(), [&](const Identity& i) { return i.name == principal; });
  return it == found.end() ? std::nullopt : std::optional(*it);
}

/// Looks for it in the account. Nothing: it is not there, or the account may not be asked.
std::optional<engine::ReadResult> find_in_account(Rest& rest,
                                                  const ScimKind& kind,
                                                  const Principal& principal,
                                                  const std::stop_token& stop) {
  try {
    const auto found = named(
        find_all(rest, kAccountScim, kind, scim_filter(kind.name, principal), stop), principal);
    if (found) return engine::Found{*found};
    return std::nullopt;
  } catch (const engine::ProviderError& error) {
    if (error.error_class == engine::ErrorClass::Denied) {
      return engine::Hidden{"workspace admin", error.what()};
    }
    const bool no_such_route = error.error_class == engine::ErrorClass::Invalid ||
                               error.error_class == engine::ErrorClass::NotFound;
    if (!no_such_route) throw;
    return std::nullopt;
  }
}

/// What somebody may have meant by a principal that does not exist.
engine::Absent absent(Rest& rest,
                      const ScimKind& kind,
                      const Principal& principal,
                      const std::stop_token& stop) {
  engine::Absent result;
  if (std::string(kind.kind) == "group") {
    const ScimKind& other = scim_kind("service_principal");
    const auto bearers =
        find_all(rest, kWorkspaceScim, other, scim_filter("displayName", principal), stop);
    if (!bearers.empty()) {
      result.hint = "it is the display name of service principal " + bearers.front().name +
                    ": write that application id";
      return result;
    }
  }
  std::vector<std::string> names;
  for (const auto& [name, identity] : list_principals(rest, kind.kind, stop)) names.push_back(name);
  const std::string near = engine::nearest(principal, names);
  if (!near.empty()) result.near.push_back(near);
  return result;
}

}  // namespace

std::string scim_filter(const std::string& attribute, const std::string& value) {
  std::string quoted;
  for (const char c : value) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return attribute + " eq \"" + quoted + "\"";
}

std::string kind_of_principal(const Principal& principal) {
  if (engine::is_uuid(principal)) return "service_principal";
  return principal.find('@') == std::string::npos ? "group" : "user";
}

engine::ReadResult read_principal(Rest& rest,
                                  const Principal& principal,
                                  const std::stop_token& stop) {
  if (principal == kEverybody) {  // a group of every account that not every workspace lists
    Identity everybody;
    everybody.name = everybody.display_name = principal;
    everybody.kind = "group";
    return engine::Found{everybody};
  }
  const ScimKind& kind = scim_kind(kind_of_principal(principal));
  try {
    const auto found = named(
        find_all(rest, kWorkspaceScim, kind, scim_filter(kind.name, principal), stop), principal);
    if (found && !found->workspace_local) return engine::Found{*found};
    const auto elsewhere = find_in_account(rest, kind, principal, stop);
    if (elsewhere && (!found || std::holds_alternative<engine::Found>(*elsewhere)))
      return *elsewhere;
    if (found) return engine::Found{*found};
    return absent(rest, kind, principal, stop);
  } catch (const engine::ProviderError& error) {
    if (error.error_class != engine::ErrorClass::Denied) throw;
    return engine::Hidden{"", error.what()};
  }
}

std::map<Principal, Identity> list_principals(Rest& rest,
                                              const std::string& kind,
                                              const std::stop_token& stop) {
  const ScimKind& scim = scim_kind(kind);
  std::map<Principal, Identity> all;
  rest.scim_pages(
      std::string(kWorkspaceScim) + scim.collection,
      {{"attributes", scim.attributes}},
      [&](const std::string& page) {
        const Json body = Json::parse(page);
        for (const Json& item : body.value("Resources", Json::array())) {
          Identity identity = identity_from(scim, item);
          if (!identity.name.empty()) all.insert_or_assign(identity.name, std::move(identity));
        }
      },
      stop);
  return all;
}

}  // namespace dgctl::providers
