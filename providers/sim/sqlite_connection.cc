#include "providers/sim/sqlite_connection.h"

#include <algorithm>
#include <array>

#include <sqlite3.h>

#include "providers/sim/names.h"

namespace dgctl::providers::sim {
namespace {

constexpr int kMostBytes = 4 * 1024 * 1024;  ///< of a value
constexpr int kLongestStatement = 17 * 1024 * 1024;
constexpr int kInstructionsBetweenLooks = 1000;
constexpr int kMostLooks = 20'000;

/// What depends on nothing but its arguments, and is in the language of the workspace as well.
constexpr std::array<std::string_view, 33> kFunctions{"abs",
                                                      "avg",
                                                      "coalesce",
                                                      "concat",
                                                      "count",
                                                      "current_catalog",
                                                      "current_database",
                                                      "current_schema",
                                                      "current_user",
                                                      "dense_rank",
                                                      "first_value",
                                                      "hex",
                                                      "ifnull",
                                                      "iif",
                                                      "instr",
                                                      "lag",
                                                      "last_value",
                                                      "lead",
                                                      "length",
                                                      "like",
                                                      "lower",
                                                      "ltrim",
                                                      "max",
                                                      "min",
                                                      "nullif",
                                                      "rank",
                                                      "replace",
                                                      "round",
                                                      "row_number",
                                                      "rtrim",
                                                      "substr",
                                                      "sum",
                                                      "upper"};
constexpr std::array<std::string_view, 4> kMoreFunctions{
    "session_user", "substring", "trim", "user"};

bool is_allowed_function(std::string_view name) {
  const std::string lower = folded(name);
  const auto is_it = [&](std::string_view known) { return known == lower; };
  return std::any_of(kFunctions.begin(), kFunctions.end(), is_it) ||
         std::any_of(kMoreFunctions.begin(), kMoreFunctions.end(), is_it);
}

/// Tables are called t0, t1, …; everything else is the database's own.
bool is_ours(std::string_view table) {
  return table.size() > 1 && table.front() == 't' &&
         table.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

std::string_view text_or_none(const char* text) { return text == nullptr ? "" : text; }

int on_progress(void* looks) {
  auto& count = *static_cast<int*>(looks);
  return ++count > kMostLooks ? 1 : 0;
}

void yield_text(sqlite3_context* context, int /*count*/, sqlite3_value** /*arguments*/) {
  const auto& text = *static_cast<const std::string*>(sqlite3_user_data(context));
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void concatenate(sqlite3_context* context, int count, sqlite3_value** arguments) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    sqlite3_value* value = arguments[i];
    if (sqlite3_value_type(value) == SQLITE_NULL) return sqlite3_result_null(context);
    const void* bytes = sqlite3_value_text(value);
    text.append(static_cast<const char*>(bytes),
                static_cast<std::size_t>(sqlite3_value_bytes(value)));
    if (text.size() > kMostBytes) return sqlite3_result_error_toobig(context);
  }
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

SqlError too_much(const std::string& why) {
  return {"RESOURCE_EXHAUSTED", "", "[RESOURCE_EXHAUSTED] " + why};
}

/// The text behind the first of `before` up to the next quote or end.
std::string quoted_in(const std::string& message, std::string_view before) {
  const std::size_t start = message.find(before);
  if (start == std::string::npos) return {};
  return message.substr(start + before.size());
}

SqlError statement_failure(const std::string& message) {
  if (const std::string column = quoted_in(message, "no such column: "); !column.empty()) {
    return classed("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                   "42703",
                   "A column or parameter with the name `" + column + "` cannot be resolved.");
  }
  std::string name = quoted_in(message, "no such function: ");
  if (name.empty()) name = quoted_in(message, "not authorized to use function: ");
  if (!name.empty()) {
    return classed("UNRESOLVED_ROUTINE", "42883", "Cannot resolve the routine `" + name + "`.");
  }
  if (const std::string table = quoted_in(message, "no such table: "); !table.empty()) {
    return classed("TABLE_OR_VIEW_NOT_FOUND", "42P01", "Table '" + table + "' does not exist.");
  }
  if (message.find("values were supplied") != std::string::npos ||
      message.find("values for") != std::string::npos) {
    return classed("INSERT_COLUMN_ARITY_MISMATCH",
                   "21S01",
                   "The rows have another number of columns than the table.");
  }
  return classed(
      "PARSE_SYNTAX_ERROR", "42601", "The statement cannot be run: " + as_utf8(message) + ".");
}

}  // namespace

/// Called back for everything that a statement is about to do.
struct SqliteConnection::Guard {
  SqlRights rights;
  std::string denied;  ///< what it wanted, and may not

  int check(int action, std::string_view first, std::string_view second) {
    switch (action) {
      case SQLITE_SELECT:
        return SQLITE_OK;
      case SQLITE_READ:
        // Common table expressions are read by a name of theirs, or by none. A row's number is
        // asked for by this name, whatever the statement calls it.
        if (second == "ROWID" && !rights.has_row_ids) return refuse("column", second);
        return first.starts_with("sqlite_") ? refuse("table", first) : SQLITE_OK;
      case SQLITE_FUNCTION:
        return is_allowed_function(second) ? SQLITE_OK : refuse("function", second);
      case SQLITE_INSERT:
        return may_write(DataVerb::Insert, first);
      case SQLITE_DELETE:
        return may_write(DataVerb::Delete, first);
      default:
        return refuse("statement", first);
    }
  }

