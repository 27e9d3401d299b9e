#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::statements_test {
namespace {

constexpr const char* kId = "0a1b2c3d4e5f6071";
constexpr const char* kBob = "bob@example.com";
constexpr const char* kPath = "/api/2.0/sql/statements";

json with_warehouse(const std::string& state = "RUNNING") {
  json file = small_workspace();
  file["users"]["bob@example.com"]["entitlements"] = {"databricks-sql-access"};
  file["users"]["cai@example.com"]["entitlements"] = {"databricks-sql-access"};
  file["warehouses"][kId] = {{"name", "w"}, {"state", state}, {"acl", {{kBob, "CAN_USE"}}}};
  return file;
}

json body(const std::string& statement, const json& more = json::object()) {
  json out{{"statement", statement}, {"warehouse_id", kId}};
  out.update(more);
  return out;
}

json submit(const Sim& sim, const std::string& statement, const json& more = json::object()) {
  return body_of(sim.post(kPath, body(statement, more)));
}

std::string state_of(const json& answer) { return answer.at("status").at("state"); }

json poll(const Sim& sim, const json& submitted) {
  return body_of(
      sim.get(std::string(kPath) + "/" + submitted.at("statement_id").get<std::string>()));
}

}  // namespace

TEST_CASE("a statement is answered with its manifest and rows", "[sim][sql]") {
  const Sim sim(with_warehouse());
  json answer = submit(sim, "SELECT id, name, 1.5 AS x FROM sales.crm.users");
  answer.erase("statement_id");
  CHECK(answer == json::parse(R"({
    "status": {"state": "SUCCEEDED"},
    "manifest": {"format": "JSON_ARRAY", "total_row_count": 1, "total_chunk_count": 1, "truncated": false,
      "schema": {"column_count": 3, "columns": [
        {"name": "id", "position": 0, "type_name": "LONG", "type_text": "BIGINT"},
        {"name": "name", "position": 1, "type_name": "STRING", "type_text": "STRING"},
        {"name": "x", "position": 2, "type_name": "DOUBLE", "type_text": "DOUBLE"}]},
      "chunks": [{"chunk_index": 0, "row_offset": 0, "row_count": 1}]},
    "result": {"chunk_index": 0, "row_offset": 0, "row_count": 1, "data_array": [["1", null, "1.5"]]}})"));
  json ddl = submit(sim, "CREATE SCHEMA sales.fresh");
  CHECK(ddl.at("result") == json::object());
  CHECK(ddl.at("manifest").at("total_chunk_count") == 0);
  CHECK(sim.get(uc("/schemas/sales.fresh")).status == 200);
  const json failed = submit(sim, "SELECT * FROM sales.crm.nothing");
  CHECK(failed.at("status") == json::parse(R"({"state": "FAILED", "sql_state": "42P01",
    "error": {"error_code": "BAD_REQUEST",
      "message": "[TABLE_OR_VIEW_NOT_FOUND] Table 'sales.crm.nothing' does not exist. SQLSTATE: 42P01"}})"));
}

TEST_CASE("a request for a statement that is no such request is refused", "[sim][sql]") {
  const Sim sim(with_warehouse());
  struct Case {
    json more;
    std::string who, expected;
  };
  const auto c = GENERATE(values<Case>({
      {{{"nonsense", 1}}, "", "400 INVALID_PARAMETER_VALUE: /nonsense: unknown member"},
      {{{"wait_timeout", "4s"}},
       "",
       "400 INVALID_PARAMETER_VALUE: wait_timeout is '4s'; it is 0s, or between 5s and 50s"},
      {{{"wait_timeout", "10"}},
       "",
       "400 INVALID_PARAMETER_VALUE: wait_timeout is '10'; it is 0s, or between 5s and 50s"},
      {{{"statement", ""}}, "", "400 INVALID_PARAMETER_VALUE: statement is missing"},
      {{{"warehouse_id", ""}}, "", "400 INVALID_PARAMETER_VALUE: warehouse_id is missing"},
      {{{"warehouse_id", "x"}}, "", "400 INVALID_PARAMETER_VALUE: x is not a valid endpoint id."},
      {{{"warehouse_id", "ffffffffffffffff"}},
       "",
       "404 RESOURCE_DOES_NOT_EXIST: SQL warehouse ffffffffffffffff does not exist."},
      {{{"disposition", "EXTERNAL_LINKS"}},
       "",
       "400 INVALID_PARAMETER_VALUE: the simulated workspace has results with disposition INLINE "
       "and format JSON_ARRAY only"},
      {json::object(),
       kEtl,
       std::string("403 PERMISSION_DENIED: '") + kEtl +
           "' may not run SQL: it lacks the entitlement databricks-sql-access."},
      {json::object(),
       "cai@example.com",
       std::string("403 PERMISSION_DENIED: 'cai@example.com' may not use SQL warehouse ") + kId +
           "."},
      {json::object(), kBob, "200"},
  }));
  DYNAMIC_SECTION(c.expected) {
    CHECK(outcome(sim.post(kPath, body("SELECT 1", c.more), c.who)).substr(0, c.expected.size()) ==
          c.expected);
  }
}

