#include "providers/databricks/secrets.h"

#include "tests/support/catch.h"
#include "tests/support/memory_stores.h"
#include "tests/unit/providers/databricks/scripted_transport.h"

namespace dgctl::providers::secrets_test {
namespace {

using engine::ErrorClass;
using engine::ProviderError;
using engine::SecretInfo;
using tests::ScriptedTransport;

constexpr const char* kValue = "dosecanary0123456789abcdef0123456789";
constexpr const char* kPath =
    "/api/2.0/accounts/servicePrincipals/4412398765430001/credentials/secrets";

struct Scene {
  ScriptedTransport transport;
  tests::StillClock clock;
  Rest rest{transport, clock};
  WorkspaceSecrets secrets{rest};

  engine::ReadResult read() { return read_secrets(rest, "4412398765430001", {}); }
  engine::IssuedSecret issue() {
    return secrets.issue("4412398765430001", std::chrono::hours(24 * 180), {});
  }
};

/// What went wrong; the value is nowhere in it.
template <class F>
ProviderError failure(F&& of) {
  try {
    of();
  } catch (const ProviderError& error) {
    for (const std::string& text : {std::string(error.what()), error.code, error.request_id}) {
      CHECK(text.find("dosecanary") == std::string::npos);
    }
    return error;
  }
  FAIL("nothing went wrong");
  return {ErrorClass::Ours, ""};
}

std::vector<std::string> ids(const engine::ReadResult& result) {
  std::vector<std::string> ids;
  for (const auto& info : std::get<std::vector<SecretInfo>>(std::get<engine::Found>(result).live)) {
    ids.push_back(info.id);
  }
  return ids;
}

std::string issued_body() {
  return std::string(R"({"id":"5f1e","secret":")") + kValue +
         R"(","secret_hash":"9f86","status":"ACTIVE","create_time":"2026-01-05T10:00:00.000Z",)"
         R"("update_time":"2026-01-05T10:00:00.000Z","expire_time":"2026-07-04T10:00:00.000Z"})";
}

TEST_CASE("the secrets of a principal are read page by page in the order of their making",
          "[secrets]") {
  Scene scene;
  scene.transport.answer(200, R"({"secrets":[
      {"id":"c","create_time":"2026-03-01T00:00:00Z"},
      {"id":"b","create_time":"2026-01-01T00:00:00Z","secret_hash":"h",
       "expire_time":"2027-01-01T00:00:00Z","status":"ACTIVE","more":{}}],
      "next_page_token":"p 2"})");
  scene.transport.answer(200, R"({"next_page_token":"p3"})");
  scene.transport.answer(200, R"({"secrets":[{"id":"a","create_time":"2026-01-01T00:00:00Z"}],
      "next_page_token":""})");
  const engine::ReadResult result = scene.read();
  CHECK(ids(result) == std::vector<std::string>{"a", "b", "c"});
  const auto& all = std::get<std::vector<SecretInfo>>(std::get<engine::Found>(result).live);
  CHECK(all.at(1) == SecretInfo{"b", "h", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"});
  CHECK(all.at(2).expires.empty());
  REQUIRE(scene.transport.asked.size() == 3);
  CHECK(scene.transport.asked[0].path == kPath);
  CHECK(scene.transport.asked[1].path == std::string(kPath) + "?page_token=p%202");
  CHECK(scene.transport.asked[2].path == std::string(kPath) + "?page_token=p3");
}

TEST_CASE("a principal without secrets has none", "[secrets]") {
  Scene scene;
  scene.transport.answer(200, "{}");
  CHECK(ids(scene.read()).empty());
}

TEST_CASE("secrets of whom there is not are absent and others' are hidden", "[secrets]") {
  Scene scene;
  scene.transport.answer(404, R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"no such"})");
  CHECK(std::holds_alternative<engine::Absent>(scene.read()));
  scene.transport.answer(403, R"({"error_code":"PERMISSION_DENIED","message":"admins only"})");
  CHECK(std::holds_alternative<engine::Hidden>(scene.read()));
  scene.transport.answer(500, R"({"error_code":"INTERNAL_ERROR","message":"oops"})");
  CHECK(failure([&] { scene.read(); }).error_class == ErrorClass::Transient);
}

TEST_CASE("a listing of another form is an error and not no secrets", "[secrets]") {
  Scene scene;
  const auto* const body = GENERATE(R"({"secrets":{}})",
                                    R"({"secrets":[7]})",
                                    R"({"secrets":[{}]})",
                                    R"({"secrets":[{"id":7}]})",
                                    "[]");
  scene.transport.answer(200, body);
  CHECK(failure([&] { scene.read(); }).error_class == ErrorClass::Invalid);
}

