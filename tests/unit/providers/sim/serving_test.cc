#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::serving_test {
namespace {

constexpr const char* kAccount = "7a1b2c3d-0000-4000-8000-000000000001";
const std::string kWorkspaces = "/api/2.0/accounts/" + std::string(kAccount) + "/workspaces";

json workspace(const json& faults = json::array()) {
  json file = small_workspace();
  file["workspace"]["account_id"] = kAccount;
  file["users"]["ada@example.com"]["account_admin"] = true;
  file["faults"] = faults;
  return file;
}

/// An arrival with one member set.
template <class Value>
sim::Arrival arriving(Value sim::Arrival::* member, const Value& value) {
  sim::Arrival arrival;
  arrival.*member = value;
  return arrival;
}
const sim::Arrival kAtConsole = arriving(&sim::Arrival::is_account, true);

Request request(Method method, const std::string& path, const std::string& token) {
  Request made;
  made.method = method;
  made.path = path;
  made.timeout = std::chrono::hours(1);
  if (!token.empty()) made.headers = {{"Authorization", "Bearer " + token}};
  return made;
}

/// "200", "401 401: …", or that the connection is lost.
std::string served(const Sim& sim,
                   const std::string& path,
                   const std::string& token = {},
                   const sim::Arrival& arrival = {}) {
  const Served served = sim.workspace->serve(request(Method::Get, path, token), arrival);
  return served.response ? outcome(*served.response) : "lost";
}

TEST_CASE("over a socket it is the token that says who asks", "[serving]") {
  const Sim sim(workspace());
  for (const std::string who : {"ada@example.com", "bob@example.com", kEtl}) {
    const std::string token = sim.workspace->personal_token(who);
    CHECK(token.size() == 36);
    CHECK(served(sim, scim("/Me"), token) == "200");
    CHECK(sim.workspace->requests().back().who == who);
  }
  CHECK(sim.workspace->personal_token("") == sim.workspace->personal_token("ADA@example.com"));
}

TEST_CASE("who proves nothing gets nothing but what is open to anyone", "[serving]") {
  const Sim sim(workspace());
  CHECK(served(sim, scim("/Me")).starts_with("401 401: Credential was not sent"));
  CHECK(served(sim, uc("/catalogs/sales")).starts_with("401 401: "));
  CHECK(served(sim, "/.well-known/databricks-config") == "200");
  CHECK(served(sim, "/oidc/.well-known/oauth-authorization-server") == "200");
  CHECK(sim.workspace->requests().back().who == "");
}

TEST_CASE("a personal token of which a digit is another is nobody's", "[serving]") {
  const Sim sim(workspace());
  const std::string token = sim.workspace->personal_token("bob@example.com");
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string other = token;
    other[i] = other[i] == '1' ? '2' : '1';
    INFO(other);
    CHECK(served(sim, uc("/catalogs/sales"), other) == "403 403: Invalid access token.");
  }
  for (const std::string& other :
       {token + "0", token.substr(1), std::string("dapi"), std::string()}) {
    CHECK(served(sim, uc("/catalogs/sales"), other) != "200");
  }
}

TEST_CASE("a personal token opens no account, and a token for the account no workspace",
          "[serving]") {
  const Sim sim(workspace());
  const std::string personal = sim.workspace->personal_token("");
  const std::string account = sim.workspace->account_token("");
  CHECK(served(sim, kWorkspaces, personal) == "403 403: Invalid access token.");
  CHECK(served(sim, kWorkspaces, account) == "200");
  CHECK(served(sim, uc("/catalogs/sales"), account) == "403 403: Invalid access token.");
  CHECK(served(sim, kWorkspaces, sim.workspace->account_token("bob@example.com")) ==
        "403 PERMISSION_DENIED: 'bob@example.com' is no account admin.");
}

