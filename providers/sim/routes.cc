#include "providers/sim/routes.h"

#include <algorithm>
#include <array>

#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/scim.h"
#include "providers/sim/suggestion.h"

namespace dgctl::providers::sim {
namespace {

struct Route {
  Method method;
  std::string_view path;        ///< {} stands for one part
  std::string_view parameters;  ///< of the query, with spaces between
  Response (*handle)(State&, const Call&);
};

constexpr std::string_view kCatalogRoot = "/api/2.1/unity-catalog/";
constexpr std::string_view kScimRoot = "/api/2.0/preview/scim/v2/";
constexpr std::string_view kHostMetadata = "/.well-known/databricks-config";
constexpr std::string_view kTableList =
    "catalog_name schema_name include_browse include_delta_metadata include_manifest_capabilities "
    "max_results omit_columns omit_properties omit_username page_token";
constexpr std::string_view kScimOne = "attributes excludedAttributes";
constexpr std::string_view kScimList =
    "attributes excludedAttributes filter sortBy sortOrder startIndex count";

constexpr std::array<Route, 30> kRoutes{{
    {Method::Get, "/.well-known/databricks-config", "", get_host_metadata},
    {Method::Get,
     "/api/2.1/unity-catalog/current-metastore-assignment",
     "",
     get_metastore_assignment},
    {Method::Get, "/api/2.1/unity-catalog/metastore_summary", "", get_metastore_summary},
    {Method::Post, "/api/2.1/unity-catalog/catalogs", "", create_catalog},
    {Method::Get,
     "/api/2.1/unity-catalog/catalogs",
     "include_browse include_unbound max_results page_token",
     list_catalogs},
    {Method::Get, "/api/2.1/unity-catalog/catalogs/{}", "include_browse", get_catalog},
    {Method::Patch, "/api/2.1/unity-catalog/catalogs/{}", "", update_catalog},
    {Method::Delete, "/api/2.1/unity-catalog/catalogs/{}", "force", delete_catalog},
    {Method::Post, "/api/2.1/unity-catalog/schemas", "", create_schema},
    {Method::Get,
     "/api/2.1/unity-catalog/schemas",
     "catalog_name include_browse max_results page_token",
     list_schemas},
    {Method::Get, "/api/2.1/unity-catalog/schemas/{}", "include_browse", get_schema},
    {Method::Patch, "/api/2.1/unity-catalog/schemas/{}", "", update_schema},
    {Method::Delete, "/api/2.1/unity-catalog/schemas/{}", "force", delete_schema},
    {Method::Get, "/api/2.1/unity-catalog/tables", kTableList, list_tables},
    {Method::Get,
     "/api/2.1/unity-catalog/tables/{}",
     "include_browse include_delta_metadata include_manifest_capabilities",
     get_table},
    {Method::Get, "/api/2.1/unity-catalog/tables/{}/exists", "", get_table_exists},
    {Method::Patch, "/api/2.1/unity-catalog/tables/{}", "", update_table},
    {Method::Delete, "/api/2.1/unity-catalog/tables/{}", "", delete_table},
    {Method::Get,
     "/api/2.1/unity-catalog/permissions/{}/{}",
     "principal max_results page_token",
     get_permissions},
    {Method::Patch, "/api/2.1/unity-catalog/permissions/{}/{}", "", update_permissions},
    {Method::Get,
     "/api/2.1/unity-catalog/effective-permissions/{}/{}",
     "principal max_results page_token",
     get_effective_permissions},
    {Method::Get, "/api/2.1/unity-catalog/bindings/{}/{}", "max_results page_token", get_bindings},
    {Method::Patch, "/api/2.1/unity-catalog/bindings/{}/{}", "", update_bindings},
    {Method::Get, "/api/2.0/preview/scim/v2/Me", kScimOne, get_me},
    {Method::Get, "/api/2.0/preview/scim/v2/Users", kScimList, list_users},
    {Method::Get, "/api/2.0/preview/scim/v2/Users/{}", kScimOne, get_user},
    {Method::Get, "/api/2.0/preview/scim/v2/Groups", kScimList, list_groups},
    {Method::Get, "/api/2.0/preview/scim/v2/Groups/{}", kScimOne, get_group},
    {Method::Get, "/api/2.0/preview/scim/v2/ServicePrincipals", kScimList, list_service_principals},
    {Method::Get, "/api/2.0/preview/scim/v2/ServicePrincipals/{}", kScimOne, get_service_principal},
}};

/// The first part of a path, which is cut off with its slash.
std::string_view next_part(std::string_view& path) {
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view part = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return part;
}

bool is_path_of(const Route& route, std::string_view path) {
  std::string_view pattern = route.path.substr(1);
  if (path.empty() || path.front() != '/' || path.back() == '/') return false;
  path.remove_prefix(1);
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = next_part(pattern);
    const std::string_view part = next_part(path);
    if (part.empty() || (wanted != "{}" && wanted != part)) return false;
  }
  return pattern.empty() && path.empty();
}

std::string decoded(std::string_view text, bool in_query) {
  std::optional<std::string> plain = percent_decoded(text, in_query);
  if (!plain) throw invalid("'" + std::string(text) + "' is not percent-encoded UTF-8");
  return *std::move(plain);
}

std::vector<std::string> captured(const Route& route, std::string_view path) {
  std::string_view pattern = route.path.substr(1);
  path.remove_prefix(1);
  std::vector<std::string> parts;
  while (!pattern.empty()) {
    const std::string_view wanted = next_part(pattern);
    const std::string_view part = next_part(path);
    if (wanted == "{}") parts.push_back(decoded(part, false));
  }
  return parts;
}

std::vector<std::pair<std::string, std::string>> read_query(const Route& route,
                                                            std::string_view query) {
  const std::vector<std::string> known = split(route.parameters, ' ');
  std::vector<std::pair<std::string, std::string>> out;
  if (query.empty()) return out;
  for (const std::string& pair : split(query, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string name = decoded(pair.substr(0, equals), true);
    if (name.empty() || std::find(known.begin(), known.end(), name) == known.end()) {
      throw invalid("unknown query parameter '" + name + "'" + suggestion(name, known));
    }
    const bool twice =
        std::any_of(out.begin(), out.end(), [&](const auto& p) { return p.first == name; });
    if (twice) throw invalid("query parameter '" + name + "' is given twice");
    out.emplace_back(name, decoded(pair.substr(std::min(equals + 1, pair.size())), true));
  }
  return out;
}

/// Those that the route does not look at must be right as well.
void check_flags(const Call& call) {
  for (const auto& [name, value] : call.query) {
    if (name.starts_with("include_") || name.starts_with("omit_")) flag_parameter(call, name);
  }
}

const Route& find_route(const Message& message, std::string_view path) {
  for (const Route& route : kRoutes) {
    if (route.method == message.method && is_path_of(route, path)) return route;
  }
  throw not_found("ENDPOINT_NOT_FOUND",
                  std::string("No API found for '") + to_string(message.method) + " " +
                      std::string(path) + "'");
}

/// That who is not of the workspace is answered 403 and this text is UNVERIFIED.
void admit(const State& state, const Call& call) {
  if (call.path == kHostMetadata) return;
  if (!call.asker.admitted) {
    throw denied("'" + call.asker.name + "' is deactivated or not assigned to workspace " +
                 std::to_string(state.workspace.id));
  }
  if (call.path.starts_with(kCatalogRoot) && !state.metastore) {
    throw not_found("METASTORE_DOES_NOT_EXIST", "No metastore assigned for the current workspace.");
  }
}

Response handled(State& state, const Message& message) {
  const std::string_view target = message.target;
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, mark);
  const Route& route = find_route(message, path);
  Call call;
  call.method = message.method;
  call.path = std::string(path);
  call.asker = asker_named(state, message.who);
  call.number = message.number;
  call.at_ms = message.at_ms;
  admit(state, call);
  call.parts = captured(route, path);
  call.query = read_query(route, target.substr(std::min(mark + 1, target.size())));
  check_flags(call);
  call.body = message.body;
  const bool takes_body = message.method != Method::Get && message.method != Method::Delete;
  if (!takes_body && !message.body.empty()) throw invalid("this request takes no body");
  return route.handle(state, call);
}

Response refused(const Message& message, const Refusal& refusal, const std::string& request_id) {
  const bool is_scim =
      message.target.starts_with(kScimRoot) && refusal.code != "ENDPOINT_NOT_FOUND";
  return is_scim ? scim_error_answer(refusal) : error_answer(refusal, request_id);
}

Response answered(State& state, const Message& message, const std::string& request_id) {
  try {
    return handled(state, message);
  } catch (const Refusal& refusal) {
    return refused(message, refusal, request_id);
  } catch (const JsonError& error) {
    return refused(message, invalid(error.what()), request_id);
  }
}

}  // namespace

Response respond(State& state, const Message& message) {
  const std::string request_id = made_uuid(state.seed, message.number, "request");
  Response response = answered(state, message, request_id);
  response.headers.emplace_back("X-Databricks-Org-Id", std::to_string(state.workspace.id));
  response.headers.emplace_back("X-Request-Id", request_id);
  return response;
}

}  // namespace dgctl::providers::sim
