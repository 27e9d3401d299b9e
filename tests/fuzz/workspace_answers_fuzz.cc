#include <algorithm>
#include <array>
#include <functional>

#include "engine/model/secret.h"
#include "providers/databricks/inspector.h"
#include "providers/databricks/logins.h"
#include "providers/databricks/provider.h"
#include "providers/databricks/secrets.h"
#include "providers/databricks/sql_session.h"
#include "providers/transport/adaptive.h"
#include "providers/transport/error_answer.h"
#include "providers/transport/logging.h"
#include "providers/transport/retrying.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/targets.h"
#include "tests/support/memory_stores.h"

// What is asked of a workspace, by name, and then what it answers, however often it is asked.

namespace dgctl::fuzz {
namespace {

using engine::Fields;
using engine::List;

constexpr const char* kPrincipal = "3f0c9a52-0000-4000-8000-0000000000aa";
constexpr const char* kAccount = "7a1b2c3d-0000-4000-8000-000000000001";

/// Everything that makes requests of a workspace, over a line that says what goes over it and sends
/// again what may be sent again.
struct Line {
  explicit Line(const std::vector<std::string>& pieces, bool has_account)
      : answers(pieces, 1),
        provider(retrying, clock, options(has_account)),
        inspector(retrying, clock, options(has_account)) {
    logging.tell([this](const std::string& line) { logged += line.size(); });
  }

  providers::ProviderOptions options(bool has_account) {
    providers::ProviderOptions all;
    all.parallelism = 1;
    if (has_account) all.account.emplace(providers::AccountOrigin{retrying, kAccount});
    return all;
  }

