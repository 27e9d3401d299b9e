// The whole guide, a rotation and a destroy, killed and disturbed at every request: nothing is made
// twice, and of the secrets none is lost or left over.

#include "tests/crash/guide_run.h"
#include "tests/support/figures.h"

namespace dgctl::tests {
namespace {

using Arguments = std::vector<std::string>;

/// Runs `command` once for each request that it makes, which is disturbed, and `again` afterwards.
/// `prepare` comes before. How many that were.
template <class Prepare>
std::size_t disturb_every_request(const Prepare& prepare,
                                  const Arguments& command,
                                  const Arguments& again,
                                  const Json& what,
                                  std::size_t most_secrets) {
  for (std::size_t request = 0;; ++request) {
    ExampleRun run("guide");
    prepare(run);
    const std::size_t before = run.requests().size();
    run.fault_at(request, what);
    const Ended first = run.dgctl(command);
    if (run.requests().size() - before <= request) {  // it had ended before
      REQUIRE(request > 5);
      return request;
    }
    const Ended rerun = run.dgctl(again);
    INFO(what.dump() << " at request " << request << " of " << command.front());
    INFO(first.output);
    REQUIRE(wrong_after(run, rerun, most_secrets) == "");
  }
}

const std::vector<Json>& kills() {
  static const std::vector<Json> kAll{
      {{"kill", "before"}}, {{"kill", "applied"}}, {{"kill", "answered"}}};
  return kAll;
}

const std::vector<Json>& faults() {
  static const std::vector<Json> kAll{{{"lose", true}},
                                      {{"drop", true}},
                                      {{"status", 500}},
                                      {{"status", 503}},
                                      {{"status", 429}, {"retry_after", 1}},
                                      {{"status", 403}},
                                      {{"status", 400}},
                                      {{"delay", 120000}}};
  return kAll;
}

void nothing(const ExampleRun&) {}

void is_applied(const ExampleRun& run) {
  REQUIRE(run.dgctl({"apply", "--auto-approve", "-q"}).code == 0);
}

TEST_CASE("the guide that is killed at any request is finished by one rerun", "[crash][guide]") {
  std::size_t count = 0;
  const Arguments apply{"apply", "--auto-approve", "-q"};
  for (const Json& kill : kills()) count += disturb_every_request(nothing, apply, apply, kill, 1);
  record_figure("apply of the guide, killed at requests", "kills", count);
}

TEST_CASE("a saved plan of the guide that is killed at any request goes on", "[crash][guide]") {
  const auto is_planned = [](const ExampleRun& run) {
    REQUIRE(run.dgctl({"plan", "-q", "--out", "plan.json"}).code == 0);
  };
  std::size_t count = 0;
  const Arguments apply{"apply", "-q", "plan.json"};
  for (const Json& kill : kills())
    count += disturb_every_request(is_planned, apply, apply, kill, 1);
  record_figure("apply of its saved plan, killed at requests", "kills", count);
}

TEST_CASE("the guide that is disturbed at any request is finished by one rerun", "[crash][guide]") {
  std::size_t count = 0;
  const Arguments apply{"apply", "--auto-approve", "-q"};
  for (const Json& fault : faults())
    count += disturb_every_request(nothing, apply, apply, fault, 1);
  record_figure("apply of the guide, disturbed at requests", "faults", count);
}

/// The account keeps identities.
void is_over_account(const ExampleRun& run) {
  std::string configuration = file_text(run.folder() / "dgctl.yml");
  configuration += "identity_plane: account\naccount: {id: 7a1b2c3d-0000-4000-8000-000000000001}\n";
  write_text(run.folder() / "dgctl.yml", configuration);
  Json workspace = Json::parse(file_text(run.folder() / "workspace.json"));
  workspace["users"]["ada@example.com"]["account_admin"] = true;
  write_text(run.folder() / "workspace.json", workspace.dump(2));
}

TEST_CASE("the guide over the account that is killed or disturbed at any request is finished",
          "[crash][account]") {
  std::size_t count = 0;
  const Arguments apply{"apply", "--auto-approve", "-q"};
  for (const Json& kill : kills())
    count += disturb_every_request(is_over_account, apply, apply, kill, 1);
  for (const Json& fault : faults())
    count += disturb_every_request(is_over_account, apply, apply, fault, 1);
  record_figure("apply of the guide over the account, killed or disturbed", "runs", count);
}

template <class Prepare>
void make_with_lag(const Prepare& prepare) {
  const Arguments apply{"apply", "--auto-approve", "-q"};
  for (const Json& what : std::vector<Json>{{{"lag", 1}},
                                            {{"lag", 3}},
                                            {{"lag", 2}, {"kill", "applied"}},
                                            {{"lag", 2}, {"kill", "answered"}},
                                            {{"lag", 2}, {"lose", true}}}) {
    const ExampleRun run("guide");
    prepare(run);
    Json workspace = Json::parse(file_text(run.folder() / "workspace.json"));
    workspace["faults"] = Json::array({{{"method", "POST"},
                                        {"path", "*/scim/v2/ServicePrincipals"},
                                        {"times", 1},
                                        {"do", what}}});
    write_text(run.folder() / "workspace.json", workspace.dump(2));
    const Ended first = run.dgctl(apply);
    const Ended rerun = run.dgctl(apply);
    INFO(what.dump());
    INFO(first.output);
    CHECK(wrong_after(run, rerun, 1) == "");
  }
}

TEST_CASE("a principal that cannot be seen at once is made once", "[crash][guide]") {
  make_with_lag(nothing);
  make_with_lag(is_over_account);
}

TEST_CASE("a rotation that is killed or disturbed at any request leaves at most two secrets",
          "[crash][guide]") {
  std::size_t count = 0;
  const Arguments rotate{"rotate", "--auto-approve", "-q"};
  const Arguments apply{"apply", "--auto-approve", "-q"};
  for (const Json& kill : kills())
    count += disturb_every_request(is_applied, rotate, apply, kill, 2);
  for (const Json& fault : faults())
    count += disturb_every_request(is_applied, rotate, apply, fault, 2);
  record_figure("rotate, killed or disturbed at requests", "runs", count);
}

TEST_CASE("a secret whose answer is lost and that may not be looked for is found by the next run",
          "[crash][guide]") {
  for (const int status : {401, 403, 404, 500}) {
    const ExampleRun run("guide");
    is_applied(run);
    Json workspace = Json::parse(file_text(run.folder() / "workspace.json"));
    const std::string secrets = "*/credentials/secrets";
    workspace["faults"] = Json::array(
        {{{"method", "POST"}, {"path", secrets}, {"times", 1}, {"do", {{"lose", true}}}},
         {{"method", "GET"},
          {"path", secrets},
          {"skip", 1},
          {"times", 2},
          {"do", {{"status", status}}}}});
    write_text(run.folder() / "workspace.json", workspace.dump(2));
    const Ended first = run.dgctl({"rotate", "--auto-approve", "-q"});
    INFO(status << "\n" << first.output);
    Ended rerun = run.dgctl({"apply", "--auto-approve", "-q"});
    if (rerun.code != 0) rerun = run.dgctl({"apply", "--auto-approve", "-q"});
    CHECK(wrong_after(run, rerun, 2) == "");
  }
}

TEST_CASE("a destroy whose deletions are refused one by one leaves no secret", "[crash][guide]") {
  const Arguments destroy{"destroy", "--auto-approve", "-q"};
  for (std::size_t refused = 0; refused < 2; ++refused) {
    const ExampleRun run("guide");
    is_applied(run);
    REQUIRE(run.dgctl({"rotate", "--auto-approve", "-q"}).code == 0);
    Json workspace = Json::parse(file_text(run.folder() / "workspace.json"));
    workspace["faults"] = Json::array({{{"method", "DELETE"},
                                        {"path", "*/credentials/secrets/*"},
                                        {"skip", refused},
                                        {"times", 1},
                                        {"do", {{"status", 403}}}}});
    write_text(run.folder() / "workspace.json", workspace.dump(2));
    CHECK(run.dgctl(destroy).code != 0);
    const Ended rerun = run.dgctl(destroy);
    INFO(rerun.output);
    CHECK(rerun.code == 0);
    const Json after = Json::parse(file_text(run.folder() / "workspace.json"));
    for (const auto& [id, principal] : after["service_principals"].items()) {
      CHECK_FALSE(principal.contains("secrets"));
    }
  }
}

TEST_CASE("a destroy of the guide that is killed at any request is finished by one rerun",
          "[crash][guide]") {
  std::size_t count = 0;
  const Arguments destroy{"destroy", "--auto-approve", "-q"};
  for (const Json& kill : kills()) {
    for (std::size_t request = 0;; ++request) {
      ExampleRun run("guide");
      is_applied(run);
      run.fault_at(request, kill);
      const Ended first = run.dgctl(destroy);
      if (first.signal != SIGKILL) {
        REQUIRE(first.code == 0);
        REQUIRE(request > 5);
        count += request;
        break;
      }
      INFO(kill.dump() << " at request " << request);
      const Ended rerun = run.dgctl(destroy);
      INFO(rerun.output);
      REQUIRE(rerun.code == 0);
      REQUIRE(run.dgctl({"plan", "--destroy", "--detailed-exitcode"}).code == 0);
      const Json workspace = Json::parse(file_text(run.folder() / "workspace.json"));
      CHECK(workspace.value("warehouses", Json::object()).empty());
      for (const auto& [id, principal] : workspace["service_principals"].items()) {
        CHECK_FALSE(principal.contains("secrets"));
      }
    }
  }
  record_figure("destroy of the guide, killed at requests", "kills", count);
}

}  // namespace
}  // namespace dgctl::tests
