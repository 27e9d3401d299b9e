#include "providers/databricks/login/settings.h"

#include "tests/unit/providers/databricks/login/scene.h"

namespace dgctl::providers::settings_test {
namespace {

using tests::LoginScene;

struct Scene : LoginScene {
  Scene() { request = {}; }
  Settings read() { return read_settings(request, machine); }
  std::string failure() {
    try {
      read();
    } catch (const LoginSettingsError& error) {
      CHECK(std::string(error.what()).find("canary") == std::string::npos);
      return error.what();
    }
    return "nothing went wrong";
  }
};

TEST_CASE("the environment comes before the profile and the profile fills the rest", "[login]") {
  Scene scene;
  scene.machine.variables["DATABRICKS_HOST"] = "https://a.example.com/";
  scene.machine.variables["DATABRICKS_CLIENT_ID"] = "";
  scene.machine.profiles("[p]\nhost = b.example.com\nclient_id = c1\nclient_secret = canary\n");
  scene.request.profile = "p";
  const Settings settings = scene.read();
  CHECK(settings.text("host") == "https://a.example.com/");
  CHECK(settings.text("client_id") == "c1");
  CHECK(settings.environment_host == "https://a.example.com");
  CHECK(settings.profile_host == "https://b.example.com");
  CHECK(settings.where("host") == "DATABRICKS_HOST");
  CHECK(settings.where("client_secret") == "client_secret of profile 'p' of ~/.databrickscfg");
  CHECK(settings.text("client_secret").empty());
}

TEST_CASE("which profile is read", "[login]") {
  struct Case {
    std::string name, variable, requested, text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"the default one", "", "", "[DEFAULT]\ntoken = t", "DEFAULT"},
      {"none where there is no default", "", "", "[a]\ntoken = t", ""},
      {"the file's own default",
       "",
       "",
       "[__settings__]\ndefault_profile = a\n[a]\ntoken = t",
       "a"},
      {"a blank default is none",
       "",
       "",
       "[__settings__]\ndefault_profile =\n[DEFAULT]\ntoken = t",
       "DEFAULT"},
      {"the environment's", "a", "", "[a]\ntoken = t\n[DEFAULT]\ntoken = t", "a"},
      {"the named one", "a", "b", "[a]\ntoken = t\n[b]\ntoken = t", "b"},
  }));
  DYNAMIC_SECTION(c.name) {
    Scene scene;
    scene.machine.variables["DATABRICKS_CONFIG_PROFILE"] = c.variable;
    scene.machine.profiles(c.text);
    scene.request.profile = c.requested;
    CHECK(scene.read().profile == c.expected);
  }
}

TEST_CASE("without a named profile the file is not asked for what is there already", "[login]") {
  struct Case {
    std::string variable;
    bool has_host;
  };
  const auto c = GENERATE(values<Case>({
      {"DATABRICKS_HOST", false},
      {"DATABRICKS_TOKEN", false},
      {"ARM_CLIENT_ID", false},
      {"DATABRICKS_AZURE_RESOURCE_ID", false},
      {"", true},
  }));
  DYNAMIC_SECTION(c.variable) {
    Scene scene;
    if (!c.variable.empty()) scene.machine.variables[c.variable] = "x.example.com";
    if (c.has_host) scene.request.host = "https://x.example.com";
    scene.machine.profiles("[DEFAULT]\nhost = h.example.com\n");
    const Settings settings = scene.read();
    CHECK(settings.profile.empty());
    CHECK(settings.others ==
          std::vector<OtherProfile>{{"DEFAULT", "https://h.example.com", {"host"}}});
  }
}

TEST_CASE("the file may be elsewhere and may not be there", "[login]") {
  Scene scene;
  CHECK_FALSE(scene.read().file_exists);
  scene.machine.variables["DATABRICKS_CONFIG_FILE"] = "~/other";
  scene.machine.files["/home/ada/other"] = "[DEFAULT]\nhost = h.example.com\n";
  const Settings settings = scene.read();
  CHECK(settings.file_exists);
  CHECK(settings.profile_text() == "profile 'DEFAULT' of ~/other");
}

