#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "engine/edges/clock.h"
#include "providers/databricks/login/surroundings.h"
#include "providers/databricks/login/token_source.h"

// databricks-cli: the login that `databricks auth login` made. Sources: databricks-sdk-go
// credentials/u2m/cache/file.go, workspace_oauth_argument.go, account_oauth_argument.go,
// config/auth_databricks_cli.go.

namespace dgctl::providers {

/// Where the Databricks CLI keeps tokens.
inline constexpr const char* kCliCache = "~/.databricks/token-cache.json";

/// Which of the CLI's logins, and how it is asked.
struct CliAccount {
  std::string host;        ///< clean
  std::string account_id;  ///< "": of a workspace
  std::string program;     ///< that the environment says may be run: "databricks", or its path
  bool may_run = true;     ///< false with --no-exec
  [[nodiscard]] bool may_be_asked() const { return may_run && !program.empty(); }
};

/// By what the cache knows a login. It is the host's, so that a token is for no other.
std::string cli_key(const CliAccount& account);
/// What the cache has of a login.
struct CliCacheLook {
  bool has_login = false;  ///< also one that is over
  std::string broken;      ///< why it cannot be read; "": it can, or there is none
};
CliCacheLook look_into_cli_cache(const CliAccount& account, Surroundings& surroundings);

/// Reads the cache; where what it has is over, and the program may be run, has the CLI renew it.
/// It is never written here: the CLI's refresh tokens are its own.
class CliTokens : public TokenSource {
 public:
  CliTokens(CliAccount account, Surroundings& surroundings, engine::Clock& clock)
      : account_(std::move(account)), surroundings_(surroundings), clock_(clock) {}

  Token fetch(const std::stop_token& stop) override;

 private:
  Token asked(const std::stop_token& stop);
  /// Throws ProviderError with what the user can do.
  [[noreturn]] void fail(const std::string& why) const;

  CliAccount account_;
  Surroundings& surroundings_;
  engine::Clock& clock_;
};

/// When "2026-11-24T09:00:00.123456+01:00" was or will be; nothing for what is no such time. What
/// is before all that the clock can tell, or after, is its first or last time.
std::optional<std::chrono::system_clock::time_point> time_of(const std::string& rfc3339);

}  // namespace dgctl::providers