TEST_CASE("a statement waits for its warehouse", "[sim][sql]") {
  json file = with_warehouse("STOPPED");
  file["switches"]["warehouse_start_s"] = 30;
  const Sim sim(file);
  const json waiting = submit(sim, "CREATE SCHEMA sales.later", {{"catalog", "sales"}});
  CHECK(state_of(waiting) == "PENDING");
  CHECK_FALSE(waiting.contains("manifest"));
  CHECK(sim.get(uc("/schemas/sales.later")).status == 404);
  const json canceled = submit(
      sim, "CREATE SCHEMA sales.never", {{"wait_timeout", "5s"}, {"on_wait_timeout", "CANCEL"}});
  CHECK(state_of(canceled) == "CANCELED");
  CHECK_FALSE(canceled.at("status").contains("error"));
  const json called_back = submit(sim, "CREATE SCHEMA sales.back", {{"wait_timeout", "0s"}});
  const std::string id = called_back.at("statement_id");
  CHECK(sim.post(std::string(kPath) + "/" + id + "/cancel", json::object()).body == "{}");
  sim.workspace->sleep(std::chrono::seconds(30), {});
  CHECK(state_of(poll(sim, waiting)) == "SUCCEEDED");
  CHECK(state_of(poll(sim, called_back)) == "CANCELED");
  CHECK(names_of(sim.get(uc("/schemas?catalog_name=sales")), "schemas") ==
        "crm information_schema later");
  // It is as old as the statement's end, whichever request found out.
  CHECK(body_of(sim.get(uc("/schemas/sales.later"))).at("created_at") == 1795424431000);
}

TEST_CASE("a statement that is not waited for is pending at first", "[sim][sql]") {
  json file = with_warehouse();
  const Sim at_once(file);
  const json submitted = submit(at_once, "SELECT 1", {{"wait_timeout", "0s"}});
  CHECK(state_of(submitted) == "PENDING");
  CHECK(sql_outcome(poll(at_once, submitted)) == "1");
  file["switches"]["statement_s"] = 60;
  const Sim slow(file);
  const json running = submit(slow, "SELECT 1");
  CHECK(state_of(running) == "RUNNING");
  CHECK(state_of(poll(slow, running)) == "RUNNING");
  slow.workspace->sleep(std::chrono::seconds(60), {});
  CHECK(sql_outcome(poll(slow, running)) == "1");
}

TEST_CASE("a result comes in chunks, and not for ever", "[sim][sql]") {
  json file = with_warehouse();
  file["switches"]["chunk_rows"] = 2;
  const Sim sim(file);
  const std::string five = "VALUES (1), (2), (3), (4), (5)";
  const json first = submit(sim, five);
  const std::string id = first.at("statement_id");
  const std::string link = first.at("result").at("next_chunk_internal_link");
  CHECK(link == std::string(kPath) + "/" + id + "/result/chunks/1");
  CHECK(body_of(sim.get(link)).at("data_array") == json::parse(R"([["3"], ["4"]])"));
  const json last = body_of(sim.get(std::string(kPath) + "/" + id + "/result/chunks/2"));
  CHECK(
      last ==
      json::parse(R"({"chunk_index": 2, "row_offset": 4, "row_count": 1, "data_array": [["5"]]})"));
  CHECK(sim.get(std::string(kPath) + "/" + id + "/result/chunks/3").status == 404);
  CHECK(sim.get(std::string(kPath) + "/" + id, kBob).status == 404);
  const json limited = submit(sim, five, {{"row_limit", 3}});
  CHECK(limited.at("manifest").at("truncated") == true);
  CHECK(limited.at("manifest").at("total_row_count") == 3);
  sim.workspace->sleep(std::chrono::hours(2), {});
  CHECK(state_of(poll(sim, first)) == "CLOSED");
  CHECK(sim.get(link).status == 404);
  sim.workspace->sleep(std::chrono::hours(11), {});
  CHECK(sim.get(std::string(kPath) + "/" + id).status == 404);
}

