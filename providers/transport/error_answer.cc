#include "providers/transport/error_answer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <string_view>

#include <nlohmann/json.hpp>

#include "providers/transport/redacted.h"

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using Json = nlohmann::json;

struct CodeClass {
  std::string_view code;
  ErrorClass error_class;
};
constexpr std::array kCodes{
    CodeClass{"ABORTED", ErrorClass::Transient},
    CodeClass{"ALREADY_EXISTS", ErrorClass::Conflict},
    CodeClass{"CATALOG_ALREADY_EXISTS", ErrorClass::Conflict},
    CodeClass{"COULD_NOT_ACQUIRE_LOCK", ErrorClass::Transient},
    CodeClass{"DATA_LOSS", ErrorClass::Transient},
    CodeClass{"ENDPOINT_NOT_FOUND", ErrorClass::Invalid},
    CodeClass{"INVALID_PARAMETER_VALUE", ErrorClass::Invalid},
    CodeClass{"INVALID_STATE", ErrorClass::Invalid},
    CodeClass{"PERMISSION_DENIED", ErrorClass::Denied},
    CodeClass{"PRINCIPAL_DOES_NOT_EXIST", ErrorClass::NotVisible},
    CodeClass{"REQUEST_LIMIT_EXCEEDED", ErrorClass::Throttled},
    CodeClass{"RESOURCE_ALREADY_EXISTS", ErrorClass::Conflict},
    CodeClass{"RESOURCE_CONFLICT", ErrorClass::Transient},
    CodeClass{"RESOURCE_DOES_NOT_EXIST", ErrorClass::NotFound},
    CodeClass{"RESOURCE_EXHAUSTED", ErrorClass::Throttled},
    CodeClass{"SCHEMA_ALREADY_EXISTS", ErrorClass::Conflict},
    CodeClass{"TEMPORARILY_UNAVAILABLE", ErrorClass::Transient},
    CodeClass{"UNKNOWN", ErrorClass::Transient},
};

// Throttling that comes under other codes and statuses, and failures that pass by themselves.
constexpr std::array<std::string_view, 5> kThrottledTexts{"REQUEST_LIMIT_EXCEEDED",
                                                          "token bucket limit has been exceeded",
                                                          "exceeded the concurrent limit",
                                                          "Temporarily throttled",
                                                          "too many requests"};
constexpr std::array<std::string_view, 2> kTransientTexts{"Timed out after ", "deadline exceeded"};

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

ErrorClass class_of_status(int status) {
  if (status == 400) return ErrorClass::Invalid;
  if (status == 401) return ErrorClass::Unauthenticated;
  if (status == 403) return ErrorClass::Denied;
  if (status == 404) return ErrorClass::NotFound;
  if (status == 409) return ErrorClass::Conflict;
  if (status == 408) return ErrorClass::Transient;
  if (status == 429) return ErrorClass::Throttled;
  if (status == 501) return ErrorClass::Invalid;  // it will not be there at another try
  if (status >= 500) return ErrorClass::Transient;
  return ErrorClass::Invalid;
}

// How messages name a principal that the workspace does not know: between these two. Whatever the
// code and the status, which may be those of a missing thing.
struct Naming {
  std::string_view before, after;
};
constexpr std::array kUnknownPrincipals{
    Naming{"ServicePrincipalName(", ") does not exist"},
    Naming{"UserName(", ") does not exist"},
    Naming{"GroupName(", ") does not exist"},
    Naming{"Principal ", " not in workspace"},
};

/// What stands in a text between the two, or nothing.
std::optional<std::string> between(const std::string& text, const Naming& naming) {
  const std::size_t at = text.find(naming.before);
  if (at == std::string::npos) return std::nullopt;
  const std::size_t from = at + naming.before.size();
  const std::size_t to = text.find(naming.after, from);
  if (to == std::string::npos) return std::nullopt;
  return text.substr(from, to - from);
}

/// The principal that an answer says the workspace does not know.
std::optional<std::string> unknown_principal(int status, const ErrorAnswer& answer) {
  if (status == 401 || status == 403) return std::nullopt;
  if (answer.code == "PRINCIPAL_DOES_NOT_EXIST") {
    static constexpr std::string_view kBefore = "principal with name ";
    const std::size_t at = answer.message.find(kBefore);
    if (at == std::string::npos) return std::nullopt;
    return answer.message.substr(at + kBefore.size());
  }
  for (const Naming& naming : kUnknownPrincipals) {
    if (auto principal = between(answer.message, naming)) return principal;
  }
  return std::nullopt;
}

ErrorClass class_of(int status, const ErrorAnswer& answer) {
  const auto is_in = [&](std::string_view part) { return contains(answer.message, part); };
  if (std::any_of(kThrottledTexts.begin(), kThrottledTexts.end(), is_in))
    return ErrorClass::Throttled;
  if (answer.subject) return ErrorClass::NotVisible;
  const auto* known = std::find_if(
      kCodes.begin(), kCodes.end(), [&](const CodeClass& c) { return c.code == answer.code; });
  const bool is_told = known != kCodes.end() && known->error_class != ErrorClass::Invalid;
  if (is_told) return known->error_class;
  // A name clash of warehouses comes as an invalid parameter.
  if (status == 400 && is_in("already exists")) return ErrorClass::Conflict;
  if (known != kCodes.end()) return known->error_class;
  if (std::any_of(kTransientTexts.begin(), kTransientTexts.end(), is_in))
    return ErrorClass::Transient;
  if (answer.code.ends_with("_DOES_NOT_EXIST")) return ErrorClass::NotFound;
  // An invalid token is answered by 403 with a number for a code.
  if (status == 403 && answer.code == "403") return ErrorClass::Unauthenticated;
  return class_of_status(status);
}

