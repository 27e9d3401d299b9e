// Each way to log in, against endpoints that answer as the real ones do.

#include "providers/databricks/login/login.h"

#include "providers/databricks/login/cli_tokens.h"
#include "tests/support/golden.h"
#include "tests/unit/providers/databricks/login/scene.h"

namespace dgctl::providers::login_test {
namespace {

using tests::FakeHosts;
using tests::kAccountHost;
using tests::kAccountId;
using tests::kClientSecret;
using tests::kHost;
using tests::LoginScene;
using Headers = std::vector<std::pair<std::string, std::string>>;

const char* const kAnswer = R"({"access_token":"eyJ1","token_type":"Bearer","expires_in":3600})";

struct Scene : LoginScene {
  Scene() { machine.variables["DATABRICKS_HOST"] = kHost; }
  void set(const std::string& name, const std::string& value) { machine.variables[name] = value; }
  void use_account() {
    request.host = kAccountHost;
    request.host_from = "account.host";
    request.account_id = kAccountId;
    set("DATABRICKS_HOST", kAccountHost);
  }
  void use_client() {
    set("DATABRICKS_CLIENT_ID", "3f0c");
    set("DATABRICKS_CLIENT_SECRET", kClientSecret);
  }
  [[nodiscard]] const Request& last() const { return hosts.asked.back().request; }
};

TEST_CASE("a personal access token goes along as it is", "[login]") {
  Scene scene;
  scene.set("DATABRICKS_TOKEN", "dapi0123");
  CHECK(scene.headers() == Headers{{"Authorization", "Bearer dapi0123"}});
  CHECK(scene.hosts.asked.empty());
  const Login login = scene.found();
  CHECK(called(login.report) == "pat of DATABRICKS_TOKEN");
  CHECK(login.report.host_from == "workspace.host");
}

TEST_CASE("a user and a password go along in base64", "[login]") {
  Scene scene;
  scene.set("DATABRICKS_USERNAME", "ada");
  scene.set("DATABRICKS_PASSWORD", "pass:word");
  CHECK(scene.headers() == Headers{{"Authorization", "Basic YWRhOnBhc3M6d29yZA=="}});
}

TEST_CASE("a service principal asks its workspace for a token", "[login]") {
  Scene scene;
  scene.use_client();
  scene.hosts.offer_tokens(kAnswer);
  CHECK(scene.headers() == Headers{{"Authorization", "Bearer eyJ1"}});
  CHECK(scene.hosts.paths() ==
        std::vector<std::string>{
            std::string("GET ") + kHost + "/oidc/.well-known/oauth-authorization-server",
            std::string("POST ") + kHost + "/oidc/v1/token"});
  CHECK(scene.last().body == "grant_type=client_credentials&scope=all-apis");
  CHECK(scene.last().headers.back().second.starts_with("Basic M2YwYzpkb3Nl"));
  CHECK(scene.found().report.client_id == "3f0c");
}

TEST_CASE("a service principal asks the account at the account's own place", "[login]") {
  Scene scene;
  scene.use_account();
  scene.use_client();
  const std::string path = std::string("/oidc/accounts/") + kAccountId + "/v1/token";
  scene.hosts.answer(kAccountHost, path, 200, kAnswer);
  CHECK(scene.headers() == Headers{{"Authorization", "Bearer eyJ1"}});
  CHECK(scene.hosts.paths() ==
        std::vector<std::string>{std::string("POST ") + kAccountHost + path});
}

TEST_CASE("a lifetime may be written as a text and the type in any way", "[login]") {
  Scene scene;
  scene.use_client();
  scene.hosts.offer_tokens(R"({"access_token":"eyJ1","token_type":"bearer","expires_in":"600"})");
  const Login login = scene.found();
  const auto credentials = make_credentials(login, {scene.machine, scene.hosts, scene.clock});
  Request request;
  credentials->authorize(request, {});
  CHECK(request.headers == Headers{{"Authorization", "bearer eyJ1"}});
  scene.clock.sleep(std::chrono::seconds(300), {});
  credentials->authorize(request, {});
  CHECK(scene.hosts.asked.size() == 3);  // where tokens are had is asked once
}

TEST_CASE("scopes are sorted and each is asked for once", "[login]") {
  Scene scene;
  scene.machine.variables.erase("DATABRICKS_HOST");
  scene.machine.profiles(
      std::string("[p]\nclient_id = a\nclient_secret = b\nscopes = sql, iam ,,sql\nhost = ") +
      kHost);
  scene.request.profile = "p";
  scene.hosts.offer_tokens(kAnswer);
  scene.headers();
  CHECK(scene.last().body == "grant_type=client_credentials&scope=iam%20sql");
}

TEST_CASE("a host without a list of endpoints has tokens at the usual place", "[login]") {
  Scene scene;
  scene.use_client();
  scene.hosts.answer(kHost, "/oidc/v1/token", 200, kAnswer);
  CHECK(scene.headers() == Headers{{"Authorization", "Bearer eyJ1"}});
}

TEST_CASE("throttling at the token endpoint is waited out", "[login]") {
  Scene scene;
  scene.use_client();
  scene.hosts.offer_tokens("");
  int asked = 0;
  scene.hosts.answer(kHost, "/oidc/v1/token", [&](const Request&) {
    if (++asked < 3)
      return Response{400, {}, R"({"error":"invalid_request","error_description":"Rate limit"})"};
    return Response{200, {}, kAnswer};
  });
  CHECK(scene.headers() == Headers{{"Authorization", "Bearer eyJ1"}});
  CHECK(scene.clock.passed() == std::chrono::seconds(3));
}

TEST_CASE("why a service principal gets no token is told", "[login]") {
  struct Case {
    std::string name, discovery;
    int status;
    std::string token;
    int token_status;
    std::string expected;
  };
  const std::string host = kHost;
  const std::string listed = "GET " + host + "/oidc/.well-known/oauth-authorization-server ";
  const std::string good = R"({"token_endpoint":")" + host + R"(/oidc/v1/token"})";
  const auto c = GENERATE_COPY(values<Case>({
      {"a wrong secret",
       good,
       200,
       R"({"error":"invalid_client","error_description":"Client authentication failed"})",
       401,
       "the login as 3f0c was answered with 401: invalid_client: Client authentication failed; "
       "check DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET"},
      {"a page",
       "<html>log in</html>",
       200,
       "",
       200,
       listed + "was answered with 200 and a web page: wrong host, it is not a workspace"},
      {"the way to a page",
       "",
       302,
       "",
       200,
       listed + "was answered with 302: wrong host, it is not a workspace"},
      {"something else",
       R"({"hello":"world"})",
       200,
       "",
       200,
       listed + "names no token_endpoint: wrong host, it is not a workspace"},
      {"another host",
       R"({"token_endpoint":"https://evil.com/oidc/v1/token"})",
       200,
       "",
       200,
       listed + "says that tokens are had from https://evil.com/oidc/v1/token, another host; "
                "credentials are sent to their own host only"},
      {"a host like it",
       R"({"token_endpoint":"https://dbc-1234.cloud.databricks.com.evil.com/t"})",
       200,
       "",
       200,
       listed + "says that tokens are had from https://dbc-1234.cloud.databricks.com.evil.com/t, "
                "another host; credentials are sent to their own host only"},
      {"a secret quoted back",
       good,
       200,
       std::string(R"({"error":"bad )") + kClientSecret + R"("})",
       400,
       "the login as 3f0c was answered with 400: bad (redacted)"},
      {"no token",
       good,
       200,
       "{}",
       200,
       "the login as 3f0c was answered with 200 and no token; run again later"},
  }));
  DYNAMIC_SECTION(c.name) {
    Scene scene;
    scene.use_client();
    scene.hosts.offer_tokens(c.token, c.token_status);
    scene.hosts.answer(
        kHost, "/oidc/.well-known/oauth-authorization-server", c.status, c.discovery);
    CHECK(scene.failure() == c.expected);
    for (const FakeHosts::Asked& asked : scene.hosts.asked) CHECK(asked.origin == host);
  }
}

// ---- workload identity federation

const std::string kExchange =
    "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token_type=urn%3A"
    "ietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt&scope=all-apis&subject_token=";

TEST_CASE("an ID token of the environment or a file is exchanged", "[login]") {
  Scene scene;
  scene.hosts.offer_tokens(kAnswer);
  scene.set("DATABRICKS_CLIENT_ID", "3f0c");
  SECTION("the usual variable") { scene.set("DATABRICKS_OIDC_TOKEN", "eyJ.a+b"); }
  SECTION("a named variable") {
    scene.set("DATABRICKS_AUTH_TYPE", "env-oidc");
    scene.set("DATABRICKS_OIDC_TOKEN_ENV", "MINE");
    scene.set("MINE", "eyJ.a+b");
  }
  SECTION("a file") {
    scene.set("DATABRICKS_AUTH_TYPE", "file-oidc");
    scene.set("DATABRICKS_OIDC_TOKEN_FILEPATH", "~/token");
    scene.machine.files["/home/ada/token"] = "eyJ.a+b\n";
  }
  CHECK(scene.headers() == Headers{{"Authorization", "Bearer eyJ1"}});
  CHECK(scene.last().body == "client_id=3f0c&" + kExchange + "eyJ.a%2Bb");
  CHECK(scene.last().headers.size() == 2);  // no Authorization
  CHECK(scene.last().confidential);
}

struct Audience {
  std::string name;
  bool is_account;
  std::string configured, description, expected;
};

TEST_CASE("GitHub is asked for a token for whom the workspace says", "[login]") {
  const auto c = GENERATE(values<Audience>({
      {"configured", false, "mine", "", "mine"},
      {"as the host says",
       false,
       "",
       R"({"workspace_id":"1","token_federation_default_oidc_audiences":["https://x/y","z"]})",
       "https%3A%2F%2Fx%2Fy"},
      {"the account where the host is no workspace", false, "", R"({"account_id":"abc"})", "abc"},
      {"the endpoint where the host says nothing",
       false,
       "",
       "",
       "https%3A%2F%2Fdbc-1234.cloud.databricks.com%2Foidc%2Fv1%2Ftoken"},
      {"the account of the account's host", true, "", "", kAccountId},
  }));
  DYNAMIC_SECTION(c.name) {
    Scene scene;
    if (c.is_account) scene.use_account();
    scene.set("DATABRICKS_CLIENT_ID", "3f0c");
    scene.set("ACTIONS_ID_TOKEN_REQUEST_URL", "https://pipelines.example.com/a?api=2");
    scene.set("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "key");
    scene.set("DATABRICKS_TOKEN_AUDIENCE", c.configured);
    scene.hosts.offer_tokens(kAnswer);
    scene.hosts.answer(
        kAccountHost, std::string("/oidc/accounts/") + kAccountId + "/v1/token", 200, kAnswer);
    scene.hosts.answer("https://pipelines.example.com", "/a", 200, R"({"value":"eyJid"})");
    if (!c.description.empty()) {
      scene.hosts.answer(kHost, "/.well-known/databricks-config", 200, c.description);
    }
    CHECK(scene.headers() == Headers{{"Authorization", "Bearer eyJ1"}});
    const auto& asked = scene.hosts.asked;
    const Request& github = asked[asked.size() - 2].request;
    CHECK(asked[asked.size() - 2].origin == "https://pipelines.example.com");
    CHECK(github.path == "/a?api=2&audience=" + c.expected);
    CHECK(github.headers.back() ==
          std::pair<std::string, std::string>("Authorization", "Bearer key"));
    CHECK(scene.last().body.ends_with("subject_token=eyJid"));
  }
}

TEST_CASE("a federation of the whole account names no client where it is asked for", "[login]") {
  Scene scene;
  scene.set("DATABRICKS_OIDC_TOKEN", "eyJid");
  CHECK(scene.failure().find("env-oidc lacks DATABRICKS_CLIENT_ID") != std::string::npos);
  scene.set("DATABRICKS_AUTH_TYPE", "env-oidc");
  scene.hosts.offer_tokens(kAnswer);
  scene.headers();
  CHECK(scene.last().body == kExchange + "eyJid");
}

TEST_CASE("an ID token that is not accepted is a login that is refused", "[login]") {
  Scene scene;
  scene.set("DATABRICKS_CLIENT_ID", "3f0c");
  scene.set("DATABRICKS_OIDC_TOKEN", "eyJ.canary");
  const std::string code = GENERATE(values<std::string>({"invalid_request", "invalid_grant"}));
  scene.hosts.offer_tokens(
      R"({"error":")" + code + R"(","error_description":"eyJ.canary has expired"})", 400);
  CHECK(scene.failure() == "the login as 3f0c was answered with 400: " + code +
                               ": (redacted) has expired; check DATABRICKS_CLIENT_ID and "
                               "DATABRICKS_OIDC_TOKEN");
  try {
    scene.headers();
    FAIL("it was let in");
  } catch (const engine::ProviderError& error) {
    CHECK(error.error_class == engine::ErrorClass::Unauthenticated);
  }
}

TEST_CASE("an ID token that is not to be had is told of", "[login]") {
  Scene scene;
  scene.hosts.offer_tokens(kAnswer);
  scene.set("DATABRICKS_CLIENT_ID", "3f0c");
  SECTION("no file") {
    scene.set("DATABRICKS_AUTH_TYPE", "file-oidc");
    scene.set("DATABRICKS_OIDC_TOKEN_FILEPATH", "/run/token");
    CHECK(scene.failure() == "there is no ID token: the file /run/token is not there");
    scene.machine.files["/run/token"] = " \n";
    CHECK(scene.failure() == "there is no ID token: the file /run/token is empty");
  }
  SECTION("GitHub refuses") {
    scene.set("ACTIONS_ID_TOKEN_REQUEST_URL", "https://pipelines.example.com/a");
    scene.set("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "canary");
    scene.hosts.answer("https://pipelines.example.com", "/a", 403, R"({"message":"no canary"})");
    CHECK(scene.failure() ==
          "asking https://pipelines.example.com (ACTIONS_ID_TOKEN_REQUEST_URL) for an ID token was "
          "answered with 403: no (redacted)");
  }
  SECTION("no address of GitHub's") {
    scene.set("ACTIONS_ID_TOKEN_REQUEST_URL", "http://pipelines.example.com/a");
    scene.set("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "canary");
    CHECK(scene.failure() ==
          "ACTIONS_ID_TOKEN_REQUEST_URL is no address that begins with https://");
  }
}

// ---- Azure

TEST_CASE("a principal of Entra's gets its token there", "[login]") {
  struct Case {
    std::string name, tenant, cloud, resource;
  };
  const auto c = GENERATE(values<Case>({
      {"as configured", "t1", "", ""},
      {"the tenant is the workspace's to say", "", "", ""},
      {"another cloud", "t1", "usgovernment", ""},
      {"a workspace named by its resource", "t1", "PUBLIC", "/subscriptions/s/w"},
  }));
  DYNAMIC_SECTION(c.name) {
    Scene scene;
    scene.set("ARM_CLIENT_ID", "c1");
    scene.set("ARM_CLIENT_SECRET", "s+1");
    scene.set("ARM_TENANT_ID", c.tenant);
    scene.set("ARM_ENVIRONMENT", c.cloud);
    scene.set("DATABRICKS_AZURE_RESOURCE_ID", c.resource);
    const std::string entra = c.cloud == "usgovernment" ? "https://login.microsoftonline.us"
                                                        : "https://login.microsoftonline.com";
    scene.hosts.answer(
        kHost, "/aad/auth", 302, "", {{"location", entra + "/t1/oauth2/authorize?x=y"}});
    scene.hosts.answer(entra, "/t1/oauth2/token", [](const Request& request) {
      const bool is_manager = request.body.find("2ff814a6") == std::string::npos;
      return Response{
          200, {}, is_manager ? R"({"access_token":"eyJm","expires_in":"3599"})" : kAnswer};
    });
    Headers expected{{"Authorization", "Bearer eyJ1"}};
    if (!c.resource.empty()) {
      expected = {{"X-Databricks-Azure-SP-Management-Token", "eyJm"},
                  {"X-Databricks-Azure-Workspace-Resource-Id", c.resource},
                  {"Authorization", "Bearer eyJ1"}};
    }
    CHECK(scene.headers() == expected);
    CHECK(scene.last().body ==
          "grant_type=client_credentials&client_id=c1&resource=2ff814a6-3304-4ab8-85cb-cd0e6f879c1d"
          "&client_secret=s%2B1");
  }
}

TEST_CASE("why Entra gives no token is told", "[login]") {
  Scene scene;
  scene.set("ARM_CLIENT_ID", "c1");
  scene.set("ARM_CLIENT_SECRET", kClientSecret);
  SECTION("no tenant") {
    CHECK(scene.failure() ==
          std::string("ARM_TENANT_ID is not set, and GET ") + kHost +
              "/aad/auth, answered with 404, does not lead to a directory; set it");
  }
  SECTION("no such cloud") {
    scene.set("ARM_ENVIRONMENT", "MOON");
    CHECK(scene.failure() == "ARM_ENVIRONMENT is none of PUBLIC, USGOVERNMENT and CHINA");
  }
  SECTION("a wrong secret") {
    scene.set("ARM_TENANT_ID", "t1");
    scene.hosts.answer(
        "https://login.microsoftonline.com",
        "/t1/oauth2/token",
        401,
        std::string(R"({"error":"invalid_client","error_description":"AADSTS7000215: )") +
            kClientSecret + "\"}");
    CHECK(scene.failure() ==
          "the login as c1 at https://login.microsoftonline.com was answered with 401: "
          "invalid_client: AADSTS7000215: (redacted); check ARM_CLIENT_ID and ARM_CLIENT_SECRET");
  }
}

// ---- the Databricks CLI's own login

/// A cache as the CLI writes it; the scene's time is 2026-11-23T09:00:00Z.
std::string cache_of(const std::string& key, const std::string& expiry) {
  return R"({"version":1,"tokens":{"https://other.example.com":{"access_token":"eyJother"},")" +
         key +
         R"(":{"access_token":"eyJcanarycli0123456789","token_type":"Bearer","refresh_token":"canary","expiry":")" +
         expiry + "\"}}}";
}

constexpr const char* kCache = "/home/ada/.databricks/token-cache.json";

TEST_CASE("the login of the Databricks CLI is used as long as it lasts", "[login]") {
  Scene scene;
  scene.machine.variables.erase("DATABRICKS_HOST");
  const std::string key =
      GENERATE(std::string(kHost), std::string(kAccountHost) + "/oidc/accounts/" + kAccountId);
  if (key != kHost) {
    scene.request.host = kAccountHost;
    scene.request.account_id = kAccountId;
  }
  scene.machine.files[kCache] = cache_of(key, "2026-11-23T10:30:00.123+01:00");
  CHECK(scene.headers() == Headers{{"Authorization", "Bearer eyJcanarycli0123456789"}});
  CHECK(called(scene.found().report) == "databricks-cli of ~/.databricks/token-cache.json");
  CHECK(scene.machine.ran.empty());
  CHECK(scene.hosts.asked.empty());
}

TEST_CASE("a login of the CLI that is over is renewed only where the environment says so",
          "[login]") {
  struct Case {
    std::string name, variable, value, in_profile;
    bool may_run;
    std::string program;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing says so", "", "", "", true, ""},
      {"only the profile says so",
       "",
       "",
       "auth_type = databricks-cli\ndatabricks_cli_path = evil\n",
       true,
       ""},
      {"the environment says so", "DATABRICKS_AUTH_TYPE", "databricks-cli", "", true, "databricks"},
      {"and where it is", "DATABRICKS_CLI_PATH", "/opt/databricks", "", true, "/opt/databricks"},
      {"nobody may", "DATABRICKS_AUTH_TYPE", "databricks-cli", "", false, ""},
  }));
  DYNAMIC_SECTION(c.name) {
    Scene scene;
    scene.machine.variables.erase("DATABRICKS_HOST");
    if (!c.variable.empty()) scene.set(c.variable, c.value);
    scene.request.profile = "p";
    scene.request.may_run_programs = c.may_run;
    scene.machine.profiles(std::string("[p]\nhost = ") + kHost + "\n" + c.in_profile);
    scene.machine.files[kCache] = cache_of(kHost, "2026-11-23T08:00:00Z");
    scene.machine.end.out =
        R"({"access_token":"eyJnew","token_type":"Bearer","expiry":"2026-11-23T10:00:00Z"})";
    if (c.program.empty()) {
      CHECK(scene.failure().starts_with(std::string("the login of the Databricks CLI for ") +
                                        kHost + " is over; run `databricks auth login --host " +
                                        kHost + "`, or set "));
      CHECK(scene.machine.ran.empty());
    } else {
      CHECK(scene.headers() == Headers{{"Authorization", "Bearer eyJnew"}});
      CHECK(scene.machine.ran ==
            std::vector<std::vector<std::string>>{{c.program, "auth", "token", "--host", kHost}});
    }
  }
}

TEST_CASE("what the CLI's program complains of is told", "[login]") {
  Scene scene;
  scene.set("DATABRICKS_AUTH_TYPE", "databricks-cli");
  SECTION("it fails") {
    scene.machine.end = {
        1, R"({"access_token":"canary"})", "Error: no refresh token.\neyJcanary0123456789abc\n"};
    CHECK(scene.failure() ==
          std::string("the login of the Databricks CLI for ") + kHost +
              " cannot be had: `databricks auth token` ended with 1 and said: Error: no refresh "
              "token. (redacted); run `databricks auth login --host " +
              kHost + "`");
  }
  SECTION("it prints something else") {
    scene.machine.end = {0, "canary", ""};
    CHECK(scene.failure().find("`databricks auth token` printed no token that lasts") !=
          std::string::npos);
  }
}

TEST_CASE("a time with an offset is a time", "[login]") {
  struct Case {
    std::string text;
    std::int64_t seconds;
  };
  const auto c = GENERATE(values<Case>({
      {"1970-01-01T00:00:10Z", 10},
      {"1970-01-01T01:00:10.123456789+01:00", 10},
      {"1969-12-31T23:30:10-00:30", 10},
      {"1970-01-01T00:00:10", -1},
      {"1970-01-01 00:00:10Z", -1},
      {"1970-01-01T00:00:10+1:00", -1},
      {"1970-01-01T00:00:10+0a:00", -1},
      {"", -1},
  }));
  const auto time = time_of(c.text);
  CHECK((time ? time->time_since_epoch() / std::chrono::seconds(1) : -1) == c.seconds);
}

// ---- which one, and what is said where there is none

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
}  // namespace dgctl::providers::login_test
