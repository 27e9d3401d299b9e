// Credentials go to the host that they were given for, and nowhere else.

#include <variant>

#include "engine/model/host.h"
#include "tests/unit/providers/databricks/login/scene.h"

namespace dgctl::providers::binding_test {
namespace {

using tests::kHost;
using tests::LoginScene;

/// What becomes of a token for kHost where the configuration spells a host like that.
struct Outcome {
  bool is_authorized = false;
  std::string why;
  std::size_t requests = 0;
};

Outcome outcome_of(const std::string& spelling) {
  const auto host = engine::clean_host(spelling);
  if (const auto* why = std::get_if<std::string>(&host)) return {false, *why, 0};
  LoginScene scene;
  scene.machine.variables["DATABRICKS_HOST"] = kHost;
  scene.machine.variables["DATABRICKS_TOKEN"] = tests::kToken;
  scene.request.host = std::get<engine::CleanHost>(host).url;
  try {
    const auto headers = scene.headers();
    return {true, headers.front().first, scene.hosts.asked.size()};
  } catch (const LoginSettingsError& error) {
    return {false, error.what(), scene.hosts.asked.size()};
  }
}

TEST_CASE("a host that is not the credentials' however it is spelled gets none", "[login]") {
  const std::string spelling = GENERATE(values<std::string>({
      "https://dbc-1234.cloud.databricks.com.",
      "https://dbc-1234.cloud.databricks.com..",
      "https://.dbc-1234.cloud.databricks.com",
      "https://dbc-1234.cloud.databricks.com:8443",
      "https://dbc-1234.cloud.databricks.com:444",
      "https://dbc-1234.cloud.databricks.com:0443x",
      "https://dbc-1234.cloud.databricks.com:80",
      "https://dbc-1234.cloud.databricks.com.evil.com",
      "https://evil.com/dbc-1234.cloud.databricks.com",
      "https://evil.com?dbc-1234.cloud.databricks.com",
      "https://evil.com#dbc-1234.cloud.databricks.com",
      "https://dbc-1234.cloud.databricks.com@evil.com",
      "https://dbc-1234.cloud.databricks.com:443@evil.com",
      "https://user:pass@dbc-1234.cloud.databricks.com",
      "https://@dbc-1234.cloud.databricks.com",
      "https://dbc-1234.cloud.databricks.com\\@evil.com",
      "https://evil.com\\.dbc-1234.cloud.databricks.com",
      "https:\\\\dbc-1234.cloud.databricks.com",
      "https:/dbc-1234.cloud.databricks.com",
      "https:///dbc-1234.cloud.databricks.com",
      "http://dbc-1234.cloud.databricks.com",
      "ftp://dbc-1234.cloud.databricks.com",
      "dbc-1234.cloud.databricks.com",
      "https://dbc%2D1234.cloud.databricks.com",
      "https://dbc-1234%2Ecloud.databricks.com",
      "https://dbc-1234.cloud.databricks.com%00.evil.com",
      "https://dbc-1234.cloud.databricks.com%2f.evil.com",
      "https://dbc-1234.cloud.databrick\u0455.com",
      "https://xn--dbc-1234-cloud-databrics-com.evil.com",
      "https://dbc-1234.cloud.xn--databrick-0bb.com",
      "https://dbc-1234\u3002cloud.databricks.com",
      "https://\uff44bc-1234.cloud.databricks.com",
      "https://dbc-1234.cloud.databricks.com ",
      " https://dbc-1234.cloud.databricks.com",
      "https://dbc-1234.cloud.databricks.com\t.evil.com",
      "https://dbc-1234.cloud.databricks.com\n",
      "https://dbc-12340.cloud.databricks.com",
      "https://dbc-1234.cloud.databricks.co",
      "https://cloud.databricks.com",
      "https://dbc_1234.cloud.databricks.com",
      "https://[::1]",
      "https://[::ffff:127.0.0.1]",
      "https://[dbc-1234.cloud.databricks.com]",
      "https://127.0.0.1",
      "http://127.0.0.1:8080",
      "http://127.0.0.1.evil.com",
      "http://2130706433",
      "https://",
      "//dbc-1234.cloud.databricks.com",
  }));
  DYNAMIC_SECTION(spelling) {
    const Outcome outcome = outcome_of(spelling);
    CHECK_FALSE(outcome.is_authorized);
    CHECK(outcome.why.size() > 10);
    CHECK(outcome.why.find("canary") == std::string::npos);
    CHECK(outcome.requests == 0);
  }
}

TEST_CASE("other spellings of the credentials' own host are that host", "[login]") {
  const std::string spelling = GENERATE(values<std::string>({
      "https://dbc-1234.cloud.databricks.com",
      "HTTPS://DBC-1234.Cloud.Databricks.COM",
      "https://dbc-1234.cloud.databricks.com/",
      "https://dbc-1234.cloud.databricks.com:443",
      "https://dbc-1234.cloud.databricks.com/?o=7201983344556677#job/1",
      "https://dbc-1234.cloud.databricks.com?next=https://evil.com",
      "https://dbc-1234.cloud.databricks.com#@evil.com",
  }));
  DYNAMIC_SECTION(spelling) { CHECK(outcome_of(spelling).is_authorized); }
}

struct Places {
  std::string name, configured, environment, profile, credentials, expected;
};

/// Where the credentials are, and which hosts are named where.
std::string failure_of(const Places& c) {
  LoginScene scene;
  scene.request.host = c.configured;
  scene.request.profile = c.profile.empty() ? "" : "p";
  scene.request.profile_from = "workspace.profile";
  if (!c.environment.empty()) scene.machine.variables["DATABRICKS_HOST"] = c.environment;
  std::string text = "[p]\nauth_type =\n";
  if (c.profile != "-") text += "host = " + c.profile + "\n";
  if (c.credentials == "profile") text += std::string("token = ") + tests::kToken + "\n";
  if (c.credentials == "environment") scene.machine.variables["DATABRICKS_TOKEN"] = tests::kToken;
  if (!c.profile.empty()) scene.machine.profiles(text);
  const std::string what = scene.failure();
  CHECK(scene.hosts.asked.empty());
  return what;
}

TEST_CASE("hosts that contradict each other are named together", "[login]") {
  const std::string a = "https://a.example.com";
  const std::string b = "https://b.example.com";
  const std::string only =
      ", and credentials are sent to their own host only; correct the one that is wrong, or name "
      "a profile for ";
  const std::string of_profile = "profile 'p' of ~/.databrickscfg";
  const auto c = GENERATE_COPY(values<Places>({
      {"all the same", a, a, a, "profile", "nothing went wrong"},
      {"the environment alone", "", a, "", "environment", "nothing went wrong"},
      {"the profile alone", "", "", a, "profile", "nothing went wrong"},
      {"the environment is for another host",
       b,
       a,
       "",
       "environment",
       "the credentials of DATABRICKS_TOKEN are for " + a +
           " (DATABRICKS_HOST), but the requests would go to " + b + " (workspace.host)" + only +
           b + " under workspace:"},
      {"the profile is for another host",
       b,
       "",
       a,
       "profile",
       "the credentials of " + of_profile + " are for " + a + ", but the requests would go to " +
           b + " (workspace.host)" + only + b + " under workspace:"},
      {"the environment turns a profile to another host",
       "",
       b,
       a,
       "profile",
       "the credentials of " + of_profile + " are for " + a + ", but the requests would go to " +
           b + " (DATABRICKS_HOST)" + only + b + " under workspace:"},
      {"a token that is for no host",
       a,
       "",
       "",
       "environment",
       "the credentials of DATABRICKS_TOKEN are not said to be for " + a +
           ": DATABRICKS_HOST is not set; set it to " + a + ", if they are for it"},
      {"a profile that is for no host",
       a,
       "",
       "-",
       "profile",
       "the credentials of " + of_profile + " are not said to be for " + a + ": " + of_profile +
           " has no host; write host = " + a + " into it, if they are for it"},
      {"a token beside a profile",
       "",
       "",
       a,
       "environment",
       "the credentials of DATABRICKS_TOKEN are not said to be for " + a +
           ": DATABRICKS_HOST is not set; set it to " + a + ", if they are for it"},
      {"the environment is for another host and not used",
       a,
       b,
       a,
       "profile",
       "nothing went wrong"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(failure_of(c) == c.expected); }
}

TEST_CASE("an ID token is for no host that only a configuration names", "[login]") {
  LoginScene scene;
  scene.machine.variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = "https://g.example.com/x?y=z";
  scene.machine.variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "canary";
  scene.machine.variables["DATABRICKS_AUTH_TYPE"] = "github-oidc";
  CHECK(scene.failure() == std::string("the credentials of ACTIONS_ID_TOKEN_REQUEST_URL and "
                                       "ACTIONS_ID_TOKEN_REQUEST_TOKEN are not said to be for ") +
                               kHost + ": DATABRICKS_HOST is not set; set it to " + kHost +
                               ", if they are for it");
  CHECK(scene.hosts.asked.empty());
}

TEST_CASE("the account has no use for the workspace's credentials", "[login]") {
  LoginScene scene;
  scene.request.host = tests::kAccountHost;
  scene.request.host_from = "account.host";
  scene.request.account_id = tests::kAccountId;
  scene.machine.variables["DATABRICKS_HOST"] = kHost;
  scene.machine.variables["DATABRICKS_TOKEN"] = tests::kToken;
  const std::string what = scene.failure();
  CHECK(what.find("(DATABRICKS_HOST), but the requests would go to "
                  "https://accounts.cloud.databricks.com (account.host)") != std::string::npos);
  CHECK(what.ends_with("under account:"));
}

TEST_CASE("the workspace's profile and the account's environment each go to their own host",
          "[login]") {
  LoginScene scene;
  scene.machine.variables["DATABRICKS_HOST"] = tests::kAccountHost;
  scene.machine.variables["DATABRICKS_TOKEN"] = tests::kToken;
  scene.machine.profiles(std::string("[prod]\ntoken = dapiprod\nhost = ") + kHost);
  LoginRequest account;
  account.host = tests::kAccountHost;
  account.host_from = "account.host";
  account.account_id = tests::kAccountId;
  scene.request = {};
  scene.request.profile = "prod";
  scene.request.host_of_environment = account.host;

  const Login of_workspace = scene.found();
  CHECK(of_workspace.report.host == kHost);
  CHECK(called(of_workspace.report) == "pat of profile 'prod' of ~/.databrickscfg");
  const Login of_account = find_login(account, scene.machine);
  CHECK(of_account.report.host == tests::kAccountHost);
  CHECK(called(of_account.report) == "pat of DATABRICKS_TOKEN");

  // A configuration that says another account's host gets neither.
  account.host = scene.request.host_of_environment = "https://evil.example.com";
  CHECK_THROWS_AS(scene.found(), LoginSettingsError);
  CHECK_THROWS_AS(find_login(account, scene.machine), LoginSettingsError);
}

TEST_CASE("certificates are verified wherever a profile says otherwise", "[login]") {
  LoginScene scene;
  scene.request.profile = "p";
  scene.machine.profiles(std::string("[p]\nskip_verify = true\ntoken = x\nhost = ") + kHost);
  CHECK(
      scene.failure().starts_with("skip_verify of profile 'p' of ~/.databrickscfg is true, but "));
  scene.request.host = "https://127.0.0.1:8443";
  scene.machine.profiles("[p]\nskip_verify = true\ntoken = x\nhost = https://127.0.0.1:8443");
  CHECK_FALSE(scene.found().verifies);
}

}  // namespace
}  // namespace dgctl::providers::binding_test