std::string without_tags(std::string_view html) {
  std::string text;
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<') in_tag = true;
    if (!in_tag) text += c;
    if (c == '>') in_tag = false;
  }
  return text;
}

/// A text as one line of at most 500 bytes, without control characters.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text.substr(0, 500)) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    line += is_control ? ' ' : c;
  }
  const std::size_t from = line.find_first_not_of(' ');
  const std::size_t to = line.find_last_not_of(' ');
  return from == std::string::npos ? std::string() : line.substr(from, to - from + 1);
}

std::string text_at(const Json& object, const char* name) {
  const auto it = object.find(name);
  if (it == object.end()) return {};
  if (it->is_string()) return it->get<std::string>();
  return it->is_number() ? it->dump() : std::string();
}

void read_json(const Json& body, ErrorAnswer& answer) {
  answer.code = text_at(body, "error_code");
  answer.message = text_at(body, "message");
  if (answer.message.empty() && body.contains("detail")) {  // SCIM's form
    const std::string detail = text_at(body, "detail");
    answer.code = "SCIM_" + text_at(body, "status");
    answer.message =
        text_at(body, "scimType") + " " + (detail == "null" ? "SCIM API Internal Error" : detail);
  }
  if (answer.message.empty()) {  // API 1.2, and OAuth with its description
    answer.message = text_at(body, "error");
    const std::string description = text_at(body, "error_description");
    if (!description.empty()) answer.message += ": " + description;
  }
  answer.message = one_line(answer.message);
  // Some name the request in the text alone.
  if (const auto id = between(answer.message, {"[ReqId: ", "]"})) answer.request_id = *id;
  const auto details = body.find("details");
  if (details == body.end() || !details->is_array()) return;
  for (const Json& detail : *details) {
    if (!detail.is_object()) continue;
    const std::string id = text_at(detail, "request_id");
    if (!id.empty()) answer.request_id = id;
  }
}

/// "CODE: text" of a plain body.
void read_plain(const std::string& body, ErrorAnswer& answer) {
  answer.message = one_line(body);
  const std::size_t colon = answer.message.find(": ");
  if (colon == std::string::npos || colon == 0) return;
  const bool is_code = std::all_of(answer.message.begin(),
                                   answer.message.begin() + static_cast<std::ptrdiff_t>(colon),
                                   [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
  if (!is_code) return;
  answer.code = answer.message.substr(0, colon);
  answer.message.erase(0, colon + 2);
}

std::optional<std::chrono::milliseconds> retry_after(const Response& response,
                                                     std::chrono::system_clock::time_point now) {
  const std::string value = header(response, "Retry-After");
  if (value.empty()) return std::nullopt;
  constexpr std::int64_t kLongestWaitSeconds = 365L * 24 * 60 * 60;  // what is longer is nonsense
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (error == std::errc() && end == value.data() + value.size()) {
    return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kLongestWaitSeconds));
  }
  std::tm parts{};
  if (strptime(value.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts) == nullptr) return std::nullopt;
  // In seconds: the clock's own unit does not reach far.
  const std::int64_t wait = timegm(&parts) - std::chrono::system_clock::to_time_t(now);
  return std::chrono::seconds(std::clamp<std::int64_t>(wait, 0, kLongestWaitSeconds));
}

std::string reason_phrase(int status) {
  if (status == 401) return "not authenticated";
  if (status == 403) return "not permitted";
  if (status == 404) return "not found";
  if (status == 429) return "too many requests";
  if (status == 501) return "not implemented";
  return status >= 500 ? "the server failed" : "the request was refused";
}

}  // namespace

bool is_html(const Response& response) {
  const std::size_t at = response.body.find_first_not_of(" \t\r\n");
  return at != std::string::npos && response.body[at] == '<';
}

std::string elsewhere_text(const Response& response) {
  std::string status = std::to_string(response.status);
  const std::string location = header(response, "Location");
  if (response.status / 100 != 3) return status + " and a web page";
  if (location.empty()) return status;
  // What follows the path may be somebody's credentials.
  const std::string place = location.substr(0, location.find_first_of("?#"));
  return status + " to " + redacted(one_line(place)) + ", where nothing is sent";
}

ErrorAnswer error_in(const Response& response, std::chrono::system_clock::time_point now) {
  ErrorAnswer answer;
  answer.request_id = header(response, "X-Request-Id");
  answer.retry_after = retry_after(response, now);
  const Json body = Json::parse(response.body, nullptr, false);
  if (body.is_object()) {
    read_json(body, answer);
  } else if (is_html(response)) {
    answer.message = one_line(without_tags(response.body));
  } else {
    read_plain(response.body, answer);
  }
  if (answer.message.empty()) answer.message = reason_phrase(response.status);
  if (answer.code.empty() && response.status == 501) answer.code = "NOT_IMPLEMENTED";
  answer.message = redacted(answer.message);
  answer.code = redacted(answer.code);
  answer.subject = unknown_principal(response.status, answer);
  answer.error_class = class_of(response.status, answer);
  // A code that is the status says nothing more, and would be told twice.
  if (answer.code == std::to_string(response.status)) answer.code.clear();
  return answer;
}

}  // namespace dgctl::providers
