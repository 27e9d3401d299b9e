#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "providers/sim/sql_run.h"

namespace dgctl::providers::sim {

/// A database in memory, for one statement. It holds the tables that are put into it and nothing
/// else, and lets a statement do nothing else: no other database, no setting, no function but those
/// that depend on their arguments alone. What goes on for too long is broken off. All throw
/// SqlError.
class SqlDatabase {
 public:
  SqlDatabase();
  ~SqlDatabase();
  SqlDatabase(const SqlDatabase&) = delete;
  SqlDatabase& operator=(const SqlDatabase&) = delete;
  SqlDatabase(SqlDatabase&&) = delete;
  SqlDatabase& operator=(SqlDatabase&&) = delete;

  /// A table called "t" and a number.
  void add_table(const std::string& name,
                 const std::vector<Column>& columns,
                 const std::vector<Row>& rows);
  /// A function without arguments that yields a text.
  void add_constant(const std::string& function, const std::string& value);

  /// `target`: the one table that it may write.
  SqlRows run(const std::string& statement, DataVerb verb, const std::string& target);

  /// Which rows of a table are there still, by their place in what was put in, from 0.
  std::vector<std::size_t> rows_left(const std::string& table,
                                     const std::vector<Column>& columns,
                                     std::size_t count);
  /// The rows beyond those, as columns of the types keep them.
  std::vector<Row> rows_added(const std::string& table,
                              const std::vector<Column>& columns,
                              std::size_t count);

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

/// How a database writes a name and a text, whatever is in them.
std::string database_name(std::string_view name);
std::string database_text(std::string_view text);

/// The most bytes that the rows of a result may have.
inline constexpr std::int64_t kMostResultBytes = 25LL * 1024 * 1024;

}  // namespace dgctl::providers::sim
