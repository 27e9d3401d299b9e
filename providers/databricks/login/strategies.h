#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "providers/databricks/login/report.h"
#include "providers/databricks/login/settings.h"

// Which way to log in the settings choose, and whether its credentials are for the host. Pure: no
// request is made, no file read. Source of the order: databricks-sdk-go config/auth_default.go.

namespace dgctl::providers {

/// The ways to log in that there are, in the order in which they are tried.
std::vector<std::string> login_strategies();
/// The keys of the settings that a way to log in takes; empty of one that takes none.
std::vector<std::string_view> settings_needed(std::string_view strategy);

/// What the Databricks CLI has for a host.
struct CliLogin {
  bool is_cached = false;     ///< its token cache knows the host
  bool may_be_asked = false;  ///< the environment says that it may be run
  std::string cache;          ///< where that cache is, as it is shown
  std::string broken;         ///< why that cache cannot be read; "": it can, or there is none
  bool is_withheld = false;   ///< the environment says so, and --no-exec forbids it
};

/// Unlike Databricks' own tools, which go on to the next when a login fails, dgctl uses the first
/// strategy that has all it needs: a wrong secret is told, and not covered by another identity.
/// Throws LoginSettingsError where auth_type names none that there is. The report's strategy is ""
/// where none has all it needs; `tried` then says what each lacks.
LoginReport choose_login(const LoginRequest& request,
                         const Settings& settings,
                         const CliLogin& cli,
                         Surroundings& surroundings);

/// Throws LoginSettingsError, which names both, unless the credentials of the strategy were given
/// for the report's host: those of the environment are for DATABRICKS_HOST, those of a profile for
/// its host.
void require_bound(const LoginRequest& request,
                   const Settings& settings,
                   const LoginReport& report);

/// Throws LoginSettingsError, which names the setting and holds nothing of its value, where one
/// that the strategy takes has a line end or another character that is sent nowhere.
void require_sendable(const Settings& settings, const LoginReport& report);

/// The variable that holds an ID token for env-oidc.
std::string id_token_variable(const Settings& settings);

}  // namespace dgctl::providers
