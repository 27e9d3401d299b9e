#include "providers/databricks/sql_session.h"

#include "engine/edges/error.h"
#include "tests/support/catch.h"
#include "tests/support/memory_stores.h"
#include "tests/unit/providers/databricks/scripted_transport.h"

namespace dgctl::providers::sql_session_test {
namespace {

using engine::Rows;
using engine::SqlFailure;
using Result = std::variant<Rows, SqlFailure>;

constexpr const char* kPath = "/api/2.0/sql/statements";

struct Scene {
  tests::ScriptedTransport transport;
  tests::StillClock clock;
  StatementSession session{transport, clock, "0a1b2c3d4e5f6071"};

  Result run(const std::stop_token& stop = {}) { return session.run("SELECT `a`", stop); }
  Result run(const std::string& statement) { return session.run(statement, {}); }
  [[nodiscard]] std::vector<std::string> asked() const {
    std::vector<std::string> all;
    for (const Request& request : transport.asked) {
      all.push_back(std::string(to_string(request.method)) + " " + request.path);
    }
    return all;
  }
};

std::string in_state(const std::string& state, const std::string& more = "") {
  return R"({"statement_id":"01f0/a","status":{"state":")" + state + R"("})" + more + "}";
}

TEST_CASE("a statement is sent once with its warehouse", "[statements]") {
  Scene scene;
  scene.transport.answer(
      200,
      in_state("SUCCEEDED",
               R"(,"manifest":{"schema":{"columns":[{"name":"id"},{"name":"note"}]},)"
               R"("total_chunk_count":1},"result":{"data_array":[["1",""],["2",null]]})"));
  const Result result = scene.run();
  REQUIRE(std::holds_alternative<Rows>(result));
  CHECK(std::get<Rows>(result) == Rows{{"id", "note"}, {{"1", ""}, {"2", std::nullopt}}});
  REQUIRE(scene.transport.asked.size() == 1);
  const Request& request = scene.transport.asked.front();
  CHECK(request.path == kPath);
  CHECK(request.repeat == Repeat::OnlyIfNotTaken);
  CHECK(request.body ==
        R"({"disposition":"INLINE","format":"JSON_ARRAY","on_wait_timeout":"CONTINUE",)"
        R"("statement":"SELECT `a`","wait_timeout":"5s","warehouse_id":"0a1b2c3d4e5f6071"})");
}

TEST_CASE("a statement without rows has none", "[statements]") {
  Scene scene;
  scene.transport.answer(
      200, in_state("SUCCEEDED", R"(,"manifest":{"total_chunk_count":0},"result":{})"));
  CHECK(scene.run() == Result(Rows{}));
}

TEST_CASE("a statement that goes on is asked about less and less often", "[statements]") {
  Scene scene;
  scene.transport.answer(200, in_state("PENDING"));
  for (int i = 0; i < 4; ++i) scene.transport.answer(200, in_state("RUNNING"));
  scene.transport.answer(200, in_state("SUCCEEDED", R"(,"manifest":{"total_row_count":0})"));
  const auto before = scene.clock.steady();
  CHECK(std::holds_alternative<Rows>(scene.run()));
  CHECK(scene.asked().back() == std::string("GET ") + kPath + "/01f0%2Fa");
  CHECK(scene.transport.asked.size() == 6);
  using std::chrono::seconds;
  CHECK(scene.clock.steady() - before == seconds(1 + 2 + 4 + 5 + 5));
}

TEST_CASE("further chunks of rows are fetched", "[statements]") {
  Scene scene;
  scene.transport.answer(200,
                         in_state("SUCCEEDED",
                                  R"(,"manifest":{"total_chunk_count":3},)"
                                  R"("result":{"data_array":[["1"]],"next_chunk_index":1})"));
  scene.transport.answer(200, R"({"data_array":[["2"]],"next_chunk_index":2})");
  scene.transport.answer(200, R"({"data_array":[["3"],["4"]]})");
  CHECK(std::get<Rows>(scene.run()).cells.size() == 4);
  CHECK(scene.asked().back() == std::string("GET ") + kPath + "/01f0%2Fa/result/chunks/2");
}

TEST_CASE("a statement that fails is an answer", "[statements]") {
  Scene scene;
  scene.transport.answer(
      200,
      R"({"statement_id":"1","status":{"state":"FAILED","sql_state":"42P01","error":)"
      R"({"error_code":"BAD_REQUEST","message":"[TABLE_OR_VIEW_NOT_FOUND] No t. SQLSTATE: 42P01"}}})");
  CHECK(scene.run() == Result(SqlFailure{"42P01", "TABLE_OR_VIEW_NOT_FOUND", "No t."}));
}

TEST_CASE("a statement that somebody cancelled says so", "[statements]") {
  Scene scene;
  scene.transport.answer(200, in_state("CANCELED"));
  CHECK(std::get<SqlFailure>(scene.run()).condition == "CANCELED");
}

TEST_CASE("a statement whose rows are gone has succeeded and its rows are not known",
          "[statements]") {
  Scene scene;
  scene.transport.answer(200, in_state("CLOSED"));
  CHECK(scene.run() == Result(Rows{{}, {}, false}));
}

TEST_CASE("what makes or chooses something may be answered with nothing", "[statements]") {
  for (const char* statement : {"CREATE SCHEMA `a`.`b`", "USE CATALOG `a`", "INSERT INTO `t`"}) {
    Scene scene;
    scene.transport.answer(200, in_state("SUCCEEDED"));
    CHECK(scene.run(std::string(statement)) == Result(Rows{}));
  }
}

TEST_CASE("more rows than anybody wants are not fetched and not counted", "[statements]") {
  SECTION("in one chunk") {
    std::string list = R"(["1"])";
    for (std::size_t i = 0; i < kMostStatementRows; ++i) list += R"(,["1"])";
    Scene scene;
    scene.transport.answer(
        200, in_state("SUCCEEDED", R"(,"manifest":{},"result":{"data_array":[)" + list + "]}"));
    const auto rows = std::get<Rows>(scene.run());
    CHECK(rows.cells.size() == kMostStatementRows);
    CHECK_FALSE(rows.is_complete);
  }
  SECTION("in many chunks") {
    Scene scene;
    scene.transport.answer(
        200,
        in_state("SUCCEEDED",
                 R"(,"manifest":{"total_chunk_count":1000000000000,"total_row_count":5},)"
                 R"("result":{"data_array":[["1"]]})"));
    for (std::int64_t i = 1; i < kMostStatementChunks; ++i) {
      scene.transport.answer(200, R"({"data_array":[["2"]]})");
    }
    const auto rows = std::get<Rows>(scene.run());
    CHECK(rows.cells.size() == static_cast<std::size_t>(kMostStatementChunks));
    CHECK_FALSE(rows.is_complete);
    CHECK(scene.transport.asked.size() == static_cast<std::size_t>(kMostStatementChunks));
  }
}

TEST_CASE("rows that the workspace cut short are not all", "[statements]") {
  Scene scene;
  scene.transport.answer(200,
                         in_state("SUCCEEDED",
                                  R"(,"manifest":{"total_row_count":1,"truncated":true},)"
                                  R"("result":{"data_array":[["1"]]})"));
  CHECK(scene.run() == Result(Rows{{}, {{"1"}}, false}));
}

TEST_CASE("a failure that quotes a secret is told without it", "[statements]") {
  const std::string secret = "dose0123456789abcdef0123456789abcdef";
  Scene scene;
  scene.transport.answer(200,
                         R"({"statement_id":"1","status":{"state":"FAILED","sql_state":")" +
                             secret + R"(","error":{"error_code":")" + secret +
                             R"(","message":"you sent )" + secret + R"( to here"}}})");
  CHECK(scene.run() ==
        Result(SqlFailure{"(redacted)", "(redacted)", "you sent (redacted) to here"}));
}