TEST_CASE("the account's profile is not mixed with the workspace's environment", "[login]") {
  Scene scene;
  scene.machine.variables["DATABRICKS_HOST"] = tests::kHost;
  scene.machine.variables["DATABRICKS_TOKEN"] = tests::kToken;
  scene.machine.variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = "https://g.example.com/x";
  scene.machine.profiles("[a]\nhost = accounts.cloud.databricks.com\nclient_id = c\n");
  scene.request.profile = "a";
  scene.request.account_id = tests::kAccountId;
  const Settings settings = scene.read();
  CHECK_FALSE(settings.has("token"));
  CHECK(settings.environment_host.empty());
  CHECK(settings.has("actions_id_token_request_url"));
}

TEST_CASE("an environment that is the account's is not mixed with the workspace's profile",
          "[login]") {
  Scene scene;
  scene.machine.variables["DATABRICKS_HOST"] = "accounts.cloud.databricks.com/";
  scene.machine.variables["DATABRICKS_TOKEN"] = tests::kToken;
  scene.machine.profiles(std::string("[p]\nclient_id = c\nhost = ") + tests::kHost);
  scene.request.profile = "p";
  scene.request.host_of_environment = tests::kAccountHost;
  SECTION("it is left to the account") {
    const Settings settings = scene.read();
    CHECK(settings.environment_is_anothers);
    CHECK_FALSE(settings.has("token"));
    CHECK(settings.text("client_id") == "c");
    CHECK(settings.environment_host.empty());
  }
  SECTION("unless it is for the host of both") {
    scene.request.host = tests::kAccountHost;
    CHECK(scene.failure().starts_with("more than one authorization method configured"));
  }
  SECTION("unless it is for neither") {
    scene.machine.variables["DATABRICKS_HOST"] = "h.example.com";
    CHECK(scene.failure().starts_with("more than one authorization method configured"));
  }
  SECTION("unless nobody names a profile") {
    scene.request.profile.clear();
    CHECK(scene.read().has("token"));
  }
}

TEST_CASE("who is to choose for an account with a profile writes into that", "[login]") {
  Scene scene;
  scene.machine.profiles("[a]\nclient_id = c\ndatabricks_id_token_filepath = /t\n");
  scene.request.profile = "a";
  scene.request.account_id = tests::kAccountId;
  CHECK(scene.failure().ends_with(
      "; write auth_type = file-oidc into profile 'a' of ~/.databrickscfg"));
}

