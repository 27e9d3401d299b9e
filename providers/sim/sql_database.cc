#include "providers/sim/sql_database.h"

#include <algorithm>
#include <charconv>

#include "providers/sim/column_types.h"
#include "providers/sim/names.h"
#include "providers/sim/sqlite_connection.h"

namespace dgctl::providers::sim {
namespace {

/// What stands for the column of a table without columns, which can be asked for all of them.
constexpr const char* kNoColumn = "no columns";

/// How the database counts with a column: a word that decides it, and the column's number.
std::string declared_type(const ColumnType& type, std::size_t index) {
  constexpr int kDigitsOfDouble = 15;
  const char* word = "TEXT_";
  if (type.is == TypeClass::Whole) word = "INT_";
  const bool fits = type.is == TypeClass::Floating ||
                    (type.is == TypeClass::Exact && type.precision <= kDigitsOfDouble);
  if (fits) word = "NUM_";
  if (type.is == TypeClass::Truth) word = "INT_";
  return word + std::to_string(index);
}

std::size_t number_behind(std::string_view declared) {
  const std::size_t start = declared.find('_');
  std::size_t number = 0;
  if (start == std::string_view::npos) return number;
  std::from_chars(declared.data() + start + 1, declared.data() + declared.size(), number);
  return number;
}

SqlError too_large() {
  return {"BAD_REQUEST",
          "",
          "The result has more than " + std::to_string(kMostResultBytes) +
              " bytes, the most that an answer holds with disposition INLINE."};
}

/// A value as the database counts with it: truth is 0 and 1 there.
std::string counted(const ColumnType& type, const std::string& text) {
  if (type.is != TypeClass::Truth) return text;
  return kept_value(type, text) == "true" ? "1" : "0";
}

/// A value as a result shows it.
std::optional<std::string> shown(const SqliteStatement& row, int at, const ColumnType& type) {
  switch (row.type(at)) {
    case SqliteType::Null:
      return std::nullopt;
    case SqliteType::Real:
      return type.is == TypeClass::Exact ? decimal_text(row.real(at), type.scale)
                                         : double_text(row.real(at));
    case SqliteType::Whole: {
      std::string digits = std::to_string(row.number(at));
      if (type.is == TypeClass::Whole) return digits;
      return kept_value(type, digits).value_or(digits);
    }
    case SqliteType::Text:
      break;
  }
  return row.text(at);
}

/// The name of a row's number, which a column of that name hides.
std::string row_number(const std::vector<Column>& columns) {
  for (const char* name : {"rowid", "oid", "_rowid_"}) {
    const bool is_taken = std::any_of(columns.begin(), columns.end(), [&](const Column& column) {
      return folded(column.name) == name;
    });
    if (!is_taken) return name;
  }
  throw classed("UNSUPPORTED_FEATURE",
                "0A000",
                "The simulated workspace writes no table with columns rowid, oid and _rowid_.");
}

/// The type of what is no column of a table: as the first value is.
std::string type_of_value(const SqliteStatement& row, int at) {
  const SqliteType type = row.type(at);
  if (type == SqliteType::Whole) return "BIGINT";
  return type == SqliteType::Real ? "DOUBLE" : "STRING";
}

}  // namespace

class SqlDatabase::Inside {
 public:
  SqliteConnection connection;
  std::vector<std::string> types;  ///< of all columns of all tables, by their number
  bool has_row_ids = false;        ///< a table has a column of that name

