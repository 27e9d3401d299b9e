#pragma once

#include <string>
#include <utility>

#include "engine/edges/clock.h"
#include "engine/edges/logins.h"
#include "providers/transport/transport.h"

// OAuth's client credentials: RFC 6749 section 4.4, databricks-sdk-go config/auth_m2m.go. The same
// over a workspace and over an account, at other paths.

namespace dgctl::providers {

/// Where tokens are asked for.
inline constexpr const char* kWorkspaceTokens = "/oidc/v1/token";
std::string account_tokens(const std::string& account_id);

/// Asks for tokens. The transport adds no credentials of its own; waiting and asking again is the
/// caller's business, and so is a transport that does.
class WorkspaceLogins : public engine::Logins {
 public:
  WorkspaceLogins(Transport& transport, engine::Clock& clock, std::string tokens = kWorkspaceTokens)
      : transport_(transport), clock_(clock), tokens_(std::move(tokens)) {}

  void prove(const std::string& client_id,
             const engine::Secret& secret,
             std::stop_token stop) override;

 private:
  Transport& transport_;
  engine::Clock& clock_;
  std::string tokens_;
};

}  // namespace dgctl::providers
