#include "providers/transport/logging.h"

#include <sstream>

#include "tests/support/catch.h"
#include "tests/support/memory_stores.h"

namespace dgctl::providers::logging_test {
namespace {

TEST_CASE("secrets in bodies are hidden wherever they stand", "[logging]") {
  struct Row {
    std::string body, type, shown;
  };
  const std::string json = "application/json";
  const std::string form = "application/x-www-form-urlencoded";
  const std::vector<Row> rows{
      {"", json, ""},
      {R"j({"name": "x", "n": 1})j", json, R"j({"n":1,"name":"x"})j"},
      {R"j({"secret": "s", "id": "1"})j", json, R"j({"id":"1","secret":"(hidden)"})j"},
      {R"j({"a": [{"Client_Secret": "s"}]})j", json, R"j({"a":[{"Client_Secret":"(hidden)"}]})j"},
      {R"j({"token": 12345})j", json, R"j({"token":"(hidden)"})j"},
      {R"j({"tokens": ["a", "b"]})j", json, R"j({"tokens":"(hidden)"})j"},
      {R"j({"token_type": "Bearer", "next_page_token": "p"})j",
       json,
       R"j({"next_page_token":"p","token_type":"Bearer"})j"},
      {R"j({"key": "db_password", "value": "s"})j",
       json,
       R"j({"key":"db_password","value":"(hidden)"})j"},
      {R"j({"key": "a", "string_value": "s"})j",
       json,
       R"j({"key":"a","string_value":"(hidden)"})j"},
      {R"j({"body": "{\"secret\":\"s\"}"})j", json, R"j({"body":"{\"secret\":\"(hidden)\"}"})j"},
      {R"j({"message": "dapi0123456789abcdef01 is wrong"})j",
       json,
       R"j({"message":"(redacted) is wrong"})j"},
      {R"j({"dapi0123456789abcdef01": 1})j", json, R"j({"(redacted)":1})j"},
      {R"j({"secret": "s")j", json, "(no JSON, 14 bytes, hidden)"},
      {R"j( ["secret")j", "text/plain", "(no JSON, 10 bytes, hidden)"},
      {"<html>\x1b[31m</html>", "text/html", "<html>\\u001b[31m</html>"},
      {"a\xC2\x9B"
       "1m\xC3\xBC",
       "text/plain",
       "a\\u009b1m\xC3\xBC"},
      {"token=dapi0123456789abcdef01", "text/plain", "token=(redacted)"},
      {"grant_type=x&client_secret=s&scope=all",
       form,
       "grant_type=x&client_secret=(hidden)&scope=all"},
      {"client%5Fsecret=s", form, "client%5Fsecret=(hidden)"},
      {"assertion=s", form + "; charset=utf-8", "assertion=(hidden)"},
      {"a=1&&b", form, "a=1&&b"},
  };
  for (const Row& row : rows) {
    INFO(row.body);
    CHECK(shown_body(row.body, row.type) == row.shown);
  }
}

TEST_CASE("what is nested without end is not looked through", "[logging]") {
  const std::string deep(100'000, '[');
  const std::string closed = deep + std::string(100'000, ']');
  CHECK(shown_body(closed, "application/json") == "(no JSON, 200000 bytes, hidden)");
  CHECK(shown_body(R"({"a":")" + deep + R"("})", "application/json").find("[[[") !=
        std::string::npos);
  CHECK(shown_body(R"({"a":")" + closed + R"("})", "application/json").size() < 10'000);
}

TEST_CASE("secrets in headers and queries are hidden", "[logging]") {
  CHECK(shown_header("authorization", "Basic czpz") == "(hidden)");
  CHECK(shown_header("Proxy-Authorization", "x") == "(hidden)");
  CHECK(shown_header("Set-Cookie", "x") == "(hidden)");
  CHECK(shown_header("X-Databricks-Azure-SP-Management-Token", "x") == "(hidden)");
  CHECK(shown_header("X-Api-Key", "x") == "(hidden)");
  CHECK(shown_header("Content-Type", "application/json") == "application/json");
  CHECK(shown_header("X", "a\x1b[0m\r\nb") == "a\\u001b[0m\\u000d\\u000ab");
  CHECK(shown_path("/a/b?page_token=p&access_token=s") ==
        "/a/b?page_token=p&access_token=(hidden)");
  CHECK(shown_path("/a/dapi0123456789abcdef01") == "/a/(redacted)");
}

TEST_CASE("a long body is cut at a whole character", "[logging]") {
  const std::string shown = shown_body(std::string(4095, 'a') + "ü" + std::string(10, 'b'), "");
  CHECK(shown == std::string(4095, 'a') + "… (12 bytes more)");
}

/// Answers always the same.
class Same : public Transport {
 public:
  explicit Same(Response response) : response_(std::move(response)) {}
  Response send(const Request& /*request*/, std::stop_token /*stop*/) override {
    if (response_.status == 0) throw TransportError("lost dapi0123456789abcdef01", true);
    return response_;
  }

 private:
  Response response_;
};

std::string logged(const Request& request, const Response& response) {
  Same same(response);
  tests::StillClock clock;
  LoggingTransport logging(same, clock, "https://h.example.com");
  std::string text;
  logging.tell([&](const std::string& lines) { text += lines; });
  try {
    const Response answered = logging.send(request, {});
    CHECK(answered.body == response.body);
  } catch (const TransportError&) {
    text += "(thrown)\n";
  }
  return text;
}

TEST_CASE("an exchange is told with its time and both sides", "[logging]") {
  Request request;
  request.method = Method::Post;
  request.path = "/api/2.0/x";
  request.headers = {{"Authorization", "Bearer s"}, {"Content-Type", "application/json"}};
  request.body = R"({"secret":"s"})";
  const Response response{201, {{"Content-Type", "application/json"}}, R"({"id":"1"})"};
  CHECK(logged(request, response) ==
        "> POST https://h.example.com/api/2.0/x\n"
        "> Authorization: (hidden)\n"
        "> Content-Type: application/json\n"
        "> {\"secret\":\"(hidden)\"}\n"
        "< 201 0ms\n"
        "< Content-Type: application/json\n"
        "< {\"id\":\"1\"}\n");
  CHECK(logged(request, {}).ends_with("< lost (redacted) 0ms\n(thrown)\n"));
  request.confidential = true;
  const std::string confidential = logged(request, {200, {}, R"({"harmless":"s"})"});
  CHECK(confidential.find("harmless") == std::string::npos);
  CHECK(confidential.ends_with("> (confidential)\n< 200 0ms\n< (confidential)\n"));
}

TEST_CASE("no canary comes through in any place that a secret has", "[logging]") {
  const std::string canary = "kanarienvogel";
  const std::vector<std::string> names{"secret",
                                       "client_secret",
                                       "access_token",
                                       "refresh_token",
                                       "id_token",
                                       "subject_token",
                                       "client_assertion",
                                       "password",
                                       "token_value",
                                       "SECRET",
                                       "clientSecret",
                                       "accessToken"};
  for (const std::string& name : names) {
    const std::string json = R"({"a":[[{")" + name + R"(":")" + canary + R"("}]],"b":{")" + name +
                             R"(":[")" + canary + R"("]}})";
    for (std::size_t size = 0; size <= json.size(); ++size) {
      Request request;
      request.path = "/x?" + name + "=" + canary;
      request.headers = {{name, canary}, {"Authorization", canary}};
      request.body = json.substr(0, size);
      const Response response{200, {{"Set-Cookie", canary}}, json.substr(0, size)};
      const std::string text = logged(request, response);
      INFO(text);
      CHECK(text.find(canary) == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace dgctl::providers::logging_test
