#include <array>

#include "providers/sim/timestamp.h"
#include "providers/sim/workspace_parts.h"

// Statements that were sent to SQL warehouses, as long as somebody may ask for them.

namespace dgctl::providers::sim {
namespace {

struct StateWord {
  const char* word;
  StatementState state;
};
constexpr std::array<StateWord, 4> kStates{{{"OPEN", StatementState::Open},
                                            {"SUCCEEDED", StatementState::Succeeded},
                                            {"FAILED", StatementState::Failed},
                                            {"CANCELED", StatementState::Canceled}}};

StatementState read_statement_state(Reader& reader) {
  const std::string word =
      reader.word("state", {"OPEN", "SUCCEEDED", "FAILED", "CANCELED"}, "OPEN");
  for (const StateWord& row : kStates) {
    if (word == row.word) return row.state;
  }
  return StatementState::Open;
}

std::int64_t read_time(Reader& reader, const char* name) {
  const auto time = parse_timestamp(reader.text(name));
  if (!time) refuse(reader.at(name), "expected a time such as \"2026-11-23T09:00:00Z\"");
  return *time;
}

std::vector<SqlParameter> read_markers(Reader& reader) {
  std::vector<SqlParameter> out;
  const Json* list = reader.find("parameters");
  if (list == nullptr) return out;
  for (const Json& json : list_at(*list, reader.at("parameters"))) {
    Reader one(json, below(reader.at("parameters"), std::to_string(out.size())));
    SqlParameter parameter{one.text("name"), one.optional_text("value"), one.text("type")};
    one.finish();
    out.push_back(std::move(parameter));
  }
  return out;
}

void read_result(SentStatement& out, Reader& reader) {
  out.error_code = reader.text("error_code");
  out.sql_state = reader.text("sql_state");
  out.message = reader.text("message");
  out.truncated = reader.flag("truncated");
  if (const Json* columns = reader.find("columns")) {
    for (const Json& json : list_at(*columns, reader.at("columns"))) {
      const std::string at = below(reader.at("columns"), std::to_string(out.columns.size()));
      out.columns.push_back(read_column(json, at));
    }
  }
  if (const Json* rows = reader.find("rows")) {
    for (const Json& json : list_at(*rows, reader.at("rows"))) {
      const std::string at = below(reader.at("rows"), std::to_string(out.rows.size()));
      out.rows.push_back(read_row(json, out.columns.size(), at));
    }
  }
}

SentStatement read_statement(const Json& json, const std::string& at) {
  Reader reader(json, at);
  SentStatement out;
  out.by = reader.text("by");
  out.number = reader.number("number", 0);
  out.runs_at_ms = read_time(reader, "runs_at");
  out.ends_at_ms = reader.has("ends_at") ? read_time(reader, "ends_at") : out.runs_at_ms;
  out.state = read_statement_state(reader);
  out.input.statement = reader.text("statement");
  out.input.catalog = reader.text("catalog");
  out.input.schema = reader.text("schema");
  out.input.parameters = read_markers(reader);
  out.row_limit = reader.number("row_limit", 0);
  out.byte_limit = reader.number("byte_limit", 0);
  read_result(out, reader);
  reader.finish();
  return out;
}

List markers_json(const std::vector<SqlParameter>& parameters) {
  List out;
  for (const SqlParameter& parameter : parameters) {
    Members one;
    put(one, "name", parameter.name);
    if (parameter.value) put(one, "value", *parameter.value);
    put(one, "type", parameter.type);
    out.push_back(Json{std::move(one)});
  }
  return out;
}

Members statement_members(const SentStatement& statement) {
  Members out;
  put(out, "by", statement.by);
  put_number_unless(out, "number", statement.number, 0);
  put(out, "runs_at", timestamp_text(statement.runs_at_ms));
  if (statement.ends_at_ms != statement.runs_at_ms) {
    put(out, "ends_at", timestamp_text(statement.ends_at_ms));
  }
  for (const StateWord& row : kStates) {
    if (row.state == statement.state) put_unless(out, "state", row.word, "OPEN");
  }
  put_unless_empty(out, "statement", statement.input.statement);
  put_unless_empty(out, "catalog", statement.input.catalog);
  put_unless_empty(out, "schema", statement.input.schema);
  put_list(out, "parameters", markers_json(statement.input.parameters));
  put_number_unless(out, "row_limit", statement.row_limit, 0);
  put_number_unless(out, "byte_limit", statement.byte_limit, 0);
  put_unless_empty(out, "error_code", statement.error_code);
  put_unless_empty(out, "sql_state", statement.sql_state);
  put_unless_empty(out, "message", statement.message);
  put_flag_unless(out, "truncated", statement.truncated, false);
  List columns;
  for (const Column& column : statement.columns) columns.push_back(column_json(column));
  put_list(out, "columns", std::move(columns));
  List rows;
  for (const Row& row : statement.rows) rows.push_back(row_json(row));
  put_list(out, "rows", std::move(rows));
  return out;
}

}  // namespace

void read_statements(State& state, Reader& file) {
  for (const Member& member : file.entries("statements")) {
    SentStatement read = read_statement(member.value, below(file.at("statements"), member.name));
    if (read.state == StatementState::Open) state.open_statements.push_back(member.name);
    state.statements[member.name] = std::move(read);
  }
}

void write_statements(Members& file, const State& state) {
  Members out;
  for (const auto& [id, statement] : state.statements) {
    put(out, id, statement_members(statement));
  }
  put_members(file, "statements", std::move(out));
}

}  // namespace dgctl::providers::sim
