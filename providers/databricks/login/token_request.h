#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/edges/clock.h"
#include "engine/model/secret.h"
#include "providers/databricks/login/credential_text.h"
#include "providers/transport/transport.h"

// Asking a token endpoint: RFC 6749 sections 4.4 and 5, RFC 8693; databricks-sdk-go
// config/auth_m2m.go.

namespace dgctl::providers {

/// What requests are made with, and for how long.
struct Token {
  engine::Secret value;
  std::string type = "Bearer";
  std::optional<std::chrono::seconds> lifetime;  ///< from when it was asked for; nothing: for good
};

/// Where tokens are asked for. The transport adds no credentials of its own.
struct TokenEdges {
  Transport& transport;
  engine::Clock& clock;
};

struct TokenQuestion {
  std::string login;           ///< "the login as 3f0c": how errors begin
  const SecretForms& secrets;  ///< what no error may hold
  std::string member = "access_token";
  bool is_exchange = false;  ///< of an ID token
};

/// Client credentials, asked for at that path; the last header is Authorization, to be filled in.
Request client_credentials_request(const std::string& path, const std::string& scope = "all-apis");

/// Sends a request for a token and reads the answer. Throws ProviderError that never holds what
/// `secrets` has, and nothing of a 2xx answer: Unauthenticated where the credentials are not taken,
/// or the host is another's.
Token ask_for_token(const TokenEdges& edges,
                    const Request& request,
                    const TokenQuestion& question,
                    std::stop_token stop);

}  // namespace dgctl::providers
