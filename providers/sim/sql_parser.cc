#include "providers/sim/sql_parser.h"

#include <algorithm>

#include "providers/sim/names.h"

namespace dgctl::providers::sim {
namespace {

SqlStatement parse_use(SqlCursor& cursor) {
  if (cursor.take("CATALOG")) return UseCatalog{cursor.name()};
  // A schema may be called that.
  if (cursor.sees("SCHEMA") || cursor.sees("DATABASE")) cursor.take_any();
  return UseSchema{cursor.path(2)};
}

SqlName parse_in(SqlCursor& cursor, std::size_t most) {
  if (cursor.take("IN") || cursor.take("FROM")) return cursor.path(most);
  return {};
}

SqlStatement parse_show(SqlCursor& cursor) {
  if (cursor.take("CATALOGS")) return ShowCatalogs{};
  if (cursor.take("SCHEMAS") || cursor.take("DATABASES")) {
    return ShowSchemas{parse_in(cursor, 1)};
  }
  if (cursor.take("TABLES")) return ShowTables{parse_in(cursor, 2)};
  if (!cursor.take("GRANTS") && !cursor.take("GRANT")) {
    throw cursor.unexpected("expected CATALOGS, SCHEMAS, TABLES or GRANTS");
  }
  ShowGrants show;
  if (!cursor.sees("ON")) show.principal = cursor.name();
  cursor.expect("ON");
  show.on = parse_object(cursor, true);
  return show;
}

/// "USE SCHEMA": up to a comma or ON.
std::string parse_privilege(SqlCursor& cursor) {
  std::string words;
  while (cursor.here().kind == SqlTokenKind::Word && !cursor.sees("ON")) {
    words += (words.empty() ? "" : " ") + cursor.take_any().text;
  }
  if (words.empty()) throw cursor.unexpected("expected a privilege");
  return words;
}

SqlStatement parse_grant(SqlCursor& cursor, bool revokes) {
  ChangeGrants change;
  change.revokes = revokes;
  do change.privileges.push_back(parse_privilege(cursor));
  while (cursor.take_symbol(","));
  cursor.expect("ON");
  change.on = parse_object(cursor, true);
  cursor.expect(revokes ? "FROM" : "TO");
  change.principal = cursor.name();
  return change;
}

SqlStatement parse_drop(SqlCursor& cursor) {
  DropObject drop;
  if (cursor.sees("METASTORE")) throw cursor.unexpected();
  drop.object.kind = SqlKind::Table;
  if (cursor.take("CATALOG")) {
    drop.object.kind = SqlKind::Catalog;
  } else if (cursor.take("SCHEMA") || cursor.take("DATABASE")) {
    drop.object.kind = SqlKind::Schema;
  } else if (!cursor.take("TABLE")) {
    throw cursor.unexpected("expected CATALOG, SCHEMA or TABLE");
  }
  drop.if_exists = cursor.take({"IF", "EXISTS"});
  drop.object.name = cursor.path(static_cast<std::size_t>(drop.object.kind));
  if (drop.object.kind != SqlKind::Table) {
    drop.cascades = cursor.take("CASCADE");
    if (!drop.cascades) cursor.take("RESTRICT");
  }
  return drop;
}

SqlStatement parse_comment(SqlCursor& cursor) {
  SetComment comment;
  cursor.expect("ON");
  comment.object = parse_object(cursor, false);
  if (comment.object.kind == SqlKind::Metastore) throw cursor.unexpected();
  cursor.expect("IS");
  if (!cursor.take("NULL")) comment.text = cursor.literal();
  return comment;
}

/// WITH … SELECT, but not WITH … INSERT.
DataStatement parse_data(const SqlCursor& cursor) {
  DataStatement data;
  data.tokens = cursor.rest();
  if (cursor.sees("INSERT")) data.verb = DataVerb::Insert;
  if (cursor.sees("DELETE")) data.verb = DataVerb::Delete;
  return data;
}

bool begins_data(const SqlCursor& cursor) {
  for (const char* word : {"SELECT", "WITH", "VALUES", "INSERT", "DELETE"}) {
    if (cursor.sees(word)) return true;
  }
  return cursor.sees_symbol("(");
}

SqlStatement parse_first(SqlCursor& cursor) {
  if (cursor.take("USE")) return parse_use(cursor);
  if (cursor.take("SHOW")) return parse_show(cursor);
  if (cursor.take("GRANT")) return parse_grant(cursor, false);
  if (cursor.take("REVOKE")) return parse_grant(cursor, true);
  if (cursor.take("CREATE")) return parse_create(cursor);
  if (cursor.take("DROP")) return parse_drop(cursor);
  if (cursor.take("ALTER")) return parse_alter(cursor);
  if (cursor.take("COMMENT")) return parse_comment(cursor);
  throw cursor.unexpected(cursor.at_end() ? "there is no statement"
                                          : "the simulated workspace knows no such statement");
}

/// A semicolon within it would begin another one.
void refuse_several(SqlCursor cursor) {
  for (; !cursor.at_end(); cursor.take_any()) {
    if (cursor.sees_symbol(";")) cursor.expect_end();
  }
}

}  // namespace

SqlStatement parse_sql(std::string_view text) {
  if (!is_utf8(text)) throw syntax_error(text, 0, "", "the statement is no UTF-8");
  SqlCursor cursor(text);
  if (begins_data(cursor)) {
    refuse_several(cursor);
    return parse_data(cursor);
  }
  SqlStatement statement = parse_first(cursor);
  cursor.expect_end();
  return statement;
}

bool only_reads(std::string_view text) {
  try {
    const SqlStatement statement = parse_sql(text);
    if (const auto* data = std::get_if<DataStatement>(&statement)) {
      return data->verb == DataVerb::Select;
    }
    return std::holds_alternative<UseCatalog>(statement) ||
           std::holds_alternative<UseSchema>(statement) ||
           std::holds_alternative<ShowCatalogs>(statement) ||
           std::holds_alternative<ShowSchemas>(statement) ||
           std::holds_alternative<ShowTables>(statement) ||
           std::holds_alternative<ShowGrants>(statement);
  } catch (const SqlError&) {
    return false;
  }
}

SqlDefaults after(const SqlStatement& statement, SqlDefaults before) {
  if (const auto* use = std::get_if<UseCatalog>(&statement)) return {use->name, ""};
  if (const auto* use = std::get_if<UseSchema>(&statement)) {
    if (use->name.size() == 2) before.catalog = use->name.front();
    before.schema = use->name.back();
  }
  return before;
}

SqlObject parse_object(SqlCursor& cursor, bool may_be_bare) {
  SqlObject object;
  if (cursor.take("METASTORE")) return {SqlKind::Metastore, {}};
  if (cursor.take("CATALOG")) {
    object.kind = SqlKind::Catalog;
    const bool is_unnamed =
        may_be_bare && (cursor.at_end() || cursor.sees("TO") || cursor.sees("FROM"));
    if (!is_unnamed) object.name = {cursor.name()};
    return object;
  }
  if (cursor.take("SCHEMA") || cursor.take("DATABASE")) {
    return {SqlKind::Schema, cursor.path(2)};
  }
  if (may_be_bare && cursor.take("VOLUME")) return {SqlKind::Volume, cursor.path(3)};
  if (may_be_bare && cursor.take({"EXTERNAL", "LOCATION"})) {
    return {SqlKind::ExternalLocation, {cursor.name()}};
  }
  const bool says_so =
      cursor.take({"MATERIALIZED", "VIEW"}) || cursor.take("TABLE") || cursor.take("VIEW");
  if (!says_so && !may_be_bare) throw cursor.unexpected("expected CATALOG, SCHEMA or TABLE");
  return {SqlKind::Table, cursor.path(3)};
}

SqlProperties parse_properties(SqlCursor& cursor) {
  SqlProperties properties;
  cursor.expect_symbol("(");
  do {
    const bool is_text = cursor.here().kind == SqlTokenKind::Text;
    std::string key = is_text ? cursor.literal() : cursor.name();
    while (!is_text && cursor.take_symbol(".")) key += "." + cursor.name();
    cursor.take_symbol("=");
    properties.emplace_back(std::move(key), cursor.literal());
  } while (cursor.take_symbol(","));
  cursor.expect_symbol(")");
  return properties;
}

}  // namespace dgctl::providers::sim
