#include "providers/sim/workspace_files.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::warehouses_test {
namespace {

const std::string kWarehouses = "/api/2.0/sql/warehouses";
constexpr const char* kOne = "0a1b2c3d4e5f6071";
constexpr const char* kOther = "ffffffffffffffff";
constexpr const char* kBad = "400 INVALID_PARAMETER_VALUE: ";

/// Of ada's, which bob may use.
json workspace() {
  json file = small_workspace();
  file["warehouses"][kOne] = {
      {"name", "main"}, {"acl", {{"ada@example.com", "IS_OWNER"}, {"bob@example.com", "CAN_USE"}}}};
  return file;
}

std::string at(const std::string& rest) { return kWarehouses + "/" + kOne + rest; }

json smallest() { return {{"name", "w"}, {"cluster_size", "X-Small"}}; }

/// A new one as a list shows it.
json made(const Sim& sim, const json& configuration) {
  const Response response = sim.post(kWarehouses, configuration);
  REQUIRE(outcome(response) == "200");
  return body_of(sim.get(kWarehouses + "/" + body_of(response).at("id").get<std::string>()));
}

TEST_CASE("a warehouse is made with the service's defaults", "[warehouses]") {
  json file = small_workspace();
  file["users"]["ada@example.com"]["id"] = "143240455536411";
  Sim sim(file);
  json one = made(sim, smallest());
  const std::string id = one.at("id").get<std::string>();
  CHECK(id.size() == 16);
  CHECK(id.find_first_not_of("0123456789abcdef") == std::string::npos);
  one.erase("id");
  one.erase("jdbc_url");
  one.at("odbc_params").erase("path");
  CHECK(one == json::parse(R"({"name": "w", "cluster_size": "X-Small", "min_num_clusters": 1,
      "max_num_clusters": 1, "auto_stop_mins": 120, "auto_resume": true, "tags": {},
      "spot_instance_policy": "COST_OPTIMIZED", "enable_photon": true,
      "enable_serverless_compute": false, "warehouse_type": "CLASSIC", "channel": {},
      "creator_id": 143240455536411, "creator_name": "ada@example.com", "num_clusters": 0,
      "num_active_sessions": 0, "state": "STARTING", "health": {"status": "HEALTHY"},
      "odbc_params": {"hostname": "sim.cloud.databricks.com", "port": 443, "protocol": "https"}})"));
}

TEST_CASE("a warehouse has what it is given, zero values too", "[warehouses]") {
  Sim sim;
  const json given = json::parse(R"({"name": "w", "cluster_size": "4X-Large", "min_num_clusters": 2,
      "max_num_clusters": 40, "auto_stop_mins": 0, "enable_photon": false,
      "enable_serverless_compute": true, "warehouse_type": "PRO",
      "spot_instance_policy": "RELIABILITY_OPTIMIZED", "instance_profile_arn": "arn:x",
      "channel": {"name": "CHANNEL_NAME_CUSTOM", "dbsql_version": "2026.1"},
      "tags": {"custom_tags": [{"key": "a", "value": "1"}, {"key": "b", "value": ""}]}})");
  const json one = made(sim, given);
  for (const auto& [name, value] : given.items()) {
    INFO(name);
    CHECK(one.at(name) == value);
  }
}

