#include "providers/sim/base64.h"
#include "tests/support/property.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::oauth_test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kForm = "application/x-www-form-urlencoded";
constexpr const char* kBody = "grant_type=client_credentials&scope=all-apis";
constexpr const char* kAccount = "7a1b2c3d-0000-4000-8000-000000000001";
constexpr const char* kToken = "/oidc/v1/token";
constexpr const char* kFailed = "401 invalid_client: Client authentication failed";
const std::string kSecrets = "/api/2.0/accounts/servicePrincipals/42/credentials/secrets";
const std::string kAccountToken = "/oidc/accounts/" + std::string(kAccount) + "/v1/token";

json workspace() {
  json file = small_workspace();
  file["workspace"]["account_id"] = kAccount;
  file["service_principals"][kEtl]["id"] = "42";
  file["service_principals"][kEtl]["account_admin"] = true;
  return file;
}

std::string basic(const std::string& id, const std::string& secret) {
  return "Basic " + sim::base64url(percent_encoded(id) + ":" + percent_encoded(secret));
}

/// A workspace, and a secret that was made in it.
struct Login {
  explicit Login(const json& file = workspace()) : sim(file) {
    secret = body_of(sim.post(kSecrets, json::object())).value("secret", "");
  }

  Response ask(const std::string& authorization,
               const std::string& path = kToken,
               const std::string& body = kBody,
               const std::string& type = kForm) const {
    Request request;
    request.method = Method::Post;
    request.path = path;
    request.body = body;
    request.headers = {{"authorization", authorization}, {"content-type", type}};
    return sim.workspace->send(request, {});
  }
  std::string token(const std::string& path = kToken) const {
    return body_of(ask(basic(kEtl, secret), path)).at("access_token").get<std::string>();
  }
  std::string whoami(const std::string& token) const {
    const Response response = sim.with_authorization("Bearer " + token, scim("/Me"));
    return response.status == 200 ? body_of(response).at("userName").get<std::string>()
                                  : outcome(response);
  }

  Sim sim;
  std::string secret;
};

TEST_CASE("a secret buys a token, which makes requests as its service principal", "[oauth]") {
  const Login login;
  const json answer = body_of(login.ask(basic(kEtl, login.secret)));
  CHECK(answer.at("token_type") == "Bearer");
  CHECK(answer.at("expires_in") == 3600);
  CHECK(answer.at("scope") == "all-apis");
  const std::string token = answer.at("access_token").get<std::string>();
  CHECK(token.find("eyJ") == 0);
  CHECK(login.whoami(token) == kEtl);
  CHECK(login.sim.workspace->requests().back().who == kEtl);
  CHECK(body_of(login.sim.get(scim("/Me"))).at("userName") == "ada@example.com");
}

TEST_CASE("a secret may hold any characters", "[oauth]") {
  json file = workspace();
  // Of "a b:c%+ü".
  file["service_principals"][kEtl]["secrets"]["1"]["sha256"] =
      "6079925cebccec5233ae0c47899239cc9e42c44a272b1dd6e3590822f69b6cb7";
  const Login login(file);
  CHECK(outcome(login.ask(basic(kEtl, "a b:c%+ü"))) == "200");
  CHECK(outcome(login.ask(basic("3F0C9A52-0000-4000-8000-0000000000AA", login.secret))) == "200");
}

TEST_CASE("who cannot prove who it is gets no token and no reason", "[oauth]") {
  json file = workspace();
  std::string authorization;
  const Login good;
  SECTION("wrong secret") { authorization = basic(kEtl, good.secret + "0"); }
  SECTION("wrong id") {
    authorization = basic("3f0c9a52-0000-4000-8000-0000000000ab", good.secret);
  }
  SECTION("display name") { authorization = basic("etl", good.secret); }
  SECTION("no header") { authorization = ""; }
  SECTION("not basic") { authorization = "Bearer " + good.token(); }
  SECTION("no base64") { authorization = "Basic !"; }
  SECTION("no colon") { authorization = "Basic " + sim::base64url(kEtl); }
  SECTION("inactive") {
    file["service_principals"][kEtl]["active"] = false;
    authorization = basic(kEtl, good.secret);
  }
  const Login login(file);
  REQUIRE(login.secret == good.secret);
  CHECK(outcome(login.ask(authorization)) == kFailed);
}

