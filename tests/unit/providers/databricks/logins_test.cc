#include "providers/databricks/logins.h"

#include "tests/support/catch.h"
#include "tests/support/memory_stores.h"
#include "tests/unit/providers/databricks/scripted_transport.h"

namespace dgctl::providers::logins_test {
namespace {

using engine::ErrorClass;
using engine::ProviderError;
using engine::Secret;
using tests::ScriptedTransport;

constexpr const char* kValue = "dosecanary0123456789abcdef0123456789";

struct Scene {
  ScriptedTransport transport;
  tests::StillClock clock;
  WorkspaceLogins logins{transport, clock};

  void prove(const std::string& client_id = "3f0c", const std::string& value = kValue) {
    logins.prove(client_id, Secret(std::string(value)), {});
  }
};

/// What went wrong; the secret and its base64 form are nowhere in it.
ProviderError failure(Scene& scene) {
  try {
    scene.prove();
  } catch (const ProviderError& error) {
    for (const std::string& text : {std::string(error.what()), error.code, error.request_id}) {
      CHECK(text.find("dosecanary") == std::string::npos);
      CHECK(text.find("ZG9zZWNhbmFye") == std::string::npos);
      CHECK(text.find("M2YwYzpkb3NlY2FuYXJ5") == std::string::npos);
    }
    CHECK(std::string(error.what()).starts_with("the login as 3f0c was "));
    CHECK_FALSE(error.may_have_happened);
    return error;
  }
  FAIL("nothing went wrong");
  return {ErrorClass::Ours, ""};
}

TEST_CASE("a token is asked for with the credentials in the header", "[logins]") {
  Scene scene;
  scene.transport.answer(200, R"({"access_token":"eyJ","token_type":"Bearer","expires_in":3600})");
  scene.prove("client", "secret");
  REQUIRE(scene.transport.asked.size() == 1);
  const Request& request = scene.transport.asked.front();
  CHECK(request.method == Method::Post);
  CHECK(request.path == "/oidc/v1/token");
  CHECK(request.body == "grant_type=client_credentials&scope=all-apis");
  CHECK(request.confidential);
  CHECK(request.headers == std::vector<std::pair<std::string, std::string>>{
                               {"Accept", "application/json"},
                               {"Content-Type", "application/x-www-form-urlencoded"},
                               {"Authorization", "Basic Y2xpZW50OnNlY3JldA=="}});
}

TEST_CASE("the credentials are percent-encoded and then in base64", "[logins]") {
  struct Case {
    std::string name, id, value, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"one byte over", "a", "bc", "YTpiYw=="},
      {"two bytes over", "a", "bcd", "YTpiY2Q="},
      {"none over", "a", "b", "YTpi"},
      {"a colon, a percent sign and a space", "a:b", "c% d", "YSUzQWI6YyUyNSUyMGQ="},
      {"beyond ASCII", "a", "\u00e9", "YTolQzMlQTk="},
  }));
  DYNAMIC_SECTION(c.name) {
    Scene scene;
    scene.transport.answer(200, R"({"access_token":"eyJ"})");
    scene.prove(c.id, c.value);
    CHECK(scene.transport.asked.front().headers.back().second == "Basic " + c.expected);
  }
}

TEST_CASE("what the token endpoint answers is understood", "[logins]") {
  struct Case {
    std::string name;
    int status;
    std::string body;
    ErrorClass error_class;
    std::string says;
  };
  const auto c = GENERATE(values<Case>({
      {"a wrong secret",
       401,
       R"({"error":"invalid_client","error_description":"Client authentication failed"})",
       ErrorClass::Unauthenticated,
       "answered with 401: invalid_client: Client authentication failed"},
      {"the same with another status",
       400,
       R"({"error":"invalid_client","error_description":"Client authentication failed"})",
       ErrorClass::Unauthenticated,
       "invalid_client"},
      {"401 with nothing", 401, "", ErrorClass::Unauthenticated, "401: not authenticated"},
      {"throttled as a wrong request",
       400,
       R"({"error":"invalid_request","error_description":"Temporarily throttled, too many requests"})",
       ErrorClass::Throttled,
       "throttled, too many requests; run again later"},
      {"throttled as a wrong client",
       401,
       R"({"error":"invalid_client","error_description":"Rate Limit reached"})",
       ErrorClass::Throttled,
       "Rate Limit reached"},
      {"429", 429, "", ErrorClass::Throttled, "429"},
      {"429 with a page", 429, "<html>slow down</html>", ErrorClass::Throttled, "slow down"},
      {"429 in a text", 400, R"({"error":"status 429"})", ErrorClass::Throttled, "status 429"},
      {"429 in an id", 400, R"({"error":"id a4291"})", ErrorClass::Invalid, "id a4291"},
      {"Request limit exceeded",
       500,
       R"({"error":"Request limit exceeded"})",
       ErrorClass::Throttled,
       "Request limit exceeded"},
      {"throttled with 200",
       200,
       R"({"error":"invalid_request","error_description":"Temporarily throttled"})",
       ErrorClass::Throttled,
       "throttled"},
      {"a page", 200, "<html>log in</html>", ErrorClass::Unauthenticated, "wrong host"},
      {"a page that is not found", 404, "\n<html>", ErrorClass::Unauthenticated, "wrong host"},
      {"a redirect", 302, "", ErrorClass::Unauthenticated, "wrong host"},
      {"a gateway's page", 502, "<html>bad gateway</html>", ErrorClass::Transient, "bad gateway"},
      {"no token", 200, R"({"token_type":"dosecanary"})", ErrorClass::Transient, "no token"},
      {"two lines", 200, R"({"access_token":"a\r\nX: b"})", ErrorClass::Transient, "no token"},
      {"a NUL", 200, R"({"access_token":"a\u0000"})", ErrorClass::Transient, "no token"},
      {"an empty token", 200, R"({"access_token":""})", ErrorClass::Transient, "no token"},
      {"a token that is none", 200, R"({"access_token":7})", ErrorClass::Transient, "no token"},
      {"no JSON", 200, "dosecanary", ErrorClass::Transient, "no token"},
      {"nothing", 200, "", ErrorClass::Transient, "no token"},
      {"a failure", 500, R"({"error":"server_error"})", ErrorClass::Transient, "server_error"},
      {"no such endpoint", 404, R"({"error":"none"})", ErrorClass::NotFound, "404: none"},
  }));
  DYNAMIC_SECTION(c.name) {
    Scene scene;
    scene.transport.answer(c.status, c.body);
    const ProviderError error = failure(scene);
    INFO(error.what());
    CHECK(error.error_class == c.error_class);
    CHECK(std::string(error.what()).find(c.says) != std::string::npos);
    CHECK(scene.transport.asked.size() == 1);
  }
}

