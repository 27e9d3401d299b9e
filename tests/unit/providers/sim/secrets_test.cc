#include "engine/digest/sha256.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::secrets_test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAccount = "7a1b2c3d-0000-4000-8000-000000000001";
const std::string kProxy = "/api/2.0/accounts/servicePrincipals/42/credentials/secrets";
const std::string kOfAccount =
    "/api/2.0/accounts/" + std::string(kAccount) + "/servicePrincipals/42/credentials/secrets";

json workspace() {
  json file = small_workspace();
  file["workspace"]["account_id"] = kAccount;
  file["users"]["bob@example.com"]["account_admin"] = true;
  file["service_principals"][kEtl]["id"] = "42";
  return file;
}

TEST_CASE("a secret is shown once and kept as its digest", "[secrets]") {
  Sim sim(workspace());
  const Response response = sim.post(kProxy, {{"lifetime", "7776000s"}});
  REQUIRE(response.status == 200);
  json made = body_of(response);
  const std::string value = made.at("secret").get<std::string>();
  CHECK(value.size() == 36);
  CHECK(value.find("dose") == 0);
  CHECK(value.find_first_not_of("0123456789abcdef", 4) == std::string::npos);
  CHECK(made.at("id").get<std::string>().find_first_not_of("0123456789abcdef") ==
        std::string::npos);
  CHECK(made.at("secret_hash") != engine::sha256(value));
  CHECK(made.at("status") == "ACTIVE");
  CHECK(made.at("create_time") == "2026-11-23T09:00:01Z");
  CHECK(made.at("update_time") == "2026-11-23T09:00:01Z");
  CHECK(made.at("expire_time") == "2027-02-21T09:00:01Z");
  made.erase("secret");
  CHECK(body_of(sim.get(kProxy)).at("secrets") == json::array({made}));
  const std::string snapshot = sim.workspace->snapshot();
  CHECK(snapshot.find(value) == std::string::npos);
  CHECK(snapshot.find(engine::sha256(value)) != std::string::npos);
}

TEST_CASE("a lifetime is seconds with an s", "[secrets]") {
  struct Case {
    std::string body, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"{}", "2028-11-22T09:00:01Z"},
      {R"({"lifetime":"63072000s"})", "2028-11-22T09:00:01Z"},
      {R"({"lifetime":"1s"})", "2026-11-23T09:00:02Z"},
      {R"({"lifetime":"63072001s"})", "400"},
      {R"({"lifetime":"0s"})", "400"},
      {R"({"lifetime":"-5s"})", "400"},
      {R"({"lifetime":"3600"})", "400"},
      {R"({"lifetime":"1.5s"})", "400"},
      {R"({"lifetime":"2 s"})", "400"},
      {R"({"lifetime":"1h"})", "400"},
      {R"({"lifetime":"s"})", "400"},
      {R"({"lifetime":3600})", "400"},
      {R"({"life_time":"1s"})", "400"},
      {"", "400"},
  }));
  DYNAMIC_SECTION(c.body) {
    Sim sim(workspace());
    const Response response = sim.call(Method::Post, kProxy, c.body);
    const bool is_made = response.status == 200;
    CHECK((is_made ? body_of(response).at("expire_time").get<std::string>()
                   : std::to_string(response.status)) == c.expected);
  }
}

TEST_CASE("a service principal has five secrets at most", "[secrets]") {
  json file = workspace();
  file["switches"]["sixth_secret_status"] = 429;
  Sim sim(file);
  std::string first;
  for (int i = 0; i < 5; ++i) {
    const json made = body_of(sim.post(kProxy, json::object()));
    if (first.empty()) first = made.at("id").get<std::string>();
  }
  CHECK(outcome(sim.post(kProxy, json::object())) ==
        "429 INVALID_PARAMETER_VALUE: A service principal has at most 5 OAuth secrets.");
  const Response gone = sim.remove(kProxy + "/" + first);
  CHECK(gone.status == 200);
  CHECK(gone.body == "{}");
  CHECK(outcome(sim.remove(kProxy + "/" + first)) ==
        "404 RESOURCE_DOES_NOT_EXIST: Secret with id " + first + " does not exist.");
  CHECK(sim.post(kProxy, json::object()).status == 200);
}

TEST_CASE("secrets come in pages", "[secrets]") {
  Sim sim(workspace());
  for (int i = 0; i < 3; ++i) sim.post(kProxy, json::object());
  const json first = body_of(sim.get(kProxy + "?page_size=2"));
  CHECK(first.at("secrets").size() == 2);
  const json second = body_of(sim.get(
      kProxy + "?page_size=2&page_token=" + first.at("next_page_token").get<std::string>()));
  CHECK(second.at("secrets").size() == 1);
  CHECK_FALSE(second.contains("next_page_token"));
  CHECK(outcome(sim.get(kProxy + "?page_size=-1")) ==
        "400 INVALID_PARAMETER_VALUE: page_size is -1, below 0");
  CHECK(outcome(sim.get(kProxy + "?max_results=1")).find("400 INVALID_PARAMETER_VALUE: unknown") ==
        0);
}

