#include "providers/databricks/login/no_credentials.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "providers/databricks/login/strategies.h"

namespace dgctl::providers {
namespace {

/// Where was looked.
std::string looked_at(const LoginRequest& request, const Settings& settings) {
  const bool is_anothers = settings.environment_is_anothers;
  const std::string text = is_anothers ? "looked " : "looked at the environment and ";
  const std::string besides = !is_anothers
                                  ? ""
                                  : std::string(", and not at the environment, which is the ") +
                                        (request.account_id.empty() ? "account's" : "workspace's");
  if (!settings.file_exists)
    return text + "for " + settings.file + ", which there is not" + besides;
  if (!settings.profile.empty()) return text + "at " + settings.profile_text() + besides;
  return text + "at no profile of " + settings.file + ", since none is named";
}

/// Whether a profile that was not read has what a way to log in takes, beside what is set already.
bool would_do(std::string_view strategy, const Settings& settings, const OtherProfile& profile) {
  // Its token is no setting: a client id alone is not worth a word.
  if (strategy == "env-oidc") return false;
  const auto is_there = [&](std::string_view key) {
    return std::find(profile.keys.begin(), profile.keys.end(), key) != profile.keys.end();
  };
  const std::vector<std::string_view> needs = settings_needed(strategy);
  return std::any_of(needs.begin(), needs.end(), is_there) &&
         std::all_of(needs.begin(), needs.end(), [&](std::string_view key) {
           return is_there(key) || settings.has(key);
         });
}

/// "profiles 'a' and 'b' of ~/.databrickscfg are for this host"
std::string for_this_host(const std::vector<std::string>& names, const std::string& file) {
  std::string listed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    listed += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + ("'" + names[i] + "'");
  }
  const bool is_one = names.size() == 1;
  return (is_one ? "profile " : "profiles ") + listed + " of " + file + (is_one ? " is" : " are") +
         " for this host";
}

/// The profiles for the host that were not read and have what such a way to log in takes.
template <typename IsWanted>
std::vector<std::string> fitting_profiles(const LoginReport& report,
                                          const Settings& settings,
                                          const IsWanted& is_wanted) {
  const std::vector<std::string> strategies = login_strategies();
  std::vector<std::string> names;
  for (const OtherProfile& other : settings.others) {
    const bool fits = std::any_of(strategies.begin(), strategies.end(), [&](const auto& strategy) {
      return is_wanted(strategy) && would_do(strategy, settings, other);
    });
    if (fits && other.host == report.host) names.push_back(other.name);
  }
  return names;
}

/// What the settings have that were read, and that auth_type does not want: "profile 'p' of … has a
/// token"; "": nothing.
std::string unwanted(const Settings& settings, const std::string& wanted) {
  for (const std::string& strategy : login_strategies()) {
    const std::vector<std::string_view> needs = settings_needed(strategy);
    const bool is_whole = !needs.empty() && strategy != "env-oidc" && strategy != wanted &&
                          std::all_of(needs.begin(), needs.end(), [&](std::string_view key) {
                            return settings.has(key);
                          });
    if (!is_whole) continue;
    const SettingSource source = settings.values.find(needs.back())->second.source;
    return (source == SettingSource::Profile ? settings.profile_text() : "the environment") +
           (strategy == "pat" ? " has a token" : " has what " + strategy + " takes");
  }
  return {};
}

struct Told {
  std::string why, cure;
};

/// Where auth_type wants one way to log in, and there is what another takes: who names that goes in
/// a circle.
Told told_of_unwanted(const LoginReport& report, const Settings& settings, const std::string& by) {
  const std::string wanted = settings.text("auth_type");
  if (wanted.empty()) return {};
  const std::string named_by = settings.where("auth_type");
  const std::string but = ", but " + named_by + " wants " + wanted;
  const std::string or_else = ", or give " + wanted + " what it lacks";
  const std::string has = unwanted(settings, wanted);
  if (!has.empty()) return {"; " + has + but, "take " + named_by + " away" + or_else};
  const std::vector<std::string> names = fitting_profiles(
      report, settings, [&](const std::string& strategy) { return strategy != wanted; });
  if (names.empty()) return {};
  const std::string them = names.size() == 1 ? "it " : "one of them ";
  return {"; " + for_this_host(names, settings.file) + but,
          "take " + named_by + " away and name " + them + by + or_else};
}

}  // namespace

NoCredentials no_credentials(const LoginRequest& request,
                             const Settings& settings,
                             const LoginReport& report) {
  const std::string by =
      request.account_id.empty() ? "with --profile or as workspace.profile" : "as account.profile";
  const std::string wanted = settings.text("auth_type");
  const std::vector<std::string> fitting = fitting_profiles(
      report, settings, [&](const std::string& s) { return wanted.empty() || s == wanted; });
  NoCredentials none;
  none.what = "no credentials for " + report.host + ": " + looked_at(request, settings);
  none.has_fitting_profile = !fitting.empty();
  const Told told = none.has_fitting_profile ? Told{} : told_of_unwanted(report, settings, by);
  if (none.has_fitting_profile) {
    none.cure = for_this_host(fitting, settings.file) + ": name " +
                (fitting.size() == 1 ? "it " : "one of them ") + by;
  } else if (!told.cure.empty()) {
    none.what += told.why;
    none.cure = told.cure;
  } else if (settings.environment_is_anothers) {
    none.cure = "give one of these what it lacks, in " + settings.profile_text();
  } else {
    none.cure =
        "give one of these what it lacks, in the environment or in a profile that is named " + by;
  }
  for (const LoginAttempt& attempt : report.tried) {
    none.ways.push_back(attempt.strategy + (attempt.is_ours ? " lacks " + attempt.lacks
                                                            : " is no way that dgctl has"));
  }
  return none;
}

std::string no_credentials_text(const NoCredentials& none) {
  std::string ways;
  for (const std::string& way : none.ways) ways += (ways.empty() ? "" : "; ") + way;
  return none.has_fitting_profile ? none.what + "; " + none.cure + ". Tried were: " + ways
                                  : none.what + "; " + ways + "; " + none.cure;
}

}  // namespace dgctl::providers