TEST_CASE("markers take the values of parameters", "[sim][sql]") {
  const Sim sim(with_warehouse());
  const json parameters =
      json::parse(R"([{"name": "t", "value": "it's :x"}, {"name": "n", "value": "7", "type": "INT"},
      {"name": "z"}, {"name": "b", "value": "true", "type": "BOOLEAN"}])");
  CHECK(sql_outcome(submit(
            sim, "SELECT :t, :n + 1, :z, CAST(:b AS STRING)", {{"parameters", parameters}})) ==
        "it's :x,8,null,1");
  const json wrong = json::parse(R"([{"name": "n", "value": "1; DROP", "type": "INT"}])");
  CHECK(sql_outcome(submit(sim, "SELECT :n", {{"parameters", wrong}}))
            .starts_with("[CAST_INVALID_INPUT]"));
}

TEST_CASE("a session has the catalog and schema that the request names", "[sim][sql]") {
  const Sim sim(with_warehouse());
  CHECK(sql_outcome(
            submit(sim, "SELECT id FROM users", {{"catalog", "SALES"}, {"schema", "crm"}})) == "1");
  CHECK(sql_outcome(submit(sim, "SHOW SCHEMAS", {{"catalog", "sales"}})) ==
        "crm;information_schema");
  CHECK(sql_outcome(submit(sim, "SELECT 1", {{"catalog", "nowhere"}})) ==
        "[NO_SUCH_CATALOG] Catalog 'nowhere' does not exist. SQLSTATE: 42704");
  CHECK(sql_outcome(submit(sim, "USE CATALOG sales")) == "done");
  CHECK(sql_outcome(submit(sim, "SELECT id FROM crm.users")).starts_with("[NO_SUCH_CATALOG]"));
}

TEST_CASE("a fault can be for one statement alone", "[sim][sql]") {
  json file = with_warehouse();
  file["faults"] = json::parse(
      R"([{"method": "POST", "path": "/api/2.0/sql/statements", "statement": "*crm.users*",
    "do": {"status": 200, "body": {"statement_id": "x", "status": {"state": "FAILED",
      "error": {"error_code": "INTERNAL_ERROR", "message": "out of luck"}}}}}])");
  const Sim sim(file);
  CHECK(sql_outcome(submit(sim, "SELECT 1")) == "1");
  CHECK(sql_outcome(submit(sim, "SELECT id FROM sales.crm.users")) == "out of luck");
  CHECK(sql_outcome(submit(sim, "SELECT id FROM sales.crm.users")) == "1");
}

TEST_CASE("a change that does not show yet does not show in SQL either", "[sim][sql]") {
  json file = with_warehouse();
  file["faults"] = json::parse(
      R"([{"method": "PATCH", "path": "/api/2.1/unity-catalog/permissions/*", "do": {"lag": 1}}])");
  const Sim sim(file);
  sim.grant("catalog/sales", kBob, {"USE_CATALOG", "USE_SCHEMA", "SELECT"});
  const auto read = [&] {
    return sql_outcome(body_of(sim.post(kPath, body("SELECT id FROM sales.crm.users"), kBob)));
  };
  CHECK(read().starts_with("[INSUFFICIENT_PERMISSIONS]"));
  CHECK(read() == "1");
}

TEST_CASE("statements are in the file as long as somebody may ask for them", "[sim][sql]") {
  const tests::ScratchFolder folder;
  const auto file = folder / "w.json";
  write_file(file, with_warehouse("STOPPED").dump());
  std::string id;
  {
    const auto workspace = SimWorkspace::open(file);
    Request request;
    request.method = Method::Post;
    request.path = kPath;
    request.body =
        body("SELECT name, 'x' AS y FROM sales.crm.users", {{"wait_timeout", "0s"}}).dump();
    id = body_of(workspace->send(request, {})).at("statement_id");
  }
  const auto workspace = SimWorkspace::open(file);
  Request request;
  request.path = std::string(kPath) + "/" + id;
  CHECK(state_of(body_of(workspace->send(request, {}))) == "PENDING");
  workspace->sleep(std::chrono::seconds(10), {});
  CHECK(sql_outcome(body_of(workspace->send(request, {}))) == "null,x");
  const std::string text = workspace->snapshot();
  CHECK(SimWorkspace::in_memory(text)->snapshot() == text);
}

}  // namespace dgctl::providers::statements_test