  std::size_t logged = 0;
  Answers answers;
  tests::StillClock clock;
  providers::LoggingTransport logging{answers, clock, "https://dbc-1234.cloud.databricks.com"};
  providers::AdaptiveTransport adaptive{logging, clock, 4};
  providers::RetryingTransport retrying{adaptive, clock, 0};
  providers::DatabricksProvider provider;
  providers::DatabricksInspector inspector;
};

struct Question {
  std::string_view name;
  std::function<void(Line&)> ask;
};

Question reading(std::string_view name, std::vector<engine::Lookup> wanted) {
  return {name, [wanted = std::move(wanted)](Line& line) {
            const std::vector<engine::ReadResult> results = line.provider.read(wanted, {});
            require(results.size() == wanted.size(), "there is an answer to each question");
          }};
}

Question writing(std::string_view name, engine::Call call) {
  return {name, [call = std::move(call)](Line& line) {
            engine::Step step;
            step.call = call;
            line.provider.write(step, {});
          }};
}

/// More of a kind than are read one by one: they are listed.
std::vector<engine::Lookup> many(const std::function<engine::Lookup(const std::string&)>& one) {
  std::vector<engine::Lookup> all;
  for (std::size_t i = 0; i <= providers::DatabricksProvider::kReadOneByOne; ++i) {
    all.push_back(one(std::to_string(i)));
  }
  return all;
}

std::vector<Question> readings() {
  using namespace engine;  // NOLINT(google-build-using-namespace): look-ups, a dozen of them
  return {
      reading("workspace", {CurrentWorkspace{}}),
      reading("account", {CurrentAccount{}}),
      reading("runner", {Runner{}}),
      reading("catalog", {ByName{"catalog", "sales"}}),
      reading("schema", {ByName{"schema", "sales.crm"}}),
      reading("table", {ByName{"table", "sales.crm.users"}}),
      reading("external_location", {ByName{"external_location", "archive"}}),
      reading("storage_credential", {ByName{"storage_credential", "role"}}),
      reading("principal_by_name", {ByName{"service_principal", "etl"}}),
      reading("principal_by_id", {ById{"service_principal", "77"}}),
      reading("principal_by_application", {ById{"service_principal", kPrincipal}}),
      reading("warehouse_by_name", {ByName{"sql_warehouse", "Starter"}}),
      reading("warehouse_by_id", {ById{"sql_warehouse", "0123456789abcdef"}}),
      reading("grants", {GrantsOn{{"catalog", "sales"}}}),
      reading("permissions", {AclOf{"permission", "sql_warehouse:0123456789abcdef"}}),
      reading("assignments", {AclOf{"workspace_assignment", "workspace:"}}),
      reading("members", {AclOf{"group_membership", "group:analysts"}}),
      reading("secrets", {SecretsOf{"77"}}),
      reading("other_workspaces", {OtherWorkspacesOf{"77"}}),
      reading("catalogs_below", {Below{}}),
      reading("schemas_below", {Below{{"catalog", "sales"}}}),
      reading("tables_below", {Below{{"schema", "sales.crm"}}}),
      reading("who_is_a_principal", {WhoIs{kPrincipal}}),
      reading("who_is_a_user", {WhoIs{"ada@example.com"}}),
      reading("who_is_a_group", {WhoIs{"analysts"}}),
      reading("many_schemas",
              many([](const std::string& n) { return ByName{"schema", "sales.s" + n}; })),
      reading("many_groups", many([](const std::string& n) { return WhoIs{"group " + n}; })),
      reading("many_users", many([](const std::string& n) { return WhoIs{n + "@example.com"}; })),
  };
}

std::vector<Question> writings() {
  using namespace engine;  // NOLINT(google-build-using-namespace): calls, a dozen of them
  const Fields warehouse{
      {"name", "segment"}, {"cluster_size", "2X-Small"}, {"max_num_clusters", 1}};
  return {
      writing("create_catalog", CreateObject{"catalog", {{"name", "sales"}}}),
      writing("create_schema",
              CreateObject{"schema", {{"name", "crm"}, {"catalog_name", "sales"}}}),
      writing("create_principal",
              CreateObject{"service_principal",
                           {{"display_name", "etl"}, {"entitlements", List{"workspace-access"}}}}),
      writing("create_warehouse", CreateObject{"sql_warehouse", warehouse}),
      writing("update_catalog", UpdateObject{"catalog", "sales", {{"comment", "new"}}, {}}),
      writing("isolate_catalog",
              UpdateObject{"catalog", "sales", {{"isolation_mode", "ISOLATED"}}, {}}),
      writing("update_principal",
              UpdateObject{"service_principal",
                           "77",
                           {{"display_name", "etl 2"}},
                           {{"entitlements", {{"databricks-sql-access"}, {"workspace-access"}}}}}),
      writing("update_warehouse",
              UpdateObject{"sql_warehouse", "0123456789abcdef", {{"auto_stop_mins", 15}}, {}}),
      writing("delete_catalog", DeleteObject{"catalog", "sales", true}),
      writing("delete_principal", DeleteObject{"service_principal", "77", false}),
      writing("patch_grants",
              PatchGrants{{"catalog", "sales"}, {{kPrincipal, {"SELECT"}, {"MODIFY"}}}, false}),
      writing("write_permission",
              WriteAcl{"permission",
                       "sql_warehouse:0123456789abcdef",
                       {{kPrincipal, "CAN_USE"}, {"analysts", ""}}}),
      writing("write_assignment", WriteAcl{"workspace_assignment", "workspace:", {{"77", "USER"}}}),
      writing("write_member", WriteAcl{"group_membership", "group:analysts", {{"77", "MEMBER"}}}),
  };
}

std::vector<Question> others() {
  return {
      {"issue_secret",
       [](Line& line) {
         providers::Rest rest(line.retrying, line.clock);
         providers::WorkspaceSecrets(rest).issue("77", std::chrono::hours(24), {});
       }},
      {"retire_secret",
       [](Line& line) {
         providers::Rest rest(line.retrying, line.clock);
         providers::WorkspaceSecrets(rest).retire("77", "secret-1", {});
       }},
      {"prove_secret",
       [](Line& line) {
         const engine::Secret secret(std::string("dose0123456789abcdef"));
         providers::WorkspaceLogins(line.retrying, line.clock).prove(kPrincipal, secret, {});
       }},
      {"statement",
       [](Line& line) {
         providers::StatementSession(line.retrying, line.clock, "0123456789abcdef")
             .run("SELECT 1", {});
       }},
      {"contact", [](Line& line) { line.inspector.contact({}); }},
      {"metastore", [](Line& line) { line.inspector.metastore({}); }},
      {"ip_access", [](Line& line) { line.inspector.ip_access({}); }},
      {"account_look", [](Line& line) { line.inspector.account({}); }},
      {"look_at",
       [](Line& line) {
         const std::array<engine::Securable, 3> wanted{
             {{"metastore", kAccount}, {"catalog", "sales"}, {"schema", "sales.crm"}}};
         require(line.inspector.look_at(wanted, {"analysts"}, {}).size() == wanted.size(),
                 "there is an answer to each question");
       }},
  };
}

const std::vector<Question>& questions() {
  static const std::vector<Question> kAll = [] {
    std::vector<Question> all = readings();
    for (Question& question : writings()) all.push_back(std::move(question));
    for (Question& question : others()) all.push_back(std::move(question));
    return all;
  }();
  return kAll;
}

/// The one that a line names; of a line that names none any, so that no input asks nothing.
const Question& question_of(std::string_view name) {
  const std::vector<Question>& all = questions();
  const auto it =
      std::find_if(all.begin(), all.end(), [&](const Question& q) { return q.name == name; });
  if (it != all.end()) return *it;
  std::size_t sum = 0;
  for (const char c : name) sum += static_cast<unsigned char>(c);
  return all[sum % all.size()];
}

void check_answer_alone(const std::string& piece) {
  const providers::Response response = answer_in(piece);
  const providers::ErrorAnswer error = providers::error_in(response, tests::StillClock().now());
  require(error.message.find('\n') == std::string::npos, "an error's message is one line");
  providers::is_html(response);
  providers::elsewhere_text(response);
}

}  // namespace

void workspace_answers(std::string_view input) {
  static constexpr std::string_view kOverAccount = " over the account";
  const std::vector<std::string> pieces = pieces_of(input);
  const bool has_account = pieces.front().ends_with(kOverAccount);
  const std::size_t size = pieces.front().size() - (has_account ? kOverAccount.size() : 0);
  for (std::size_t i = 1; i < pieces.size(); ++i) check_answer_alone(pieces[i]);
  try {
    Line line(pieces, has_account);
    question_of(std::string_view(pieces.front()).substr(0, size)).ask(line);
  } catch (const engine::ProviderError& error) {
    require(*error.what() != '\0', "an error says what it is");
  }
}

}  // namespace dgctl::fuzz
