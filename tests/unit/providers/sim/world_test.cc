#include "providers/sim/world.h"

#include "tests/support/property.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::world_test {
namespace {

const std::string kGrants = uc("/permissions/catalog/sales");

json with_fault(const json& fault) {
  json file = small_workspace();
  file["faults"] = json::array({fault});
  return file;
}

/// What becomes of a request: its status, or "lost", "dropped", "late".
std::string fate(Sim& sim, Method method, const std::string& path, const json& body = {}) {
  Request request;
  request.method = method;
  request.path = path;
  request.timeout = std::chrono::seconds(10);
  if (!body.is_null()) request.body = body.dump();
  try {
    return std::to_string(sim.workspace->send(request, {}).status);
  } catch (const TransportError& error) {
    const std::string text = error.what();
    const bool late = text.find("within") != std::string::npos;
    return std::string(late ? "late" : "lost") + (error.may_have_been_taken ? " taken" : "");
  }
}

json grant_body(const std::string& principal, const std::string& privilege) {
  const json change{{"principal", principal}, {"add", {privilege}}};
  return {{"changes", json::array({change})}};
}

std::string notes(Sim& sim) {
  std::string out;
  for (const sim::RequestEntry& entry : sim.workspace->requests()) {
    out += (out.empty() ? "" : ", ") + std::to_string(entry.status) + " " + entry.note;
  }
  return out;
}

TEST_CASE("faults strike what they match, when and as often as they say", "[world]") {
  struct Case {
    json fault;
    std::string fates;
  };
  const json status{{"status", 503}};
  const auto c = GENERATE_COPY(values<Case>({
      {{{"path", "*"}, {"do", status}}, "503 200 200 200"},
      {{{"path", "*"}, {"skip", 1}, {"times", 2}, {"do", status}}, "200 503 503 200"},
      {{{"path", "*"}, {"times", 0}, {"do", status}}, "200 200 200 200"},
      {{{"path", "*"}, {"times", 9}, {"do", status}}, "503 503 503 503"},
      {{{"path", "*"}, {"seen", 1}, {"times", 2}, {"do", status}}, "503 200 200 200"},
      {{{"path", "/api/2.1/unity-catalog/catalogs/*"}, {"do", status}}, "200 200 503 200"},
      {{{"path", "*catalogs"}, {"do", status}}, "503 200 200 200"},
      {{{"path", "/api/*/catalogs*s"}, {"do", status}}, "200 200 503 200"},
      {{{"path", "*"}, {"method", "PATCH"}, {"do", status}}, "200 200 200 503"},
      {{{"path", "/other"}, {"do", status}}, "200 200 200 200"},
  }));
  DYNAMIC_SECTION(c.fault.dump()) {
    Sim sim(with_fault(c.fault));
    std::string fates = fate(sim, Method::Get, uc("/catalogs?max_results=0"));
    fates += " " + fate(sim, Method::Get, uc("/schemas/sales.crm"));
    fates += " " + fate(sim, Method::Get, uc("/catalogs/sales"));
    fates += " " + fate(sim, Method::Patch, kGrants, grant_body("staff", "SELECT"));
    CHECK(fates == c.fates);
  }
}

TEST_CASE("what one fault strikes the next does not see", "[world]") {
  json file = small_workspace();
  file["faults"] = json::parse(R"([{"path": "*", "do": {"status": 503}},
                                   {"path": "*", "do": {"status": 429}}])");
  Sim sim(file);
  CHECK(fate(sim, Method::Get, uc("/catalogs")) == "503");
  CHECK(fate(sim, Method::Get, uc("/catalogs")) == "429");
  CHECK(fate(sim, Method::Get, uc("/catalogs")) == "200");
}