TEST_CASE("a server that repeats the credentials is not repeated", "[logins]") {
  Scene scene;
  scene.transport.answer(
      401,
      R"({"error":"invalid_client","error_description":"no dosecanary0123456789abcdef0123456789 )"
      R"(of Basic M2YwYzpkb3NlY2FuYXJ5MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk="})");
  CHECK(
      std::string(failure(scene).what()) ==
      "the login as 3f0c was answered with 401: invalid_client: no (redacted) of Basic (redacted)");
}

TEST_CASE("a secret that is quoted back in another form is not told either", "[logins]") {
  struct Form {
    std::string name, text;
  };
  const auto form = GENERATE(values<Form>({
      {"base64", "ZG9zZWNhbmFyeTAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5"},
      {"hex", "646f736563616e6172793031323334353637383961626364656630313233343536373839"},
      {"capital hex", "646F736563616E6172793031323334353637383961626364656630313233343536373839"},
      {"its first twelve letters", "dosecanary01"},
  }));
  DYNAMIC_SECTION(form.name) {
    Scene scene;
    scene.transport.answer(
        401, R"({"error":"invalid_client","error_description":"no )" + form.text + R"( here"})");
    CHECK(std::string(failure(scene).what()) ==
          "the login as 3f0c was answered with 401: invalid_client: no (redacted) here");
  }
}

TEST_CASE("a login that is not answered says so", "[logins]") {
  Scene scene;
  scene.transport.answer([]() -> Response {
    throw TransportError("connection refused (dosecanary0123456789abcdef0123456789)", false);
  });
  const ProviderError error = failure(scene);
  CHECK(error.error_class == ErrorClass::Transient);
  CHECK(std::string(error.what()).find("connection refused ((redacted))") != std::string::npos);
}

TEST_CASE("a login that no other try could get through is not waited for", "[logins]") {
  Scene scene;
  const auto untrusted = [] {
    TransportError error("its certificate is not for this host; check the host", false);
    error.may_pass = false;
    error.is_whole = true;
    return error;
  };
  scene.transport.answer([&]() -> Response { throw untrusted(); });
  const ProviderError error = failure(scene);
  CHECK(error.error_class == ErrorClass::Invalid);
  CHECK(std::string(error.what()) ==
        "the login as 3f0c was not answered: its certificate is not for this host; check the host");
}

TEST_CASE("how long to wait is kept of what a throttled login is answered", "[logins]") {
  Scene scene;
  scene.transport.answer(
      [] { return Response{429, {{"Retry-After", "7"}, {"X-Request-Id", "r-1"}}, ""}; });
  const ProviderError error = failure(scene);
  CHECK(error.retry_after == std::chrono::seconds(7));
  CHECK(error.request_id == "r-1");
}

TEST_CASE("over an account tokens are asked for elsewhere", "[logins]") {
  Scene scene;
  WorkspaceLogins of_account(scene.transport, scene.clock, account_tokens("acc-1"));
  scene.transport.answer(200, R"({"access_token":"eyJ"})");
  of_account.prove("3f0c", Secret(std::string(kValue)), {});
  CHECK(scene.transport.asked.front().path == "/oidc/accounts/acc-1/v1/token");
}

}  // namespace
}  // namespace dgctl::providers::logins_test