TEST_CASE("a secret whose time is over is not there", "[secrets]") {
  Sim sim(workspace());
  const json made = body_of(sim.post(kProxy, {{"lifetime", "3s"}}));
  CHECK(body_of(sim.get(kProxy)).at("secrets").size() == 1);
  sim.workspace->sleep(std::chrono::seconds(3), {});
  CHECK_FALSE(body_of(sim.get(kProxy)).contains("secrets"));
  CHECK(sim.remove(kProxy + "/" + made.at("id").get<std::string>()).status == 404);
}

TEST_CASE("both planes manage the same secrets, each for its admins", "[secrets]") {
  Sim sim(workspace());
  const std::string bob = "bob@example.com";
  const json made = body_of(sim.post(kOfAccount, json::object(), bob));
  CHECK(names_of(sim.get(kProxy), "secrets", "id") == made.at("id").get<std::string>());
  CHECK(outcome(sim.get(kProxy, bob)) ==
        "403 PERMISSION_DENIED: 'bob@example.com' is no workspace admin and may not manage client "
        "secrets.");
  CHECK(outcome(sim.get(kOfAccount)) ==
        "403 PERMISSION_DENIED: 'ada@example.com' is no account admin.");
  CHECK(sim.remove(kOfAccount + "/" + made.at("id").get<std::string>(), bob).status == 200);
}

TEST_CASE("whose secrets they are must be right", "[secrets]") {
  json file = workspace();
  file["users"]["cai@example.com"]["id"] = "44";
  Sim sim(file);
  const auto list = [&](const std::string& id) {
    return outcome(sim.get("/api/2.0/accounts/servicePrincipals/" + id + "/credentials/secrets"));
  };
  CHECK(list(kEtl) == "400 INVALID_PARAMETER_VALUE: '" + std::string(kEtl) +
                          "' is not the number of a service principal");
  CHECK(list("43") == "404 RESOURCE_DOES_NOT_EXIST: Service principal with id 43 does not exist.");
  CHECK(list("44") == "404 RESOURCE_DOES_NOT_EXIST: Service principal with id 44 does not exist.");
}

TEST_CASE("through the workspace only its own service principals have secrets", "[secrets]") {
  json file = workspace();
  file["service_principals"][kEtl]["assigned"] = false;
  Sim sim(file);
  CHECK(outcome(sim.post(kProxy, json::object())) ==
        "404 RESOURCE_DOES_NOT_EXIST: Principal 42 not in workspace 7201983344556677");
  CHECK(sim.post(kOfAccount, json::object(), "bob@example.com").status == 200);
}

TEST_CASE("who belongs to an identity provider gets no secret", "[secrets]") {
  json file = workspace();
  file["service_principals"][kEtl]["external_id"] = "e-1";
  CHECK(outcome(Sim(file).post(kProxy, json::object())) ==
        "400 INVALID_PARAMETER_VALUE: OAuth secrets are for Databricks-managed service principals "
        "only; 'etl' is managed by an identity provider, with external id 'e-1'.");
}

TEST_CASE("no file beside the workspace holds a secret, and a replay makes the same one",
          "[secrets]") {
  const tests::ScratchFolder folder;
  const fs::path file = folder / "workspace.json";
  write_file(file, workspace().dump());
  Sim sim;
  sim.workspace = SimWorkspace::open(file);
  const std::string value =
      body_of(sim.post(kProxy, json::object())).at("secret").get<std::string>();
  Sim other;
  other.workspace = SimWorkspace::open(file);
  CHECK(other.workspace->snapshot() == sim.workspace->snapshot());
  CHECK(other.workspace->snapshot().find(engine::sha256(value)) != std::string::npos);
  for (const fs::directory_entry& entry : fs::directory_iterator(file.parent_path())) {
    CHECK(tests::file_text(entry.path()).find(value) == std::string::npos);
  }
}

TEST_CASE("a lost answer leaves a secret that nobody knows", "[secrets]") {
  json file = workspace();
  file["faults"] =
      json::parse(R"([{"method": "POST", "path": "*/secrets", "do": {"lose": true}}])");
  Sim sim(file);
  CHECK_THROWS_AS(sim.post(kProxy, json::object()), TransportError);
  CHECK(body_of(sim.get(kProxy)).at("secrets").size() == 1);
}

}  // namespace
}  // namespace dgctl::providers::secrets_test
