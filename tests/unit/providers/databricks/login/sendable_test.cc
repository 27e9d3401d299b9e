// Credentials that no request may hold.

#include "providers/databricks/login/strategies.h"
#include "tests/unit/providers/databricks/login/scene.h"

namespace dgctl::providers::sendable_test {
namespace {

using tests::kHost;
using Scene = tests::HostScene;

TEST_CASE("a credential with a line end is told before anything is sent", "[login]") {
  struct Case {
    std::string name, variable, value, expected;
  };
  const std::string ends =
      " ends with a line end, which is none of it; store it without one, as `printf %s` writes it "
      "and `echo` does not";
  const std::string within =
      " has a line end or another control character in it, which no credential has; store it anew, "
      "as one line";
  const auto c = GENERATE_COPY(values<Case>({
      {"a line end", "DATABRICKS_TOKEN", "canary\n", "DATABRICKS_TOKEN" + ends},
      {"one of Windows", "DATABRICKS_TOKEN", "canary\r\n", "DATABRICKS_TOKEN" + ends},
      {"half of one", "DATABRICKS_TOKEN", "canary\r", "DATABRICKS_TOKEN" + ends},
      {"two lines", "DATABRICKS_TOKEN", "can\nary", "DATABRICKS_TOKEN" + within},
      {"nothing else", "DATABRICKS_TOKEN", "\n", "DATABRICKS_TOKEN" + within},
      {"a tab", "DATABRICKS_TOKEN", "canary\t", "DATABRICKS_TOKEN" + within},
      {"a secret", "DATABRICKS_CLIENT_SECRET", "canary\n", "DATABRICKS_CLIENT_SECRET" + ends},
      {"a client", "DATABRICKS_CLIENT_ID", "canary\n", "DATABRICKS_CLIENT_ID" + ends},
  }));
  DYNAMIC_SECTION(c.name) {
    Scene scene;
    if (c.variable != "DATABRICKS_TOKEN") scene.use_client();
    scene.set(c.variable, c.value);
    CHECK(scene.failure() == c.expected);
    CHECK_THROWS_AS(scene.found(), LoginSettingsError);
    CHECK(scene.hosts.asked.empty());
  }
}

TEST_CASE("a credential of a profile that holds a control character is named by its key",
          "[login]") {
  Scene scene;
  scene.machine.variables.erase("DATABRICKS_HOST");
  scene.request.profile = "p";
  scene.machine.profiles(std::string("[p]\nhost = ") + kHost + "\ntoken = \"canary\r\"\n");
  CHECK(scene.failure().starts_with(
      "token of profile 'p' of ~/.databrickscfg ends with a line end, which is none of it"));
}

TEST_CASE("what is not used may hold what it wants", "[login]") {
  Scene scene;
  scene.set("DATABRICKS_TOKEN", "canary\n");
  scene.set("DATABRICKS_AUTH_TYPE", "oauth-m2m");
  scene.use_client();
  scene.hosts.offer_tokens(R"({"access_token":"eyJ1"})");
  CHECK(scene.failure() == "nothing went wrong");
}

}  // namespace
}  // namespace dgctl::providers::sendable_test