TEST_CASE("a state that nobody knows is told without a secret and not at length", "[statements]") {
  Scene scene;
  scene.transport.answer(200,
                         in_state("dose0123456789abcdef0123456789abcdef" + std::string(5000, '!')));
  try {
    scene.run();
    FAIL("it was taken");
  } catch (const engine::ProviderError& error) {
    const std::string what = error.what();
    CHECK(what.find("dose") == std::string::npos);
    CHECK(what.size() < 300);
  }
}

TEST_CASE("a long failure is cut between characters", "[statements]") {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "é";
  const SqlFailure failure = failure_in("[X] a" + text + " SQLSTATE: 42000", "", "");
  CHECK(failure.condition == "X");
  CHECK(failure.sql_state == "42000");
  CHECK(failure.message == ("a" + text).substr(0, kMostOfMessage - 1) + "…");
}

TEST_CASE("a failure's text is taken apart in every form", "[statements]") {
  struct Case {
    std::string message, sql_state, code;
    SqlFailure expected;
  };
  const auto c = GENERATE(values<Case>({
      {"[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have USE CATALOG on "
       "Catalog 'system'. SQLSTATE: 42501",
       "",
       "BAD_REQUEST",
       {"42501",
        "INSUFFICIENT_PERMISSIONS",
        "Insufficient privileges:\nUser does not have USE CATALOG on Catalog 'system'."}},
      {"PERMISSION_DENIED: User does not have USE SCHEMA on Schema 'c.s'.",
       "",
       "BAD_REQUEST",
       {"", "PERMISSION_DENIED", "User does not have USE SCHEMA on Schema 'c.s'."}},
      {"[RequestId=1 ErrorClass=INVALID_STATE] No root.",
       "",
       "BAD_REQUEST",
       {"", "", "[RequestId=1 ErrorClass=INVALID_STATE] No root."}},
      {"", "", "RESOURCE_EXHAUSTED", {"", "RESOURCE_EXHAUSTED", ""}},
      {"", "", "", {"", "", ""}},
      {"[", "42000", "BAD_REQUEST", {"42000", "", "["}},
      {"[] : x SQLSTATE: ", "", "BAD_REQUEST", {"", "", "[] : x SQLSTATE:"}},
  }));
  INFO(c.message);
  CHECK(failure_in(c.message, c.sql_state, c.code) == c.expected);
}

