#include "providers/sim/statement_request.h"

#include <charconv>

namespace dgctl::providers::sim {
namespace {

constexpr std::size_t kMostStatementBytes = 16'777'216;

/// "0s", or "5s" to "50s".
std::int64_t wait_ms(const std::string& written) {
  constexpr std::int64_t kMsPerSecondOfWait = 1000;
  constexpr std::int64_t kLeast = 5;
  constexpr std::int64_t kMost = 50;
  std::int64_t seconds = -1;
  const char* end = written.data() + written.size();
  const auto [stop, error] = std::from_chars(written.data(), end, seconds);
  const bool is_time = error == std::errc() && stop + 1 == end && *stop == 's';
  if (!is_time || (seconds != 0 && (seconds < kLeast || seconds > kMost))) {
    throw invalid("wait_timeout is '" + written + "'; it is 0s, or between 5s and 50s");
  }
  return seconds * kMsPerSecondOfWait;
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

}  // namespace

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

}  // namespace dgctl::providers::sim
