#include "providers/databricks/login/settings.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <utility>
#include <variant>

#include "engine/model/descriptor.h"
#include "engine/model/host.h"
#include "engine/model/nearest.h"
#include "providers/databricks/login/profile_file.h"
#include "providers/databricks/login/setting_names.h"

namespace dgctl::providers {
namespace {

constexpr std::string_view kDefaultProfile = "DEFAULT";
constexpr std::string_view kReserved = "__settings__";
/// Those of the machine that a job runs on, not of a workspace.
constexpr std::array<std::string_view, 2> kOfTheJob{"actions_id_token_request_url",
                                                    "actions_id_token_request_token"};

std::optional<std::string> set_variable(Surroundings& surroundings, std::string_view name) {
  if (name.empty()) return std::nullopt;
  auto value = surroundings.variable(std::string(name));
  return value && !value->empty() ? std::move(value) : std::nullopt;
}

void put(Settings& settings, const SettingName& name, SettingSource source, std::string&& value) {
  Setting setting;
  setting.source = source;
  const engine::WipedAtEnd wiped(value);  // a short text is copied when it is moved
  if (name.is_secret) {
    setting.secret.emplace(std::move(value));
  } else {
    setting.text = value;
  }
  settings.values.emplace(name.key, std::move(setting));
}

std::string quoted(const std::string& name) { return "'" + name + "'"; }

std::string chained(const std::vector<std::string>& names, const char* between) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : between) + name;
  return text;
}

std::string listed(const std::vector<std::string>& names) { return chained(names, ", "); }

/// The way to log in that settings of a group are for; "": one that dgctl does not have.
std::string_view strategy_of(std::string_view group) {
  if (group == "oauth") return "oauth-m2m";
  if (group == "azure") return "azure-client-secret";
  return group == "google" || group == "metadata-service" ? std::string_view() : group;
}

/// A number, or the id of a connection. Source: databricks-sdk-go config/config.go.
bool is_workspace_id(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos || engine::is_uuid(text);
}

/// A host as a setting has it, in its clean form. Throws LoginSettingsError that says where.
std::string clean(const std::string& written, const std::string& where) {
  auto host = engine::clean_setting_host(written);
  if (const auto* why = std::get_if<std::string>(&host)) {
    throw LoginSettingsError("the host of " + where + " " + *why);
  }
  const std::string& url = std::get<engine::CleanHost>(host).url;
  if (url.starts_with("sim:")) {
    throw LoginSettingsError("the host of " + where +
                             " is an embedded workspace; those stand in the configuration");
  }
  return url;
}

class SettingsReader {
 public:
  SettingsReader(const LoginRequest& request, Surroundings& surroundings)
      : request_(request), surroundings_(surroundings) {}

  Settings read() {
    settings_.file =
        set_variable(surroundings_, "DATABRICKS_CONFIG_FILE").value_or("~/.databrickscfg");
    read_environment();
    read_file();
    check_values();
    check_conflicts();
    return std::move(settings_);
  }

 private:
  /// Where a profile is named for one plane, an environment that is the other's is left to it.
  [[nodiscard]] bool is_environment_another_planes() const {
    if (request_.profile.empty()) return false;
    if (!request_.account_id.empty()) return true;
    const std::string& host = request_.host_of_environment;
    const auto set = set_variable(surroundings_, "DATABRICKS_HOST");
    return !host.empty() && host != request_.host && set && clean(*set, "DATABRICKS_HOST") == host;
  }

  void read_environment() {
    settings_.environment_is_anothers = is_environment_another_planes();
    for (const SettingName& name : setting_names()) {
      const bool is_of_job =
          std::find(kOfTheJob.begin(), kOfTheJob.end(), name.key) != kOfTheJob.end();
      if (settings_.environment_is_anothers && !is_of_job) continue;
      auto value = set_variable(surroundings_, name.variable);
      if (value) put(settings_, name, SettingSource::Environment, std::move(*value));
    }
    const std::string host = settings_.text("host");
    if (!host.empty()) settings_.environment_host = clean(host, "DATABRICKS_HOST");
  }

