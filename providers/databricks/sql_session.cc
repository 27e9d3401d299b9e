#include "providers/databricks/sql_session.h"

#include <algorithm>
#include <optional>

#include "engine/edges/error.h"
#include "engine/model/deadline.h"
#include "engine/model/utf8.h"
#include "providers/databricks/json.h"
#include "providers/transport/redacted.h"

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using engine::Fields;
using engine::ProviderError;
using engine::Rows;
using engine::SqlFailure;

constexpr const char* kStatements = "/api/2.0/sql/statements";
/// How long a submission waits for the end: the shortest that the API takes, so that a statement's
/// id, without which it cannot be cancelled, is known soon.
constexpr const char* kWait = "5s";
constexpr std::chrono::milliseconds kFirstPause{1'000};
constexpr std::chrono::milliseconds kLongestPause{5'000};
/// How long is waited for the answer to a cancellation, by somebody who wants to end.
constexpr std::chrono::milliseconds kCancelWait{1'000};
/// Longer than any condition or state that there is.
constexpr std::size_t kMostOfName = 100;

const std::string& state_of(const Fields& answer) {
  return needed_text_in(object_in(answer, "status"), "state");
}

/// Whether the statement goes on.
bool is_under_way(const std::string& state) { return state == "PENDING" || state == "RUNNING"; }

/// How many of something an answer announces; nothing where it does not say.
std::optional<std::int64_t> count_in(const Fields& object, std::string_view name) {
  const engine::Value* value = engine::find(object, name);
  if (value == nullptr || std::holds_alternative<engine::Null>(value->is)) return std::nullopt;
  const auto* number = std::get_if<std::int64_t>(&value->is);
  if (number == nullptr || *number < 0) throw UnexpectedForm("a number of rows or chunks is none");
  return *number;
}

/// Whether a statement answers with rows, be there none of them. Others, such as CREATE and USE,
/// may be answered with nothing.
bool yields_rows(std::string_view statement) {
  return statement.starts_with("SELECT ") || statement.starts_with("SHOW ");
}

/// NULL is null, and every other value a text.
std::optional<std::string> cell_of(const engine::Value& value) {
  if (std::holds_alternative<engine::Null>(value.is)) return std::nullopt;
  return as_text(value, "a value of a row");
}

/// Whether the rows themselves are there, and not links to them or nothing.
bool has_rows(const Fields& result) {
  const engine::Value* rows = engine::find(result, "data_array");
  return rows != nullptr && !std::holds_alternative<engine::Null>(rows->is);
}

void append_rows(Rows& rows, const Fields& result) {
  for (const engine::Value& item : list_in(result, "data_array")) {
    if (rows.cells.size() == kMostStatementRows) {
      rows.is_complete = false;
      return;
    }
    const auto* values = std::get_if<engine::List>(&item.is);
    if (values == nullptr) throw UnexpectedForm("a row is no list");
    auto& row = rows.cells.emplace_back();
    for (const engine::Value& value : *values) row.push_back(cell_of(value));
  }
}

/// What says that a result is empty must not be missing: nothing would look like no rows.
void require_rows(const Fields& manifest, const Fields& result) {
  const bool are_none =
      count_in(manifest, "total_row_count") == 0 || count_in(manifest, "total_chunk_count") == 0;
  if (has_rows(result) || are_none) return;
  throw UnexpectedForm("it succeeded, and no rows came, nor that there are none");
}

void require_all_rows(const Rows& rows, const Fields& manifest) {
  const auto announced = count_in(manifest, "total_row_count");
  if (!rows.is_complete || !announced) return;
  if (static_cast<std::size_t>(*announced) == rows.cells.size()) return;
  throw UnexpectedForm("it announces " + std::to_string(*announced) + " rows, and " +
                       std::to_string(rows.cells.size()) + " came");
}

bool is_truncated(const Fields& manifest) {
  const engine::Value* value = engine::find(manifest, "truncated");
  return value != nullptr && value->is == decltype(value->is)(true);
}

/// A text of at most so many bytes, without half a character at its end.
std::string cut(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = 0;
  for (;;) {
    const std::size_t next =
        end + engine::first_character(std::string_view(text).substr(end)).size_bytes;
    if (next > most) return text.substr(0, end) + "…";
    end = next;
  }
}

/// What an answer says as it may be told.
std::string told(const std::string& text, std::size_t most) { return cut(redacted(text), most); }

/// A name such as conditions have: "TABLE_OR_VIEW_NOT_FOUND", "DELTA_X.SUB_CLASS".
bool is_condition(std::string_view text) {
  return !text.empty() && text.size() <= kMostOfName &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.") == std::string_view::npos;
}

void trim(std::string& text) {
  text.erase(0, std::min(text.find_first_not_of(" \n"), text.size()));
  while (text.ends_with(' ') || text.ends_with('\n')) text.pop_back();
}

/// An answer that is none of the API's.
ProviderError unexpected(const std::string& why) {
  ProviderError error(ErrorClass::Transient,
                      std::string("a statement was answered in a form that is not the API's: ") +
                          why + "; run again later");
  error.may_have_happened = true;
  return error;
}

}  // namespace

SqlFailure failure_in(const std::string& message,
                      const std::string& sql_state,
                      const std::string& error_code) {
  const std::string text = redacted(message);
  SqlFailure failure{told(sql_state, kMostOfName), {}, text};
  // "[CONDITION] text" now, "CONDITION: text" in older forms.
  const std::size_t close = text.find(']');
  const std::size_t colon = text.find(": ");
  if (text.starts_with('[') && close != std::string::npos &&
      is_condition(std::string_view(text).substr(1, close - 1))) {
    failure.condition = text.substr(1, close - 1);
    failure.message = text.substr(close + 1);
  } else if (colon != std::string::npos && is_condition(std::string_view(text).substr(0, colon))) {
    failure.condition = text.substr(0, colon);
    failure.message = text.substr(colon + 2);
  }
  if (failure.condition.empty() && error_code != "BAD_REQUEST") {
    failure.condition = told(error_code, kMostOfName);
  }
  static constexpr std::string_view kState = "SQLSTATE: ";
  const std::size_t at = failure.message.rfind(kState);
  if (at != std::string::npos) {
    const std::string state = failure.message.substr(at + kState.size(), 5);
    if (failure.sql_state.empty() && state.size() == 5) failure.sql_state = state;
    if (!state.empty() && failure.sql_state == state) failure.message.resize(at);
  }
  trim(failure.message);
  failure.message = cut(failure.message, kMostOfMessage);
  return failure;
}

Fields StatementSession::submit(const std::string& statement, const std::stop_token& stop) {
  const Fields body{{"disposition", "INLINE"},
                    {"format", "JSON_ARRAY"},
                    {"on_wait_timeout", "CONTINUE"},
                    {"statement", statement},
                    {"wait_timeout", kWait},
                    {"warehouse_id", warehouse_id_}};
  // Sent twice it would run twice.
  return parsed_object(
      rest_.send(Method::Post, kStatements, json_text(body), Repeat::OnlyIfNotTaken, stop));
}

Fields StatementSession::wait_for_end(Fields answer,
                                      const std::string& id,
                                      const std::stop_token& stop) {
  std::chrono::milliseconds pause = kFirstPause;
  while (is_under_way(state_of(answer))) {
    if (!clock_.sleep(pause, stop)) throw engine::StoppedError("interrupted during a statement");
    pause = std::min(2 * pause, kLongestPause);
    answer =
        parsed_object(rest_.get(std::string(kStatements) + "/" + percent_encoded(id), {}, stop));
  }
  return answer;
}

Rows StatementSession::rows(const Fields& answer,
                            const std::string& id,
                            const std::stop_token& stop) {
  Rows rows;
  const Fields& manifest = object_in(answer, "manifest");
  for (const engine::Value& column : list_in(object_in(manifest, "schema"), "columns")) {
    rows.columns.push_back(text_in(as_object(column, "a column"), "name"));
  }
  const Fields& result = object_in(answer, "result");
  require_rows(manifest, result);
  rows.is_complete = !is_truncated(manifest);
  append_rows(rows, result);
  fetch_more(rows, count_in(manifest, "total_chunk_count").value_or(0), id, stop);
  require_all_rows(rows, manifest);
  return rows;
}

void StatementSession::fetch_more(Rows& rows,
                                  std::int64_t chunks,
                                  const std::string& id,
                                  const std::stop_token& stop) {
  const std::string path = std::string(kStatements) + "/" + percent_encoded(id) + "/result/chunks/";
  for (std::int64_t chunk = 1; chunk < chunks; ++chunk) {
    if (chunk == kMostStatementChunks || rows.cells.size() >= kMostStatementRows) {
      rows.is_complete = false;
      return;
    }
    const Fields more = parsed_object(rest_.get(path + std::to_string(chunk), {}, stop));
    if (!has_rows(more)) throw UnexpectedForm("a chunk of rows holds none");
    append_rows(rows, more);
  }
}

/// The server may let it end all the same: that it was asked is all that can be done.
void StatementSession::cancel(const std::string& id) {
  Request request;
  request.method = Method::Post;
  request.path = std::string(kStatements) + "/" + percent_encoded(id) + "/cancel";
  request.headers = {{"Accept", "application/json"}};
  request.timeout = kCancelWait;
  const engine::Deadline deadline(kCancelWait);
  try {
    transport_.send(request, deadline.token());
  } catch (const engine::Error&) {
    return;  // whoever asked to stop is told of that, and not of this
  }
}

std::variant<Rows, SqlFailure> StatementSession::run(const std::string& statement,
                                                     std::stop_token stop) {
  std::string id;
  try {
    Fields answer = submit(statement, stop);
    id = needed_text_in(answer, "statement_id");
    if (id.size() > kMostOfName) throw UnexpectedForm("the statement's id is too long for one");
    answer = wait_for_end(std::move(answer), id, stop);
    const Fields& status = object_in(answer, "status");
    const std::string& state = state_of(answer);
    if (state == "SUCCEEDED") return yields_rows(statement) ? rows(answer, id, stop) : Rows{};
    if (state == "CANCELED") return SqlFailure{{}, state, "somebody cancelled the statement"};
    if (state == "CLOSED") return Rows{{}, {}, false};  // it succeeded, and its rows are gone
    if (state != "FAILED") throw unexpected("it has the state " + told(state, kMostOfName));
    const Fields& error = object_in(status, "error");
    return failure_in(
        text_in(error, "message"), text_in(status, "sql_state"), text_in(error, "error_code"));
  } catch (const engine::StoppedError&) {
    if (!id.empty()) cancel(id);
    throw;
  } catch (const UnexpectedForm& form) {
    throw unexpected(form.what());
  }
}

}  // namespace dgctl::providers