TEST_CASE("a submission that is refused is no answer of the statement's", "[statements]") {
  Scene scene;
  scene.transport.answer(
      403, R"({"error_code":"PERMISSION_DENIED","message":"You do not have permission."})");
  try {
    scene.run();
    FAIL("it was not refused");
  } catch (const engine::ProviderError& error) {
    CHECK(error.error_class == engine::ErrorClass::Denied);
  }
}

TEST_CASE("an answer in another form is never taken for rows", "[statements]") {
  const auto* const body =
      GENERATE("[]",
               "{}",
               R"({"statement_id":"1"})",
               R"({"statement_id":"1","status":{"state":"ODD"}})",
               R"({"statement_id":"1","status":{"state":7}})",
               R"({"statement_id":"1","status":{"state":"SUCCEEDED"},)"
               R"("result":{"data_array":[7]}})",
               R"({"statement_id":"1","status":{"state":"SUCCEEDED"},)"
               R"("result":{"data_array":[[7]]}})",
               R"({"statement_id":"1","status":{"state":"FAILED","error":7}})",
               R"({"statement_id":"1","status":{"state":"SUCCEEDED"}})",
               R"({"statement_id":"1","status":{"state":"SUCCEEDED"},"manifest":null,)"
               R"("result":null})",
               R"({"statement_id":"1","status":{"state":"SUCCEEDED"},)"
               R"("manifest":{"total_chunk_count":1,"total_row_count":2},)"
               R"("result":{"external_links":[{"external_link":"https://x/"}]}})",
               R"({"statement_id":"1","status":{"state":"SUCCEEDED"},)"
               R"("manifest":{"total_chunk_count":1,"total_row_count":2},)"
               R"("result":{"data_array":[]}})",
               R"({"statement_id":"1","status":{"state":"SUCCEEDED"},)"
               R"("manifest":{"total_chunk_count":-5},"result":{"data_array":[["1"]]}})");
  INFO(body);
  Scene scene;
  scene.transport.answer(200, body);
  CHECK_THROWS_AS(scene.run(), engine::ProviderError);
}

TEST_CASE("an id that is none is not asked about", "[statements]") {
  Scene scene;
  scene.transport.answer(
      200, R"({"statement_id":")" + std::string(5000, 'x') + R"(","status":{"state":"PENDING"}})");
  CHECK_THROWS_AS(scene.run(), engine::ProviderError);
  CHECK(scene.transport.asked.size() == 1);
}

TEST_CASE("a chunk without its rows is never taken for an empty one", "[statements]") {
  Scene scene;
  scene.transport.answer(200,
                         in_state("SUCCEEDED",
                                  R"(,"manifest":{"total_chunk_count":2},)"
                                  R"("result":{"data_array":[["1"]]})"));
  scene.transport.answer(200, R"({"external_links":[]})");
  CHECK_THROWS_AS(scene.run(), engine::ProviderError);
}

TEST_CASE("a statement is cancelled when asked to stop", "[statements]") {
  Scene scene;
  std::stop_source source;
  scene.transport.answer([&] {
    source.request_stop();
    return Response{200, {}, in_state("PENDING")};
  });
  scene.transport.answer(200, "{}");
  CHECK_THROWS_AS(scene.run(source.get_token()), engine::StoppedError);
  CHECK(scene.asked().back() == std::string("POST ") + kPath + "/01f0%2Fa/cancel");
}

TEST_CASE("a cancellation that is not answered leaves the interruption", "[statements]") {
  Scene scene;
  std::stop_source source;
  scene.transport.answer([&] {
    source.request_stop();
    return Response{200, {}, in_state("PENDING")};
  });
  CHECK_THROWS_AS(scene.run(source.get_token()), engine::StoppedError);
}

}  // namespace
}  // namespace dgctl::providers::sql_session_test
