#include "providers/transport/error_answer.h"

#include "tests/support/catch.h"

namespace dgctl::providers::error_answer_test {
namespace {

std::string text(const ErrorAnswer& answer) {
  return std::string(to_string(answer.error_class)) + "|" + answer.code + "|" + answer.message;
}

std::chrono::system_clock::time_point now() {
  return std::chrono::system_clock::from_time_t(1'763'888'400);  // Sun, 23 Nov 2025 09:00:00 GMT
}

TEST_CASE("an error is read in every form that a workspace gives it", "[errors]") {
  struct Case {
    std::string name;
    int status;
    std::string body, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", 404, "", "not_found||not found"},
      {"the API's own",
       404,
       R"({"error_code":"CATALOG_DOES_NOT_EXIST","message":"Catalog 'x' does not exist."})",
       "not_found|CATALOG_DOES_NOT_EXIST|Catalog 'x' does not exist."},
      {"a number for a code",
       403,
       R"({"error_code":403,"message":"Invalid access token."})",
       "unauthenticated||Invalid access token."},
      {"missing credentials",
       401,
       R"({"error_code":401,"message":"Credential was not sent"})",
       "unauthenticated||Credential was not sent"},
      {"API 1.2", 400, R"({"error":"no such thing"})", "invalid||no such thing"},
      {"OAuth",
       401,
       R"({"error":"invalid_client","error_description":"Client authentication failed"})",
       "unauthenticated||invalid_client: Client authentication failed"},
      {"SCIM",
       409,
       R"({"schemas":[],"detail":"already exists","status":"409","scimType":"uniqueness"})",
       "conflict|SCIM_409|uniqueness already exists"},
      {"SCIM without detail",
       500,
       R"({"detail":"null","status":"500","scimType":"x"})",
       "transient|SCIM_500|x SCIM API Internal Error"},
      {"plain text",
       400,
       "MALFORMED_REQUEST: it is malformed",
       "invalid|MALFORMED_REQUEST|it is malformed"},
      {"a page",
       502,
       "<html><body><pre>Bad\nGateway</pre></body></html>",
       "transient||Bad Gateway"},
      {"anything", 418, "short and stout", "invalid||short and stout"},
      {"what a server does not offer",
       501,
       R"({"error_code":"NOT_IMPLEMENTED","message":"m"})",
       "invalid|NOT_IMPLEMENTED|m"},
      {"the same without a word", 501, "", "invalid|NOT_IMPLEMENTED|not implemented"},
      {"exists already with 400",
       400,
       R"({"error_code":"CATALOG_ALREADY_EXISTS","message":"m"})",
       "conflict|CATALOG_ALREADY_EXISTS|m"},
      {"no such route is no missing thing",
       404,
       R"({"error_code":"ENDPOINT_NOT_FOUND","message":"m"})",
       "invalid|ENDPOINT_NOT_FOUND|m"},
      {"denied",
       403,
       R"({"error_code":"PERMISSION_DENIED","message":"m"})",
       "denied|PERMISSION_DENIED|m"},
      {"throttled",
       429,
       R"({"error_code":"REQUEST_LIMIT_EXCEEDED","message":"m"})",
       "throttled|REQUEST_LIMIT_EXCEEDED|m"},
      {"throttled as an internal error",
       500,
       R"({"detail":"GetUserPermissionsRequest RPC token bucket limit has been exceeded","status":"500"})",
       "throttled|SCIM_500|GetUserPermissionsRequest RPC token bucket limit has been exceeded"},
      {"throttled as an internal error by name",
       500,
       R"({"detail":"REQUEST_LIMIT_EXCEEDED: slow down","status":"500"})",
       "throttled|SCIM_500|REQUEST_LIMIT_EXCEEDED: slow down"},
      {"a name that is taken is no invalid one",
       400,
       R"({"error_code":"INVALID_PARAMETER_VALUE","message":"SQL warehouse with name `X` already exists"})",
       "conflict|INVALID_PARAMETER_VALUE|SQL warehouse with name `X` already exists"},
      {"another invalid parameter",
       400,
       R"({"error_code":"INVALID_PARAMETER_VALUE","message":"7 is not a valid endpoint id."})",
       "invalid|INVALID_PARAMETER_VALUE|7 is not a valid endpoint id."},
      {"a conflict of writers passes",
       409,
       R"({"error_code":"ABORTED","message":"m"})",
       "transient|ABORTED|m"},
      {"a principal of permissions is not known",
       404,
       R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Principal: UserName(a@b) does not exist"})",
       "not_visible|RESOURCE_DOES_NOT_EXIST|Principal: UserName(a@b) does not exist"},
      {"unavailable",
       503,
       R"({"error_code":"TEMPORARILY_UNAVAILABLE","message":"m"})",
       "transient|TEMPORARILY_UNAVAILABLE|m"},
      {"control characters",
       400,
       "{\"error_code\":\"X\",\"message\":\"a\\u001b[31mb\\nc\"}",
       "invalid|X|a [31mb c"},
      {"no object", 500, "[1, 2]", "transient||[1, 2]"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(text(error_in({c.status, {}, c.body}, now())) == c.expected); }
}

TEST_CASE("an answer says which principal the workspace does not know", "[errors]") {
  struct Case {
    int status;
    std::string code, message, expected;
  };
  const auto c = GENERATE(values<Case>({
      {400,
       "INVALID_PARAMETER_VALUE",
       "Principal: ServicePrincipalName(3f0c) does not exist.",
       "not_visible 3f0c"},
      {404, "", "Principal: GroupName(night (shift)) does not exist", "not_visible night (shift)"},
      {400, "", "Principal 4412398765430001 not in workspace 7.", "not_visible 4412398765430001"},
      {404,
       "PRINCIPAL_DOES_NOT_EXIST",
       "Could not find principal with name etl",
       "not_visible etl"},
      {404, "PRINCIPAL_DOES_NOT_EXIST", "m", "not_visible -"},
      {403, "PERMISSION_DENIED", "Principal 7 not in workspace 8", "denied -"},
      {404, "RESOURCE_DOES_NOT_EXIST", "Group admins does not exist", "not_found -"},
      {400, "", "ServicePrincipalName(3f0c is cut", "invalid -"},
  }));
  INFO(c.message);
  const std::string body = R"({"error_code":")" + c.code + R"(","message":")" + c.message + R"("})";
  const ErrorAnswer answer = error_in({c.status, {}, body}, now());
  CHECK(std::string(to_string(answer.error_class)) + " " + answer.subject.value_or("-") ==
        c.expected);
}

TEST_CASE("what is not a workspace is named without what may be credentials", "[errors]") {
  Response response;
  response.status = 200;
  response.body = "<html>";
  CHECK(elsewhere_text(response) == "200 and a web page");
  response.status = 302;
  CHECK(elsewhere_text(response) == "302");
  response.headers = {{"Location", "https://login.example.com/sso?token=canary#canary"}};
  CHECK(elsewhere_text(response) == "302 to https://login.example.com/sso, where nothing is sent");
  response.headers = {{"location", "https://a.example.com/\r\n\x1b[31m" + std::string(900, 'x')}};
  CHECK(elsewhere_text(response).size() < 600);
  CHECK(elsewhere_text(response).find('\x1b') == std::string::npos);
}

TEST_CASE("Retry-After is read in seconds and as a date", "[errors]") {
  const auto wait = [](const std::string& value) {
    const auto answer = error_in({429, {{"retry-after", value}}, ""}, now());
    return answer.retry_after ? answer.retry_after->count() : -1;
  };
  CHECK(wait("7") == 7'000);
  CHECK(wait("0") == 0);
  CHECK(wait("-3") == 0);
  CHECK(wait("Sun, 23 Nov 2025 09:00:30 GMT") == 30'000);
  CHECK(wait("Sun, 23 Nov 2025 08:00:00 GMT") == 0);
  CHECK(wait("soon") == -1);
  CHECK(wait("") == -1);
}

TEST_CASE("a request id is found in the header and in the body", "[errors]") {
  CHECK(error_in({500, {{"X-Request-Id", "abc"}}, ""}, now()).request_id == "abc");
  CHECK(error_in({500, {}, R"({"message":"m","details":[{"request_id":"def"}]})"}, now())
            .request_id == "def");
}

}  // namespace
}  // namespace dgctl::providers::error_answer_test
