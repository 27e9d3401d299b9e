#include "providers/sim/statements.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "providers/sim/column_types.h"
#include "providers/sim/entitlements.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/reader.h"
#include "providers/sim/sql_run.h"
#include "providers/sim/warehouses.h"

namespace dgctl::providers::sim {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int64_t kHourMs = 3600 * kMsPerSecond;
constexpr std::int64_t kResultMs = kHourMs;       ///< how long a result can be fetched
constexpr std::int64_t kStatusMs = 12 * kHourMs;  ///< how long anything is known of it
constexpr std::size_t kMostStatementBytes = 16U * 1024 * 1024;

/// A body of POST /statements.
struct Submission {
  SqlInput input;
  std::string warehouse_id;
  std::int64_t row_limit = 0, byte_limit = 0;
  std::int64_t wait_ms = 0;
  bool cancels = false;  ///< once it waited so long
};

/// "0s", or "5s" to "50s".
std::int64_t wait_ms(const std::string& written) {
  constexpr std::int64_t kLeast = 5;
  constexpr std::int64_t kMost = 50;
  std::int64_t seconds = -1;
  const char* end = written.data() + written.size();
  const auto [stop, error] = std::from_chars(written.data(), end, seconds);
  const bool is_time = error == std::errc() && stop + 1 == end && *stop == 's';
  if (!is_time || (seconds != 0 && (seconds < kLeast || seconds > kMost))) {
    throw invalid("wait_timeout is '" + written + "'; it is 0s, or between 5s and 50s");
  }
  return seconds * kMsPerSecond;
}

std::vector<SqlParameter> read_parameters(Reader& body) {
  std::vector<SqlParameter> out;
  const Json* list = body.find("parameters");
  if (list == nullptr) return out;
  for (const Json& json : list_at(*list, body.at("parameters"))) {
    Reader reader(json, below(body.at("parameters"), std::to_string(out.size())));
    SqlParameter parameter;
    parameter.name = reader.text("name");
    const Json* value = reader.find("value");
    if (value != nullptr && !std::holds_alternative<Null>(value->is)) {
      parameter.value = text_at(*value, reader.at("value"));
    }
    parameter.type = reader.text("type", "STRING");
    reader.finish();
    if (parameter.name.empty()) refuse(reader.at("name"), "missing");
    out.push_back(std::move(parameter));
  }
  return out;
}

SqlInput read_input(Reader& body) {
  SqlInput input;
  input.statement = body.text("statement");
  if (input.statement.empty()) throw invalid("statement is missing");
  if (input.statement.size() > kMostStatementBytes) {
    throw invalid("statement has more than " + std::to_string(kMostStatementBytes) + " bytes");
  }
  input.catalog = body.text("catalog");
  input.schema = body.text("schema");
  input.parameters = read_parameters(body);
  return input;
}

/// They are kept nowhere.
void read_tags(Reader& body) {
  const Json* list = body.find("query_tags");
  if (list == nullptr) return;
  std::size_t index = 0;
  for (const Json& json : list_at(*list, body.at("query_tags"))) {
    Reader tag(json, below(body.at("query_tags"), std::to_string(index++)));
    tag.text("key");
    tag.text("value");
    tag.finish();
  }
}

Submission read_submission(const Call& call) {
  const Json json = body_json(call);
  Reader body(json, "");
  Submission out;
  out.input = read_input(body);
  out.warehouse_id = body.text("warehouse_id");
  out.row_limit = body.number("row_limit", 0, 1);
  out.byte_limit = body.number("byte_limit", 0, 1);
  out.wait_ms = wait_ms(body.text("wait_timeout", "10s"));
  out.cancels = body.word("on_wait_timeout", {"CONTINUE", "CANCEL"}, "CONTINUE") == "CANCEL";
  const std::string disposition = body.word("disposition", {"INLINE", "EXTERNAL_LINKS"}, "INLINE");
  const std::string format =
      body.word("format", {"JSON_ARRAY", "ARROW_STREAM", "CSV"}, "JSON_ARRAY");
  read_tags(body);
  body.finish();
  if (disposition != "INLINE" || format != "JSON_ARRAY") {
    throw invalid(
        "the simulated workspace has results with disposition INLINE and format "
        "JSON_ARRAY only");
  }
  if (out.warehouse_id.empty()) throw invalid("warehouse_id is missing");
  return out;
}

/// That who lacks it is answered 403 is UNVERIFIED.
void require_sql_access(const State& state, const Asker& asker) {
  if (is_entitled(state, asker.name, kSqlAccess)) return;
  throw denied("'" + asker.name + "' may not run SQL: it lacks the entitlement " + kSqlAccess +
               ".");
}

// ---- running

/// Takes away what is beyond a limit.
void limit_rows(SentStatement& statement) {
  std::size_t count = statement.rows.size();
  if (statement.row_limit > 0)
    count = std::min(count, static_cast<std::size_t>(statement.row_limit));
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i < count && statement.byte_limit > 0; ++i) {
    for (const auto& cell : statement.rows[i]) {
      bytes += static_cast<std::int64_t>(cell ? cell->size() : 0);
    }
    if (bytes > statement.byte_limit) count = i;
  }
  statement.truncated = count < statement.rows.size();
  statement.rows.resize(count);
}