TEST_CASE("the addresses that are given away are those by which one came", "[serving]") {
  const Sim sim(workspace());
  const auto metadata = [&](const sim::Arrival& arrival) {
    const Request made = request(Method::Get, "/.well-known/databricks-config", "");
    return body_of(*sim.workspace->serve(made, arrival).response);
  };
  CHECK(metadata({}).at("oidc_endpoint") == "https://sim.cloud.databricks.com/oidc");
  const json here = metadata(arriving(&sim::Arrival::origin, std::string("http://127.0.0.1:4000")));
  CHECK(here.at("oidc_endpoint") == "http://127.0.0.1:4000/oidc");
  CHECK(here.at("host_type") == "workspace");
  sim::Arrival console = kAtConsole;
  console.origin = "http://127.0.0.1:4001";
  const json there = metadata(console);
  CHECK(there.at("oidc_endpoint") == "http://127.0.0.1:4001/oidc/accounts/{account_id}");
  CHECK(there.at("host_type") == "account");
  CHECK_FALSE(there.contains("workspace_id"));
}

TEST_CASE("the account's console shows a page to who takes it for a workspace", "[serving]") {
  const Sim sim(workspace());
  const Request made = request(Method::Get, uc("/catalogs"), sim.workspace->personal_token(""));
  const Response response = *sim.workspace->serve(made, kAtConsole).response;
  CHECK(response.status == 200);
  CHECK(header(response, "Content-Type") == "text/html");
  CHECK(response.body.starts_with("<!doctype html>"));
  CHECK(served(sim, kWorkspaces, sim.workspace->account_token(""), kAtConsole) == "200");
}

TEST_CASE("pages can be made smaller than the file has them", "[serving]") {
  const Sim sim(workspace());
  const std::string token = sim.workspace->personal_token("");
  const auto answer = [&](const std::string& path, std::int64_t limit) {
    const Request made = request(Method::Get, path, token);
    return body_of(
        *sim.workspace->serve(made, arriving(&sim::Arrival::page_limit, limit)).response);
  };
  CHECK(answer(uc("/catalogs?max_results=0"), 0).at("catalogs").size() == 2);
  CHECK(answer(uc("/catalogs?max_results=0"), 1).at("catalogs").size() == 1);
  CHECK(answer(scim("/Users"), 0).at("Resources").size() == 3);
  CHECK(answer(scim("/Users?count=100"), 2).at("Resources").size() == 2);
  CHECK(json::parse(sim.workspace->snapshot()).at("switches") == workspace().at("switches"));
}

TEST_CASE("what comes too fast is refused, whatever it is, and meets no fault", "[serving]") {
  const Sim sim(workspace({{{"method", "DELETE"}, {"path", "*"}, {"do", {{"drop", true}}}}}));
  const Request made =
      request(Method::Delete, uc("/catalogs/hr?force=true"), sim.workspace->personal_token(""));
  const Response refused =
      *sim.workspace->serve(made, arriving(&sim::Arrival::refused_for_s, std::int64_t{3})).response;
  CHECK(refused.status == 429);
  CHECK(header(refused, "Retry-After") == "3");
  CHECK(body_of(refused).at("error_code") == "REQUEST_LIMIT_EXCEEDED");
  CHECK(sim.workspace->requests().back().note == "throttled");
  CHECK_FALSE(sim.workspace->serve(made, {}).response);
  CHECK(sim.workspace->requests().back().note == "dropped");
  CHECK(sim.workspace->serve(made, {}).response->status == 200);
}

TEST_CASE("an answer that is lost is a connection that is lost, whoever would die of it",
          "[serving]") {
  const auto after = [](const json& effect) {
    const Sim sim(workspace({{{"method", "DELETE"}, {"path", "*"}, {"do", effect}}}));
    const Request made =
        request(Method::Delete, uc("/catalogs/hr?force=true"), sim.workspace->personal_token(""));
    const bool is_answered = sim.workspace->serve(made, {}).response.has_value();
    const bool is_done = !json::parse(sim.workspace->snapshot()).at("catalogs").contains("hr");
    return std::string(is_answered ? "answered" : "lost") + (is_done ? ", done" : "");
  };
  CHECK(after({{"drop", true}}) == "lost");
  CHECK(after({{"lose", true}}) == "lost, done");
  CHECK(after({{"kill", "before"}}) == "lost");
  CHECK(after({{"kill", "applied"}}) == "lost, done");
  CHECK(after({{"kill", "answered"}}) == "answered, done");
}

