#include "providers/databricks/login/cli_tokens.h"
#include "tests/fuzz/logging_in.h"
#include "tests/fuzz/targets.h"

// The environment, which says how to log in; then the files that this reads (the Databricks CLI's
// tokens, an ID token); then what the hosts answer: where tokens are, and tokens.

namespace dgctl::fuzz {
namespace {

constexpr const char* kHost = "https://dbc-1234.cloud.databricks.com";
constexpr const char* kAccountHost = "https://accounts.cloud.databricks.com";
constexpr const char* kAccountId = "7a1b2c3d-0000-4000-8000-000000000001";

}  // namespace

void login_answers(std::string_view input) {
  const std::vector<std::string> pieces = pieces_of(input);
  for (const bool is_account : {false, true}) {
    tests::FakeMachine machine = machine_with(pieces.front());
    if (pieces.size() > 1) {
      machine.files["/home/ada/.databricks/token-cache.json"] = pieces[1];
      machine.files["/home/ada/id-token"] = pieces[1];
      machine.end.out = pieces[1];
    }
    providers::LoginRequest request;
    request.host = is_account ? kAccountHost : kHost;
    request.host_from = is_account ? "account.host" : "workspace.host";
    if (is_account) request.account_id = kAccountId;
    machine.variables["DATABRICKS_HOST"] = request.host;
    AnsweringHosts hosts(pieces, 2);
    log_in(request, machine, hosts);
  }
  if (pieces.size() > 1) providers::time_of(pieces[1]);
}

}  // namespace dgctl::fuzz