TEST_CASE("a token for the workspace takes being of it", "[oauth]") {
  Login login;
  const std::string snapshot = login.sim.workspace->snapshot();
  json file = json::parse(snapshot);
  file["service_principals"][kEtl]["assigned"] = false;
  login.sim.workspace = SimWorkspace::in_memory(file.dump());
  CHECK(outcome(login.ask(basic(kEtl, login.secret))) == kFailed);
  CHECK(outcome(login.ask(basic(kEtl, login.secret), kAccountToken)) == "200");
}

TEST_CASE("the status of a wrong secret can be chosen", "[oauth]") {
  json file = workspace();
  file["switches"]["invalid_client_status"] = 400;
  CHECK(outcome(Login(file).ask(basic(kEtl, "x"))) ==
        "400 invalid_client: Client authentication failed");
}

TEST_CASE("a secret whose time is over buys nothing", "[oauth]") {
  Login login;
  login.secret = body_of(login.sim.post(kSecrets, {{"lifetime", "10s"}})).at("secret");
  CHECK(outcome(login.ask(basic(kEtl, login.secret))) == "200");
  login.sim.workspace->sleep(std::chrono::seconds(10), {});
  CHECK(outcome(login.ask(basic(kEtl, login.secret))) == kFailed);
}

TEST_CASE("a request for a token says just what it must", "[oauth]") {
  struct Case {
    std::string body, type, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"scope=all-apis&grant_type=client_credentials", kForm, "200"},
      {kBody, "application/x-www-form-urlencoded; charset=UTF-8", "200"},
      {kBody, "application/json", "400 invalid_request: Content-Type is not "},
      {kBody, "", "400 invalid_request: Content-Type is not "},
      {"", kForm, "400 unsupported_grant_type: grant_type is neither "},
      {"grant_type=password&scope=all-apis", kForm, "400 unsupported_grant_type: "},
      {"grant_type=client_credentials", kForm, "400 invalid_scope: scope is not all-apis"},
      {"grant_type=client_credentials&scope=sql", kForm, "400 invalid_scope: "},
      {"grant_type=client_credentials&scope=all-apis&client_id=x",
       kForm,
       "400 invalid_request: unknown parameter 'client_id'"},
      {"scope=all-apis&scope=all-apis", kForm, "400 invalid_request: parameter 'scope' is given"},
      {"scope=%zz", kForm, "400 invalid_request: the body is not percent-encoded UTF-8"},
  }));
  DYNAMIC_SECTION(c.body << " " << c.type) {
    const Login login;
    const std::string result =
        outcome(login.ask(basic(kEtl, login.secret), kToken, c.body, c.type));
    INFO(result);
    CHECK(result.find(c.expected) == 0);
  }
  const Login login;
  CHECK(outcome(login.ask("", "/oidc/v1/token?x=1")) ==
        "400 invalid_request: unknown query parameter 'x'");
}

TEST_CASE("a token that is none or is over is refused", "[oauth]") {
  json file = workspace();
  file["switches"]["token_lifetime_s"] = 60;
  Login login(file);
  const std::string token = login.token();
  std::string forged = token;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  CHECK(login.whoami("dapi1234") == "403 403: Invalid access token.");
  CHECK(login.whoami(forged) == "403 403: Invalid access token.");
  CHECK(outcome(login.sim.with_authorization("Basic x", scim("/Me")))
            .find("401 401: Credential was not sent or was of an unsupported type for this API. "
                  "[ReqId: ") == 0);
  CHECK(login.sim.workspace->requests().back().who.empty());
  CHECK(login.whoami(token) == kEtl);
  login.sim.workspace->sleep(std::chrono::seconds(60), {});
  CHECK(login.whoami(token) == "401 401: Access token expired.");
}

TEST_CASE("a token is for the plane that it was bought for", "[oauth]") {
  const Login login;
  const auto ask = [&](const std::string& token, const std::string& path) {
    return outcome(login.sim.with_authorization("Bearer " + token, path));
  };
  const std::string scim_users = "/api/2.0/accounts/" + std::string(kAccount) + "/scim/v2/Users";
  CHECK(ask(login.token(kAccountToken), scim_users) == "200");
  CHECK(login.whoami(login.token(kAccountToken)) == "403 403: Invalid access token.");
  CHECK(outcome(login.ask("", "/oidc/accounts/1234/v1/token")) ==
        "404 invalid_request: Account '1234' does not exist.");
}

