#include "providers/sim/oauth.h"

#include <algorithm>

#include "engine/digest/sha256.h"
#include "providers/sim/authorization.h"
#include "providers/sim/contains.h"
#include "providers/sim/federation.h"
#include "providers/sim/handlers.h"
#include "providers/sim/names.h"
#include "providers/sim/secrets.h"

namespace dgctl::providers::sim {
namespace {

using Form = std::vector<std::pair<std::string, std::string>>;

Refusal bad_request(const std::string& message) { return {400, "invalid_request", message}; }

/// The status is UNVERIFIED. What is wrong is not said.
Refusal invalid_client(const State& state) {
  return {static_cast<int>(state.switches.invalid_client_status),
          "invalid_client",
          "Client authentication failed"};
}

Form read_form(const Call& call) {
  const std::string type = folded(call.content_type);
  if (type.substr(0, type.find(';')) != "application/x-www-form-urlencoded") {
    throw bad_request("Content-Type is not application/x-www-form-urlencoded");
  }
  Form form;
  if (call.body.empty()) return form;
  for (const std::string& pair : split(call.body, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto name = percent_decoded(pair.substr(0, equals), true);
    const auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) throw bad_request("the body is not percent-encoded UTF-8");
    const bool twice =
        std::any_of(form.begin(), form.end(), [&](const auto& p) { return p.first == *name; });
    if (twice) throw bad_request("parameter '" + *name + "' is given twice");
    form.emplace_back(*name, *value);
  }
  return form;
}

constexpr const char* kExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

/// A parameter, or "".
std::string parameter(const Form& form, std::string_view name) {
  const auto found =
      std::find_if(form.begin(), form.end(), [&](const auto& pair) { return pair.first == name; });
  return found == form.end() ? std::string() : found->second;
}

/// Refuses parameters that do not belong to it: credentials belong into the header.
void check_form(const Form& form, const std::vector<std::string>& known) {
  for (const auto& [name, value] : form) {
    if (!contains(known, name)) throw bad_request("unknown parameter '" + name + "'");
  }
  if (parameter(form, "scope") != "all-apis") {
    throw Refusal(400, "invalid_scope", "scope is not all-apis");
  }
}

/// Whether one of the secrets that are not over is this one.
bool has_secret(const ServicePrincipal& principal, const std::string& value, std::int64_t at_ms) {
  const std::string digest = engine::sha256(value);
  return std::any_of(principal.secrets.begin(), principal.secrets.end(), [&](const auto& entry) {
    return entry.second.sha256 == digest && !is_expired(entry.second, at_ms);
  });
}

/// The service principal whom the header proves. To get into the workspace takes being of it.
std::string proven_client(const State& state, const Call& call, bool for_account) {
  const std::optional<Client> client = client_of(call.credentials);
  if (!client) throw invalid_client(state);
  const std::string id = folded(client->id);
  const auto found = state.service_principals.find(id);
  if (found == state.service_principals.end() || !found->second.identity.active ||
      !has_secret(found->second, client->secret, call.at_ms) ||
      (!for_account && !is_in_workspace(state, id))) {
    throw invalid_client(state);
  }
  return id;
}

/// The service principal whom an ID token of its federation proves (RFC 8693).
std::string federated_client(const State& state,
                             const Call& call,
                             const Form& form,
                             bool for_account) {
  if (!call.credentials.empty()) throw bad_request("an exchange takes no header Authorization");
  if (parameter(form, "subject_token_type") != "urn:ietf:params:oauth:token-type:jwt") {
    throw bad_request("subject_token_type is not urn:ietf:params:oauth:token-type:jwt");
  }
  const std::string id = folded(parameter(form, "client_id"));
  // Policies of a whole account, which need none, are not simulated.
  if (id.empty()) throw bad_request("client_id is missing");
  const auto found = state.service_principals.find(id);
  if (found == state.service_principals.end() || !found->second.identity.active ||
      (!for_account && !is_in_workspace(state, id))) {
    throw invalid_client(state);
  }
  const std::string why =
      why_not_federated(state, found->second, parameter(form, "subject_token"), call.at_ms);
  // The code is RFC 8693's; which one the real service gives is UNVERIFIED.
  if (!why.empty()) throw bad_request("the subject token is not accepted: " + why);
  return id;
}

std::string client_of_form(const State& state,
                           const Call& call,
                           const Form& form,
                           bool for_account) {
  const std::string grant_type = parameter(form, "grant_type");
  if (grant_type == kExchange) {
    check_form(form, {"grant_type", "scope", "client_id", "subject_token", "subject_token_type"});
    return federated_client(state, call, form, for_account);
  }
  if (grant_type != "client_credentials") {
    throw Refusal(400,
                  "unsupported_grant_type",
                  "grant_type is neither client_credentials nor token-exchange");
  }
  check_form(form, {"grant_type", "scope"});
  return proven_client(state, call, for_account);
}

Response token_answer(const State& state, const Call& call, bool for_account) {
  constexpr std::int64_t kMsPerSecond = 1000;
  const std::int64_t lifetime_s = state.switches.token_lifetime_s;
  Token token;
  token.client_id = client_of_form(state, call, read_form(call), for_account);
  token.for_account = for_account;
  token.number = call.number;
  token.expires_ms = call.at_ms + lifetime_s * kMsPerSecond;
  Members body;
  put(body, "access_token", token_text(state, token));
  put(body, "token_type", std::string("Bearer"));
  put(body, "expires_in", lifetime_s);
  put(body, "scope", std::string("all-apis"));
  return answer(std::move(body));
}

Response endpoint_answer(const std::string& issuer) {
  Members body;
  put(body, "issuer", issuer);
  put(body, "authorization_endpoint", issuer + "/v1/authorize");
  put(body, "token_endpoint", issuer + "/v1/token");
  put_texts(body, "grant_types_supported", {"client_credentials", kExchange});
  put_texts(body, "token_endpoint_auth_methods_supported", {"client_secret_basic"});
  put_texts(body, "scopes_supported", {"all-apis"});
  return answer(std::move(body));
}

/// The real one answers a login page where the account is wrong.
void check_account(const State& state, const Call& call) {
  if (folded(call.parts[0]) == folded(state.workspace.account_id)) return;
  throw Refusal(404, "invalid_request", "Account '" + call.parts[0] + "' does not exist.");
}

}  // namespace

Response oauth_error_answer(const Refusal& refusal) {
  // What is refused before OAuth has its say carries a code of the rest of the API.
  const bool is_foreign = refusal.code == "INVALID_PARAMETER_VALUE";
  Members body;
  put(body, "error", is_foreign ? std::string("invalid_request") : refusal.code);
  put(body, "error_description", as_utf8(refusal.what()));
  return answer(std::move(body), refusal.status);
}

Response get_token_endpoint(State& /*state*/, const Call& call) {
  return endpoint_answer(call.origin + "/oidc");
}

Response create_token(State& state, const Call& call) { return token_answer(state, call, false); }

Response get_account_token_endpoint(State& state, const Call& call) {
  check_account(state, call);
  return endpoint_answer(call.origin + "/oidc/accounts/" + state.workspace.account_id);
}

Response create_account_token(State& state, const Call& call) {
  check_account(state, call);
  return token_answer(state, call, true);
}

}  // namespace dgctl::providers::sim