TEST_CASE("a fault does or does not what its ending says", "[world]") {
  struct Case {
    json effect;
    std::string fate, held, notes;
  };
  const auto c = GENERATE(values<Case>({
      {{{"status", 500}}, "500", "", "500 fault, 200 "},
      {{{"lose", true}}, "lost taken", "SELECT", "200 lost, 200 "},
      {{{"drop", true}}, "lost", "", "0 dropped, 200 "},
      {{{"delay", 9000}}, "200", "SELECT", "200 , 200 "},
      {{{"delay", 90000}}, "late taken", "SELECT", "200 timed out, 200 "},
      {{{"delay", 90000}, {"status", 500}}, "late taken", "", "500 fault, 200 "},
  }));
  DYNAMIC_SECTION(c.effect.dump()) {
    Sim sim(with_fault({{"path", "*"}, {"do", c.effect}}));
    CHECK(fate(sim, Method::Patch, kGrants, grant_body("staff", "SELECT")) == c.fate);
    CHECK(sim.held("catalog/sales", "staff") == c.held);
    CHECK(notes(sim) == c.notes);
  }
}

TEST_CASE("a fault's answer has the body and headers that it says", "[world]") {
  struct Case {
    json effect;
    std::string body, type, retry_after;
  };
  const auto c = GENERATE(values<Case>({
      {{{"status", 429}, {"retry_after", 7}},
       R"({"error_code":"REQUEST_LIMIT_EXCEEDED","message":"Too many requests. Please wait a moment)"
       R"( and try again."})",
       "application/json",
       "7"},
      {{{"status", 503}},
       R"({"error_code":"TEMPORARILY_UNAVAILABLE","message":"The service is temporarily )"
       R"(unavailable."})",
       "application/json",
       ""},
      {{{"status", 500}, {"body", {{"error", "x"}}}}, R"({"error":"x"})", "application/json", ""},
      {{{"status", 500}, {"body", "<pre>no</pre>"}}, "<pre>no</pre>", "text/html", ""},
      {{{"status", 500}, {"body", ""}}, "", "application/json", ""},
  }));
  DYNAMIC_SECTION(c.effect.dump()) {
    Sim sim(with_fault({{"path", "*"}, {"do", c.effect}}));
    const Response response = sim.get(uc("/catalogs"));
    CHECK(response.body == c.body);
    CHECK(header(response, "Content-Type") == c.type);
    CHECK(header(response, "Retry-After") == c.retry_after);
    CHECK_FALSE(header(response, "X-Request-Id").empty());
  }
}

TEST_CASE("a delay moves the clock by no more than the client waits", "[world]") {
  const auto clock_after = [](int delay_ms) {
    Sim sim(with_fault({{"path", "*"}, {"do", {{"delay", delay_ms}}}}));
    fate(sim, Method::Get, uc("/catalogs"));
    return sim.workspace->now().time_since_epoch() / std::chrono::milliseconds(1);
  };
  CHECK(clock_after(2500) == 1795424400000 + 1000 + 2500);
  CHECK(clock_after(90000) == 1795424400000 + 1000 + 10000);
}

TEST_CASE("somebody else changes something first", "[world]") {
  const json edit{
      {"method", "PATCH"}, {"path", kGrants}, {"body", grant_body("cai@example.com", "MODIFY")}};
  Sim sim(with_fault({{"method", "GET"}, {"path", "*permissions*"}, {"do", {{"edit", edit}}}}));
  CHECK(sim.held("catalog/sales", "cai@example.com") == "MODIFY");
  const std::vector<sim::RequestEntry> log = sim.workspace->requests();
  REQUIRE(log.size() == 2);
  CHECK(log[0].note == "edit");
  CHECK(log[0].method == "PATCH");
  CHECK(log[0].number == 1);
  CHECK(log[1].number == 2);
}

TEST_CASE("an edit is made as whom it says and may be refused", "[world]") {
  const json edit{
      {"method", "DELETE"}, {"path", uc("/catalogs/sales?force=true")}, {"as", "cai@example.com"}};
  Sim sim(with_fault({{"path", "*"}, {"do", {{"edit", edit}}}}));
  CHECK(fate(sim, Method::Get, uc("/catalogs/sales")) == "200");
  CHECK(sim.workspace->requests().at(0).status == 403);
  CHECK(sim.workspace->requests().at(0).who == "cai@example.com");
}

