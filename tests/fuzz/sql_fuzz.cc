#include <algorithm>

#include "engine/model/utf8.h"
#include "engine/sql/quoting.h"
#include "providers/sim/sql_parser.h"
#include "providers/sim/sql_tokens.h"
#include "tests/fuzz/simulated.h"
#include "tests/fuzz/targets.h"

// SQL: a script, run against a simulated workspace by Ada and then by Bob; and any text as a part
// of a statement, which the simulated workspace's lexer has to read as what it was.

namespace dgctl::fuzz {
namespace {

namespace sim = providers::sim;

constexpr std::size_t kMostStatements = 8;

std::vector<std::string> statements_of(std::string_view script) {
  try {
    return sim::split_script(script);
  } catch (const sim::SqlError&) {
    return {std::string(script)};  // whole, it is refused as well
  }
}

void run_statement(providers::SimWorkspace& workspace,
                   const std::string& statement,
                   const std::string& who) {
  sim::Members body;
  sim::put(body, "statement", statement);
  providers::Request request;
  request.method = providers::Method::Post;
  request.path = "/.dgsim/sql";
  request.body = sim::to_text({std::move(body)});
  const providers::Response response = workspace.send_as(who, request, {});
  check_answer(response);
  const sim::Json answer = sim::parse_json(response.body);
  const auto* members = std::get_if<sim::Members>(&answer.is);
  require(members != nullptr && (response.status != 200 || find_member(*members, "status")),
          "a statement is answered");
}

sim::Json catalogs_of(providers::SimWorkspace& workspace) {
  const sim::Json snapshot = sim::parse_json(workspace.snapshot());
  return *find_member(std::get<sim::Members>(snapshot.is), "catalogs");
}

void check_script(std::string_view script) {
  const auto workspace = providers::SimWorkspace::in_memory(kSimulatedWorkspace);
  const sim::Json before = catalogs_of(*workspace);
  const std::vector<std::string> statements = statements_of(script);
  bool all_read = true;
  for (std::size_t i = 0; i < std::min(statements.size(), kMostStatements); ++i) {
    all_read = all_read && sim::only_reads(statements[i]);
    for (const char* who : {"", "bob@example.com"}) run_statement(*workspace, statements[i], who);
  }
  require(!all_read || catalogs_of(*workspace) == before,
          "what only reads leaves the workspace as it is");
  check_snapshot(*workspace);
}

/// The only token of a text that is to be one.
sim::SqlToken only_token(const std::string& sql) {
  std::vector<sim::SqlToken> tokens = sim::sql_tokens(sql);
  require(tokens.size() == 2, "what is quoted is one token");
  return tokens.front();
}

void check_quoting(std::string_view text) {
  const sim::SqlToken literal = only_token(engine::sql_text(text));
  require(literal.kind == sim::SqlTokenKind::Text && literal.text == engine::well_formed(text),
          "a text in quotes reads as what it is");
  if (engine::reads_as_it_is(text)) {
    const sim::SqlToken name = only_token(engine::sql_name(text));
    require(name.kind == sim::SqlTokenKind::Name && name.text == text,
            "a name in backticks reads as what it is");
  }
  const std::vector<sim::SqlToken> after = sim::sql_tokens(engine::sql_comment(text) + "\nx");
  require(after.size() == 2 && after.front().text == "x", "a comment ends with its line");
}

}  // namespace

void sql(std::string_view input) {
  check_script(input);
  check_quoting(input);
}

}  // namespace dgctl::fuzz
