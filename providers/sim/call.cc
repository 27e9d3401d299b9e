#include "providers/sim/call.h"

#include <charconv>

#include "providers/sim/names.h"

namespace dgctl::providers::sim {

std::optional<std::string> text_parameter(const Call& call, std::string_view name) {
  for (const auto& [key, value] : call.query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

bool flag_parameter(const Call& call, std::string_view name) {
  const std::optional<std::string> value = text_parameter(call, name);
  if (!value || *value == "false") return false;
  if (*value == "true") return true;
  throw invalid("parameter '" + std::string(name) + "' is '" + *value + "' and not true or false");
}

std::optional<std::int64_t> number_parameter(const Call& call, std::string_view name) {
  const std::optional<std::string> value = text_parameter(call, name);
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  const char* end = value->data() + value->size();
  const auto [stop, error] = std::from_chars(value->data(), end, number);
  if (error != std::errc() || stop != end) {
    throw invalid("parameter '" + std::string(name) + "' is '" + *value + "' and not a number");
  }
  return number;
}

std::string required_parameter(const Call& call, std::string_view name) {
  const std::optional<std::string> value = text_parameter(call, name);
  if (!value || value->empty()) {
    throw invalid("parameter '" + std::string(name) + "' is missing");
  }
  return *value;
}

void require_admin_to(const std::string& what, const Call& call) {
  if (call.plane == Plane::Account || call.asker.workspace_admin) return;
  throw denied("'" + call.asker.name + "' is no workspace admin and may not " + what + ".");
}

Json body_json(const Call& call) {
  if (call.body.empty()) {
    throw Refusal(400, "MALFORMED_REQUEST", "the body cannot be read: it is empty");
  }
  try {
    return parse_json(call.body);
  } catch (const JsonError& error) {
    throw Refusal(
        400, "MALFORMED_REQUEST", std::string("the body cannot be read: ") + error.what());
  }
}

Response answer(Members body, int status) {
  return {status, {{"Content-Type", "application/json"}}, to_text(Json{std::move(body)})};
}

Response error_answer(const Refusal& refusal, const std::string& request_id) {
  if (is_numeric(refusal)) {
    Members numeric;
    put(numeric, "error_code", std::int64_t{refusal.status});
    put(numeric, "message", as_utf8(refusal.what()));
    return answer(std::move(numeric), refusal.status);
  }
  Members detail;
  put(detail, "@type", std::string("type.googleapis.com/google.rpc.RequestInfo"));
  put(detail, "request_id", request_id);
  put(detail, "serving_data", std::string());
  Members body;
  put(body, "error_code", refusal.code);
  put(body, "message", as_utf8(refusal.what()));
  put(body, "details", List{Json{std::move(detail)}});
  return answer(std::move(body), refusal.status);
}

Stamp stamp(const Call& call) { return {call.at_ms, call.asker.name}; }

}  // namespace dgctl::providers::sim