TEST_CASE("a token holds in other processes and is written down nowhere", "[oauth]") {
  const tests::ScratchFolder folder;
  const fs::path path = folder / "workspace.json";
  write_file(path, workspace().dump());
  Login login;
  login.sim.workspace = SimWorkspace::open(path);
  login.secret = body_of(login.sim.post(kSecrets, json::object())).at("secret");
  const std::string authorization = basic(kEtl, login.secret);
  const std::string token = body_of(login.ask(authorization)).at("access_token");

  Login other;
  other.sim.workspace = SimWorkspace::open(path, "bob@example.com");
  CHECK(other.whoami(token) == kEtl);
  Request request;
  request.method = Method::Post;
  request.path = uc("/catalogs");
  request.body = R"({"name":"x"})";
  request.headers = {{"Authorization", "Bearer " + token}};
  CHECK(other.sim.workspace->send(request, {}).status == 403);
  login.sim.grant("metastore/" + json::parse(login.sim.get(uc("/metastore_summary")).body)
                                     .at("metastore_id")
                                     .get<std::string>(),
                  kEtl,
                  {"CREATE_CATALOG"});
  CHECK(other.sim.workspace->send(request, {}).status == 200);
  CHECK(body_of(login.sim.get(uc("/catalogs/x"))).at("owner") == kEtl);
  for (const fs::directory_entry& entry : fs::directory_iterator(path.parent_path())) {
    const std::string text = tests::file_text(entry.path());
    INFO(entry.path());
    CHECK(text.find(token) == std::string::npos);
    CHECK(text.find(authorization.substr(6)) == std::string::npos);
    CHECK(text.find("grant_type") == std::string::npos);
  }
}

TEST_CASE("requests for tokens are counted for the client", "[oauth]") {
  const Login login;
  login.ask(basic(kEtl, "wrong"));
  CHECK(login.sim.workspace->requests().back().who == kEtl);
  login.ask(basic("not-a-client", "wrong"));
  CHECK(login.sim.workspace->requests().back().who.empty());
}

TEST_CASE("a secret may take a moment to be accepted", "[oauth]") {
  json file = workspace();
  file["faults"] = json::parse(R"([{"method": "POST", "path": "*/secrets", "do": {"lag": 2}}])");
  const Login login(file);
  CHECK(outcome(login.ask(basic(kEtl, login.secret))) == kFailed);
  CHECK(outcome(login.ask(basic(kEtl, login.secret))) == kFailed);
  CHECK(outcome(login.ask(basic(kEtl, login.secret))) == "200");
}

TEST_CASE("anyone learns where tokens are bought", "[oauth]") {
  Sim sim(workspace());
  const json endpoint = body_of(sim.get("/oidc/.well-known/oauth-authorization-server"));
  CHECK(endpoint.at("token_endpoint") == "https://sim.cloud.databricks.com/oidc/v1/token");
  CHECK(endpoint.at("authorization_endpoint") ==
        "https://sim.cloud.databricks.com/oidc/v1/authorize");
  const json of_account = body_of(sim.get("/oidc/accounts/" + std::string(kAccount) +
                                          "/.well-known/oauth-authorization-server"));
  CHECK(of_account.at("token_endpoint") == "https://sim.cloud.databricks.com" + kAccountToken);
}

TEST_CASE("base64 gives back what it was given", "[oauth][property]") {
  CHECK(sim::base64url("\xfb\xff") == "-_8");
  CHECK(sim::base64_decoded("+/8=") == "\xfb\xff");
  CHECK(sim::base64_decoded("aGk=") == "hi");
  CHECK_FALSE(sim::base64_decoded("a").has_value());
  CHECK_FALSE(sim::base64_decoded("a b").has_value());
  tests::check_property("base64", [] {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::inRange<char>(-128, 127));
    RC_ASSERT(sim::base64_decoded(sim::base64url(bytes)) == bytes);
  });
}

}  // namespace
}  // namespace dgctl::providers::oauth_test
