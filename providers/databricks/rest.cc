#include "providers/databricks/rest.h"

#include <optional>
#include <set>

#include <nlohmann/json.hpp>

#include "engine/model/secret.h"
#include "providers/databricks/json.h"
#include "providers/databricks/login/authorizing.h"
#include "providers/databricks/planes.h"
#include "providers/transport/error_answer.h"

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using engine::ProviderError;
using Json = nlohmann::json;

constexpr std::size_t kMostPages = 100'000;  // a listing that never ends is the server's fault
constexpr int kScimCount = 100;

std::string with_query(const std::string& path, const Query& query) {
  std::string whole = path;
  char separator = '?';
  for (const auto& [name, value] : query) {
    whole += separator + name + "=" + percent_encoded(value);
    separator = '&';
  }
  return whole;
}

const char* who_may_help(const std::string& path) {
  // Whoever is let in may ask these.
  if (path.starts_with("/api/2.1/unity-catalog/current-metastore-assignment") ||
      path.starts_with("/api/2.1/unity-catalog/metastore_summary") ||
      path.starts_with("/api/2.0/preview/scim/v2/Me")) {
    return "; a workspace admin assigns this identity to the workspace, or activates it";
  }
  if (path.starts_with("/api/2.1/unity-catalog")) {
    return "; ask the owner or a metastore admin for that right";
  }
  // Without an id of an account the path is one of the workspace's.
  const bool is_of_account =
      path.starts_with("/api/2.0/accounts/") && !path.starts_with(kWorkspacePrincipals);
  return is_of_account ? "; ask an account admin for that right"
                       : "; ask a workspace admin for that right";
}

/// Which credentials were refused, where the transport says so.
std::string check_credentials(const Response& response) {
  const std::string which = header(response, kRefusedCredentials);
  return "; check the credentials" + (which.empty() ? "" : ", " + which);
}

std::string what_to_do(const Request& request,
                       const Response& response,
                       const ErrorAnswer& answer) {
  const auto says = [&](const char* part) {
    return answer.message.find(part) != std::string::npos;
  };
  if (says("storage root")) return "; give the catalog a storage_root, or the metastore one";
  if (request.method == Method::Delete && says("not empty")) {
    return "; what it holds may not be shown without USE SCHEMA on it: ask for that, or empty it";
  }
  if (says("with no existing owner must provide a new owner")) return "; give it an owner first";
  switch (answer.error_class) {
    case ErrorClass::Unauthenticated:
      return check_credentials(response);
    case ErrorClass::Denied:
      return who_may_help(request.path);
    case ErrorClass::Throttled:
    case ErrorClass::Transient:
      return "; run again later";
    case ErrorClass::NotVisible:
    case ErrorClass::Conflict:
    case ErrorClass::NotFound:
    case ErrorClass::Invalid:
    case ErrorClass::Transport:
    case ErrorClass::Ours:
      return {};
  }
  return {};
}

std::string name_of(const Request& request) {
  return std::string(to_string(request.method)) + " " + request.path;
}

ProviderError error_of(const Request& request,
                       const Response& response,
                       const ErrorAnswer& answer) {
  std::string text = name_of(request) + " was answered with " + std::to_string(response.status);
  if (!answer.code.empty()) text += " " + answer.code;
  text += ": " + answer.message;
  while (text.ends_with('.')) text.pop_back();
  if (!answer.request_id.empty()) text += " (request id " + answer.request_id + ")";
  ProviderError error(answer.error_class, text + what_to_do(request, response, answer));
  error.code = answer.code;
  error.request_id = answer.request_id;
  error.subject = answer.subject;
  error.retry_after = answer.retry_after;
  const bool may_have_worked =
      answer.error_class == ErrorClass::Transient ||
      (answer.error_class == ErrorClass::Throttled && response.status >= 500);
  error.may_have_happened = may_have_worked && request.method != Method::Get;
  return error;
}

Request request_of(Method method, const std::string& path, Repeat repeat, bool has_body) {
  Request request;
  request.method = method;
  request.path = path;
  request.headers = {{"Accept", "application/json"}};
  if (has_body) request.headers.emplace_back("Content-Type", "application/json");
  request.repeat = repeat;
  return request;
}

/// The value of a text member at the top of a JSON object, or "".
std::string text_member(const Json& body, const char* name) {
  const auto it = body.find(name);
  return it != body.end() && it->is_string() ? it->get<std::string>() : std::string();
}

/// The code of an error that came with the status of a success, or "".
std::string error_code_in(const std::string& body) {
  constexpr const char* kCode = "error_code";
  if (body.find(kCode) == std::string::npos) return {};
  const Json parsed = Json::parse(body);
  return parsed.is_object() ? text_member(parsed, kCode) : std::string();
}

/// Whether whoever else has that host answers: a page to log in with, the way to one, or that there
/// is no such page. Nothing of a workspace is absent because of that.
bool is_elsewhere(const Response& response) {
  const int kind = response.status / 100;
  return kind == 3 || ((kind == 2 || response.status == 404) && is_html(response));
}

/// An error after which only reading back tells whether the request took effect.
ProviderError perhaps_done(Method method, ProviderError error) {
  error.may_have_happened = method != Method::Get;
  return error;
}

}  // namespace

