// SQL warehouses: what is asked, and what is made of the answers.

#include "tests/unit/providers/databricks/scripted.h"

namespace dgctl::providers::sql_warehouse_test {
namespace {

using engine::ById;
using engine::ByName;
using engine::CreateObject;
using engine::ErrorClass;
using engine::Fields;
using engine::Object;
using engine::UpdateObject;
using tests::Asked;
using tests::found;
using tests::Scripted;

constexpr const char* kId = "4562d0b3caeafb97";
constexpr const char* kPath = "/api/2.0/sql/warehouses";

std::string warehouse(const std::string& more, const std::string& name = "etl") {
  return R"({"id":"4562d0b3caeafb97","name":")" + name +
         R"(","cluster_size":"2X-Small","min_num_clusters":1,
  "max_num_clusters":1,"auto_stop_mins":0,"auto_resume":true,"creator_id":143240455536411,
  "creator_name":"Alice@example.test","spot_instance_policy":"COST_OPTIMIZED",
  "enable_photon":false,"enable_serverless_compute":true,"warehouse_type":"PRO",
  "num_clusters":1,"state":"RUNNING","odbc_params":{"hostname":"ws.example.test",
  "path":"/sql/1.0/warehouses/4562d0b3caeafb97","protocol":"https","port":443},
  "health":{"status":"HEALTHY"})" +
         more + "}";
}

Fields fields() {
  return {{"auto_stop_mins", 0},
          {"cluster_size", "2X-Small"},
          {"creator_name", "Alice@example.test"},
          {"enable_photon", false},
          {"enable_serverless_compute", true},
          {"hostname", "ws.example.test"},
          {"http_path", "/sql/1.0/warehouses/4562d0b3caeafb97"},
          {"id", kId},
          {"max_num_clusters", 1},
          {"min_num_clusters", 1},
          {"name", "etl"},
          {"port", 443},
          {"spot_instance_policy", "COST_OPTIMIZED"},
          {"state", "RUNNING"},
          {"warehouse_type", "PRO"}};
}

TEST_CASE("a warehouse is read by its id", "[sql_warehouse]") {
  Scripted workspace({{200, warehouse(R"(,"tags":{},"channel":{},"instance_profile_arn":null)")}});
  const auto object = found<Object>(workspace.read(ById{"sql_warehouse", kId}));
  CHECK(object == Object{"sql_warehouse", kId, fields(), "alice@example.test"});
  CHECK(workspace.asked() == Asked{std::string("GET ") + kPath + "/" + kId});
}

TEST_CASE("tags and channel of a warehouse are maps", "[sql_warehouse]") {
  Scripted workspace(
      {{200,
        warehouse(R"(,"tags":{"custom_tags":[{"key":"team","value":"data"},{"key":"a"},3,{}]},)"
                  R"("channel":{"name":"CHANNEL_NAME_CURRENT","dbsql_version":3})")}});
  const auto object = found<Object>(workspace.read(ById{"sql_warehouse", kId}));
  CHECK(object.fields.at("tags") == engine::Value(Fields{{"a", ""}, {"team", "data"}}));
  CHECK(object.fields.at("channel") == engine::Value(Fields{{"name", "CHANNEL_NAME_CURRENT"}}));
}

TEST_CASE("a warehouse that is not there is absent and one that is not shown hidden",
          "[sql_warehouse]") {
  struct Case {
    std::string name;
    int status;
    std::string body, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"unknown", 404, R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"m"})", "absent"},
      {"unknown without a code", 404, "", "absent"},
      {"malformed",
       400,
       R"({"error_code":"INVALID_PARAMETER_VALUE","message":"x is not a valid endpoint id."})",
       "absent"},
      {"deleted", 200, R"({"id":"x","state":"DELETED"})", "absent"},
      {"being deleted", 200, R"({"id":"x","state":"DELETING"})", "absent"},
      {"denied", 403, R"({"error_code":"PERMISSION_DENIED","message":"m"})", "hidden"},
      {"no such API", 404, R"({"error_code":"ENDPOINT_NOT_FOUND","message":"m"})", "error"},
      {"another invalid one", 400, R"({"error_code":"INVALID_PARAMETER_VALUE"})", "error"},
      {"no warehouse", 200, "{}", "error"},
  }));
  DYNAMIC_SECTION(c.name) {
    Scripted workspace({{c.status, c.body}});
    std::string got = "found";
    try {
      const auto result = workspace.read(ById{"sql_warehouse", "x"});
      if (std::holds_alternative<engine::Absent>(result)) got = "absent";
      if (std::holds_alternative<engine::Hidden>(result)) got = "hidden";
    } catch (const engine::ProviderError&) {
      got = "error";
    }
    CHECK(got == c.expected);
  }
}

TEST_CASE("warehouses are found by exact name on all pages", "[sql_warehouse]") {
  Scripted workspace({
      {200, R"({"warehouses":[)" + warehouse("", "Etl") + R"(],"next_page_token":"t"})"},
      {200,
       R"({"warehouses":[)" + warehouse("") + R"(,{"id":"9","name":"etl","state":"DELETED"}]})"},
  });
  const auto all = found<engine::Objects>(workspace.read(ByName{"sql_warehouse", "etl"}));
  CHECK(all == engine::Objects{{"sql_warehouse", kId, fields(), "alice@example.test"}});
  CHECK(workspace.asked() ==
        Asked{std::string("GET ") + kPath, std::string("GET ") + kPath + "?page_token=t"});
}