TEST_CASE("a configuration that the service does not take is refused", "[warehouses]") {
  struct Case {
    std::string change, expected;
  };
  const auto c = GENERATE(values<Case>({
      {R"({"cluster_size":null})", "/cluster_size: expected a string"},
      {R"({"cluster_size":"x-small"})", "cluster_size 'x-small' is none of 2X-Small, X-Small,"},
      {R"({"cluster_size":""})", "/cluster_size: missing"},
      {R"({"min_num_clusters":0})", "min_num_clusters is not between 1 and 30"},
      {R"({"min_num_clusters":31,"max_num_clusters":40})", "min_num_clusters is not between"},
      {R"({"max_num_clusters":41})", "max_num_clusters is above 40"},
      {R"({"min_num_clusters":3,"max_num_clusters":2})", "max_num_clusters is below min"},
      {R"({"auto_stop_mins":9})", "auto_stop_mins is neither 0 nor 10 or more"},
      {R"({"auto_stop_mins":-1})", "/auto_stop_mins: expected 0 or more"},
      {R"({"enable_serverless_compute":true,"warehouse_type":"CLASSIC"})",
       "enable_serverless_compute needs warehouse_type PRO"},
      {R"({"warehouse_type":"FREE"})", "/warehouse_type: 'FREE' is none of PRO, CLASSIC"},
      {R"({"spot_instance_policy":"X"})", "/spot_instance_policy: 'X' is none of COST_OPTIMIZED"},
      {R"({"channel":{"name":"CHANNEL_NAME_CUSTOM"}})", "channel CHANNEL_NAME_CUSTOM needs a"},
      {R"({"channel":{"version":"1"}})", "/channel/version: unknown member"},
      {R"({"tags":{"a":"1"}})", "/tags/a: unknown member"},
      {R"({"tags":{"custom_tags":[{"key":"a"},{"key":"a"}]}})",
       "/tags/custom_tags/1/key: 'a' is there twice"},
      {R"({"tags":{"custom_tags":[{"value":"a"}]}})", "/tags/custom_tags/0/key: missing"},
      {R"({"creator_name":"x"})", "/creator_name: the service sets it"},
      {R"({"enable_foton":true})", "/enable_foton: unknown member; did you mean 'enable_photon'?"},
      {R"({"name":"main"})", "SQL warehouse with name `main` already exists"},
  }));
  DYNAMIC_SECTION(c.change) {
    Sim sim(workspace());
    json configuration = smallest();
    configuration.update(json::parse(c.change));
    const std::string result = outcome(sim.post(kWarehouses, configuration));
    INFO(result);
    CHECK(result.find(kBad + c.expected) == 0);
  }
}

TEST_CASE("names are short, and tags are few", "[warehouses]") {
  Sim sim;
  json configuration = smallest();
  configuration["name"] = std::string(99, 'n');
  for (int i = 0; i < 44; ++i) {
    configuration["tags"]["custom_tags"].push_back({{"key", std::to_string(i)}, {"value", "v"}});
  }
  CHECK(outcome(sim.post(kWarehouses, configuration)) == "200");
  configuration["name"] = std::string(100, 'n');
  CHECK(outcome(sim.post(kWarehouses, configuration)) ==
        std::string(kBad) + "name has 100 characters or more");
  configuration["name"] = "w";
  configuration["tags"]["custom_tags"].push_back({{"key", "k"}, {"value", "v"}});
  CHECK(outcome(sim.post(kWarehouses, configuration)) ==
        std::string(kBad) + "there are 45 custom_tags or more");
}

TEST_CASE("what serverless warehouses take can be chosen", "[warehouses]") {
  json configuration = smallest();
  configuration["auto_stop_mins"] = 5;
  CHECK(Sim().post(kWarehouses, configuration).status == 400);
  json file = small_workspace();
  file["switches"]["serverless_by_default"] = true;
  CHECK(made(Sim(file), configuration).at("warehouse_type") == "PRO");
  file["switches"]["serverless_short_auto_stop"] = false;
  CHECK(Sim(file).post(kWarehouses, configuration).status == 400);
}

TEST_CASE("a warehouse without a name is named by its id", "[warehouses]") {
  const json one = made(Sim(), {{"cluster_size", "Small"}});
  CHECK(one.at("name") == one.at("id"));
}

