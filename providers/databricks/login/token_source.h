#pragma once

#include <stop_token>
#include <string>

#include "engine/model/secret.h"
#include "providers/databricks/login/token_request.h"

namespace dgctl::providers {

/// One way to get a token.
class TokenSource {
 public:
  virtual ~TokenSource() = default;
  /// A new one. Blocks. Throws ProviderError that says what was tried and from where the
  /// credentials are, StoppedError when asked to stop.
  virtual Token fetch(const std::stop_token& stop) = 0;
};

/// Where a token of somebody else's comes from, which is exchanged for one of the workspace.
class IdTokens {
 public:
  virtual ~IdTokens() = default;
  /// Whether the issuer has to be told for whom the token is.
  [[nodiscard]] virtual bool needs_audience() const = 0;
  /// Throws as TokenSource::fetch.
  virtual engine::Secret id_token(const std::string& audience, const std::stop_token& stop) = 0;
};

/// Hosts as they are reached without credentials.
class Hosts {
 public:
  virtual ~Hosts() = default;
  /// `origin`: "https://login.microsoftonline.com". The transport lives as long as this.
  virtual Transport& open(const std::string& origin) = 0;
};

}  // namespace dgctl::providers
