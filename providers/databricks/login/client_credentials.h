#pragma once

#include <string>

#include "providers/databricks/login/token_endpoint.h"

namespace dgctl::providers {

/// Who asks, and where that is known from.
struct Client {
  std::string id;
  std::string from;  ///< "DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET"
  std::string scope = "all-apis";
};

/// oauth-m2m: a service principal with a client secret, RFC 6749 section 4.4.
class ClientCredentials : public TokenSource {
 public:
  ClientCredentials(Client client, const engine::Secret& secret, TokenEndpoint& endpoint)
      : client_(std::move(client)), secret_(secret), endpoint_(endpoint) {}

  Token fetch(const std::stop_token& stop) override;

 private:
  Client client_;
  const engine::Secret& secret_;
  TokenEndpoint& endpoint_;
};

/// github-oidc, env-oidc, file-oidc: an ID token of somebody whom the account trusts, exchanged as
/// RFC 8693 has it. Source: databricks-sdk-go config/experimental/auth/oidc/tokensource.go.
class TokenExchange : public TokenSource {
 public:
  /// `audience`: "" where the workspace is to be asked which. The client's id may be "".
  TokenExchange(
      Client client, std::string audience, IdTokens& ids, TokenEndpoint& endpoint, Hosts& hosts)
      : client_(std::move(client)),
        audience_(std::move(audience)),
        ids_(ids),
        endpoint_(endpoint),
        hosts_(hosts) {}

  Token fetch(const std::stop_token& stop) override;

 private:
  std::string audience(const std::stop_token& stop);

  Client client_;
  std::string audience_;
  IdTokens& ids_;
  TokenEndpoint& endpoint_;
  Hosts& hosts_;
};

/// What is said to whoever is refused.
struct RefusalAdvice {
  std::string from;       ///< where the credentials are from, which are to be checked
  std::string of_client;  ///< behind that, where it is the client that is not let in; ""
};

/// Asks, and again while the answer is that too many ask, for up to a minute. What is refused is
/// told with the advice.
Token ask_patiently(const TokenEdges& edges,
                    const Request& request,
                    const TokenQuestion& question,
                    const RefusalAdvice& advice,
                    const std::stop_token& stop);

}  // namespace dgctl::providers