TEST_CASE("a change does not show to as many reads as it lags", "[world]") {
  Sim sim(with_fault({{"method", "PATCH"}, {"path", "*"}, {"do", {{"lag", 2}}}}));
  CHECK(json::parse(sim.grant("catalog/sales", "staff", {"SELECT"}).body).size() == 1);
  CHECK(sim.get(uc("/schemas/sales.crm")).status == 200);
  CHECK(sim.held("catalog/sales", "staff").empty());
  CHECK(sim.held("catalog/sales", "staff").empty());
  CHECK(sim.held("catalog/sales", "staff") == "SELECT");
  CHECK(notes(sim) == "200 , 200 , 200 outdated, 200 outdated, 200 ");
}

TEST_CASE("a change may show on and off", "[world]") {
  Sim sim(
      with_fault({{"method", "PATCH"}, {"path", "*"}, {"do", {{"lag", 2}, {"flicker", true}}}}));
  sim.grant("catalog/sales", "staff", {"SELECT"});
  CHECK(sim.held("catalog/sales", "staff").empty());
  CHECK(sim.held("catalog/sales", "staff") == "SELECT");
  CHECK(sim.held("catalog/sales", "staff").empty());
  CHECK(sim.held("catalog/sales", "staff") == "SELECT");
  CHECK(sim.held("catalog/sales", "staff") == "SELECT");
}

TEST_CASE("a new catalog that lags is not there and not listed", "[world]") {
  Sim sim(with_fault({{"method", "POST"}, {"path", "*"}, {"do", {{"lag", 2}}}}));
  CHECK(sim.post(uc("/catalogs"), {{"name", "x"}}).status == 200);
  CHECK(sim.get(uc("/catalogs/x")).status == 404);
  CHECK(names_of(sim.get(uc("/catalogs")), "catalogs") == "hr sales");
  CHECK(sim.get(uc("/catalogs/x")).status == 200);
}

TEST_CASE("later changes show though an earlier one lags", "[world]") {
  Sim sim(with_fault({{"method", "PATCH"}, {"path", "*"}, {"do", {{"lag", 2}}}}));
  sim.grant("catalog/sales", "staff", {"SELECT"});
  sim.grant("catalog/sales", "analysts", {"MODIFY"});
  CHECK(sim.held("catalog/sales", "analysts") == "MODIFY");
  CHECK(sim.held("catalog/sales", "staff").empty());
  CHECK(sim.held("catalog/sales", "staff") == "SELECT");
}

TEST_CASE("two changes that lag turn up each in its time", "[world]") {
  json file = small_workspace();
  file["faults"] = json::parse(R"([{"method": "PATCH", "path": "*", "do": {"lag": 1}},
                                   {"method": "PATCH", "path": "*", "do": {"lag": 2}}])");
  Sim sim(file);
  sim.grant("catalog/sales", "staff", {"SELECT"});
  sim.grant("catalog/sales", "staff", {"MODIFY"});
  CHECK(sim.held("catalog/sales", "staff").empty());
  CHECK(sim.held("catalog/sales", "staff") == "SELECT");
  CHECK(sim.held("catalog/sales", "staff") == "MODIFY SELECT");
}

TEST_CASE("what is refused changes nothing and lags nothing", "[world]") {
  Sim sim(with_fault({{"method", "PATCH"}, {"path", "*"}, {"do", {{"lag", 1}}}}));
  CHECK(sim.grant("catalog/sales", "nobody", {"SELECT"}).status == 404);
  CHECK(notes(sim) == "404 ");
  CHECK(sim.held("catalog/sales", "staff").empty());
}

/// With an account admin, a service principal and a warehouse that requests can hit.
json busy_workspace() {
  json file = small_workspace();
  file["workspace"]["account_id"] = "1234";
  file["users"]["ada@example.com"]["account_admin"] = true;
  file["service_principals"][kEtl]["id"] = "42";
  file["warehouses"]["0a1b2c3d4e5f6071"]["acl"] = {{kEtl, "IS_OWNER"}};
  return file;
}

Request request_of(Method method, const std::string& path, const json& body = {}) {
  Request request;
  request.method = method;
  request.path = path;
  if (!body.is_null()) request.body = body.dump();
  return request;
}

