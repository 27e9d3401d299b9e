#include "providers/sim/secrets.h"

#include <algorithm>
#include <charconv>

#include "engine/digest/sha256.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/paging.h"
#include "providers/sim/reader.h"
#include "providers/sim/timestamp.h"

namespace dgctl::providers::sim {
namespace {

constexpr std::int64_t kLongestLife = 63'072'000;  // seconds: two years
constexpr std::size_t kMostSecrets = 5;

Refusal no_such(const std::string& what) { return not_found("RESOURCE_DOES_NOT_EXIST", what); }

/// Whose secrets the path is about. Through the workspace, only of who is in it.
ServicePrincipal& principal_in_path(State& state, const Call& call) {
  require_admin_to("manage client secrets", call);
  const std::string& id = call.parts[0];
  if (id.find_first_not_of("0123456789") != std::string::npos) {
    throw invalid("'" + id + "' is not the number of a service principal");
  }
  const std::optional<Principal> found = find_principal_with_id(state, id);
  if (!found || found->kind != PrincipalKind::ServicePrincipal) {
    throw no_such("Service principal with id " + id + " does not exist.");
  }
  if (call.plane == Plane::Workspace && !is_in_workspace(state, found->name)) {
    throw no_such("Principal " + id + " not in workspace " + std::to_string(state.workspace.id));
  }
  return state.service_principals.find(found->name)->second;
}

/// "7776000s"
std::int64_t read_lifetime_s(const std::string& text) {
  std::int64_t seconds = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seconds);
  if (error != std::errc() || stop + 1 != end || *stop != 's' || seconds < 1 ||
      seconds > kLongestLife) {
    throw invalid("lifetime '" + text + "' is not between 1s and " + std::to_string(kLongestLife) +
                  "s");
  }
  return seconds;
}

/// By id, those that are not over.
std::vector<std::string> live_secrets(const ServicePrincipal& principal, const Call& call) {
  std::vector<std::string> ids;
  for (const auto& [id, secret] : principal.secrets) {
    if (!is_expired(secret, call.at_ms)) ids.push_back(id);
  }
  return ids;
}

/// A digest of what makes it unlike any other, and half of it.
std::string made_value(const State& state, const Call& call) {
  constexpr std::size_t kDigits = 32;
  const std::string digest =
      engine::sha256(std::to_string(state.seed) + "/" + std::to_string(call.number) + "/secret");
  return "dose" + digest.substr(0, kDigits);
}

/// `value`: where it is shown, the one time.
Members secret_body(const std::string& id, const ClientSecret& secret, const std::string& value) {
  Members body;
  put(body, "id", id);
  put_unless_empty(body, "secret", value);
  put(body, "secret_hash", engine::sha256("secret_hash " + secret.sha256));
  put(body, "status", std::string("ACTIVE"));
  put_unless_empty(body, "create_time", secret.create_time);
  put_unless_empty(body, "update_time", secret.create_time);
  put_unless_empty(body, "expire_time", secret.expire_time);
  return body;
}

/// Those of an identity provider log in with what that gives them. Status and text are UNVERIFIED.
void require_own(const ServicePrincipal& principal) {
  const Identity& identity = principal.identity;
  if (identity.external_id.empty()) return;
  throw invalid("OAuth secrets are for Databricks-managed service principals only; '" +
                identity.display_name + "' is managed by an identity provider, with external id '" +
                identity.external_id + "'.");
}

}  // namespace

bool is_expired(const ClientSecret& secret, std::int64_t at_ms) {
  const std::optional<std::int64_t> end_ms = parse_timestamp(secret.expire_time);
  return end_ms && *end_ms <= at_ms;
}

Response create_secret(State& state, const Call& call) {
  constexpr std::int64_t kMsPerSecond = 1000;
  ServicePrincipal& principal = principal_in_path(state, call);
  const Json json = body_json(call);
  Reader body(json, "");
  const std::optional<std::string> lifetime = body.optional_text("lifetime");
  body.finish();
  const std::int64_t seconds = lifetime ? read_lifetime_s(*lifetime) : kLongestLife;
  require_own(principal);
  if (live_secrets(principal, call).size() >= kMostSecrets) {
    throw Refusal(
        static_cast<int>(state.switches.sixth_secret_status),
        "INVALID_PARAMETER_VALUE",
        "A service principal has at most " + std::to_string(kMostSecrets) + " OAuth secrets.");
  }
  const std::string value = made_value(state, call);
  const std::string id = made_hex(state.seed, call.number, "secret");
  ClientSecret& secret = principal.secrets[id];
  secret.sha256 = engine::sha256(value);
  secret.create_time = timestamp_text(call.at_ms);
  secret.expire_time = timestamp_text(call.at_ms + seconds * kMsPerSecond);
  return answer(secret_body(id, secret, value));
}

Response list_secrets(State& state, const Call& call) {
  const ServicePrincipal& principal = principal_in_path(state, call);
  const std::vector<std::string> ids = live_secrets(principal, call);
  const Page page = page_of(state, call, ids);
  List list;
  for (std::size_t i = page.first; i < page.last; ++i) {
    list.push_back(Json{secret_body(ids[i], principal.secrets.at(ids[i]), "")});
  }
  Members body;
  put_list(body, "secrets", std::move(list));
  put_next_page(body, page);
  return answer(std::move(body));
}

Response delete_secret(State& state, const Call& call) {
  ServicePrincipal& principal = principal_in_path(state, call);
  const std::string& id = call.parts[1];
  const auto found = principal.secrets.find(id);
  if (found == principal.secrets.end() || is_expired(found->second, call.at_ms)) {
    throw no_such("Secret with id " + id + " does not exist.");
  }
  principal.secrets.erase(found);
  return answer({});
}

}  // namespace dgctl::providers::sim