  /// The columns of what a statement yields; `has_row`: it stands on one.
  std::vector<Column> columns_of(const SqliteStatement& statement, bool has_row) const {
    std::vector<Column> columns;
    for (int at = 0; at < statement.width(); ++at) {
      const std::string declared = statement.declared(at);
      Column column{statement.name(at), "STRING", ""};
      if (!declared.empty()) {
        column.type = types.at(number_behind(declared));
      } else if (has_row) {
        column.type = type_of_value(statement, at);
      }
      columns.push_back(std::move(column));
    }
    return columns;
  }
};

SqlDatabase::SqlDatabase() : inside_(std::make_unique<Inside>()) {}
SqlDatabase::~SqlDatabase() = default;

void SqlDatabase::add_table(const std::string& name,
                            const std::vector<Column>& columns,
                            const std::vector<Row>& rows) {
  std::string definition;
  std::string values;
  std::vector<ColumnType> types;
  for (const Column& column : columns) {
    types.push_back(column_type(column.type));
    inside_->has_row_ids = inside_->has_row_ids || folded(column.name) == "rowid";
    definition += (definition.empty() ? "" : ", ") + database_name(column.name) + " " +
                  declared_type(types.back(), inside_->types.size());
    values += values.empty() ? "?" : ", ?";
    inside_->types.push_back(column.type);
  }
  if (columns.empty()) {
    definition = database_name(kNoColumn);
    values = "NULL";
  }
  inside_->connection.execute("CREATE TABLE " + name + " (" + definition + ")");
  SqliteStatement insert(inside_->connection, "INSERT INTO " + name + " VALUES (" + values + ")");
  for (const Row& row : rows) {
    std::vector<std::string> cells(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::optional<std::string>& cell = row[i];
      if (!cell) continue;
      cells[i] = counted(types[i], *cell);
      insert.bind(static_cast<int>(i) + 1, cells[i]);
    }
    insert.step();
    insert.restart();
  }
}

void SqlDatabase::add_constant(const std::string& function, const std::string& value) {
  inside_->connection.add_constant(function, value);
}

SqlRows SqlDatabase::run(const std::string& statement, DataVerb verb, const std::string& target) {
  inside_->connection.guard({verb, target, inside_->has_row_ids});
  SqlRows out;
  {
    SqliteStatement running(inside_->connection, statement);
    bool has_row = running.step();
    out.columns = inside_->columns_of(running, has_row);
    std::vector<ColumnType> types;
    types.reserve(out.columns.size());
    for (const Column& column : out.columns) types.push_back(column_type(column.type));
    std::int64_t bytes = 0;
    for (; has_row; has_row = running.step()) {
      Row row;
      for (int at = 0; at < running.width(); ++at) {
        std::optional<std::string> cell = shown(running, at, types[static_cast<std::size_t>(at)]);
        bytes += static_cast<std::int64_t>(cell ? cell->size() : 0) + 1;
        row.push_back(std::move(cell));
      }
      if (bytes > kMostResultBytes) throw too_large();
      out.rows.push_back(std::move(row));
    }
  }
  inside_->connection.trust();
  if (out.columns.size() == 1 && out.columns.front().name == kNoColumn) {
    out.columns.clear();
    out.rows.clear();
  }
  return out;
}

std::vector<std::size_t> SqlDatabase::rows_left(const std::string& table,
                                                const std::vector<Column>& columns,
                                                std::size_t count) {
  std::vector<std::size_t> left;
  SqliteStatement ids(inside_->connection, "SELECT " + row_number(columns) + " FROM " + table);
  while (ids.step()) {
    const auto id = static_cast<std::size_t>(ids.number(0));
    if (id >= 1 && id <= count) left.push_back(id - 1);
  }
  return left;
}

std::vector<Row> SqlDatabase::rows_added(const std::string& table,
                                         const std::vector<Column>& columns,
                                         std::size_t count) {
  std::vector<Row> added;
  const auto inserted = static_cast<std::size_t>(inside_->connection.changes());
  SqliteStatement rows(
      inside_->connection,
      "SELECT * FROM " + table + " WHERE " + row_number(columns) + " > " + std::to_string(count));
  while (rows.step()) {
    Row row;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const ColumnType type = column_type(columns[i].type);
      std::optional<std::string> cell = shown(rows, static_cast<int>(i), type);
      if (cell) {
        const std::optional<std::string> kept = kept_value(type, *cell);
        if (!kept) {
          throw classed("CAST_INVALID_INPUT",
                        "22018",
                        "The value '" + *cell + "' cannot be stored as " + columns[i].type + ".");
        }
        cell = kept;
      }
      row.push_back(std::move(cell));
    }
    added.push_back(std::move(row));
  }
  // A statement that numbers its rows itself names a column that the table has not.
  if (added.size() != inserted) {
    throw classed("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                  "42703",
                  "The table has no column `" + row_number(columns) + "`.");
  }
  return added;
}

std::string database_name(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) {
    quoted += c;
    if (c == '"') quoted += c;
  }
  return quoted + "\"";
}

std::string database_text(std::string_view text) {
  const bool is_plain = text.find('\0') == std::string_view::npos;
  std::string quoted = is_plain ? "'" : "CAST(x'";
  for (const char c : text) {
    static constexpr std::string_view kHexDigits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (!is_plain) {
      quoted += {kHexDigits[byte >> 4U], kHexDigits[byte & 15U]};
    } else {
      quoted += c;
      if (c == '\'') quoted += c;
    }
  }
  return quoted + (is_plain ? "'" : "' AS TEXT)");
}

}  // namespace dgctl::providers::sim
