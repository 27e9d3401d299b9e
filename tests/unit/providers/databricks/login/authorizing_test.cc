#include "providers/databricks/login/authorizing.h"

#include "tests/support/catch.h"
#include "tests/unit/providers/databricks/scripted_transport.h"

namespace dgctl::providers::authorizing_test {
namespace {

class Numbered : public Credentials {
 public:
  bool renews = true;
  std::uint64_t number = 1;
  std::vector<std::uint64_t> refused;

  std::uint64_t authorize(Request& request, const std::stop_token& /*stop*/) override {
    request.headers.emplace_back("Authorization", "Bearer t" + std::to_string(number));
    return number;
  }
  bool renew(std::uint64_t which) override {
    refused.push_back(which);
    if (renews) ++number;
    return renews;
  }
};

struct Scene {
  tests::ScriptedTransport inner;
  Numbered credentials;
  AuthorizingTransport transport{
      inner, credentials, "pat of DATABRICKS_TOKEN", {{"X-Databricks-Workspace-Id", "12"}}};

  Response send() {
    Request request;
    request.path = "/x";
    request.method = Method::Post;
    request.body = "{}";
    request.repeat = Repeat::OnlyIfNotTaken;
    request.confidential = true;
    return transport.send(request, {});
  }
};

const char* const kInvalid = R"({"error_code":403,"message":"Invalid access token."})";

TEST_CASE("a request is sent as it is with the credentials", "[login]") {
  Scene scene;
  scene.inner.answer(200, "{}");
  CHECK(scene.send().status == 200);
  REQUIRE(scene.inner.asked.size() == 1);
  const Request& sent = scene.inner.asked.front();
  CHECK(sent.body == "{}");
  CHECK(sent.headers == std::vector<std::pair<std::string, std::string>>{
                            {"X-Databricks-Workspace-Id", "12"}, {"Authorization", "Bearer t1"}});
}

TEST_CASE("refused credentials are renewed once", "[login]") {
  struct Case {
    std::string name;
    int status;
    std::string body;
    bool is_refused;
  };
  const auto c = GENERATE(values<Case>({
      {"401", 401, "", true},
      {"an invalid token", 403, kInvalid, true},
      {"a right that is missing",
       403,
       R"({"error_code":"PERMISSION_DENIED","message":"no"})",
       false},
      {"another refusal", 404, "", false},
  }));
  DYNAMIC_SECTION(c.name) {
    Scene scene;
    scene.inner.answer(c.status, c.body);
    scene.inner.answer(200, "{}");
    CHECK(scene.send().status == (c.is_refused ? 200 : c.status));
    REQUIRE(scene.inner.asked.size() == (c.is_refused ? 2 : 1));
    CHECK(scene.inner.asked.back().headers.back().second ==
          (c.is_refused ? "Bearer t2" : "Bearer t1"));
  }
}

TEST_CASE("what is refused again is the answer and says whose it was", "[login]") {
  Scene scene;
  scene.inner.answer(401, "");
  scene.inner.answer(401, "");
  const Response response = scene.send();
  CHECK(response.status == 401);
  CHECK(header(response, kRefusedCredentials) == "pat of DATABRICKS_TOKEN");
  CHECK(scene.inner.asked.size() == 2);
}

TEST_CASE("credentials that cannot be renewed are not sent again", "[login]") {
  Scene scene;
  scene.credentials.renews = false;
  scene.inner.answer(401, "");
  CHECK(scene.send().status == 401);
  CHECK(scene.inner.asked.size() == 1);
}

TEST_CASE("a server that repeats the credentials is not repeated by anybody", "[login]") {
  class Odd : public Credentials {
   public:
    std::uint64_t authorize(Request& request, const std::stop_token& /*stop*/) override {
      request.headers.emplace_back("Authorization", "Bearer My.Odd-Token_12345/abc+def");
      return 0;
    }
    bool renew(std::uint64_t /*refused*/) override { return false; }
  } credentials;
  tests::ScriptedTransport inner;
  inner.answer([] {
    return Response{403,
                    {{"X-Request-Id", "of My.Odd-Token_12345/abc+def"}},
                    R"({"message":"My.Odd-Token_12345/abc+def, My.Odd-Token_12345/abc+def"})"};
  });
  AuthorizingTransport transport(inner, credentials, "pat");
  const Response response = transport.send({}, {});
  CHECK(response.body == R"j({"message":"(redacted), (redacted)"})j");
  CHECK(response.headers.front().second == "of (redacted)");
}

TEST_CASE("no server says whose credentials were refused", "[login]") {
  Scene scene;
  scene.inner.answer([] { return Response{404, {{kRefusedCredentials, "yours"}}, ""}; });
  CHECK(header(scene.send(), kRefusedCredentials).empty());
}

}  // namespace
}  // namespace dgctl::providers::authorizing_test
