#include "providers/transport/retrying.h"

#include <functional>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/memory_stores.h"

namespace dgctl::providers::retrying_test {
namespace {

/// Answers one after the other; a function may throw.
class Script : public Transport {
 public:
  explicit Script(std::vector<std::function<Response()>> answers) : answers_(std::move(answers)) {}
  Response send(const Request& /*request*/, std::stop_token /*stop*/) override {
    return answers_.at(sent++)();
  }
  std::size_t sent = 0;

 private:
  std::vector<std::function<Response()>> answers_;
};

Response ok() { return {200, {}, "{}"}; }
std::function<Response()> status(int code, const std::string& retry_after = {}) {
  return [code, retry_after] {
    Response response{code, {}, {}};
    if (!retry_after.empty()) response.headers = {{"Retry-After", retry_after}};
    return response;
  };
}
std::function<Response()> lost(bool taken) {
  return [taken]() -> Response { throw TransportError("the connection was reset", taken); };
}

Response limit_as_500() {
  return {500, {}, R"({"message":"RPC token bucket limit has been exceeded"})"};
}

struct Outcome {
  int status = 0;  ///< 0: there was no answer
  std::size_t sent = 0;
  std::int64_t waited_s = 0;
  bool operator==(const Outcome&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Outcome& o) {
  return out << o.status << " after " << o.sent << " requests and " << o.waited_s << " s";
}

Outcome send(Repeat repeat,
             std::vector<std::function<Response()>> answers,
             bool confidential = false) {
  Script script(std::move(answers));
  tests::StillClock clock;
  RetryingTransport retrying(script, clock, 0);
  Request request;
  request.method = repeat == Repeat::Safe ? Method::Get : Method::Post;
  request.repeat = repeat;
  request.confidential = confidential;
  int code = 0;
  try {
    code = retrying.send(request, {}).status;
  } catch (const TransportError&) {
    code = 0;
  }
  return {code, script.sent, clock.passed().count()};
}

TEST_CASE("what passes by itself is sent again and what does not is answered", "[retrying]") {
  CHECK(send(Repeat::Safe, {ok}) == Outcome{200, 1, 0});
  CHECK(send(Repeat::Safe, {status(500), ok}) == Outcome{200, 2, 1});
  CHECK(send(Repeat::Safe, {lost(true), lost(false), ok}) == Outcome{200, 3, 2});
  CHECK(send(Repeat::Safe, {status(404)}) == Outcome{404, 1, 0});
  CHECK(send(Repeat::Safe, {status(400)}) == Outcome{400, 1, 0});
}

TEST_CASE("a request that makes something is sent again only if it was not taken", "[retrying]") {
  CHECK(send(Repeat::OnlyIfNotTaken, {status(429), ok}) == Outcome{200, 2, 1});
  CHECK(send(Repeat::OnlyIfNotTaken, {status(503)}) == Outcome{503, 1, 0});
  CHECK(send(Repeat::OnlyIfNotTaken, {limit_as_500}) == Outcome{500, 1, 0});
  CHECK(send(Repeat::OnlyIfNotTaken, {lost(false), ok}) == Outcome{200, 2, 1});
  CHECK(send(Repeat::OnlyIfNotTaken, {status(500)}) == Outcome{500, 1, 0});
  CHECK(send(Repeat::OnlyIfNotTaken, {status(504)}) == Outcome{504, 1, 0});
  CHECK(send(Repeat::OnlyIfNotTaken, {lost(true)}) == Outcome{0, 1, 0});
}

TEST_CASE("a request for a secret is sent again only if it was refused", "[retrying]") {
  CHECK(send(Repeat::OnlyIfNotTaken, {status(429), ok}, true) == Outcome{200, 2, 1});
  CHECK(send(Repeat::OnlyIfNotTaken, {status(503)}, true) == Outcome{503, 1, 0});
  CHECK(send(Repeat::OnlyIfNotTaken, {limit_as_500}, true) == Outcome{500, 1, 0});
  CHECK(send(Repeat::Safe, {status(503), ok}, true) == Outcome{200, 2, 1});  // a login
}

TEST_CASE("the server's own wait is heeded and an absurd one is not waited for", "[retrying]") {
  CHECK(send(Repeat::Safe, {status(429, "20"), ok}) == Outcome{200, 2, 20});
  CHECK(send(Repeat::Safe, {status(429, "86400"), ok}) == Outcome{429, 1, 0});
  CHECK(send(Repeat::Safe, {status(429, "9223372036854775807"), ok}) == Outcome{429, 1, 0});
  CHECK(send(Repeat::Safe, {status(429, "99999999999999999999"), ok}) == Outcome{200, 2, 1});
  CHECK(send(Repeat::Safe, {status(429, "-5"), ok}) == Outcome{200, 2, 1});
  CHECK(send(Repeat::Safe, {status(429, "Mon, 23 Nov 2026 09:00:09 GMT"), ok}) ==
        Outcome{200, 2, 9});
  CHECK(send(Repeat::Safe, {status(429, "Mon, 23 Nov 2020 09:00:09 GMT"), ok}) ==
        Outcome{200, 2, 1});
  CHECK(send(Repeat::Safe, {status(429, "Fri, 31 Dec 9999 23:59:59 GMT"), ok}) ==
        Outcome{429, 1, 0});
}

TEST_CASE("a server that never recovers is given up", "[retrying]") {
  const Outcome outcome =
      send(Repeat::Safe, std::vector<std::function<Response()>>(100, status(503)));
  CHECK(outcome.status == 503);
  CHECK(outcome.waited_s <= 320);
  CHECK(outcome.sent < 20);
}

TEST_CASE("a host that never answered is given up soon and one that did is waited for",
          "[retrying]") {
  const Outcome unheard =
      send(Repeat::Safe, std::vector<std::function<Response()>>(100, lost(false)));
  CHECK(unheard == Outcome{0, 4, 4});  // 0.5, 1 and 2 s, which this clock rounds up
  std::vector<std::function<Response()>> answers{status(503)};
  answers.resize(9, lost(false));
  answers.emplace_back(ok);
  CHECK(send(Repeat::Safe, answers).status == 200);
}

TEST_CASE("what cannot pass by itself is not tried again", "[retrying]") {
  const auto stays = [] {
    TransportError error("its certificate has expired", false);
    error.may_pass = false;
    return error;
  };
  const auto distrusted = [&]() -> Response { throw stays(); };
  CHECK(send(Repeat::Safe, {distrusted}) == Outcome{0, 1, 0});
  CHECK(send(Repeat::Safe, {status(503), distrusted}) == Outcome{0, 2, 1});
}

TEST_CASE("an answer that is broken each time is given up soon", "[retrying]") {
  const auto cut = [] {
    TransportError error("the answer was cut or damaged on the way", true);
    error.is_answer_broken = true;
    return error;
  };
  const auto broken = [&]() -> Response { throw cut(); };
  const std::vector<std::function<Response()>> always(100, broken);
  CHECK(send(Repeat::Safe, always).sent == RetryingTransport::kBrokenTries);
  CHECK(send(Repeat::Safe, {broken, broken, ok}).status == 200);
}

TEST_CASE("a stop says what was waited for", "[retrying]") {
  Script script(std::vector<std::function<Response()>>(100, status(503)));
  class Impatient : public tests::StillClock {
   public:
    bool sleep(std::chrono::milliseconds /*time*/, std::stop_token /*stop*/) override {
      return false;
    }
  } clock;
  RetryingTransport retrying(script, clock, 1);
  Request request;
  request.path = "/x";
  std::string said;
  try {
    retrying.send(request, {});
  } catch (const engine::StoppedError& error) {
    said = error.what();
  }
  CHECK(
      said ==
      "interrupted while waiting to send GET /x again, since it was answered with 503: the server "
      "failed");
}

TEST_CASE("a stop ends the waiting", "[retrying]") {
  Script script(std::vector<std::function<Response()>>(100, status(503)));
  tests::StillClock clock;
  RetryingTransport retrying(script, clock, 1);
  std::stop_source source;
  source.request_stop();
  CHECK_THROWS_AS(retrying.send({}, source.get_token()), engine::StoppedError);
}

TEST_CASE("names of headers are compared without regard to case", "[transport]") {
  CHECK(header({200, {{"X-Request-ID", "a"}}, ""}, "x-request-id") == "a");
  CHECK(header({200, {}, ""}, "x-request-id").empty());
}

TEST_CASE("a part of a path is percent-encoded", "[transport]") {
  CHECK(percent_encoded("a.b-c_d~e") == "a.b-c_d~e");
  CHECK(percent_encoded("a b/c?d#e%") == "a%20b%2Fc%3Fd%23e%25");
  CHECK(percent_encoded("ü") == "%C3%BC");
}

}  // namespace
}  // namespace dgctl::providers::retrying_test