void run(State& state, SentStatement& statement) {
  Call call;
  call.method = Method::Post;
  call.asker = asker_named(state, statement.by);
  call.number = statement.number;
  call.at_ms = statement.ends_at_ms;
  try {
    SqlRows rows = run_sql(state, call, statement.input);
    statement.columns = std::move(rows.columns);
    statement.rows = std::move(rows.rows);
    statement.state = StatementState::Succeeded;
    limit_rows(statement);
  } catch (const SqlFailure& failure) {
    statement.state = StatementState::Failed;
    statement.error_code = failure.code;
    statement.sql_state = failure.sql_state;
    statement.message = as_utf8(failure.what());
  }
  statement.input = {};
}

/// When the warehouse, which starts if it has to, will run.
std::int64_t runs_at(const Warehouse& warehouse, std::int64_t now_ms) {
  const bool never = warehouse.state == "STARTING" && warehouse.settles_at_ms == 0;
  constexpr std::int64_t kYearMs = 365 * 24 * kHourMs;
  return never ? now_ms + kYearMs : std::max(now_ms, warehouse.settles_at_ms);
}

void close(State& state, const std::string& id) {
  std::erase(state.open_statements, id);
  state.statements.at(id).input = {};
}

void forget_old(State& state, std::int64_t now_ms) {
  std::erase_if(state.statements, [&](const auto& entry) {
    const SentStatement& statement = entry.second;
    return statement.state != StatementState::Open && now_ms > statement.ends_at_ms + kStatusMs;
  });
}

// ---- answers

/// What it is to who asks at that time.
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

/// Where the rows of a result are cut.
struct Chunk {
  std::size_t index = 0, first = 0, count = 0;
};
std::vector<Chunk> chunks_of(const State& state, const SentStatement& statement) {
  const auto most = static_cast<std::size_t>(state.switches.chunk_rows);
  std::vector<Chunk> out;
  for (std::size_t first = 0; first < statement.rows.size(); first += most) {
    out.push_back({out.size(), first, std::min(most, statement.rows.size() - first)});
  }
  return out;
}

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

Members statement_body(const State& state,
                       const std::string& id,
                       const SentStatement& statement,
                       std::int64_t now_ms) {
  Members body;
  put(body, "statement_id", id);
  put(body, "status", status_body(statement, now_ms));
  if (state_word(statement, now_ms) != "SUCCEEDED") return body;
  const std::vector<Chunk> chunks = chunks_of(state, statement);
  put(body, "manifest", manifest_body(statement, chunks));
  put(body,
      "result",
      chunks.empty() ? Members{} : result_body(id, statement, chunks.front(), chunks.size() == 1));
  return body;
}

Refusal no_statement(const std::string& id) {
  return not_found("RESOURCE_DOES_NOT_EXIST",
                   "Statement " + id + " does not exist, or nothing is known of it any more.");
}

/// Whoever else asks learns nothing of it.
SentStatement& find_statement(State& state, const Call& call) {
  const std::string& id = call.parts[0];
  const auto found = state.statements.find(id);
  if (found == state.statements.end() || found->second.by != call.asker.name) {
    throw no_statement(id);
  }
  const SentStatement& statement = found->second;
  const bool is_open = statement.state == StatementState::Open;
  if (!is_open && call.at_ms > statement.ends_at_ms + kStatusMs) throw no_statement(id);
  return found->second;
}

}  // namespace

std::string statement_in(const std::string& body) {
  try {
    const Json json = parse_json(body);
    const auto* members = std::get_if<Members>(&json.is);
    const Json* value = members == nullptr ? nullptr : find_member(*members, "statement");
    const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(&value->is);
    return text == nullptr ? "" : *text;
  } catch (const JsonError&) {
    return {};
  }
}

