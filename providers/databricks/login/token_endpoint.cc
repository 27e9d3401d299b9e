#include "providers/databricks/login/token_endpoint.h"

#include <nlohmann/json.hpp>

#include "engine/model/host.h"
#include "providers/transport/error_answer.h"

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using engine::ProviderError;

constexpr const char* kWellKnown = "/oidc/.well-known/oauth-authorization-server";
constexpr const char* kUsual = "/oidc/v1/token";

}  // namespace

std::string text_in(const std::string& json, const std::string& member) {
  const auto body = nlohmann::json::parse(json, nullptr, false);
  if (!body.is_object()) return {};
  const auto it = body.find(member);
  return it != body.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::optional<std::string> path_on(const std::string& origin, const std::string& address) {
  const auto host = engine::clean_host(address);
  const auto* clean = std::get_if<engine::CleanHost>(&host);
  if (clean == nullptr || clean->url != origin) return std::nullopt;
  const std::size_t authority = address.find("://") + 3;
  const std::size_t path = address.find('/', authority);
  if (path == std::string::npos) return std::nullopt;
  return address.substr(path, address.find('#', path) - path);
}

Response open_get(Hosts& hosts,
                  const std::string& origin,
                  const std::string& path,
                  const std::stop_token& stop) {
  Request request;
  request.path = path;
  request.headers = {{"Accept", "application/json"}};
  try {
    return hosts.open(origin).send(request, stop);
  } catch (const TransportError& failure) {
    throw ProviderError(ErrorClass::Transport,
                        "GET " + origin + path + " was not answered: " + failure.what() +
                            "; check the host and the network and run again");
  }
}

const std::string& TokenEndpoint::path(const std::stop_token& stop) {
  if (!path_.empty()) return path_;
  path_ = host_.account_id.empty()
              ? discovered(stop)
              : "/oidc/accounts/" + percent_encoded(host_.account_id) + "/v1/token";
  return path_;
}

std::string TokenEndpoint::discovered(const std::stop_token& stop) {
  std::string asked = kWellKnown;
  if (!host_.discovery_url.empty()) {
    const auto path = path_on(host_.origin, host_.discovery_url);
    if (!path) {
      throw ProviderError(ErrorClass::Unauthenticated,
                          "discovery_url is " + host_.discovery_url + ", which is not on " +
                              host_.origin + "; credentials are sent to their own host only");
    }
    asked = *path;
  }
  const Response response = open_get(hosts_, host_.origin, asked, stop);
  const std::string name = "GET " + host_.origin + asked;
  if (response.status == 404 && !is_html(response)) return kUsual;
  if (is_html(response) || (response.status >= 300 && response.status < 400)) {
    throw ProviderError(ErrorClass::Unauthenticated,
                        name + " was answered with " + elsewhere_text(response) +
                            ": wrong host, it is not a workspace");
  }
  if (response.status < 200 || response.status > 299) {
    const ErrorAnswer answer = error_in(response, clock_.now());
    throw ProviderError(answer.error_class,
                        name + " was answered with " + std::to_string(response.status) + ": " +
                            answer.message + "; check the host");
  }
  const std::string endpoint = text_in(response.body, "token_endpoint");
  if (endpoint.empty()) {
    throw ProviderError(ErrorClass::Unauthenticated,
                        name + " names no token_endpoint: wrong host, it is not a workspace");
  }
  const auto path = path_on(host_.origin, endpoint);
  if (!path) {
    throw ProviderError(ErrorClass::Unauthenticated,
                        name + " says that tokens are had from " + endpoint +
                            ", another host; credentials are sent to their own host only");
  }
  return *path;
}

}  // namespace dgctl::providers
