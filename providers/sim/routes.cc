#include "providers/sim/routes.h"

#include <algorithm>

#include "providers/sim/authorization.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/oauth.h"
#include "providers/sim/route_table.h"
#include "providers/sim/scim.h"
#include "providers/sim/statements.h"
#include "providers/sim/suggestion.h"
#include "providers/sim/timestamp.h"

namespace dgctl::providers::sim {
namespace {

constexpr std::string_view kCatalogRoot = "/api/2.1/unity-catalog/";

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
  for (const Route& route : routes()) {
    if (route.method == message.method && is_path_of(route, path)) return route;
  }
  throw not_found("ENDPOINT_NOT_FOUND",
                  std::string("No API found for '") + to_string(message.method) + " " +
                      std::string(path) + "'");
}

/// That who is not of the workspace is answered 403 and this text is UNVERIFIED.
void admit_to_workspace(const State& state, const Call& call) {
  if (!call.asker.admitted) {
    const std::string who = call.asker.name.empty() ? "nobody" : call.asker.name;
    throw denied("'" + who + "' is deactivated or not assigned to workspace " +
                 std::to_string(state.workspace.id));
  }
  if (call.plane == Plane::AccountProxy && !call.asker.workspace_admin) {
    throw denied("The account can be read by workspace admins only.");
  }
  if (call.path.starts_with(kCatalogRoot) && !state.metastore) {
    throw not_found("METASTORE_DOES_NOT_EXIST", "No metastore assigned for the current workspace.");
  }
}

/// Takes the account id away from the parts of the path. Status and text are UNVERIFIED.
void admit_to_account(const State& state, Call& call) {
  const std::string account_id = call.parts.front();
  call.parts.erase(call.parts.begin());
  if (folded(account_id) != folded(state.workspace.account_id)) {
    throw not_found("RESOURCE_DOES_NOT_EXIST", "Account '" + account_id + "' does not exist.");
  }
  if (!call.asker.active || !call.asker.account_admin) {
    throw denied("'" + call.asker.name + "' is no account admin.");
  }
}

void admit(const State& state, Call& call) {
  switch (call.plane) {
    case Plane::Open:
      return;
    case Plane::Workspace:
    case Plane::AccountProxy:
      return admit_to_workspace(state, call);
    case Plane::Account:
      return admit_to_account(state, call);
  }
}

/// What the account's console answers to whoever takes it for a workspace.
Response login_page() {
  return {200,
          {{"Content-Type", "text/html"}},
          "<!doctype html>\n<html><head><title>Databricks - Sign In</title></head>"
          "<body>Sign in to the account console</body></html>\n"};
}

Response handled(State& state, const Message& message) {
  const std::string_view target = message.target;
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, mark);
  const Plane plane = plane_of(path);
  if (message.arrival.is_account && plane != Plane::Open && plane != Plane::Account) {
    return login_page();
  }
  const Route& route = find_route(message, path);
  check_credentials(state, message);
  Call call;
  call.method = message.method;
  call.plane = plane;
  call.path = std::string(path);
  call.asker = asker_named(state, message.who);
  call.number = message.number;
  call.at_ms = message.at_ms;
  call.parts = captured(route, path);
  const Arrival& arrival = message.arrival;
  call.origin = arrival.origin.empty() ? "https://" + state.workspace.host : arrival.origin;
  call.at_account = arrival.is_account;
  call.page_limit = arrival.page_limit;
  admit(state, call);
  call.query = read_query(route, target.substr(std::min(mark + 1, target.size())));
  check_flags(call);
  call.body = message.body;
  if (is_token_request(message.method, path)) {
    call.credentials = message.credentials;
    call.content_type = message.content_type;
  }
  const bool takes_body = message.method != Method::Get && message.method != Method::Delete;
  if (!takes_body && !message.body.empty()) throw invalid("this request takes no body");
  return route.handle(state, call);
}

Response refused(const Message& message, const Refusal& refusal, const std::string& request_id) {
  if (refusal.code == "ENDPOINT_NOT_FOUND") return error_answer(refusal, request_id);
  if (is_token_request(message.method, message.target)) return oauth_error_answer(refusal);
  // Who asks is found out before it is SCIM's turn.
  if (is_numeric(refusal)) return error_answer(refusal, request_id);
  return is_scim(message.target) ? scim_error_answer(refusal) : error_answer(refusal, request_id);
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
  run_due_statements(state, message.at_ms);
  Response response = answered(state, message, request_id);
  const bool is_account = message.arrival.is_account ||
                          plane_of(message.target) == Plane::Account ||
                          message.target.starts_with("/oidc/accounts/");
  if (!is_account) {
    response.headers.emplace_back("X-Databricks-Org-Id", std::to_string(state.workspace.id));
  }
  response.headers.emplace_back("X-Request-Id", request_id);
  constexpr std::int64_t kMsPerSecond = 1000;
  response.headers.emplace_back(
      "Date", http_date(message.at_ms + state.switches.date_offset_s * kMsPerSecond));
  return response;
}

}  // namespace dgctl::providers::sim