TEST_CASE("a secret is asked for once with its lifetime in seconds", "[secrets]") {
  Scene scene;
  scene.transport.answer(200, issued_body());
  const engine::IssuedSecret issued = scene.issue();
  CHECK(issued.info ==
        SecretInfo{"5f1e", "9f86", "2026-01-05T10:00:00.000Z", "2026-07-04T10:00:00.000Z"});
  CHECK(issued.value.reveal([](std::string_view value) { return value == kValue; }));
  REQUIRE(scene.transport.asked.size() == 1);
  const Request& request = scene.transport.asked.front();
  CHECK(request.method == Method::Post);
  CHECK(request.path == kPath);
  CHECK(request.body == R"({"lifetime":"15552000s"})");
  CHECK(request.repeat == Repeat::OnlyIfNotTaken);
  CHECK(request.confidential);
}

TEST_CASE("an answer without all of a secret may have made one", "[secrets]") {
  Scene scene;
  const auto body = GENERATE(values<std::string>({
      "",
      "{}",
      "[]",
      R"({"id":"5f1e"})",
      R"({"id":"5f1e","secret":""})",
      R"({"id":"5f1e","secret":["dosecanary"]})",
      R"({"secret":"dosecanary"})",
      R"({"id":7,"secret":"dosecanary"})",
      R"({"id":"5f1e","secret":"dosecanary)",
      R"({"id":"5f1e","secret":"dosecanary",nonsense})",
      R"({"id":"5f1e","secret":"dosecanary","create_time":01Z"2026"})",
      R"({"id":"5f1e","secret":"dosecanary","secret":"dosecanary2"})",
      "dosecanary",
      R"("dosecanary")",
  }));
  scene.transport.answer(200, body);
  const ProviderError error = failure([&] { scene.issue(); });
  CHECK(error.may_have_happened);
  CHECK(error.error_class == ErrorClass::Transient);
}

TEST_CASE("a secret that was refused was not made", "[secrets]") {
  Scene scene;
  scene.transport.answer(400, R"({"error_code":"INVALID_PARAMETER_VALUE","message":"too many"})");
  const ProviderError error = failure([&] { scene.issue(); });
  CHECK_FALSE(error.may_have_happened);
  CHECK(error.error_class == ErrorClass::Invalid);
}

TEST_CASE("whether a secret was made is open after a lost answer", "[secrets]") {
  Scene scene;
  const bool taken = GENERATE(false, true);
  scene.transport.answer([=]() -> Response { throw TransportError("it went away", taken); });
  CHECK(failure([&] { scene.issue(); }).may_have_happened == taken);
  CHECK(scene.transport.asked.size() == 1);
}

TEST_CASE("a page instead of a secret says that the host is another", "[secrets]") {
  Scene scene;
  scene.transport.answer(200, "<html>dosecanary</html>");
  CHECK(failure([&] { scene.issue(); }).error_class == ErrorClass::Unauthenticated);
}

TEST_CASE("a secret is deleted and one that is gone already is too", "[secrets]") {
  Scene scene;
  scene.transport.answer(204, "");
  scene.secrets.retire("4412398765430001", "5f/1e", {});
  CHECK(scene.transport.asked.back().method == Method::Delete);
  CHECK(scene.transport.asked.back().path == std::string(kPath) + "/5f%2F1e");
  scene.transport.answer(404, R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"})");
  scene.secrets.retire("4412398765430001", "5f1e", {});
  scene.transport.answer(403, R"({"error_code":"PERMISSION_DENIED","message":"admins only"})");
  const auto refused = failure([&] { scene.secrets.retire("4412398765430001", "5f1e", {}); });
  CHECK(refused.error_class == ErrorClass::Denied);
}

TEST_CASE("nothing is asked about a secret or a principal without an id", "[secrets]") {
  Scene scene;
  CHECK(failure([&] { scene.secrets.retire("1", "", {}); }).error_class == ErrorClass::Ours);
  CHECK(failure([&] { scene.secrets.retire("", "1", {}); }).error_class == ErrorClass::Ours);
  CHECK(failure([&] { read_secrets(scene.rest, "", {}); }).error_class == ErrorClass::Ours);
  CHECK(failure([] { account_principals(""); }).error_class == ErrorClass::Ours);
  CHECK(scene.transport.asked.empty());
}

TEST_CASE("over an account the paths are others", "[secrets]") {
  Scene scene;
  WorkspaceSecrets of_account(scene.rest, account_principals("acc-1"));
  scene.transport.answer(204, "");
  of_account.retire("1", "2", {});
  CHECK(scene.transport.asked.back().path ==
        "/api/2.0/accounts/acc-1/servicePrincipals/1/credentials/secrets/2");
  scene.transport.answer(200, "{}");
  read_secrets(scene.rest, "1", {}, account_principals("acc-1"));
  CHECK(scene.transport.asked.back().path ==
        "/api/2.0/accounts/acc-1/servicePrincipals/1/credentials/secrets");
}

}  // namespace
}  // namespace dgctl::providers::secrets_test
