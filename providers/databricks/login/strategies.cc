#include "providers/databricks/login/strategies.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <span>
#include <vector>

#include "engine/model/host.h"
#include "engine/model/nearest.h"
#include "providers/databricks/login/setting_names.h"

namespace dgctl::providers {
namespace {

using Keys = std::array<std::string_view, 3>;

/// What a strategy needs. Those without are not dgctl's.
struct Rule {
  std::string_view name;
  bool is_supported;
  Keys needs;
};
constexpr std::array kRules{
    Rule{"pat", true, {"token"}},
    Rule{"basic", true, {"username", "password"}},
    Rule{"oauth-m2m", true, {"client_id", "client_secret"}},
    Rule{"databricks-cli", true, {}},
    Rule{"metadata-service", false, {"metadata_service_url"}},
    Rule{"github-oidc",
         true,
         {"actions_id_token_request_url", "actions_id_token_request_token", "client_id"}},
    Rule{"azure-devops-oidc", false, {}},
    Rule{"env-oidc", true, {"client_id"}},
    Rule{"file-oidc", true, {"databricks_id_token_filepath", "client_id"}},
    Rule{"github-oidc-azure", false, {}},
    Rule{"azure-msi", false, {"azure_use_msi"}},
    Rule{"azure-client-secret", true, {"azure_client_id", "azure_client_secret"}},
    Rule{"azure-cli", false, {}},
    Rule{"google-credentials", false, {"google_credentials"}},
    Rule{"google-id", false, {"google_service_account"}},
};

bool is_oidc(std::string_view strategy) { return strategy.ends_with("-oidc"); }

bool is_of_job(std::string_view key) { return key.starts_with("actions_id_token_"); }

std::string joined(const std::vector<std::string>& names, const char* last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_last = i + 1 == names.size();
    text += (i == 0 ? "" : is_last ? last : ", ") + names[i];
  }
  return text;
}

const Rule& pinned_rule(const std::string& name, const Settings& settings) {
  const auto* it = std::find_if(
      kRules.begin(), kRules.end(), [&](const Rule& rule) { return rule.name == name; });
  if (it != kRules.end() && it->is_supported) return *it;
  const std::vector<std::string> known = login_strategies();
  const std::string meant = engine::nearest(name, known);
  const std::string what =
      it != kRules.end() ? "is a way to log in that dgctl does not have" : "is no way to log in";
  throw LoginSettingsError(settings.where("auth_type") + ": '" + name + "' " + what +
                           (meant.empty() || it != kRules.end()
                                ? "; it has " + joined(known, " and ")
                                : "; did you mean '" + meant + "'?"));
}

/// Finds out what a strategy lacks.
class Judge {
 public:
  Judge(const Settings& settings, const CliLogin& cli, Surroundings& surroundings)
      : settings_(settings), cli_(cli), surroundings_(surroundings) {}

  /// What is missing, in words; "": nothing.
  [[nodiscard]] std::string lacks(const Rule& rule, bool is_pinned) const {
    if (rule.name == "databricks-cli") return cli_lacks();
    std::vector<std::string> missing;
    for (const std::string_view key : rule.needs) {
      // A federation of a whole account names nobody; only who asks for it gets it.
      const bool is_optional = is_pinned && is_oidc(rule.name) && key == "client_id";
      if (key.empty() || is_optional || settings_.has(key)) continue;
      missing.emplace_back(name_of(key));
    }
    if (rule.name == "env-oidc" && !surroundings_.variable(id_token_variable(settings_))) {
      missing.push_back(id_token_variable(settings_));
    }
    return joined(missing, " and ");
  }

  /// Whether anything of it is set, so that it is worth a word.
  [[nodiscard]] bool is_begun(const Rule& rule) const {
    return std::any_of(rule.needs.begin(), rule.needs.end(), [&](std::string_view key) {
      return !key.empty() && settings_.has(key);
    });
  }

 private:
  /// Whoever does not look at the environment is to write keys into a profile.
  [[nodiscard]] std::string_view name_of(std::string_view key) const {
    const bool is_written = settings_.environment_is_anothers && !is_of_job(key);
    return is_written ? key : setting_name(key).variable;
  }

