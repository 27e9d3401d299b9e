#include <algorithm>

#include "providers/sim/names.h"
#include "providers/sim/sql_parser.h"

// CREATE and ALTER.

namespace dgctl::providers::sim {
namespace {

/// Appends a token to a type, with spaces as people write them: "map<string, array<int>>".
void append_to_type(std::string& type, const SqlToken& token) {
  const bool is_word = token.kind == SqlTokenKind::Word;
  if (is_word && type.find_last_of("<(: ,") != type.size() - 1) type += ' ';
  type += token.text;
  if (is_symbol(token, ",") && type.find('<') != std::string::npos) type += ' ';
}

/// "DECIMAL(10,2)", "MAP<STRING, ARRAY<INT>>": up to what follows a type.
std::string parse_type(SqlCursor& cursor) {
  std::string type = cursor.name();
  std::size_t open = 0;
  do {
    const bool opens = cursor.sees_symbol("(") || cursor.sees_symbol("<");
    if (!opens && open == 0) break;
    if (cursor.at_end()) throw cursor.unexpected("the type has no end");
    if (opens) ++open;
    if (cursor.sees_symbol(")") || cursor.sees_symbol(">")) --open;
    append_to_type(type, cursor.take_any());
  } while (open > 0);
  return type;
}

SqlColumn parse_column(SqlCursor& cursor) {
  SqlColumn column;
  column.name = cursor.name();
  column.type = parse_type(cursor);
  while (true) {
    // What may be missing is not simulated: every column takes NULL.
    if (cursor.take({"NOT", "NULL"}) || cursor.take("NULL")) continue;
    if (!cursor.take("COMMENT")) return column;
    column.comment = cursor.literal();
  }
}

void refuse_twice(const std::vector<SqlColumn>& columns) {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const SqlColumn& column : columns) names.push_back(folded(column.name));
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice == names.end()) return;
  throw classed("COLUMN_ALREADY_EXISTS", "42711", "The column `" + *twice + "` already exists.");
}

void parse_columns(SqlCursor& cursor, CreateObject& create) {
  if (!cursor.take_symbol("(")) return;
  do create.columns.push_back(parse_column(cursor));
  while (cursor.take_symbol(","));
  cursor.expect_symbol(")");
  refuse_twice(create.columns);
}

/// Goes past a clause. False: what stands here is none of such an object's.
bool parse_clause(SqlCursor& cursor, CreateObject& create) {
  const SqlKind kind = create.object.kind;
  if (cursor.take("COMMENT")) {
    create.comment = cursor.literal();
  } else if (kind != SqlKind::Table && cursor.take({"MANAGED", "LOCATION"})) {
    create.location = cursor.literal();
  } else if ((kind == SqlKind::Schema && cursor.take({"WITH", "DBPROPERTIES"})) ||
             (kind == SqlKind::Table && cursor.take("TBLPROPERTIES"))) {
    create.properties = parse_properties(cursor);
  } else if (kind == SqlKind::Table && cursor.take({"USING", "DELTA"})) {
    return true;
  } else {
    return false;
  }
  return true;
}

}  // namespace

SqlStatement parse_create(SqlCursor& cursor) {
  CreateObject create;
  if (cursor.take("CATALOG")) {
    create.object.kind = SqlKind::Catalog;
  } else if (cursor.take("SCHEMA") || cursor.take("DATABASE")) {
    create.object.kind = SqlKind::Schema;
  } else if (!cursor.take("TABLE")) {
    throw cursor.unexpected("the simulated workspace creates a CATALOG, a SCHEMA or a TABLE");
  }
  create.if_not_exists = cursor.take({"IF", "NOT", "EXISTS"});
  create.object.name = cursor.path(static_cast<std::size_t>(create.object.kind));
  if (create.object.kind == SqlKind::Table) parse_columns(cursor, create);
  while (!cursor.at_end()) {
    if (!parse_clause(cursor, create)) throw cursor.unexpected("the clause is not known here");
  }
  return create;
}

SqlStatement parse_alter(SqlCursor& cursor) {
  SqlObject object = parse_object(cursor, false);
  if (object.kind == SqlKind::Metastore) throw cursor.unexpected("a metastore is not altered");
  if (cursor.take({"SET", "OWNER", "TO"}) || cursor.take({"OWNER", "TO"})) {
    return SetOwner{std::move(object), cursor.name()};
  }
  const bool is_schema = object.kind == SqlKind::Schema;
  if (is_schema && cursor.take({"SET", "DBPROPERTIES"})) {
    return SetProperties{std::move(object), parse_properties(cursor)};
  }
  if (is_schema || object.kind == SqlKind::Catalog) {
    for (const char* setting : {"ENABLE", "DISABLE", "INHERIT"}) {
      if (cursor.take({setting, "PREDICTIVE", "OPTIMIZATION"})) {
        return SetOptimization{std::move(object), setting};
      }
    }
  }
  throw cursor.unexpected("the simulated workspace knows no such change");
}

}  // namespace dgctl::providers::sim
