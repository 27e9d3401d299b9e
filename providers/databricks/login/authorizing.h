#pragma once

#include <string>
#include <utility>
#include <vector>

#include "providers/databricks/login/credentials.h"

namespace dgctl::providers {

/// The header of an answer that says which credentials were refused, for messages. No server's.
inline constexpr const char* kRefusedCredentials = "Dgctl-Refused-Credentials";

/// Sends requests with credentials; once more with new ones where those were refused, which no
/// server takes for the request itself. `always` goes with each request.
class AuthorizingTransport : public Transport {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  /// `called`: what messages call the credentials, "pat of DATABRICKS_TOKEN".
  AuthorizingTransport(Transport& inner,
                       Credentials& credentials,
                       std::string called,
                       Headers always = {})
      : inner_(inner),
        credentials_(credentials),
        called_(std::move(called)),
        always_(std::move(always)) {}

  /// Throws, beside what a transport does, ProviderError where there are no credentials to be had.
  Response send(const Request& request, std::stop_token stop) override;

 private:
  Response send_once(const Request& request, std::uint64_t& used, const std::stop_token& stop);

  Transport& inner_;
  Credentials& credentials_;
  std::string called_;
  Headers always_;
};

}  // namespace dgctl::providers
