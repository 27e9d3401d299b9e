#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "providers/databricks/login/token_source.h"

namespace dgctl::providers {

/// A host that gives tokens: a workspace or an account console.
struct TokenHost {
  std::string origin;         ///< "https://dbc-1234.cloud.databricks.com"
  std::string account_id;     ///< "": it is a workspace
  std::string discovery_url;  ///< where its endpoints are listed; "": at the usual place
};

/// Where on its host tokens are asked for. It is never on another one: credentials are bound to
/// theirs. Source: databricks-sdk-go credentials/u2m/endpoint_supplier.go.
class TokenEndpoint {
 public:
  TokenEndpoint(TokenHost host, Hosts& hosts, engine::Clock& clock)
      : host_(std::move(host)), hosts_(hosts), clock_(clock) {}

  /// Asks the host, once, unless it is an account's. Throws ProviderError where it says another
  /// host, or is no workspace. To be called by one thread at a time.
  const std::string& path(const std::stop_token& stop);
  [[nodiscard]] const TokenHost& host() const { return host_; }
  [[nodiscard]] TokenEdges edges() { return {hosts_.open(host_.origin), clock_}; }

 private:
  std::string discovered(const std::stop_token& stop);

  TokenHost host_;
  Hosts& hosts_;
  engine::Clock& clock_;
  std::string path_;
};

/// The path of an address on that origin; nothing for one elsewhere.
std::optional<std::string> path_on(const std::string& origin, const std::string& address);

/// GET without credentials. Throws ProviderError where there is no answer.
Response open_get(Hosts& hosts,
                  const std::string& origin,
                  const std::string& path,
                  const std::stop_token& stop);

/// A text at the top of a JSON object; "" where there is none, and where it is no JSON.
std::string text_in(const std::string& json, const std::string& member);

}  // namespace dgctl::providers