  /// The profile that somebody names, and who does.
  [[nodiscard]] std::pair<std::string, std::string> named_profile() {
    if (!request_.profile.empty()) return {request_.profile, request_.profile_from};
    auto name = set_variable(surroundings_, "DATABRICKS_CONFIG_PROFILE");
    return {name.value_or(""), "DATABRICKS_CONFIG_PROFILE"};
  }

  /// Without a name, a file is not asked for what is there already.
  [[nodiscard]] bool needs_no_file() const {
    const auto is_credential = [&](const SettingName& name) {
      return !name.group.empty() && settings_.has(name.key);
    };
    return !request_.host.empty() || settings_.has("host") ||
           std::any_of(setting_names().begin(), setting_names().end(), is_credential);
  }

  void read_file() {
    const std::string path = at_home(surroundings_, settings_.file);
    auto text = path.empty() ? std::nullopt : file_text(path);
    const auto [name, from] = named_profile();
    settings_.profile_is_named = !name.empty();
    if (name == kReserved) {
      throw LoginSettingsError(from + " names the profile '" + name +
                               "', which is reserved; name another");
    }
    if (!text) {
      settings_.profile = name;
      return;
    }
    settings_.file_exists = true;
    const ProfileFile file = parsed(std::move(*text));
    const bool is_read = !name.empty() || !needs_no_file();
    if (is_read) take_profile(file, name, from);
    for (const std::string& other : file.names()) {
      if (other != settings_.profile) take_other(file, other);
    }
  }

  void take_other(const ProfileFile& file, const std::string& name) {
    const auto host = file.text(name, "host");
    if (!host) return;
    const auto known = engine::clean_setting_host(*host);
    const auto* found = std::get_if<engine::CleanHost>(&known);
    if (found == nullptr) return;
    OtherProfile other{name, found->url, {}};
    for (const SettingName& setting : setting_names()) {
      if (file.has_value(name, setting.key)) other.keys.emplace_back(setting.key);
    }
    settings_.others.push_back(std::move(other));
  }

  std::optional<std::string> file_text(const std::string& path) {
    try {
      return surroundings_.file(path);
    } catch (const engine::StoppedError&) {
      throw;
    } catch (const engine::Error& error) {
      throw LoginSettingsError("cannot read " + settings_.file + ": " + error.what());
    }
  }

  [[nodiscard]] ProfileFile parsed(std::string&& text) const {
    const engine::WipedAtEnd wiped(text);
    try {
      return ProfileFile(std::move(text));
    } catch (const engine::Error& error) {
      throw LoginSettingsError(settings_.file + " cannot be read: " + error.what());
    }
  }

  void take_profile(const ProfileFile& file, const std::string& named, const std::string& from) {
    std::string name = named;
    std::string by = from;
    if (name.empty()) {
      name = file.text(kReserved, "default_profile").value_or("");
      by = "default_profile of " + settings_.file;
    }
    const bool is_fallback = name.empty();
    if (is_fallback) name = kDefaultProfile;
    if (name == kReserved) {
      throw LoginSettingsError(by + " names the profile '" + name + "', which is reserved");
    }
    if (!file.has(name)) {
      if (is_fallback) return;
      throw_no_profile(file, name, by);
    }
    settings_.profile = name;
    for (const SettingName& key : setting_names()) take_value(file, key);
  }

  [[noreturn]] void throw_no_profile(const ProfileFile& file,
                                     const std::string& name,
                                     const std::string& by) const {
    std::vector<std::string> known = file.names();
    known.erase(std::remove(known.begin(), known.end(), kReserved), known.end());
    const std::string meant = engine::nearest(name, known);
    throw LoginSettingsError(settings_.file + " has no profile " + quoted(name) + ", which " + by +
                             " names" +
                             (!meant.empty()  ? "; did you mean " + quoted(meant) + "?"
                              : known.empty() ? "; it has none"
                                              : "; it has " + listed(known)));
  }

  void take_value(const ProfileFile& file, const SettingName& key) {
    const std::string& profile = settings_.profile;
    if (key.key == "host") {
      const auto host = file.text(profile, key.key);
      if (host) settings_.profile_host = clean(*host, settings_.profile_text());
    }
    if (settings_.has(key.key)) return;
    auto value = file.text(profile, key.key);
    if (value) put(settings_, key, SettingSource::Profile, std::move(*value));
  }