TEST_CASE("a warehouse starts, stops and settles by the workspace's clock", "[warehouses]") {
  Sim sim(workspace());
  const auto state = [&] { return body_of(sim.get(at(""))).at("state").get<std::string>(); };
  CHECK(state() == "STOPPED");
  CHECK(sim.post(at("/start"), json::object()).body == "{}");
  CHECK(state() == "STARTING");
  sim.workspace->sleep(std::chrono::seconds(4), {});
  CHECK(state() == "RUNNING");
  CHECK(body_of(sim.get(at(""))).at("num_clusters") == 1);
  CHECK(outcome(sim.post(at("/start"), json::object())) == "200");
  CHECK(state() == "RUNNING");
  CHECK(outcome(sim.call(Method::Post, at("/stop"))) == "200");
  CHECK(state() == "STOPPING");
  CHECK(state() == "STOPPED");
  CHECK(outcome(sim.post(at("/stop"), json::object())) == "200");
  CHECK(outcome(sim.post(at("/stop"), {{"force", true}})) ==
        std::string(kBad) + "/force: unknown member");
}

TEST_CASE("how long a start takes can be chosen", "[warehouses]") {
  json file = small_workspace();
  file["switches"]["warehouse_start_s"] = 0;
  CHECK(made(Sim(file), smallest()).at("state") == "RUNNING");
}

TEST_CASE("an edit replaces the whole configuration", "[warehouses]") {
  json file = workspace();
  file["warehouses"][kOne].update(
      {{"enable_photon", false}, {"auto_stop_mins", 0}, {"tags", {{"a", "1"}}}});
  const bool keeps = GENERATE(false, true);
  file["switches"]["edit_keeps_omitted"] = keeps;
  Sim sim(file);
  const Response response = sim.post(at("/edit"), {{"min_num_clusters", 1}});
  CHECK(response.body == "{}");
  const json after = body_of(sim.get(at("")));
  CHECK(after.at("name") == "main");
  CHECK(after.at("cluster_size") == "Small");
  CHECK(after.at("enable_photon") == !keeps);
  CHECK(after.at("auto_stop_mins") == (keeps ? 0 : 120));
  CHECK(after.at("tags").empty() == !keeps);
  CHECK(after.at("creator_name") == "ada@example.com");
}

TEST_CASE("an edit may start a warehouse that stands still", "[warehouses]") {
  json file = workspace();
  const bool starts = GENERATE(true, false);
  file["switches"]["edit_starts_warehouse"] = starts;
  Sim sim(file);
  sim.post(at("/edit"), smallest());
  CHECK(body_of(sim.get(at(""))).at("state") == (starts ? "STARTING" : "STOPPED"));
}

TEST_CASE("a name stays its warehouse's own", "[warehouses]") {
  Sim sim(workspace());
  const std::string id = made(sim, smallest()).at("id").get<std::string>();
  CHECK(outcome(sim.post(at("/edit"), smallest())) ==
        std::string(kBad) + "SQL warehouse with name `w` already exists");
  json renamed = smallest();
  renamed["name"] = "main";
  CHECK(sim.post(at("/edit"), renamed).status == 200);
  CHECK(sim.remove(kWarehouses + "/" + id).body == "{}");
  CHECK(sim.post(at("/edit"), smallest()).status == 200);
}

TEST_CASE("what is no warehouse is told apart", "[warehouses]") {
  Sim sim(workspace());
  const std::string unknown =
      std::string("404 RESOURCE_DOES_NOT_EXIST: SQL warehouse ") + kOther + " does not exist.";
  CHECK(outcome(sim.get(kWarehouses + "/" + kOther)) == unknown);
  CHECK(outcome(sim.remove(kWarehouses + "/" + kOther)) == unknown);
  CHECK(outcome(sim.get(kWarehouses + "/main")) ==
        std::string(kBad) + "main is not a valid endpoint id.");
  CHECK(outcome(sim.get(kWarehouses + "/")) ==
        "404 ENDPOINT_NOT_FOUND: No API found for 'GET /api/2.0/sql/warehouses/'");
  CHECK(sim.remove(at("")).status == 200);
  CHECK(sim.remove(at("")).status == 404);
}