/// The same for principals and warehouses.
Request any_identity_request() {
  const std::string plane = *rc::gen::element<std::string>(kScim, "/api/2.0/accounts/1234/scim/v2");
  const std::string one = plane + "/ServicePrincipals/42";
  const std::string secrets = "/api/2.0/accounts/servicePrincipals/42/credentials/secrets";
  const std::string warehouse = "/0a1b2c3d4e5f6071";
  const std::string warehouses = "/api/2.0/sql/warehouses";
  const std::string level = *rc::gen::element<std::string>("CAN_USE", "IS_OWNER", "CAN_FLY");
  const json acl{{"access_control_list",
                  json::array({{{"service_principal_name", kEtl}, {"permission_level", level}}})}};
  const json operation{{"op", "replace"}, {"path", "active"}, {"value", level == "CAN_USE"}};
  const json role{{"permissions", {*rc::gen::element<std::string>("USER", "ADMIN", "NONE")}}};
  const json configuration{{"name", level}, {"cluster_size", "Small"}};
  const std::vector<Request> requests{
      request_of(Method::Post, plane + "/ServicePrincipals", {{"displayName", level}}),
      request_of(Method::Patch, one, {{"Operations", json::array({operation})}}),
      request_of(Method::Put, one, {{"displayName", level}}),
      request_of(Method::Delete, one),
      request_of(Method::Get, plane + "/ServicePrincipals"),
      request_of(Method::Post, secrets, {{"lifetime", "5s"}}),
      request_of(Method::Get, secrets),
      request_of(Method::Put, "/api/2.0/preview/permissionassignments/principals/42", role),
      request_of(Method::Post, warehouses, configuration),
      request_of(Method::Post, warehouses + warehouse + "/edit", configuration),
      request_of(Method::Post, warehouses + warehouse + "/stop"),
      request_of(Method::Delete, warehouses + warehouse),
      request_of(Method::Get, warehouses),
      request_of(Method::Put, "/api/2.0/permissions/warehouses" + warehouse, acl),
      request_of(Method::Patch, "/api/2.0/permissions/sql/warehouses" + warehouse, acl)};
  return *rc::gen::elementOf(requests);
}

/// A statement, which may be sent to a warehouse that has to start for it.
Request any_statement() {
  const std::vector<std::string> statements{
      "CREATE CATALOG IF NOT EXISTS a",
      "DROP CATALOG IF EXISTS a CASCADE",
      "CREATE TABLE IF NOT EXISTS a.default.t (x INT)",
      "INSERT INTO a.default.t SELECT count(*) FROM a.default.t",
      "DELETE FROM a.default.t WHERE x > 2",
      "GRANT SELECT ON CATALOG a TO analysts",
      "SELECT * FROM a.default.t",
      "SHOW GRANTS ON CATALOG a",
      "SELECT grantee FROM system.information_schema.catalog_privileges",
      "nonsense"};
  const std::string statement = *rc::gen::elementOf(statements);
  if (*rc::gen::inRange(0, 3) == 0) {
    return request_of(Method::Post, "/.dgsim/sql", {{"statement", statement}});
  }
  return request_of(Method::Post,
                    "/api/2.0/sql/statements",
                    {{"statement", statement},
                     {"warehouse_id", "0a1b2c3d4e5f6071"},
                     {"on_wait_timeout", *rc::gen::element<std::string>("CONTINUE", "CANCEL")},
                     {"wait_timeout", *rc::gen::element<std::string>("0s", "5s", "7s", "30s")}});
}