void run_due_statements(State& state, std::int64_t now_ms) {
  if (state.open_statements.empty()) return;
  std::vector<std::string> due;
  for (const std::string& id : state.open_statements) {
    if (state.statements.at(id).ends_at_ms <= now_ms) due.push_back(id);
  }
  std::sort(due.begin(), due.end(), [&](const std::string& a, const std::string& b) {
    const SentStatement& first = state.statements.at(a);
    const SentStatement& second = state.statements.at(b);
    return std::pair(first.ends_at_ms, first.number) < std::pair(second.ends_at_ms, second.number);
  });
  for (const std::string& id : due) {
    run(state, state.statements.at(id));
    close(state, id);
  }
}

Response execute_statement(State& state, const Call& call) {
  Submission submission = read_submission(call);
  require_sql_access(state, call.asker);
  Warehouse& warehouse =
      find_warehouse(state, call.asker, submission.warehouse_id, WarehouseNeed::Use);
  start(warehouse, state.switches, call.at_ms);
  forget_old(state, call.at_ms);
  const std::string id = made_uuid(state.seed, call.number, "statement");
  SentStatement& sent = state.statements[id];
  sent.by = call.asker.name;
  sent.number = call.number;
  sent.runs_at_ms = runs_at(warehouse, call.at_ms);
  sent.ends_at_ms = sent.runs_at_ms + state.switches.statement_s * kMsPerSecond;
  sent.input = std::move(submission.input);
  sent.row_limit = submission.row_limit;
  sent.byte_limit = submission.byte_limit;
  state.open_statements.push_back(id);
  if (submission.wait_ms == 0) {
    return answer(statement_body(state, id, sent, call.at_ms - 1));  // not begun yet, in any case
  }
  const std::int64_t until_ms = std::min(sent.ends_at_ms, call.at_ms + submission.wait_ms);
  state.clock_ms = std::max(state.clock_ms, until_ms);
  run_due_statements(state, until_ms);
  if (sent.state == StatementState::Open && submission.cancels) {
    sent.state = StatementState::Canceled;
    sent.ends_at_ms = until_ms;
    close(state, id);
  }
  return answer(statement_body(state, id, sent, until_ms));
}

Response get_statement(State& state, const Call& call) {
  const SentStatement& statement = find_statement(state, call);
  return answer(statement_body(state, call.parts[0], statement, call.at_ms));
}

Response get_statement_chunk(State& state, const Call& call) {
  const SentStatement& statement = find_statement(state, call);
  if (state_word(statement, call.at_ms) != "SUCCEEDED") throw no_statement(call.parts[0]);
  const std::vector<Chunk> chunks = chunks_of(state, statement);
  for (const Chunk& chunk : chunks) {
    if (std::to_string(chunk.index) != call.parts[1]) continue;
    const bool is_last = chunk.index + 1 == chunks.size();
    return answer(result_body(call.parts[0], statement, chunk, is_last));
  }
  throw not_found("RESOURCE_DOES_NOT_EXIST",
                  "The result has " + std::to_string(chunks.size()) +
                      " chunks, and none that is '" + call.parts[1] + "'");
}

/// Of one that is over, nothing.
Response cancel_statement(State& state, const Call& call) {
  SentStatement& statement = find_statement(state, call);
  if (!call.body.empty()) {
    const Json json = body_json(call);
    Reader(json, "").finish();
  }
  if (statement.state == StatementState::Open) {
    statement.state = StatementState::Canceled;
    statement.ends_at_ms = call.at_ms;
    close(state, call.parts[0]);
  }
  return answer({});
}

Response run_statement(State& state, const Call& call) {
  const Json json = body_json(call);
  Reader body(json, "");
  SentStatement sent;
  sent.input = read_input(body);
  body.finish();
  sent.by = call.asker.name;
  sent.number = call.number;
  sent.runs_at_ms = sent.ends_at_ms = call.at_ms;
  run(state, sent);
  const std::string id = made_uuid(state.seed, call.number, "statement");
  Members out;
  put(out, "statement_id", id);
  put(out, "status", status_body(sent, call.at_ms));
  if (sent.state != StatementState::Succeeded) return answer(std::move(out));
  const Chunk all{0, 0, sent.rows.size()};
  const bool has_rows = !sent.rows.empty();
  put(out,
      "manifest",
      manifest_body(sent, has_rows ? std::vector<Chunk>{all} : std::vector<Chunk>{}));
  put(out, "result", has_rows ? result_body(id, sent, all, true) : Members{});
  return answer(std::move(out));
}

}  // namespace dgctl::providers::sim
