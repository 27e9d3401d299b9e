#include "providers/sim/statements.h"

#include <algorithm>
#include <utility>

#include "providers/sim/entitlements.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/reader.h"
#include "providers/sim/sql_run.h"
#include "providers/sim/statement_answer.h"
#include "providers/sim/statement_request.h"
#include "providers/sim/warehouses.h"

namespace dgctl::providers::sim {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

/// That who lacks it is answered 403 is UNVERIFIED.
void require_sql_access(const State& state, const Asker& asker) {
  if (is_entitled(state, asker.name, kSqlAccess)) return;
  throw denied("'" + asker.name + "' may not run SQL: it lacks the entitlement " + kSqlAccess +
               ".");
}

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
  } catch (const SqlError& failure) {
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
  constexpr std::int64_t kYearMs = kHourMs * 24 * 365;
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
    return answer(statement_body(id, sent, {}, call.at_ms - 1));  // not begun yet, in any case
  }
  const std::int64_t until_ms = std::min(sent.ends_at_ms, call.at_ms + submission.wait_ms);
  state.clock_ms = std::max(state.clock_ms, until_ms);
  run_due_statements(state, until_ms);
  if (sent.state == StatementState::Open && submission.cancels) {
    sent.state = StatementState::Canceled;
    sent.ends_at_ms = until_ms;
    close(state, id);
  }
  return answer(statement_body(id, sent, chunks_of(state, sent), until_ms));
}

Response get_statement(State& state, const Call& call) {
  const SentStatement& statement = find_statement(state, call);
  return answer(statement_body(call.parts[0], statement, chunks_of(state, statement), call.at_ms));
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
  std::vector<Chunk> whole;
  if (!sent.rows.empty()) whole.push_back({0, 0, sent.rows.size()});
  return answer(statement_body(id, sent, whole, call.at_ms));
}

}  // namespace dgctl::providers::sim
