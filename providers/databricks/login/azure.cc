#include "providers/databricks/login/azure.h"

#include <algorithm>

#include "engine/model/descriptor.h"

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using engine::ProviderError;

/// The first part of the path of "https://login.microsoftonline.com/TENANT/oauth2/authorize?…".
std::string tenant_in(const std::string& location) {
  const std::size_t scheme = location.find("://");
  if (scheme == std::string::npos) return {};
  const std::size_t begin = location.find('/', scheme + 3);
  if (begin == std::string::npos) return {};
  const std::size_t end = std::min(location.find_first_of("/?#", begin + 1), location.size());
  std::string tenant = location.substr(begin + 1, end - begin - 1);
  const bool is_name = std::all_of(tenant.begin(), tenant.end(), [](char c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_letter || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  return is_name ? tenant : std::string();
}

}  // namespace

std::optional<AzureCloud> azure_cloud(const std::string& name) {
  const std::string known = engine::lower_case(name);
  if (known.empty() || known == "public") {
    return AzureCloud{"https://login.microsoftonline.com", "https://management.core.windows.net/"};
  }
  if (known == "usgovernment") {
    return AzureCloud{"https://login.microsoftonline.us",
                      "https://management.core.usgovcloudapi.net/"};
  }
  if (known == "china") {
    return AzureCloud{"https://login.chinacloudapi.cn",
                      "https://management.core.chinacloudapi.cn/"};
  }
  return std::nullopt;
}

std::string AzureTenant::id(const std::stop_token& stop) {
  const std::scoped_lock lock(mutex_);
  if (!id_.empty()) return id_;
  const Response response = open_get(hosts_, workspace_, "/aad/auth", stop);
  const std::string tenant = tenant_in(header(response, "Location"));
  if (tenant.empty()) {
    throw ProviderError(ErrorClass::Unauthenticated,
                        "ARM_TENANT_ID is not set, and GET " + workspace_ +
                            "/aad/auth, answered with " + std::to_string(response.status) +
                            ", does not lead to a directory; set it");
  }
  id_ = tenant;
  return id_;
}

Token AzureClientSecret::fetch(const std::stop_token& stop) {
  Request request;
  request.method = Method::Post;
  request.path = "/" + percent_encoded(tenant_.id(stop)) + "/oauth2/token";
  request.headers = {{"Accept", "application/json"},
                     {"Content-Type", "application/x-www-form-urlencoded"}};
  request.confidential = true;
  const engine::WipedAtEnd wiped(request.body);
  secret_.reveal([&](std::string_view value) {
    constexpr std::size_t kRest = 256;
    request.body.reserve(3 * (value.size() + client_.id.size() + place_.resource.size()) + kRest);
    request.body += "grant_type=client_credentials&client_id=" + percent_encoded(client_.id) +
                    "&resource=" + percent_encoded(place_.resource) + "&client_secret=";
    append_percent_encoded(request.body, value);
  });
  const SecretForms secrets(secret_);
  return ask_patiently(edges_,
                       request,
                       {"the login as " + client_.id + " at " + place_.login, secrets},
                       {client_.from, {}},
                       stop);
}

}  // namespace dgctl::providers