TEST_CASE("settings that are wrong are told with where they stand", "[login]") {
  struct Case {
    std::string name;
    std::vector<std::pair<std::string, std::string>> variables;
    std::string profile, text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a profile that is not there",
       {},
       "prdo",
       "[prod]\ntoken = t\n[dev]\ntoken = t",
       "~/.databrickscfg has no profile 'prdo', which --profile names; did you mean 'prod'?"},
      {"one that is like none",
       {},
       "x",
       "[prod]\ntoken = t\n[dev]\ntoken = t",
       "~/.databrickscfg has no profile 'x', which --profile names; it has prod, dev"},
      {"an empty one",
       {},
       "p",
       "[p]\n",
       "~/.databrickscfg has no profile 'p', which --profile names; it has none"},
      {"the environment's",
       {{"DATABRICKS_CONFIG_PROFILE", "x"}},
       "",
       "[prod]\ntoken = t",
       "~/.databrickscfg has no profile 'x', which DATABRICKS_CONFIG_PROFILE names; it has prod"},
      {"the file's default",
       {},
       "",
       "[__settings__]\ndefault_profile = x\n[prod]\ntoken = t",
       "~/.databrickscfg has no profile 'x', which default_profile of ~/.databrickscfg names; it "
       "has prod"},
      {"the reserved one",
       {},
       "__settings__",
       "[__settings__]\ndefault_profile = x",
       "--profile names the profile '__settings__', which is reserved; name another"},
      {"a default that is reserved",
       {},
       "",
       "[__settings__]\ndefault_profile = __settings__",
       "default_profile of ~/.databrickscfg names the profile '__settings__', which is reserved"},
      {"no file of profiles",
       {},
       "p",
       "[p]\ncanary",
       "~/.databrickscfg cannot be read: line 2 is no KEY = VALUE"},
      {"a host that is none",
       {{"DATABRICKS_HOST", "http://h.example.com"}},
       "",
       "",
       "the host of DATABRICKS_HOST must begin with https://; http:// is for this machine only"},
      {"an embedded one",
       {{"DATABRICKS_HOST", "sim:x"}},
       "",
       "",
       "the host of DATABRICKS_HOST is no address of a workspace; write https:// and the name of "
       "its host"},
      {"a profile's host",
       {},
       "p",
       "[p]\nhost = u:p@h",
       "the host of profile 'p' of ~/.databrickscfg must not hold a user or a password; who signs "
       "in is the profile's business"},
      {"neither true nor false",
       {{"ARM_USE_MSI", "maybe"}},
       "",
       "",
       "ARM_USE_MSI is neither true nor false"},
      {"a token and a secret",
       {{"DATABRICKS_TOKEN", "canary"}},
       "p",
       "[p]\nclient_id = a\nclient_secret = canary",
       "more than one authorization method configured: oauth and pat (DATABRICKS_TOKEN, client_id "
       "of profile 'p' of "
       "~/.databrickscfg, client_secret of profile 'p' of ~/.databrickscfg); take all but one "
       "away, or say which in "
       "DATABRICKS_AUTH_TYPE: oauth-m2m or pat"},
      {"a token and a user",
       {{"DATABRICKS_TOKEN", "canary"}, {"DATABRICKS_USERNAME", "u"}},
       "",
       "",
       "more than one authorization method configured: basic and pat (DATABRICKS_TOKEN, "
       "DATABRICKS_USERNAME); take all "
       "but one away, or say which in DATABRICKS_AUTH_TYPE: basic or pat"},
      {"a federated file and a client",
       {{"DATABRICKS_CLIENT_ID", "a"}, {"DATABRICKS_OIDC_TOKEN_FILEPATH", "/t"}},
       "",
       "",
       "more than one authorization method configured: file-oidc and oauth (DATABRICKS_CLIENT_ID, "
       "DATABRICKS_OIDC_TOKEN_FILEPATH); set DATABRICKS_AUTH_TYPE=file-oidc"},
      {"a federated variable and a client",
       {{"DATABRICKS_CLIENT_ID", "a"}, {"DATABRICKS_OIDC_TOKEN_ENV", "T"}},
       "",
       "",
       "more than one authorization method configured: env-oidc and oauth (DATABRICKS_CLIENT_ID, "
       "DATABRICKS_OIDC_TOKEN_ENV); set DATABRICKS_AUTH_TYPE=env-oidc"},
      {"a federated file and a client with a secret",
       {{"DATABRICKS_CLIENT_ID", "a"},
        {"DATABRICKS_CLIENT_SECRET", "canary"},
        {"DATABRICKS_OIDC_TOKEN_FILEPATH", "/t"}},
       "",
       "",
       "more than one authorization method configured: file-oidc and oauth (DATABRICKS_CLIENT_ID, "
       "DATABRICKS_CLIENT_SECRET, DATABRICKS_OIDC_TOKEN_FILEPATH); take all but one away, or say "
       "which in DATABRICKS_AUTH_TYPE: file-oidc or oauth-m2m"},
      {"no id of a workspace",
       {{"DATABRICKS_WORKSPACE_ID", "abc"}},
       "",
       "",
       "DATABRICKS_WORKSPACE_ID is no id of a workspace; it is the number behind ?o= in the "
       "workspace's address"},
      {"an id of a workspace",
       {{"DATABRICKS_WORKSPACE_ID", "900800700600"}},
       "",
       "",
       "nothing went wrong"},
      {"an id of a connection",
       {{"DATABRICKS_WORKSPACE_ID", "3f0c9a52-0000-4000-8000-0000000000aa"}},
       "",
       "",
       "nothing went wrong"},
      {"with a choice",
       {{"DATABRICKS_CLIENT_ID", "a"},
        {"DATABRICKS_OIDC_TOKEN_FILEPATH", "/t"},
        {"DATABRICKS_AUTH_TYPE", "file-oidc"}},
       "",
       "",
       "nothing went wrong"},
      {"the unnamed variable is no conflict",
       {{"DATABRICKS_CLIENT_ID", "a"}, {"DATABRICKS_OIDC_TOKEN", "canary"}},
       "",
       "",
       "nothing went wrong"},
  }));
  DYNAMIC_SECTION(c.name) {
    Scene scene;
    for (const auto& [name, value] : c.variables) scene.machine.variables[name] = value;
    if (!c.text.empty()) scene.machine.profiles(c.text);
    scene.request.profile = c.profile;
    scene.request.profile_from = "--profile";
    CHECK(scene.failure() == c.expected);
  }
}

}  // namespace
}  // namespace dgctl::providers::settings_test