  [[nodiscard]] std::string cli_lacks() const {
    if (cli_.is_cached || cli_.may_be_asked) return {};
    const std::string lacks = cli_.broken.empty()
                                  ? "a login for this host in " + cli_.cache
                                  : "a " + cli_.cache + " that can be read: " + cli_.broken;
    return cli_.is_withheld ? lacks + ", and --no-exec keeps `databricks auth token` from being run"
                            : lacks;
  }

  const Settings& settings_;
  const CliLogin& cli_;
  Surroundings& surroundings_;
};

/// The host, and who names it.
void find_host(const LoginRequest& request, const Settings& settings, LoginReport& report) {
  if (!request.host.empty()) {
    report.host = request.host;
    report.host_from = request.host_from;
  } else if (!settings.environment_host.empty()) {
    report.host = settings.environment_host;
    report.host_from = "DATABRICKS_HOST";
  } else if (!settings.profile_host.empty()) {
    report.host = settings.profile_host;
    report.host_from = settings.profile_text();
  }
}

/// Where credentials are from: the settings that the strategy needs, each once.
std::string credentials_from(const Rule& rule, const Settings& settings, const CliLogin& cli) {
  if (rule.name == "databricks-cli") {
    return cli.is_cached ? cli.cache : "`databricks auth token`";
  }
  std::vector<std::string> where;
  for (const std::string_view key : rule.needs) {
    if (key.empty() || !settings.has(key)) continue;
    const bool is_of_profile = settings.values.find(key)->second.source == SettingSource::Profile;
    std::string text = is_of_profile ? settings.profile_text() : settings.where(key);
    if (std::find(where.begin(), where.end(), text) == where.end())
      where.push_back(std::move(text));
  }
  if (rule.name == "env-oidc") where.push_back(id_token_variable(settings));
  return joined(where, " and ");
}

void take(const Rule& rule, const Settings& settings, const CliLogin& cli, LoginReport& report) {
  report.strategy = rule.name;
  report.credentials_from = credentials_from(rule, settings, cli);
  const bool is_azure = rule.name == "azure-client-secret";
  const bool names_client = is_azure || rule.name == "oauth-m2m" || is_oidc(rule.name);
  if (names_client) report.client_id = settings.text(is_azure ? "azure_client_id" : "client_id");
  report.tried.push_back({report.strategy, {}, true});
}

/// A host that credentials were given for, and who says so.
struct Given {
  std::string host, by;
};

std::string called(const LoginRequest& request) {
  return request.account_id.empty() ? "workspace" : "account";
}

[[noreturn]] void throw_other_host(const LoginReport& report,
                                   const std::string& credentials,
                                   const Given& given,
                                   const LoginRequest& request) {
  const std::string key = called(request);
  const std::string by = given.by == credentials ? "" : " (" + given.by + ")";
  throw LoginSettingsError("the credentials of " + credentials + " are for " + given.host + by +
                           ", but the requests would go to " + report.host + " (" +
                           report.host_from +
                           "), and credentials are sent to their own host only; correct the one "
                           "that is wrong, or name a profile for " +
                           report.host + " under " + key + ":");
}

[[noreturn]] void throw_no_host(const LoginReport& report,
                                const std::string& credentials,
                                SettingSource source,
                                const Settings& settings) {
  const bool is_of_profile = source == SettingSource::Profile;
  throw LoginSettingsError(
      "the credentials of " + credentials + " are not said to be for " + report.host + ": " +
      (is_of_profile
           ? settings.profile_text() + " has no host; write host = " + report.host + " into it"
           : "DATABRICKS_HOST is not set; set it to " + report.host) +
      ", if they are for it");
}

void require_of_source(const LoginRequest& request,
                       const Settings& settings,
                       const LoginReport& report,
                       SettingSource source,
                       const std::string& credentials) {
  const bool is_of_profile = source == SettingSource::Profile;
  const Given given{is_of_profile ? settings.profile_host : settings.environment_host,
                    is_of_profile ? settings.profile_text() : "DATABRICKS_HOST"};
  if (given.host.empty()) throw_no_host(report, credentials, source, settings);
  if (given.host != report.host) throw_other_host(report, credentials, given, request);
}

/// What of a credential no header and no form may have; "": there is nothing.
std::string unsendable(std::string_view value) {
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  };
  const std::size_t end = std::min(value.find_last_not_of("\r\n"), value.size() - 1) + 1;
  if (std::any_of(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(end), is_control)) {
    return "has a line end or another control character in it, which no credential has; store it "
           "anew, as one line";
  }
  if (end == value.size()) return {};
  return "ends with a line end, which is none of it; store it without one, as `printf %s` writes "
         "it and `echo` does not";
}

}  // namespace