TEST_CASE("a warehouse that does not exist is absent with what may have been meant",
          "[sql_warehouse]") {
  Scripted workspace({{200, R"({"warehouses":[)" + warehouse("", "segment") + "]}"}});
  CHECK(std::get<engine::Absent>(workspace.read(ByName{"sql_warehouse", "segmant"})).near ==
        std::vector<std::string>{"segment"});
  Scripted empty({{200, "{}"}});
  CHECK(std::get<engine::Absent>(empty.read(ByName{"sql_warehouse", "segment"})).near.empty());
}

TEST_CASE("a warehouse is made by one request that is not repeated", "[sql_warehouse]") {
  Scripted workspace({{200, R"({"id":"4562d0b3caeafb97"})"}});
  const Fields asked{{"auto_stop_mins", 0},
                     {"channel", Fields{{"name", "CHANNEL_NAME_PREVIEW"}}},
                     {"enable_serverless_compute", false},
                     {"name", "etl"},
                     {"tags", Fields{{"b", "2"}, {"a", "1"}}}};
  const engine::StepOutcome outcome = workspace.write(CreateObject{"sql_warehouse", asked});
  Fields expected = asked;
  expected.emplace("id", kId);
  expected.emplace("http_path", "/sql/1.0/warehouses/4562d0b3caeafb97");
  CHECK(outcome == engine::StepOutcome{kId, expected});
  CHECK(workspace.asked() ==
        Asked{std::string("POST ") + kPath +
              R"( {"auto_stop_mins":0,"channel":{"name":"CHANNEL_NAME_PREVIEW"},)"
              R"("enable_serverless_compute":false,"name":"etl",)"
              R"("tags":{"custom_tags":[{"key":"a","value":"1"},{"key":"b","value":"2"}]}})"});
  CHECK(workspace.transport.asked.front().repeat == Repeat::OnlyIfNotTaken);
}

TEST_CASE("a name that another warehouse bears is a conflict", "[sql_warehouse]") {
  Scripted workspace(
      {{400,
        R"({"error_code":"INVALID_PARAMETER_VALUE","message":"SQL warehouse with name `etl` already exists"})"}});
  CHECK(workspace.refusal_of(CreateObject{"sql_warehouse", {{"name", "etl"}}}).error_class ==
        ErrorClass::Conflict);
}

TEST_CASE("an edit carries along all that the workspace shows", "[sql_warehouse]") {
  struct Case {
    std::string name;
    Fields changed;
    std::string shown, sent_size, sent_rest;
  };
  const auto c = GENERATE(values<Case>({
      {"a field",
       {{"cluster_size", "Small"}},
       R"(,"tags":{},"channel":{},"instance_profile_arn":null)",
       R"("channel":{},"cluster_size":"Small")",
       R"("tags":{},)"},
      {"tags",
       {{"tags", Fields{{"a", "1"}}}},
       R"(,"tags":{"custom_tags":[{"key":"b","value":"2"}]})",
       R"("cluster_size":"2X-Small")",
       R"("tags":{"custom_tags":[{"key":"a","value":"1"}]},)"},
      {"no tags any more",
       {{"tags", Fields{}}},
       R"(,"tags":{"custom_tags":[{"key":"b","value":"2"}]})",
       R"("cluster_size":"2X-Small")",
       R"("tags":{"custom_tags":[]},)"},
  }));
  DYNAMIC_SECTION(c.name) {
    Scripted workspace({{200, warehouse(c.shown)}, {200, "{}"}});
    const auto outcome = workspace.write(UpdateObject{"sql_warehouse", kId, c.changed, {}});
    CHECK(workspace.asked() ==
          Asked{std::string("GET ") + kPath + "/" + kId,
                std::string("POST ") + kPath + "/" + kId + R"(/edit {"auto_stop_mins":0,)" +
                    c.sent_size +
                    R"(,"enable_photon":false,"enable_serverless_compute":true,)"
                    R"("max_num_clusters":1,"min_num_clusters":1,"name":"etl",)"
                    R"("spot_instance_policy":"COST_OPTIMIZED",)" +
                    c.sent_rest + R"("warehouse_type":"PRO"})"});
    CHECK(outcome.id == kId);
    CHECK(engine::text_of(outcome.outputs, "name") == "etl");
    CHECK_FALSE(outcome.outputs.contains("state"));
  }
}

TEST_CASE("a warehouse that is gone is deleted", "[sql_warehouse]") {
  const int status = GENERATE(200, 404);
  Scripted workspace({{status, "{}"}});
  workspace.write(engine::DeleteObject{"sql_warehouse", kId, false});
  CHECK(workspace.asked() == Asked{std::string("DELETE ") + kPath + "/" + kId});
}

}  // namespace
}  // namespace dgctl::providers::sql_warehouse_test