TEST_CASE("levels on a warehouse allow what they say", "[warehouses]") {
  struct Case {
    std::string level, see, start, stop;
  };
  const auto c = GENERATE(values<Case>({
      {"", "403", "403", "403"},
      {"CAN_VIEW", "200", "403", "403"},
      {"CAN_USE", "200", "200", "403"},
      {"CAN_MONITOR", "200", "200", "403"},
      {"CAN_MANAGE", "200", "200", "200"},
      {"IS_OWNER", "200", "200", "200"},
  }));
  const std::string holder = GENERATE("cai@example.com", "users", "Night Shift");
  if (c.level == "IS_OWNER" && holder != "cai@example.com") return;
  DYNAMIC_SECTION(c.level << " " << holder) {
    json file = workspace();
    file["warehouses"][kOne]["acl"] = json::object();
    if (!c.level.empty()) file["warehouses"][kOne]["acl"][holder] = c.level;
    Sim sim(file);
    const std::string cai = "cai@example.com";
    const auto status = [](const Response& response) { return std::to_string(response.status); };
    CHECK(status(sim.get(at(""), cai)) == c.see);
    CHECK((names_of(sim.get(kWarehouses, cai), "warehouses") == "main") == (c.see == "200"));
    CHECK(status(sim.post(at("/start"), json::object(), cai)) == c.start);
    CHECK(status(sim.post(at("/stop"), json::object(), cai)) == c.stop);
    CHECK(status(sim.post(at("/edit"), smallest(), cai)) == c.stop);
    CHECK(status(sim.remove(at(""), cai)) == c.stop);
  }
}

TEST_CASE("creating warehouses takes entitlements", "[warehouses]") {
  struct Case {
    json entitlements;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {json::array(),
       "403 PERMISSION_DENIED: 'bob@example.com' may not create SQL warehouses: it "
       "lacks the entitlement allow-cluster-create."},
      {{"allow-cluster-create"},
       "403 PERMISSION_DENIED: 'bob@example.com' may not create SQL warehouses: it lacks the "
       "entitlement databricks-sql-access."},
      {{"allow-cluster-create", "databricks-sql-access"}, "200"},
  }));
  const bool through_group = GENERATE(false, true);
  json file = small_workspace();
  json& holder = through_group ? file["groups"]["staff"] : file["users"]["bob@example.com"];
  holder["entitlements"] = c.entitlements;
  CHECK(outcome(Sim(file).post(kWarehouses, smallest(), "bob@example.com")) == c.expected);
}

TEST_CASE("warehouses come in pages", "[warehouses]") {
  Sim sim(workspace());
  made(sim, smallest());
  const json first = body_of(sim.get(kWarehouses + "?page_size=1&run_as_user_id=5"));
  CHECK(first.at("warehouses").size() == 1);
  const json second = body_of(sim.get(kWarehouses + "?page_size=1&run_as_user_id=5&page_token=" +
                                      first.at("next_page_token").get<std::string>()));
  CHECK(second.at("warehouses").size() == 1);
  CHECK_FALSE(second.contains("next_page_token"));
}

TEST_CASE("the guide's operator can make a warehouse", "[warehouses]") {
  Sim sim;
  sim.workspace = SimWorkspace::in_memory(guide_workspace());
  CHECK(made(sim, smallest()).at("creator_name") == "ada@example.com");
  CHECK(names_of(sim.get(scim("/ServicePrincipals")), "Resources", "displayName") == "etl");
}

TEST_CASE("warehouses survive being written down", "[warehouses]") {
  Sim sim(workspace());
  sim.post(kWarehouses, smallest());
  sim.post(at("/stop"), json::object());
  const std::string text = sim.workspace->snapshot();
  CHECK(SimWorkspace::in_memory(text)->snapshot() == text);
  const json list = body_of(sim.get(kWarehouses));
  sim.workspace = SimWorkspace::in_memory(text);
  CHECK(body_of(sim.get(kWarehouses)) == list);
}

}  // namespace
}  // namespace dgctl::providers::warehouses_test