std::vector<std::string_view> settings_needed(std::string_view strategy) {
  std::vector<std::string_view> needs;
  for (const Rule& rule : kRules) {
    if (rule.name != strategy) continue;
    std::copy_if(rule.needs.begin(), rule.needs.end(), std::back_inserter(needs), [](auto key) {
      return !key.empty();
    });
  }
  return needs;
}

std::vector<std::string> login_strategies() {
  std::vector<std::string> names;
  for (const Rule& rule : kRules) {
    if (rule.is_supported) names.emplace_back(rule.name);
  }
  return names;
}

std::string id_token_variable(const Settings& settings) {
  const std::string named = settings.text("oidc_token_env");
  return named.empty() ? "DATABRICKS_OIDC_TOKEN" : named;
}

LoginReport choose_login(const LoginRequest& request,
                         const Settings& settings,
                         const CliLogin& cli,
                         Surroundings& surroundings) {
  LoginReport report;
  find_host(request, settings, report);
  report.profile = settings.profile;
  report.file = settings.file;
  report.file_exists = settings.file_exists;
  const Judge judge(settings, cli, surroundings);
  const std::string pinned = settings.text("auth_type");
  if (!pinned.empty()) {
    const Rule& rule = pinned_rule(pinned, settings);
    const std::string lacks = judge.lacks(rule, true);
    if (lacks.empty()) {
      take(rule, settings, cli, report);
    } else {
      report.tried.push_back({pinned, lacks, true});
    }
    return report;
  }
  for (const Rule& rule : kRules) {
    if (!rule.is_supported) {
      if (judge.is_begun(rule)) {
        report.tried.push_back({std::string(rule.name), {}, false});
      }
      continue;
    }
    const std::string lacks = judge.lacks(rule, false);
    if (lacks.empty()) {
      take(rule, settings, cli, report);
      return report;
    }
    report.tried.push_back({std::string(rule.name), lacks, true});
  }
  return report;
}

void require_bound(const LoginRequest& request,
                   const Settings& settings,
                   const LoginReport& report) {
  // Two hosts that are named for one thing are one, whoever's the credentials are.
  if (settings.profile_is_named && !settings.profile_host.empty() &&
      settings.profile_host != report.host) {
    throw_other_host(
        report, settings.profile_text(), {settings.profile_host, settings.profile_text()}, request);
  }
  // The CLI's logins are found by their host.
  if (report.strategy == "databricks-cli") return;
  const auto* rule = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& candidate) {
    return candidate.name == report.strategy;
  });
  if (rule == kRules.end()) return;
  std::set<SettingSource> sources;
  for (const std::string_view key : rule->needs) {
    if (key.empty() || is_of_job(key) || !settings.has(key)) continue;
    sources.insert(settings.values.find(key)->second.source);
  }
  // An ID token for whoever asks is worth as much as a secret: somebody must have named the host
  // who is not the configuration alone.
  if (sources.empty()) {
    const bool has_profile = !settings.profile_host.empty();
    sources.insert(has_profile ? SettingSource::Profile : SettingSource::Environment);
  }
  for (const SettingSource source : sources) {
    require_of_source(request, settings, report, source, report.credentials_from);
  }
}

void require_sendable(const Settings& settings, const LoginReport& report) {
  for (const std::string_view key : settings_needed(report.strategy)) {
    const auto it = settings.values.find(key);
    if (it == settings.values.end()) continue;
    const Setting& setting = it->second;
    const std::string why =
        setting.secret ? setting.secret->reveal(unsendable) : unsendable(setting.text);
    if (!why.empty()) throw LoginSettingsError(settings.where(key) + " " + why);
  }
}

}  // namespace dgctl::providers
