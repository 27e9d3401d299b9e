#include "providers/sim/statement_answer.h"

#include <algorithm>

#include "providers/sim/column_types.h"
#include "providers/sim/names.h"
#include "providers/sim/statements.h"

namespace dgctl::providers::sim {
namespace {

void put_size(Members& body, const Chunk& chunk) {
  put(body, "chunk_index", static_cast<std::int64_t>(chunk.index));
  put(body, "row_offset", static_cast<std::int64_t>(chunk.first));
  put(body, "row_count", static_cast<std::int64_t>(chunk.count));
}

Members schema_body(const std::vector<Column>& columns) {
  List list;
  for (const Column& column : columns) {
    Members body;
    put(body, "name", column.name);
    put(body, "position", static_cast<std::int64_t>(list.size()));
    put(body, "type_name", type_name(column.type));
    put(body, "type_text", column.type);
    const ColumnType type = column_type(column.type);
    if (type.is == TypeClass::Exact) {
      put(body, "type_precision", std::int64_t{type.precision});
      put(body, "type_scale", std::int64_t{type.scale});
    }
    list.push_back(Json{std::move(body)});
  }
  Members out;
  put(out, "column_count", static_cast<std::int64_t>(columns.size()));
  put_list(out, "columns", std::move(list));
  return out;
}

Members manifest_body(const SentStatement& statement, const std::vector<Chunk>& chunks) {
  Members out;
  put(out, "format", std::string("JSON_ARRAY"));
  put(out, "schema", schema_body(statement.columns));
  put(out, "total_row_count", static_cast<std::int64_t>(statement.rows.size()));
  put(out, "total_chunk_count", static_cast<std::int64_t>(chunks.size()));
  put(out, "truncated", statement.truncated);
  List list;
  for (const Chunk& chunk : chunks) {
    Members body;
    put_size(body, chunk);
    list.push_back(Json{std::move(body)});
  }
  put_list(out, "chunks", std::move(list));
  return out;
}

Members status_body(const SentStatement& statement, std::int64_t now_ms) {
  Members out;
  put(out, "state", state_word(statement, now_ms));
  if (statement.state != StatementState::Failed) return out;
  Members error;
  put(error, "error_code", statement.error_code);
  put(error, "message", statement.message);
  put(out, "error", std::move(error));
  put_unless_empty(out, "sql_state", statement.sql_state);
  return out;
}

}  // namespace

std::string state_word(const SentStatement& statement, std::int64_t now_ms) {
  switch (statement.state) {
    case StatementState::Open:
      return now_ms < statement.runs_at_ms || statement.runs_at_ms == statement.ends_at_ms
                 ? "PENDING"
                 : "RUNNING";
    case StatementState::Failed:
      return "FAILED";
    case StatementState::Canceled:
      return "CANCELED";
    case StatementState::Succeeded:
      break;
  }
  return now_ms > statement.ends_at_ms + kResultMs ? "CLOSED" : "SUCCEEDED";
}

std::vector<Chunk> chunks_of(const State& state, const SentStatement& statement) {
  const auto most = static_cast<std::size_t>(state.switches.chunk_rows);
  std::vector<Chunk> out;
  for (std::size_t first = 0; first < statement.rows.size(); first += most) {
    out.push_back({out.size(), first, std::min(most, statement.rows.size() - first)});
  }
  return out;
}

Members result_body(const std::string& id,
                    const SentStatement& statement,
                    const Chunk& chunk,
                    bool is_last) {
  Members out;
  put_size(out, chunk);
  if (!is_last) {
    const std::string next = std::to_string(chunk.index + 1);
    put(out, "next_chunk_index", static_cast<std::int64_t>(chunk.index + 1));
    put(out,
        "next_chunk_internal_link",
        std::string(kStatementsPath) + "/" + id + "/result/chunks/" + next);
  }
  List rows;
  for (std::size_t i = chunk.first; i < chunk.first + chunk.count; ++i) {
    List cells;
    for (const auto& cell : statement.rows[i]) {
      cells.push_back(cell ? Json{as_utf8(*cell)} : Json{Null{}});
    }
    rows.push_back(Json{std::move(cells)});
  }
  put(out, "data_array", std::move(rows));
  return out;
}

Members statement_body(const std::string& id,
                       const SentStatement& statement,
                       const std::vector<Chunk>& chunks,
                       std::int64_t now_ms) {
  Members body;
  put(body, "statement_id", id);
  put(body, "status", status_body(statement, now_ms));
  if (state_word(statement, now_ms) != "SUCCEEDED") return body;
  put(body, "manifest", manifest_body(statement, chunks));
  put(body,
      "result",
      chunks.empty() ? Members{} : result_body(id, statement, chunks.front(), chunks.size() == 1));
  return body;
}

}  // namespace dgctl::providers::sim