TEST_CASE("a fault may delay an answer for longer than a client of the file would wait",
          "[serving]") {
  const Sim sim(workspace({{{"path", "*"}, {"do", {{"delay", 90'000}}}}}));
  const Served served = sim.workspace->serve(
      request(Method::Get, uc("/catalogs"), sim.workspace->personal_token("")), {});
  REQUIRE(served.response);
  CHECK(served.response->status == 200);
  CHECK(served.delay == std::chrono::seconds(90));
}

TEST_CASE("time can go by as on the machine, and never goes back", "[serving]") {
  using std::chrono::system_clock;
  json file = workspace();
  SECTION("behind the machine's") { file["clock"] = "2001-01-01T00:00:00Z"; }
  SECTION("ahead of the machine's") { file["clock"] = "2201-01-01T00:00:00Z"; }
  const Sim sim(file);
  const system_clock::time_point before = sim.workspace->now();
  sim.workspace->run_in_real_time();
  const Request made = request(Method::Get, "/.well-known/databricks-config", "");
  const auto begin = system_clock::now();
  const auto time_once_served = [&] {
    sim.workspace->serve(made, {});
    return sim.workspace->now();
  };
  const system_clock::time_point first = time_once_served();
  system_clock::time_point last;
  for (int i = 0; i < 100; ++i) last = time_once_served();
  const auto took = system_clock::now() - begin;
  CHECK(first >= std::max(before, begin - std::chrono::milliseconds(1)));
  CHECK(last >= first);
  CHECK(last - first <= took + std::chrono::milliseconds(1));
}

TEST_CASE("warehouses are listed as data sources to who may use them", "[serving]") {
  json file = workspace();
  file["warehouses"] = {
      {"0a1b2c3d4e5f6071", {{"name", "segment"}, {"acl", {{"ada@example.com", "IS_OWNER"}}}}}};
  const Sim sim(file);
  const json sources = body_of(sim.get("/api/2.0/preview/sql/data_sources"));
  REQUIRE(sources.size() == 1);
  CHECK(sources[0].at("warehouse_id") == "0a1b2c3d4e5f6071");
  CHECK(sources[0].at("name") == "segment");
  CHECK(sim.get("/api/2.0/preview/sql/data_sources", "bob@example.com").body == "[]");
}

TEST_CASE("an account's service principal is deactivated by any form of a PATCH", "[serving]") {
  for (const char* operation : {R"({"op":"replace","path":"active","value":false})",
                                R"({"op":"replace","path":"active","value":"false"})",
                                R"({"op":"replace","path":"active","value":[{"value":"false"}]})",
                                R"({"op":"replace","value":{"active":false}})"}) {
    INFO(operation);
    json file = workspace();
    file["service_principals"][kEtl]["id"] = "42";
    const Sim sim(file);
    const std::string path =
        "/api/2.0/accounts/" + std::string(kAccount) + "/scim/v2/ServicePrincipals/42";
    const json body{{"Operations", json::array({json::parse(operation)})}};
    CHECK(outcome(sim.patch(path, body)) == "200");
    CHECK(body_of(sim.get(path)).at("active") == false);
  }
}

TEST_CASE("a PATCH without a body is refused everywhere", "[serving]") {
  json file = workspace();
  file["service_principals"][kEtl]["id"] = "42";
  file["warehouses"] = {{"0a1b2c3d4e5f6071", {{"name", "segment"}}}};
  const Sim sim(file);
  for (const std::string& path :
       {uc("/catalogs/sales"),
        uc("/schemas/sales.crm"),
        uc("/permissions/catalog/sales"),
        uc("/bindings/catalog/sales"),
        scim("/ServicePrincipals/42"),
        std::string("/api/2.0/permissions/warehouses/0a1b2c3d4e5f6071"),
        std::string("/api/2.0/permissions/sql/warehouses/0a1b2c3d4e5f6071")}) {
    INFO(path);
    CHECK(sim.call(Method::Patch, path).status == 400);
  }
}

TEST_CASE("an entitlement without a value is none", "[serving]") {
  const Sim sim(workspace());
  const Response made =
      sim.post(scim("/ServicePrincipals"),
               {{"displayName", "x"}, {"entitlements", json::array({json::object()})}});
  CHECK(made.status == 201);
  CHECK_FALSE(body_of(made).contains("entitlements"));
}

}  // namespace
}  // namespace dgctl::providers::serving_test
