// Which way to log in is chosen, and what is said where there is none.

#include "providers/databricks/login/no_credentials.h"

#include "tests/support/golden.h"
#include "tests/unit/providers/databricks/login/scene.h"

namespace dgctl::providers::no_credentials_test {
namespace {

using tests::kAccountHost;
using tests::kAccountId;
using tests::kHost;
using Scene = tests::HostScene;

TEST_CASE("where there are no credentials it is told what was tried and where", "[login]") {
  std::string told;
  const auto tell = [&](const std::string& name, Scene& scene) {
    told += "# " + name + "\n" + scene.failure() + "\n\n";
  };
  {
    Scene scene;
    tell("nothing at all", scene);
  }
  {
    Scene scene;
    scene.use_client();
    scene.machine.variables.erase("DATABRICKS_CLIENT_SECRET");
    scene.machine.profiles("[DEFAULT]\ntoken = canary\nhost = x.example.com\n");
    tell("half of it and a profile that nobody names", scene);
  }
  {
    Scene scene;
    scene.machine.profiles(std::string("[prod]\ntoken = canary\nhost = ") + kHost +
                           "\n[dev]\nhost = y.example.com\n");
    tell("a profile that fits", scene);
  }
  {
    Scene scene;
    scene.request.profile = "p";
    scene.machine.profiles(std::string("[p]\nclient_id = a\nhost = ") + kHost + "\n");
    tell("a profile without a secret", scene);
  }
  {
    Scene scene;
    scene.request.profile = "p";
    scene.machine.profiles(std::string("[p]\nauth_type = file-oidc\nhost = ") + kHost + "\n");
    tell("a profile that says how", scene);
  }
  {
    Scene scene;
    scene.set("ARM_USE_MSI", "true");
    tell("a way that dgctl does not have", scene);
  }
  {
    Scene scene;
    scene.set("DATABRICKS_AUTH_TYPE", "azure-cli");
    tell("the same by its name", scene);
  }
  {
    Scene scene;
    scene.set("DATABRICKS_AUTH_TYPE", "oauthm2m");
    tell("a name that is none", scene);
  }
  {
    Scene scene;
    scene.machine.variables.clear();
    scene.request.host.clear();
    scene.request.profile = "prod";
    scene.request.profile_from = "workspace.profile";
    tell("no host and no file", scene);
  }
  {
    Scene scene;
    scene.machine.variables.erase("DATABRICKS_HOST");
    scene.request.host.clear();
    scene.request.profile = "p";
    scene.machine.profiles("[p]\ntoken = canary\n");
    tell("a profile without a host", scene);
  }
  tests::check_golden("no_credentials.txt", told);
}

TEST_CASE("where auth_type wants another way than there is nobody is sent in a circle", "[login]") {
  Scene scene;
  scene.set("DATABRICKS_AUTH_TYPE", "oauth-m2m");
  scene.machine.profiles(std::string("[DEFAULT]\ntoken = canary\nhost = ") + kHost +
                         "\n[prod]\ntoken = canary\nhost = " + kHost + "\n");
  const std::string lacks =
      ", but DATABRICKS_AUTH_TYPE wants oauth-m2m; oauth-m2m lacks DATABRICKS_CLIENT_ID and "
      "DATABRICKS_CLIENT_SECRET; take DATABRICKS_AUTH_TYPE away";
  const auto ends = [&](const std::string& how) { return scene.failure().ends_with(how); };
  SECTION("nobody names a profile") {
    CHECK(ends("; profiles 'DEFAULT' and 'prod' of ~/.databrickscfg are for this host" + lacks +
               " and name one of them with --profile or as workspace.profile, or give oauth-m2m "
               "what it lacks"));
  }
  SECTION("somebody names one") {
    scene.request.profile = "DEFAULT";
    CHECK(ends("; profile 'DEFAULT' of ~/.databrickscfg has a token" + lacks +
               ", or give oauth-m2m what it lacks"));
  }
  SECTION("a token of the environment") {
    scene.set("DATABRICKS_TOKEN", "canary");
    CHECK(ends("; the environment has a token" + lacks + ", or give oauth-m2m what it lacks"));
  }
  SECTION("one that has it") {
    scene.machine.files["/home/ada/.databrickscfg"] +=
        std::string("[m2m]\nclient_id = a\nclient_secret = canary\nhost = ") + kHost + "\n";
    CHECK(scene.failure().find("profile 'm2m' of ~/.databrickscfg is for this host: name it with "
                               "--profile") != std::string::npos);
  }
}

TEST_CASE("a profile without credentials is not worth naming", "[login]") {
  Scene scene;
  scene.machine.profiles(std::string("[empty]\nhost = ") + kHost + "\n");
  CHECK(scene.failure().find("'empty'") == std::string::npos);
}

TEST_CASE("the account's profile is to be mended and not the environment", "[login]") {
  Scene scene;
  scene.request.host = kAccountHost;
  scene.request.account_id = kAccountId;
  scene.request.profile = "root";
  scene.machine.profiles(std::string("[root]\nclient_id = a\nhost = ") + kAccountHost + "\n");
  const std::string failure = scene.failure();
  CHECK(failure.find("looked at profile 'root' of ~/.databrickscfg, and not at the environment, "
                     "which is the workspace's; pat lacks token") != std::string::npos);
  CHECK(
      failure.ends_with("give one of these what it lacks, in profile 'root' of "
                        "~/.databrickscfg"));
}

TEST_CASE("the first strategy that has all it needs is the one", "[login]") {
  struct Case {
    std::string name;
    std::vector<std::pair<std::string, std::string>> variables;
    std::string expected;
  };
  const std::pair<std::string, std::string> id{"DATABRICKS_CLIENT_ID", "a"};
  const std::pair<std::string, std::string> url{"ACTIONS_ID_TOKEN_REQUEST_URL", "https://g/x"};
  const std::pair<std::string, std::string> key{"ACTIONS_ID_TOKEN_REQUEST_TOKEN", "k"};
  const std::pair<std::string, std::string> token{"DATABRICKS_OIDC_TOKEN", "t"};
  const auto c = GENERATE_COPY(values<Case>({
      {"a secret before a federation",
       {id, {"DATABRICKS_CLIENT_SECRET", "s"}, url, key, token},
       "oauth-m2m"},
      {"GitHub before the environment", {id, url, key, token}, "github-oidc"},
      {"the environment", {id, token}, "env-oidc"},
      {"GitHub needs somebody to be", {url, key}, ""},
      {"as is said", {id, url, key, token, {"DATABRICKS_AUTH_TYPE", "env-oidc"}}, "env-oidc"},
      {"as is said, though another is there",
       {{"DATABRICKS_TOKEN", "t"},
        id,
        {"DATABRICKS_CLIENT_SECRET", "s"},
        {"DATABRICKS_AUTH_TYPE", "oauth-m2m"}},
       "oauth-m2m"},
  }));
  DYNAMIC_SECTION(c.name) {
    Scene scene;
    for (const auto& [name, value] : c.variables) scene.set(name, value);
    const Login login = scene.found();
    CHECK(login.report.strategy == c.expected);
    REQUIRE(!login.report.tried.empty());
    if (!c.expected.empty()) CHECK(login.report.tried.back().lacks.empty());
  }
}

}  // namespace
}  // namespace dgctl::providers::no_credentials_test
