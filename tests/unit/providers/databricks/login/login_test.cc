// Each way to log in, against endpoints that answer as the real ones do.

#include "providers/databricks/login/login.h"

#include "tests/unit/providers/databricks/login/scene.h"

namespace dgctl::providers::login_test {
namespace {

using tests::FakeHosts;
using tests::kAccountHost;
using tests::kAccountId;
using tests::kClientSecret;
using tests::kHost;
using Headers = std::vector<std::pair<std::string, std::string>>;

const char* const kAnswer = R"({"access_token":"eyJ1","token_type":"Bearer","expires_in":3600})";

using Scene = tests::HostScene;

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
  CHECK(scene.hosts.asked.back().request.body == "grant_type=client_credentials&scope=all-apis");
  CHECK(scene.hosts.asked.back().request.headers.back().second.starts_with("Basic M2YwYzpkb3Nl"));
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
  CHECK(scene.hosts.asked.back().request.body == "grant_type=client_credentials&scope=iam%20sql");
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
       "check DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET: client_id is to be the "
       "application id, which is a UUID, and '3f0c' is none"},
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

TEST_CASE("a client that is not let in is told all that it may be", "[login]") {
  Scene scene;
  const bool is_account = GENERATE(false, true);
  if (is_account) scene.use_account();
  scene.set("DATABRICKS_CLIENT_ID", "3f0c9a52-0000-4000-8000-0000000000aa");
  scene.set("DATABRICKS_CLIENT_SECRET", kClientSecret);
  scene.hosts.offer_tokens(R"({"error":"invalid_client"})", 401);
  scene.hosts.answer(kAccountHost,
                     std::string("/oidc/accounts/") + kAccountId + "/v1/token",
                     401,
                     R"({"error":"invalid_client"})");
  CHECK(scene.failure() ==
        std::string("the login as 3f0c9a52-0000-4000-8000-0000000000aa was answered with 401: "
                    "invalid_client; check DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET: the "
                    "id or the secret is wrong, or the service principal is deactivated, ") +
            (is_account ? "not of this account" : "not assigned to this workspace") +
            ", or its secret has expired");
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
  SECTION("with a line end") { scene.set("DATABRICKS_OIDC_TOKEN", "eyJ.a+b\n"); }
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
  CHECK(scene.hosts.asked.back().request.body == "client_id=3f0c&" + kExchange + "eyJ.a%2Bb");
  CHECK(scene.hosts.asked.back().request.headers.size() == 2);  // no Authorization
  CHECK(scene.hosts.asked.back().request.confidential);
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
    CHECK(scene.hosts.asked.back().request.body.ends_with("subject_token=eyJid"));
  }
}

TEST_CASE("a federation of the whole account names no client where it is asked for", "[login]") {
  Scene scene;
  scene.set("DATABRICKS_OIDC_TOKEN", "eyJid");
  CHECK(scene.failure().find("env-oidc lacks DATABRICKS_CLIENT_ID") != std::string::npos);
  scene.set("DATABRICKS_AUTH_TYPE", "env-oidc");
  scene.hosts.offer_tokens(kAnswer);
  scene.headers();
  CHECK(scene.hosts.asked.back().request.body == kExchange + "eyJid");
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
  SECTION("nothing but a line end") {
    scene.set("DATABRICKS_OIDC_TOKEN", "\n");
    CHECK(scene.failure() == "there is no ID token: DATABRICKS_OIDC_TOKEN is empty");
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
    CHECK(scene.hosts.asked.back().request.body ==
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

}  // namespace
}  // namespace dgctl::providers::login_test
