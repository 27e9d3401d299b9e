#include "providers/sim/federation.h"

#include "engine/digest/sha256.h"
#include "providers/sim/base64.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::federation_test {
namespace {

constexpr const char* kKey = "a key that both have";
constexpr const char* kIssuer = "https://token.actions.example.com";
constexpr const char* kSubject = "repo:acme/infra:environment:prod";
constexpr const char* kAccountId = "7a1b2c3d-0000-4000-8000-000000000001";
const std::string kAccountPath = "/oidc/accounts/" + std::string(kAccountId) + "/v1/token";

json claims() {
  return {{"iss", kIssuer}, {"sub", kSubject}, {"aud", kAccountId}, {"exp", 4102444800}};
}

std::string token_of(const json& claims,
                     const std::string& key = kKey,
                     const json& header = {{"alg", "HS256"}}) {
  const std::string text = sim::base64url(header.dump()) + "." + sim::base64url(claims.dump());
  return text + "." + sim::base64url(engine::hmac_sha256(key, text));
}

json federated_workspace() {
  json file = small_workspace();
  file["workspace"]["account_id"] = kAccountId;
  file["service_principals"][kEtl]["federation_policies"]["ci"] = {
      {"issuer", kIssuer}, {"subject", kSubject}, {"hs256_key", kKey}};
  return file;
}

Response exchange(const Sim& sim,
                  const std::string& id_token,
                  const std::string& path = "/oidc/v1/token",
                  const std::string& client = kEtl) {
  Request request;
  request.method = Method::Post;
  request.path = path;
  request.body =
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&scope=all-apis&client_"
      "id=" +
      client + "&subject_token_type=urn:ietf:params:oauth:token-type:jwt&subject_token=" + id_token;
  request.headers = {{"content-type", "application/x-www-form-urlencoded"}};
  return sim.workspace->send(request, {});
}

TEST_CASE("an ID token of a federation buys a token of its service principal", "[oauth]") {
  const Sim sim(federated_workspace());
  const std::string path = GENERATE_COPY(values<std::string>({"/oidc/v1/token", kAccountPath}));
  const Response answer = exchange(sim, token_of(claims()), path);
  REQUIRE(outcome(answer) == "200");
  const std::string token = body_of(answer).at("access_token");
  if (path == kAccountPath) return;
  const Response me = sim.with_authorization("Bearer " + token, scim("/Me"));
  CHECK(body_of(me).at("userName") == kEtl);
}

TEST_CASE("an ID token that is not accepted is told why", "[oauth]") {
  struct Case {
    std::string name, token, expected;
  };
  const auto with = [](const char* claim, const json& value) {
    json changed = claims();
    changed[claim] = value;
    return token_of(changed);
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"another issuer", with("iss", "https://evil.example.com"), "its issuer is another"},
      {"another subject", with("sub", "repo:acme/infra:pull_request"), "its subject is another"},
      {"another audience", with("aud", "x"), "its audience is another"},
      {"one of several audiences", with("aud", {"x", kAccountId}), ""},
      {"an audience that is none", with("aud", 7), "its audience is another"},
      {"over", with("exp", 1), "it has expired"},
      {"without an end", with("exp", nullptr), "it has expired"},
      {"too early", with("nbf", 4102444800), "it is not valid yet"},
      {"of somebody without the key", token_of(claims(), "x"), "its signature is not the issuer's"},
      {"unsigned", token_of(claims(), kKey, {{"alg", "none"}}), "it is not signed with HS256"},
      {"no JWT", "eyJ", "it is no JWT"},
      {"no JSON in it", "YQ.YQ.YQ", "it is no JWT"},
      {"nothing", "", "it is no JWT"},
  }));
  DYNAMIC_SECTION(c.name) {
    const std::string said = outcome(exchange(Sim(federated_workspace()), c.token));
    INFO(said);
    if (c.expected.empty()) {
      CHECK(said == "200");
    } else {
      CHECK(said.starts_with("400 invalid_request: the subject token is not accepted: " +
                             c.expected));
    }
  }
}

TEST_CASE("who has no federation or is not let in is not let in with an ID token", "[oauth]") {
  json file = federated_workspace();
  std::string expected = "401 invalid_client: Client authentication failed";
  std::string client = kEtl;
  SECTION("no policy") {
    file["service_principals"][kEtl].erase("federation_policies");
    expected =
        "400 invalid_request: the subject token is not accepted: the service principal has no ";
  }
  SECTION("inactive") { file["service_principals"][kEtl]["active"] = false; }
  SECTION("not of the workspace") { file["service_principals"][kEtl]["assigned"] = false; }
  SECTION("nobody") { client = "3f0c9a52-0000-4000-8000-0000000000ff"; }
  SECTION("not said who") {
    client = "";
    expected = "400 invalid_request: client_id is missing";
  }
  const std::string said =
      outcome(exchange(Sim(file), token_of(claims()), "/oidc/v1/token", client));
  INFO(said);
  CHECK(said.starts_with(expected));
}

TEST_CASE("a policy of the workspace file is kept as it was read", "[oauth]") {
  const json file = federated_workspace();
  const Sim sim(file);
  const json kept = json::parse(sim.workspace->snapshot());
  CHECK(kept["service_principals"][kEtl]["federation_policies"] ==
        file["service_principals"][kEtl]["federation_policies"]);
  json broken = file;
  broken["service_principals"][kEtl]["federation_policies"]["ci"].erase("hs256_key");
  std::string said;
  try {
    SimWorkspace::in_memory(broken.dump());
  } catch (const engine::Error& error) {
    said = error.what();
  }
  CHECK(said.find("/federation_policies/ci/hs256_key") != std::string::npos);
}

}  // namespace
}  // namespace dgctl::providers::federation_test