  void check_values() const {
    for (const std::string_view key : {"azure_use_msi", "skip_verify"}) {
      if (settings_.has(key) && !truth_of(settings_.text(key))) {
        throw LoginSettingsError(settings_.where(key) + " is neither true nor false");
      }
    }
    if (settings_.has("workspace_id") && !is_workspace_id(settings_.text("workspace_id"))) {
      throw LoginSettingsError(settings_.where("workspace_id") +
                               " is no id of a workspace; it is the number behind ?o= in the "
                               "workspace's address");
    }
  }

  void check_conflicts() const {
    if (settings_.has("auth_type")) return;
    std::set<std::string_view> groups;
    std::vector<std::string> where;
    for (const SettingName& name : setting_names()) {
      if (name.group.empty() || !settings_.has(name.key)) continue;
      groups.insert(name.group);
      where.push_back(settings_.where(name.key));
    }
    if (groups.size() < 2) return;
    throw LoginSettingsError("more than one authorization method configured: " +
                             chained({groups.begin(), groups.end()}, " and ") + " (" +
                             listed(where) + "); " + cure_of(groups));
  }

  /// How one says which of several is meant.
  [[nodiscard]] std::string cure_of(const std::set<std::string_view>& groups) const {
    const bool has_id_alone = settings_.has("client_id") && !settings_.has("client_secret");
    std::vector<std::string> names;
    bool has_id_token = false;
    for (const std::string_view group : groups) {
      has_id_token = has_id_token || group.ends_with("-oidc");
      const std::string name(strategy_of(group));
      if (!name.empty()) names.push_back(name);
    }
    // A client id goes with an ID token as well as with a secret.
    const bool is_of_id_token = has_id_alone && has_id_token;
    if (is_of_id_token) std::erase(names, "oauth-m2m");
    const bool is_in_file = settings_.environment_is_anothers;
    if (is_of_id_token && names.size() == 1) {
      return is_in_file ? "write auth_type = " + names.front() + " into " + settings_.profile_text()
                        : "set DATABRICKS_AUTH_TYPE=" + names.front();
    }
    return "take all but one away, or say which in " +
           (is_in_file ? "auth_type of " + settings_.profile_text() : "DATABRICKS_AUTH_TYPE") +
           (names.empty() ? "" : ": " + chained(names, " or "));
  }

  const LoginRequest& request_;
  Surroundings& surroundings_;
  Settings settings_;
};

}  // namespace

std::string Settings::text(std::string_view key) const {
  const auto it = values.find(key);
  return it == values.end() ? std::string() : it->second.text;
}

const engine::Secret& Settings::secret(std::string_view key) const {
  const auto it = values.find(key);
  if (it != values.end()) {
    const std::optional<engine::Secret>& secret = it->second.secret;
    if (secret) return *secret;
  }
  throw std::logic_error("no secret is set as " + std::string(key));
}

std::string Settings::profile_text() const { return "profile '" + profile + "' of " + file; }

std::string Settings::where(std::string_view key) const {
  const auto it = values.find(key);
  const bool is_of_profile = it != values.end() && it->second.source == SettingSource::Profile;
  if (is_of_profile) return std::string(key) + " of " + profile_text();
  return std::string(setting_name(key).variable);
}

Settings read_settings(const LoginRequest& request, Surroundings& surroundings) {
  return SettingsReader(request, surroundings).read();
}

std::optional<bool> truth_of(std::string_view text) {
  for (const std::string_view word : {"1", "t", "T", "TRUE", "true", "True"}) {
    if (text == word) return true;
  }
  for (const std::string_view word : {"0", "f", "F", "FALSE", "false", "False"}) {
    if (text == word) return false;
  }
  return std::nullopt;
}

std::string at_home(Surroundings& surroundings, const std::string& path) {
  if (!path.starts_with('~')) return path;
  const auto home = surroundings.variable("HOME");
  return home && !home->empty() ? *home + path.substr(1) : std::string();
}

}  // namespace dgctl::providers