void Rest::require_success(const Request& request, const Response& response) const {
  if (is_elsewhere(response)) {
    // What answers in the place of a workspace may have come after the workspace had done it.
    throw perhaps_done(request.method,
                       {ErrorClass::Unauthenticated,
                        name_of(request) + " was answered with " + elsewhere_text(response) +
                            "; the host is not a workspace, or the credentials are not for it"});
  }
  if (response.status < 200 || response.status > 299) {
    throw error_of(request, response, error_in(response, clock_.now()));
  }
}

/// Nothing must not look like an empty list, nor a failure like an answer.
void Rest::require_answer(const Request& request, const Response& response) const {
  if (request.confidential) return;  // nobody but its reader looks into it
  const std::string& body = response.body;
  const bool is_json = !body.empty() && Json::accept(body);
  if (!is_json) {
    throw perhaps_done(
        request.method,
        {ErrorClass::Transient,
         name_of(request) + " was answered with " +
             (body.empty() ? "an empty body" : "what is no JSON") + "; run again later"});
  }
  if (!error_code_in(body).empty()) {
    throw perhaps_done(request.method,
                       error_of(request, response, error_in(response, clock_.now())));
  }
}

std::string Rest::exchange(const Request& request, const std::stop_token& stop) {
  std::optional<Response> response;
  try {
    response = transport_.send(request, stop);
  } catch (const TransportError& failure) {
    throw perhaps_done(
        failure.may_have_been_taken ? request.method : Method::Get,
        {ErrorClass::Transport,
         failure.is_whole ? failure.what()
                          : name_of(request) + " was not answered: " + failure.what() +
                                "; check the network and run again"});
  }
  std::optional<engine::WipedAtEnd> wiped;
  if (request.confidential) wiped.emplace(response->body);
  require_success(request, *response);
  if (response->body.empty() && request.method != Method::Get) return "{}";
  require_answer(request, *response);
  return std::move(response->body);
}

std::string Rest::get(const std::string& path, const Query& query, const std::stop_token& stop) {
  Request request;
  request.method = Method::Get;
  request.path = with_query(path, query);
  request.headers = {{"Accept", "application/json"}};
  return exchange(request, stop);
}

std::string Rest::send(Method method,
                       const std::string& path,
                       const std::string& body,
                       Repeat repeat,
                       const std::stop_token& stop) {
  Request request = request_of(method, path, repeat, !body.empty());
  request.body = body;
  return exchange(request, stop);
}

std::string Rest::send_confidential(Method method,
                                    const std::string& path,
                                    std::string&& body,
                                    Repeat repeat,
                                    const std::stop_token& stop) {
  Request request = request_of(method, path, repeat, !body.empty());
  request.confidential = true;
  const engine::WipedAtEnd wiped_source(body);  // a short text is copied when it is moved
  request.body = std::move(body);
  const engine::WipedAtEnd wiped(request.body);
  return exchange(request, stop);
}

void Rest::pages(const std::string& path,
                 const Query& query,
                 const std::function<void(const std::string& body)>& page,
                 const std::stop_token& stop) {
  Query here = query;
  std::set<std::string> seen;
  for (std::size_t n = 0; n < kMostPages; ++n) {
    const std::string body = get(path, here, stop);
    page(body);
    // A page may be empty and still not be the last.
    const std::string token = text_member(Json::parse(body), "next_page_token");
    if (token.empty()) return;
    if (!seen.insert(token).second) break;
    here = query;
    here.emplace_back("page_token", token);
  }
  throw ProviderError(ErrorClass::Transient,
                      "GET " + path + " answers with pages that never end; run again later");
}

void Rest::scim_pages(const std::string& path,
                      const Query& query,
                      const std::function<void(const std::string& body)>& page,
                      const std::stop_token& stop) {
  std::size_t start = 1;
  std::set<std::string> seen;
  for (std::size_t n = 0; n < kMostPages; ++n) {
    Query here = query;
    here.emplace_back("startIndex", std::to_string(start));
    here.emplace_back("count", std::to_string(kScimCount));
    const std::string body = get(path, here, stop);
    require_scim_list(body);
    const Json parsed = Json::parse(body);
    page(body);
    const Json resources = parsed.value("Resources", Json::array());
    const std::size_t all = parsed.value("totalResults", std::size_t{0});
    start += resources.size();
    if (resources.empty() || start > all) return;
    bool is_new = false;
    for (const Json& resource : resources) is_new = seen.insert(resource.dump()).second || is_new;
    if (!is_new) break;
  }
  throw ProviderError(ErrorClass::Transient,
                      "GET " + path + " answers with pages that never end; run again later");
}

void require_scim_list(const std::string& body) {
  const Json answer = Json::parse(body);
  if (answer.is_object() && (answer.contains("Resources") || answer.contains("totalResults")))
    return;
  throw UnexpectedForm("it is no list of SCIM's");
}

std::string catalog_path(const std::vector<std::string>& parts) {
  std::string path = "/api/2.1/unity-catalog";
  for (const std::string& part : parts) path += "/" + percent_encoded(part);
  return path;
}

}  // namespace dgctl::providers
