#include "providers/databricks/login/client_credentials.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/edges/error.h"
#include "engine/model/descriptor.h"

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using engine::ProviderError;

constexpr std::chrono::seconds kFirstPause{1};
constexpr std::chrono::seconds kPatience{60};

/// "the login as 3f0c"
std::string login_as(const Client& client) {
  return "the login " + (client.id.empty() ? "without client_id" : "as " + client.id);
}

void append_parameter(std::string& body, const char* name, const std::string& value) {
  body += std::string(body.empty() ? "" : "&") + name + "=" + percent_encoded(value);
}

/// A refusal, with what is to be checked.
ProviderError with_advice(const ProviderError& error, const RefusalAdvice& advice) {
  const std::string text = error.what();
  const bool is_client = text.find("invalid_client") != std::string::npos;
  ProviderError told(error.error_class,
                     text + "; check " + advice.from + (is_client ? advice.of_client : ""));
  told.code = error.code;
  told.request_id = error.request_id;
  return told;
}

/// What is wrong with a client's id, as the rest of "check …"; "": it has the form of one.
std::string wrong_id(const Client& client) {
  if (client.id.empty() || engine::is_uuid(client.id)) return {};
  return ": client_id is to be the application id, which is a UUID, and '" + client.id +
         "' is none";
}

/// Why a client with a secret may not be let in. The answer is the same for all of it.
std::string refused_client(const Client& client, const TokenHost& host) {
  std::string wrong = wrong_id(client);
  if (!wrong.empty()) return wrong;
  return std::string(": the id or the secret is wrong, or the service principal is deactivated, ") +
         (host.account_id.empty() ? "not assigned to this workspace" : "not of this account") +
         ", or its secret has expired";
}

/// The audience that the host's description asks for first.
std::string described_audience(const std::string& description) {
  const auto body = nlohmann::json::parse(description, nullptr, false);
  if (!body.is_object()) return {};
  const auto all = body.find("token_federation_default_oidc_audiences");
  if (all != body.end() && all->is_array() && !all->empty() && all->front().is_string()) {
    return all->front().get<std::string>();
  }
  // Of the description of a host that is no workspace.
  return text_in(description, "workspace_id").empty() ? text_in(description, "account_id")
                                                      : std::string();
}

/// What a host says of itself; "" where it says nothing, which none has to. One that is not there
/// is told of when a token is asked for.
std::string description(Hosts& hosts, const std::string& origin, const std::stop_token& stop) {
  try {
    const Response response = open_get(hosts, origin, "/.well-known/databricks-config", stop);
    return response.status == 200 ? response.body : std::string();
  } catch (const ProviderError&) {
    return {};
  }
}

}  // namespace

Token ask_patiently(const TokenEdges& edges,
                    const Request& request,
                    const TokenQuestion& question,
                    const RefusalAdvice& advice,
                    const std::stop_token& stop) {
  std::chrono::milliseconds waited{0};
  std::chrono::milliseconds pause = kFirstPause;
  for (;;) {
    try {
      return ask_for_token(edges, request, question, stop);
    } catch (const ProviderError& error) {
      if (error.error_class == ErrorClass::Unauthenticated) throw with_advice(error, advice);
      const auto wait = std::max(pause, error.retry_after.value_or(pause));
      if (error.error_class != ErrorClass::Throttled || waited + wait > kPatience) throw;
      waited += wait;
      pause *= 2;
      if (!edges.clock.sleep(wait, stop)) {
        throw engine::StoppedError("interrupted while waiting for " + question.login);
      }
    }
  }
}

Token ClientCredentials::fetch(const std::stop_token& stop) {
  Request request = client_credentials_request(endpoint_.path(stop), client_.scope);
  std::string& credentials = request.headers.back().second;
  const engine::WipedAtEnd wiped(credentials);
  write_basic(credentials, client_.id, secret_);
  SecretForms secrets(secret_);
  secrets.add_text(std::string_view(credentials).substr(6));
  return ask_patiently(endpoint_.edges(),
                       request,
                       {login_as(client_), secrets},
                       {client_.from, refused_client(client_, endpoint_.host())},
                       stop);
}

std::string TokenExchange::audience(const std::stop_token& stop) {
  if (!audience_.empty() || !ids_.needs_audience()) return audience_;
  const TokenHost& host = endpoint_.host();
  if (!host.account_id.empty()) return host.account_id;
  audience_ = described_audience(description(hosts_, host.origin, stop));
  return audience_.empty() ? host.origin + endpoint_.path(stop) : audience_;
}

Token TokenExchange::fetch(const std::stop_token& stop) {
  const std::string& path = endpoint_.path(stop);
  const engine::Secret id_token = ids_.id_token(audience(stop), stop);
  Request request;
  request.method = Method::Post;
  request.path = path;
  request.headers = {{"Accept", "application/json"},
                     {"Content-Type", "application/x-www-form-urlencoded"}};
  request.confidential = true;
  const engine::WipedAtEnd wiped(request.body);
  id_token.reveal([&](std::string_view value) {
    constexpr std::size_t kRest = 512;
    request.body.reserve(3 * (value.size() + client_.id.size() + client_.scope.size()) + kRest);
    if (!client_.id.empty()) append_parameter(request.body, "client_id", client_.id);
    append_parameter(request.body, "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    append_parameter(request.body, "subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
    append_parameter(request.body, "scope", client_.scope);
    request.body += "&subject_token=";
    append_percent_encoded(request.body, value);
  });
  const SecretForms secrets(id_token);
  TokenQuestion question{login_as(client_), secrets};
  question.is_exchange = true;
  return ask_patiently(
      endpoint_.edges(), request, question, {client_.from, wrong_id(client_)}, stop);
}

}  // namespace dgctl::providers