/// A request out of a small set, so that many hit something.
Request any_request() {
  const std::vector<std::string> catalogs{"a", "b", "sales"};
  const std::string catalog = *rc::gen::elementOf(catalogs);
  const json change{{"principal", *rc::gen::element<std::string>("staff", "analysts", "nobody")},
                    {"add", {*rc::gen::element<std::string>("SELECT", "MANAGE", "FLY")}},
                    {"remove", {*rc::gen::element<std::string>("MODIFY", "ALL_PRIVILEGES")}}};
  Request request;
  switch (*rc::gen::inRange(0, 14)) {
    case 0:
      request.method = Method::Post;
      request.path = uc("/catalogs");
      request.body = json{{"name", catalog}}.dump();
      break;
    case 1:
      request.method = Method::Delete;
      request.path = uc("/catalogs/" + catalog + "?force=true");
      break;
    case 2:
      request.method = Method::Post;
      request.path = uc("/schemas");
      request.body = json{{"name", "s"}, {"catalog_name", catalog}}.dump();
      break;
    case 3:
      request.method = Method::Patch;
      request.path = uc("/permissions/catalog/" + catalog);
      request.body = json{{"changes", json::array({change})}}.dump();
      break;
    case 4:
      request.method = Method::Patch;
      request.path = uc("/catalogs/" + catalog);
      request.body = json{{"comment", *rc::gen::element<std::string>("x", "y")}}.dump();
      break;
    case 5:
      request.path = uc("/permissions/catalog/" + catalog);
      break;
    case 6:
      request.path = uc("/catalogs");
      break;
    default:
      return any_identity_request();
  }
  return request;
}

Request any_request_or_statement() {
  return *rc::gen::inRange(0, 2) == 0 ? any_request() : any_statement();
}

TEST_CASE("what is refused leaves no trace but the count", "[world][property]") {
  tests::check_property("refused requests", [] {
    Sim sim(busy_workspace());
    for (int i = 0; i < 10; ++i) {
      const json before = json::parse(sim.workspace->snapshot());
      const Request request = any_request();
      const Response response = sim.workspace->send(request, {});
      if (response.status < 400 && request.method != Method::Get) continue;
      json after = json::parse(sim.workspace->snapshot());
      after["clock"] = before["clock"];
      if (before.contains("counters")) {
        after["counters"] = before["counters"];
      } else {
        after.erase("counters");
      }
      RC_ASSERT(after == before);
    }
  });
}

TEST_CASE("the same requests give the same bytes", "[world][property]") {
  tests::check_property("two runs", [] {
    Sim first(busy_workspace());
    Sim second(busy_workspace());
    for (int i = 0; i < 20; ++i) {
      const Request request = any_request_or_statement();
      const Response a = first.workspace->send(request, {});
      const Response b = second.workspace->send(request, {});
      RC_ASSERT(a.status == b.status);
      RC_ASSERT(a.body == b.body);
      RC_ASSERT(a.headers == b.headers);
    }
    RC_ASSERT(first.workspace->snapshot() == second.workspace->snapshot());
    RC_ASSERT(first.workspace->requests() == second.workspace->requests());
  });
}

TEST_CASE("a snapshot taken at any time goes on as if nothing had been", "[world][property]") {
  tests::check_property("snapshot in the middle", [] {
    Sim whole(busy_workspace());
    Sim cut(busy_workspace());
    for (int i = 0; i < 12; ++i) {
      const Request request = any_request_or_statement();
      whole.workspace->send(request, {});
      cut.workspace->send(request, {});
      if (*rc::gen::inRange(0, 3) == 0) {
        cut.workspace = SimWorkspace::in_memory(cut.workspace->snapshot());
      }
    }
    RC_ASSERT(whole.workspace->snapshot() == cut.workspace->snapshot());
    RC_ASSERT(whole.workspace->uuid() == cut.workspace->uuid());
  });
}

TEST_CASE("who shares a file sees what one would who is alone", "[world][property]") {
  tests::check_property("two who take turns", [] {
    const tests::ScratchFolder folder;
    const auto path = folder / "ws.json";
    write_file(path, busy_workspace().dump());
    Sim alone(busy_workspace());
    {
      const auto first = SimWorkspace::open(path);
      const auto second = SimWorkspace::open(path);
      for (int i = 0; i < 12; ++i) {
        const Request request = any_request_or_statement();
        const Response shared = (*rc::gen::inRange(0, 2) == 0 ? first : second)->send(request, {});
        const Response own = alone.workspace->send(request, {});
        RC_ASSERT(shared.body == own.body);
      }
      RC_ASSERT(first->snapshot() == alone.workspace->snapshot());
      RC_ASSERT(second->snapshot() == alone.workspace->snapshot());
    }
    RC_ASSERT(SimWorkspace::open(path)->snapshot() == alone.workspace->snapshot());
  });
}

}  // namespace
}  // namespace dgctl::providers::world_test
