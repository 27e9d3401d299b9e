#include "providers/sim/sql_parser.h"
#include "tests/support/property.h"
#include "tests/unit/providers/sim/support.h"

// Bad SQL is an answer, whatever it is: no crash, no hang, and nothing that should not be.

namespace dgctl::providers::sql_hostile_test {
namespace {

constexpr std::size_t kMegabyte = 1024 * 1024;

std::string repeated(const std::string& piece, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += piece;
  return out;
}

/// # is a NUL.
std::string with_nul(std::string text) {
  std::replace(text.begin(), text.end(), '#', '\0');
  return text;
}

/// Words, signs and breaks of the language, and what has no place in it.
const std::vector<std::string> kSqlPieces{
    // clang-format off
    "SELECT", "FROM", "WITH", "INSERT INTO", "DELETE FROM", "VALUES", "GRANT", "REVOKE", "SHOW",
    "USE", "CREATE", "DROP", "ALTER", "TABLE", "SCHEMA", "CATALOG", "ON", "TO", "AS", "JOIN",
    "UNION", "WHERE", "IF NOT EXISTS", "sales", "sales.crm", "sales.crm.users", "users", "id",
    "t0", "sqlite_master", "rowid", "`", "`a``b`", "'", "'x'", "\"", "\\", "--", "/*", "*/",
    "\n", ";", "(", ")", ",", ".", "*", ":p", "1", "1e9", "\xff", "\xe2\x80\xa8", "NULL",
    "count(*)", "CAST", "STRING", "::", "<=>", "PRAGMA", "ATTACH", "OWNER TO", "COMMENT",
    "ALL PRIVILEGES", "BETWEEN", "CASE"
    // clang-format on
};

std::string random_statement() {
  std::string out;
  const int count = *rc::gen::inRange(1, 25);
  for (int i = 0; i < count; ++i)
    out += *rc::gen::elementOf(kSqlPieces) + (*rc::gen::inRange(0, 4) == 0 ? "" : " ");
  return out;
}

}  // namespace

TEST_CASE("hostile SQL is answered", "[sim][sql]") {
  struct Case {
    std::string name, statement, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a NUL", with_nul("SELECT 1#; DROP"), "[PARSE_SYNTAX_ERROR]"},
      {"a NUL in a literal", with_nul("SELECT length('a#b'), 'a#b' = 'a'"), "1,0"},
      {"a NUL in a name", with_nul("SELECT 1 AS `a#b`"), "[PARSE_SYNTAX_ERROR]"},
      {"an escaped NUL", R"(SELECT '\0' = '')", "0"},
      {"a literal of a megabyte", "SELECT length('" + repeated("x", kMegabyte) + "')", "1048576"},
      {"a name of a megabyte",
       "SELECT * FROM `" + repeated("x", kMegabyte) + "`",
       "[NO_SUCH_CATALOG]"},
      {"a megabyte of parentheses", "SELECT " + repeated("(", kMegabyte) + "1", "["},
      {"a megabyte of names", "SELECT " + repeated("a.", kMegabyte) + "a", "["},
      {"a megabyte of tables",
       "SELECT * FROM sales.crm.users" + repeated(", sales.crm.users", kMegabyte),
       "["},
      {"a megabyte of commas",
       "GRANT SELECT" + repeated(", SELECT", kMegabyte) + " ON CATALOG sales TO analysts",
       "done"},
      {"a megabyte of comments", repeated("/*", kMegabyte), "[PARSE_SYNTAX_ERROR]"},
      {"a megabyte of backticks", repeated("`", kMegabyte + 1), "[PARSE_SYNTAX_ERROR]"},
      {"a deep type",
       "CREATE TABLE sales.crm.t (a " + repeated("ARRAY<", kMegabyte) + ")",
       "[PARSE_SYNTAX_ERROR]"},
      {"deep expressions", "SELECT " + repeated("NOT ", kMegabyte) + "1", "["},
      {"many unions", "SELECT 1 " + repeated("UNION ALL SELECT 1 ", kMegabyte), "["},
      {"names that SQLite knows", "SELECT * FROM main.sqlite_master", "["},
      {"an attachment", "ATTACH DATABASE '/tmp/x' AS y", "[PARSE_SYNTAX_ERROR]"},
      {"a setting", "PRAGMA database_list", "[PARSE_SYNTAX_ERROR]"},
      {"a file", "SELECT readfile('/etc/passwd')", "[UN"},
      {"a large value",
       "SELECT replace(replace('" + std::string(1000, 'x') + "', 'x', '" + std::string(1000, 'x') +
           "'), 'x', '" + std::string(1000, 'x') + "')",
       "[RESOURCE_EXHAUSTED]"},
      {"the number of a row", "SELECT rowid FROM sales.crm.users", "[UNSUPPORTED_FEATURE]"},
      {"another name of it",
       "SELECT 1 FROM sales.crm.users WHERE `_rowid_` = 1",
       "[UNSUPPORTED_FEATURE]"},
      {"a row that says its number",
       "INSERT INTO sales.crm.users (rowid, id) VALUES (-7, 1)",
       "[UNRESOLVED_COLUMN"},
      {"a number that is taken", "INSERT INTO sales.crm.users (oid, id) VALUES (1, 1)", "["},
  }));
  DYNAMIC_SECTION(c.name) {
    const std::string outcome = sql_outcome(Sim().sql(c.statement));
    CHECK(outcome.substr(0, c.expected.size()) == c.expected);
    CHECK(outcome.size() < 1000);
  }
}

TEST_CASE("random SQL is answered, and what only reads leaves the workspace as it is",
          "[sim][sql]") {
  tests::check_property("over random statements", [] {
    const std::string statement = random_statement();
    RC_LOG() << statement;
    const Sim sim;
    std::string body =
        "{\"statement\": " + json(statement).dump(-1, ' ', false, json::error_handler_t::replace) +
        "}";
    const json before = json::parse(sim.workspace->snapshot());
    const json answer = body_of(sim.call(Method::Post, "/.dgsim/sql", body));
    RC_ASSERT(answer.contains("status"));
    const std::string state = answer.at("status").at("state");
    RC_ASSERT(state == "SUCCEEDED" || state == "FAILED");
    if (state == "SUCCEEDED" && !sim::only_reads(statement)) return;
    RC_ASSERT(json::parse(sim.workspace->snapshot()).at("catalogs") == before.at("catalogs"));
  });
}

}  // namespace dgctl::providers::sql_hostile_test
