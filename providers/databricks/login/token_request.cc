#include "providers/databricks/login/token_request.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include <nlohmann/json.hpp>

#include "engine/model/secret_json.h"
#include "providers/databricks/login/credential_text.h"
#include "providers/transport/error_answer.h"

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using engine::ProviderError;

// Throttling comes under other codes and statuses than 429: databricks-sdk-go config/config.go.
constexpr std::array<std::string_view, 4> kThrottledTexts{
    "throttled", "too many requests", "request limit exceeded", "rate limit"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_word_character(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
}

/// Whether 429 stands in a text, and not as a part of some id.
bool mentions_429(std::string_view text) {
  static constexpr std::string_view kStatus = "429";
  for (std::size_t at = text.find(kStatus); at != std::string_view::npos;
       at = text.find(kStatus, at + 1)) {
    const std::size_t end = at + kStatus.size();
    const bool begins = at == 0 || !is_word_character(text[at - 1]);
    if (begins && (end == text.size() || !is_word_character(text[end]))) return true;
  }
  return false;
}

bool is_throttled(const Response& response, const ErrorAnswer& answer) {
  if (answer.error_class == ErrorClass::Throttled || response.status == 429) return true;
  std::string text = answer.message;
  std::transform(text.begin(), text.end(), text.begin(), lower);
  return mentions_429(text) ||
         std::any_of(kThrottledTexts.begin(), kThrottledTexts.end(), [&](std::string_view part) {
           return text.find(part) != std::string::npos;
         });
}

ErrorClass class_of(const Response& response, const ErrorAnswer& answer, bool is_exchange) {
  if (is_throttled(response, answer)) return ErrorClass::Throttled;
  // OAuth's codes for who is not let in (RFC 6749, section 5.2), and for an ID token that is not
  // accepted (RFC 8693, section 2.2.2).
  const auto is_code = [&](std::string_view code) { return answer.message.starts_with(code); };
  const bool is_refused = answer.message.find("invalid_client") != std::string::npos ||
                          is_code("invalid_grant") || is_code("unauthorized_client") ||
                          (is_exchange && is_code("invalid_request"));
  // No right is asked for where one logs in.
  const bool is_denied = response.status == 401 || response.status == 403;
  return is_denied || is_refused ? ErrorClass::Unauthenticated : answer.error_class;
}

/// An answer of whoever else has that host: a page to log in with, or the way to one.
bool is_elsewhere(const Response& response) {
  if (response.status >= 300 && response.status < 400) return true;
  return is_html(response) && response.status < 500 && response.status != 429;
}

/// What an answer without a token means.
ProviderError refusal(const TokenQuestion& question,
                      const Response& response,
                      const ErrorAnswer& answer) {
  const std::string& login = question.login;
  if (is_elsewhere(response)) {
    return {ErrorClass::Unauthenticated,
            login + " was answered with no token but " +
                question.secrets.taken_from(elsewhere_text(response)) +
                ": wrong host, it is not the workspace"};
  }
  const bool is_success = response.status >= 200 && response.status < 300;
  const ErrorClass error_class = class_of(response, answer, question.is_exchange);
  std::string text = login + " was answered with " + std::to_string(response.status);
  if (is_success && error_class != ErrorClass::Throttled) {
    return {ErrorClass::Transient, text + " and no token; run again later"};
  }
  text += ": " + answer.message;
  while (text.ends_with('.')) text.pop_back();
  if (!answer.request_id.empty()) text += " (request id " + answer.request_id + ")";
  const bool passes = error_class == ErrorClass::Throttled || error_class == ErrorClass::Transient;
  ProviderError error(error_class, passes ? text + "; run again later" : text);
  error.code = answer.code;
  error.request_id = answer.request_id;
  error.retry_after = answer.retry_after;
  return error;
}

/// A lifetime, which some servers write as a text.
std::optional<std::chrono::seconds> lifetime_in(const nlohmann::json& answer) {
  const auto it = answer.find("expires_in");
  if (it == answer.end()) return std::nullopt;
  constexpr double kLongest = 1e9;  // beyond it, whatever the server meant, for good
  if (it->is_number()) {
    return std::chrono::seconds(
        static_cast<std::int64_t>(std::clamp(it->get<double>(), 0.0, kLongest)));
  }
  if (!it->is_string()) return std::nullopt;
  const auto& text = it->get_ref<const std::string&>();
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::chrono::seconds(
      std::clamp<std::int64_t>(seconds, 0, static_cast<std::int64_t>(kLongest)));
}

/// The token of a 2xx answer. Nothing where it has none, or none that can be sent.
std::optional<Token> token_in(std::string& body, const std::string& member) {
  std::optional<engine::Secret> value = engine::take_member(body, member);
  if (!value || !value->reveal(is_token)) return std::nullopt;
  const auto rest = nlohmann::json::parse(body, nullptr, false);
  std::string type;
  std::optional<std::chrono::seconds> lifetime;
  if (rest.is_object()) {
    const auto it = rest.find("token_type");
    if (it != rest.end() && it->is_string()) type = it->get<std::string>();
    lifetime = lifetime_in(rest);
  }
  // What goes into a header is one word of letters.
  const bool is_word = std::all_of(type.begin(), type.end(), is_word_character);
  if (type.empty() || !is_word) type = "Bearer";
  return Token{std::move(*value), std::move(type), lifetime};
}

}  // namespace

Request client_credentials_request(const std::string& path, const std::string& scope) {
  Request request;
  request.method = Method::Post;
  request.path = path;
  request.headers = {{"Accept", "application/json"},
                     {"Content-Type", "application/x-www-form-urlencoded"},
                     {"Authorization", ""}};
  request.body = "grant_type=client_credentials&scope=" + percent_encoded(scope);
  request.confidential = true;
  return request;
}

Token ask_for_token(const TokenEdges& edges,
                    const Request& request,
                    const TokenQuestion& question,
                    std::stop_token stop) {
  const auto plain = [&](const std::string& text) { return question.secrets.taken_from(text); };
  Response response;
  const engine::WipedAtEnd wiped_body(response.body);
  try {
    response = edges.transport.send(request, std::move(stop));
  } catch (const TransportError& failure) {
    // What no other try cures is not waited for.
    throw ProviderError(failure.may_pass ? ErrorClass::Transient : ErrorClass::Invalid,
                        question.login + " was not answered: " + plain(failure.what()) +
                            (failure.is_whole ? "" : "; check the network and run again"));
  }
  const bool is_success = response.status >= 200 && response.status < 300;
  if (is_success) {
    if (auto token = token_in(response.body, question.member)) return std::move(*token);
  }
  ErrorAnswer answer = error_in(response, edges.clock.now());
  answer.message = plain(answer.message);
  answer.code = plain(answer.code);
  answer.request_id = plain(answer.request_id);
  throw refusal(question, response, answer);
}

}  // namespace dgctl::providers
