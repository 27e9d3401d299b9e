#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "providers/sim/sql_database.h"

// SQLite, as far as a SqlDatabase needs it. All throw SqlError.

struct sqlite3;       // NOLINT(readability-identifier-naming): the library's name
struct sqlite3_stmt;  // NOLINT(readability-identifier-naming): the library's name

namespace dgctl::providers::sim {

/// What a statement may do in a database.
struct SqlRights {
  DataVerb verb = DataVerb::Select;
  std::string target;        ///< the table that it may write
  bool has_row_ids = false;  ///< a table has a column `rowid`, which is not the database's own
};

/// A database in memory.
class SqliteConnection {
 public:
  SqliteConnection();
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  SqliteConnection(SqliteConnection&&) = delete;
  SqliteConnection& operator=(SqliteConnection&&) = delete;

  void execute(const std::string& statement);
  void add_constant(const std::string& function, const std::string& value);
  /// From here on nothing is done but what the rights allow, and not for long.
  void guard(const SqlRights& rights);
  /// From here on everything is.
  void trust();
  /// How many rows the last statement wrote.
  [[nodiscard]] std::int64_t changes() const;

 private:
  friend class SqliteStatement;
  struct Guard;
  // NOLINTNEXTLINE(readability-function-size): as many as the library passes
  static int on_action(void* guard,
                       int action,
                       const char* first,
                       const char* second,
                       const char* database,
                       const char* trigger);
  void set_limits();
  [[nodiscard]] SqlError failure(int code) const;

  sqlite3* database_ = nullptr;
  std::unique_ptr<Guard> guard_;
  int looks_ = 0;
  std::vector<std::unique_ptr<std::string>> constants_;
};

enum class SqliteType { Null, Whole, Real, Text };

/// A statement that is being run. The connection must outlive it.
class SqliteStatement {
 public:
  SqliteStatement(SqliteConnection& connection, const std::string& text);
  ~SqliteStatement();
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  SqliteStatement(SqliteStatement&&) = delete;
  SqliteStatement& operator=(SqliteStatement&&) = delete;

  /// Whether there is another row, which the functions below then read; columns count from 0.
  bool step();
  /// Parameters count from 1, and are NULL until they are bound.
  void bind(int at, const std::string& text);
  void restart();

  [[nodiscard]] int width() const;
  [[nodiscard]] std::string name(int at) const;
  /// As the table has it that the column is read from, or "".
  [[nodiscard]] std::string declared(int at) const;
  [[nodiscard]] SqliteType type(int at) const;
  [[nodiscard]] std::int64_t number(int at) const;
  [[nodiscard]] double real(int at) const;
  [[nodiscard]] std::string text(int at) const;

 private:
  SqliteConnection& connection_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace dgctl::providers::sim
