#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/edges/error.h"
#include "engine/model/secret.h"
#include "providers/databricks/login/surroundings.h"

namespace dgctl::providers {

/// What is configured for logging in is wrong. Never holds the value of a secret.
struct LoginSettingsError : engine::Error {
  using Error::Error;
};

/// Where the requests are to go, as the configuration and the command line have it.
struct LoginRequest {
  std::string host;          ///< clean, as engine::clean_host makes it; "": the settings have it
  std::string host_from;     ///< "workspace.host": what names it
  std::string profile;       ///< "": none is named
  std::string profile_from;  ///< "workspace.profile", "--profile"
  /// Of the account plane: "" is the workspace. With a profile, the environment is the workspace's.
  std::string account_id;
  /// Of a workspace with a profile: where the account is that has none. An environment whose
  /// DATABRICKS_HOST is that is the account's. "": there is no such account.
  std::string host_of_environment;
  bool may_run_programs = true;  ///< false with --no-exec
};

enum class SettingSource { Environment, Profile };

struct Setting {
  SettingSource source = SettingSource::Environment;
  std::string text;                      ///< unless it is secret
  std::optional<engine::Secret> secret;  ///< if it is
};

/// A profile that was not read.
struct OtherProfile {
  std::string name;
  std::string host;               ///< clean
  std::vector<std::string> keys;  ///< that it has values for, of those that settings have
  bool operator==(const OtherProfile&) const = default;
};

/// What the environment and the file of profiles say, together. Source: databricks-sdk-go
/// config/config_attributes.go, config_file.go.
struct Settings {
  std::map<std::string, Setting, std::less<>> values;  ///< those that are set, by key
  std::string profile;                                 ///< the section that was read; "": none
  bool profile_is_named = false;                       ///< and not only the default
  std::string file;                                    ///< of profiles, as it is shown
  bool file_exists = false;
  std::string environment_host, profile_host;  ///< clean; "": not set
  bool environment_is_anothers = false;        ///< the other plane's, and was not read
  std::vector<OtherProfile> others;            ///< those with a host

  [[nodiscard]] bool has(std::string_view key) const { return values.find(key) != values.end(); }
  [[nodiscard]] std::string text(std::string_view key) const;
  /// Throws std::logic_error where it is not set.
  [[nodiscard]] const engine::Secret& secret(std::string_view key) const;
  /// "DATABRICKS_TOKEN", "token of profile 'prod' in ~/.databrickscfg".
  [[nodiscard]] std::string where(std::string_view key) const;
  /// "profile 'prod' of ~/.databrickscfg"
  [[nodiscard]] std::string profile_text() const;
};

/// Throws LoginSettingsError for a profile that is not there, a file that is none, a value that is
/// of the wrong type or is no id, and for credentials of several kinds at once.
Settings read_settings(const LoginRequest& request, Surroundings& surroundings);

/// "1", "t", "TRUE", … ; nothing for what is no truth value.
std::optional<bool> truth_of(std::string_view text);

}  // namespace dgctl::providers