 private:
  int may_write(DataVerb verb, std::string_view table) {
    const bool may = rights.verb == verb && is_ours(table) && table == rights.target;
    return may ? SQLITE_OK : refuse("table", table);
  }
  int refuse(const char* what, std::string_view name) {
    denied = std::string(what) + " '" + std::string(name) + "'";
    return SQLITE_DENY;
  }
};

// NOLINTNEXTLINE(readability-function-size): as many as the library passes
int SqliteConnection::on_action(void* guard,
                                int action,
                                const char* first,
                                const char* second,
                                const char* /*database*/,
                                const char* /*trigger*/) {
  return static_cast<Guard*>(guard)->check(action, text_or_none(first), text_or_none(second));
}

SqliteConnection::SqliteConnection() : guard_(std::make_unique<Guard>()) {
  constexpr int kFlags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(":memory:", &database_, kFlags, nullptr) != SQLITE_OK) {
    sqlite3_close(database_);
    throw too_much("there is no memory for the statement");
  }
  set_limits();
  sqlite3_create_function(database_,
                          "concat",
                          -1,
                          SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                          nullptr,
                          concatenate,
                          nullptr,
                          nullptr);
}

SqliteConnection::~SqliteConnection() { sqlite3_close(database_); }

void SqliteConnection::set_limits() {
  sqlite3_limit(database_, SQLITE_LIMIT_LENGTH, kMostBytes);
  sqlite3_limit(database_, SQLITE_LIMIT_SQL_LENGTH, kLongestStatement);
  sqlite3_limit(database_, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(database_, SQLITE_LIMIT_TRIGGER_DEPTH, 0);
  // A name in quotes is never a text.
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  execute("PRAGMA temp_store = MEMORY");
}

void SqliteConnection::execute(const std::string& statement) {
  SqliteStatement prepared(*this, statement);
  while (prepared.step()) {
  }
}

void SqliteConnection::add_constant(const std::string& function, const std::string& value) {
  constants_.push_back(std::make_unique<std::string>(value));
  sqlite3_create_function(database_,
                          function.c_str(),
                          0,
                          SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                          constants_.back().get(),
                          yield_text,
                          nullptr,
                          nullptr);
}

void SqliteConnection::guard(const SqlRights& rights) {
  guard_->rights = rights;
  sqlite3_set_authorizer(database_, on_action, guard_.get());
  sqlite3_progress_handler(database_, kInstructionsBetweenLooks, on_progress, &looks_);
}

void SqliteConnection::trust() {
  sqlite3_set_authorizer(database_, nullptr, nullptr);
  sqlite3_progress_handler(database_, 0, nullptr, nullptr);
}

std::int64_t SqliteConnection::changes() const { return sqlite3_changes(database_); }

SqlError SqliteConnection::failure(int code) const {
  constexpr int kPrimary = 0xFF;
  switch (code & kPrimary) {
    case SQLITE_INTERRUPT:
      return too_much("the statement takes too many steps for a simulated workspace");
    case SQLITE_TOOBIG:
    case SQLITE_NOMEM:
      return too_much("a value or the statement is too large for a simulated workspace");
    case SQLITE_AUTH:
      return classed("UNSUPPORTED_FEATURE",
                     "0A000",
                     "The simulated workspace does not run this: " + as_utf8(guard_->denied) + ".");
    default:
      return statement_failure(sqlite3_errmsg(database_));
  }
}

SqliteStatement::SqliteStatement(SqliteConnection& connection, const std::string& text)
    : connection_(connection) {
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v2(
      connection.database_, text.data(), static_cast<int>(text.size()), &statement_, &tail);
  if (code != SQLITE_OK) throw connection.failure(code);
  if (statement_ == nullptr) throw statement_failure("it is empty");
  if (tail != text.data() + text.size()) {
    sqlite3_finalize(statement_);
    throw statement_failure("it is not one statement");
  }
}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

bool SqliteStatement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) throw connection_.failure(code);
  return false;
}

void SqliteStatement::bind(int at, const std::string& text) {
  // It belongs to a row that outlives the step.
  sqlite3_bind_text64(statement_, at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void SqliteStatement::restart() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

int SqliteStatement::width() const { return sqlite3_column_count(statement_); }

std::string SqliteStatement::name(int at) const {
  return std::string(text_or_none(sqlite3_column_name(statement_, at)));
}

std::string SqliteStatement::declared(int at) const {
  return std::string(text_or_none(sqlite3_column_decltype(statement_, at)));
}

SqliteType SqliteStatement::type(int at) const {
  switch (sqlite3_column_type(statement_, at)) {
    case SQLITE_NULL:
      return SqliteType::Null;
    case SQLITE_INTEGER:
      return SqliteType::Whole;
    case SQLITE_FLOAT:
      return SqliteType::Real;
    default:
      return SqliteType::Text;
  }
}

std::int64_t SqliteStatement::number(int at) const { return sqlite3_column_int64(statement_, at); }

double SqliteStatement::real(int at) const { return sqlite3_column_double(statement_, at); }

std::string SqliteStatement::text(int at) const {
  const void* bytes = sqlite3_column_blob(statement_, at);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, at));
  if (bytes == nullptr) return {};
  return as_utf8(std::string(static_cast<const char*>(bytes), size));
}

}  // namespace dgctl::providers::sim
