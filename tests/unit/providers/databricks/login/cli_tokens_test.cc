// The Databricks CLI's own login.

#include "providers/databricks/login/cli_tokens.h"

#include "tests/unit/providers/databricks/login/scene.h"

namespace dgctl::providers::cli_tokens_test {
namespace {

using tests::kAccountHost;
using tests::kAccountId;
using tests::kHost;
using Headers = std::vector<std::pair<std::string, std::string>>;
using Scene = tests::HostScene;

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

TEST_CASE("a login of the CLI that the CLI gave no end lasts", "[login]") {
  Scene scene;
  scene.machine.variables.erase("DATABRICKS_HOST");
  scene.machine.files[kCache] = cache_of(kHost, "0001-01-01T00:00:00Z");
  CHECK(scene.headers() == Headers{{"Authorization", "Bearer eyJcanarycli0123456789"}});
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
                                        kHost + "`, or "));
      CHECK(scene.machine.ran.empty());
    } else {
      CHECK(scene.headers() == Headers{{"Authorization", "Bearer eyJnew"}});
      CHECK(scene.machine.ran ==
            std::vector<std::vector<std::string>>{{c.program, "auth", "token", "--host", kHost}});
    }
  }
}

TEST_CASE("whoever forbids to run the CLI is told what that costs", "[login]") {
  Scene scene;
  scene.request.may_run_programs = false;
  const std::string asked = "`databricks auth login --host " + std::string(kHost) + "`";
  SECTION("a login that is over") {
    scene.set("DATABRICKS_AUTH_TYPE", "databricks-cli");
    scene.machine.files[kCache] = cache_of(kHost, "2026-11-23T08:00:00Z");
    CHECK(scene.failure().ends_with(
        asked +
        ", or leave --no-exec away, which keeps dgctl from having it renewed by `databricks auth "
        "token`"));
  }
  SECTION("and nothing that says that it may be run") {
    scene.machine.files[kCache] = cache_of(kHost, "2026-11-23T08:00:00Z");
    CHECK(scene.failure().ends_with(
        asked +
        ", or set DATABRICKS_AUTH_TYPE=databricks-cli in the environment and leave "
        "--no-exec away, so that dgctl may have it renewed"));
  }
  SECTION("no login at all") {
    scene.set("DATABRICKS_AUTH_TYPE", "databricks-cli");
    CHECK(scene.failure().find(
              "databricks-cli lacks a login for this host in ~/.databricks/token-cache.json, and "
              "--no-exec keeps `databricks auth token` from being run") != std::string::npos);
  }
  CHECK(scene.machine.ran.empty());
}

TEST_CASE("a cache of the CLI that cannot be read is no cache that lacks a login", "[login]") {
  Scene scene;
  const std::string text = GENERATE(values<std::string>({
      "",
      "canary",
      R"({"version":1,"tokens":{"https://x":{"access_token":"can)",
      R"({"version":1})",
  }));
  scene.machine.files[kCache] = text;
  CHECK(scene.failure().find("databricks-cli lacks a ~/.databricks/token-cache.json that can be "
                             "read: it is no JSON that has tokens") != std::string::npos);
}

TEST_CASE("what no header can hold is no token of the CLI", "[login]") {
  Scene scene;
  scene.set("DATABRICKS_AUTH_TYPE", "databricks-cli");
  scene.machine.end.out =
      GENERATE(R"({"access_token":"canary\r\nX-Other: b"})", R"({"access_token":"canary\u0000"})");
  CHECK(scene.failure().find("`databricks auth token` printed no token that lasts") !=
        std::string::npos);
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
      {"2262-04-11T23:47:15Z", 9223372035},
      {"9999-12-31T23:59:59Z", 9223372036},
      {"0000-01-01T00:00:00+01:00", -9223372036},
  }));
  const auto time = time_of(c.text);
  CHECK((time ? time->time_since_epoch() / std::chrono::seconds(1) : -1) == c.seconds);
}

}  // namespace
}  // namespace dgctl::providers::cli_tokens_test
