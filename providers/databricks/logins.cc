#include "providers/databricks/logins.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/model/secret_json.h"
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

/// Appends, in the memory that `out` has, so that no copy stays behind.
void append_percent_encoded(std::string& out, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_word_character(c) || std::string_view("-._~").find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
}

/// The same in base64, RFC 4648 section 4.
void append_base64(std::string& out, std::string_view bytes) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view part = bytes.substr(at, 3);
    unsigned group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8U | (i < part.size() ? static_cast<unsigned char>(part[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += i <= part.size() ? kDigits[group >> (18U - 6U * i) & 63U] : '=';
    }
  }
}

/// "Basic " and the credentials, into an empty text that the caller wipes.
void write_basic(std::string& out, const std::string& client_id, const engine::Secret& secret) {
  secret.reveal([&](std::string_view value) {
    std::string plain;
    const engine::WipedAtEnd wiped(plain);
    plain.reserve(3 * (client_id.size() + value.size()) + 1);
    append_percent_encoded(plain, client_id);
    plain += ':';
    append_percent_encoded(plain, value);
    out.reserve(4 * plain.size() + 16);
    out += "Basic ";
    append_base64(out, plain);
  });
}

/// A text of the server's without what it may have been told.
std::string without(std::string text, std::string_view told) {
  static constexpr std::string_view kInstead = "(redacted)";
  if (told.empty()) return text;
  for (std::size_t at = text.find(told); at != std::string::npos; at = text.find(told, at)) {
    text.replace(at, told.size(), kInstead);
    at += kInstead.size();
  }
  return text;
}

/// The forms in which a server may quote a secret back, and a text without them. They are wiped.
class Quoted {
 public:
  explicit Quoted(const engine::Secret& secret) {
    secret.reveal([&](std::string_view value) {
      forms_.resize(kForms);
      for (std::string& form : forms_) form.reserve(6 * value.size() + 8);
      forms_[0] = value;
      append_base64(forms_[1], value);
      append_percent_encoded(forms_[2], value);
      for (const char c : value) {
        append_hex(forms_[3], c, "0123456789abcdef");
        append_hex(forms_[4], c, "0123456789ABCDEF");
        forms_[5] += "\\u00";
        append_hex(forms_[5], c, "0123456789abcdef");
      }
      forms_[6] = value.substr(0, kPrefix);  // last: the others hold it
    });
  }
  Quoted(const Quoted&) = delete;
  Quoted& operator=(const Quoted&) = delete;
  ~Quoted() {
    for (std::string& form : forms_) const engine::WipedAtEnd wiped(form);
  }

  [[nodiscard]] std::string taken_from(std::string text) const {
    for (const std::string& form : forms_) text = without(std::move(text), form);
    return text;
  }

 private:
  static constexpr std::size_t kForms = 7;
  static constexpr std::size_t kPrefix = 12;

  static void append_hex(std::string& out, char c, std::string_view digits) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }

  std::vector<std::string> forms_;
};

ErrorClass class_of(const Response& response, const ErrorAnswer& answer) {
  if (is_throttled(response, answer)) return ErrorClass::Throttled;
  const bool is_refused = answer.message.find("invalid_client") != std::string::npos;
  return response.status == 401 || is_refused ? ErrorClass::Unauthenticated : answer.error_class;
}

/// An answer of whoever else has that host: a page to log in with, or the way to one.
bool is_elsewhere(const Response& response) {
  if (response.status >= 300 && response.status < 400) return true;
  return is_html(response) && response.status < 500 && response.status != 429;
}

/// What an answer without a token means.
ProviderError refusal(const std::string& login,
                      const Response& response,
                      const ErrorAnswer& answer) {
  if (is_elsewhere(response)) {
    return {ErrorClass::Unauthenticated,
            login + " was answered with " + std::to_string(response.status) +
                " and no token but a web page: wrong host, it is not the workspace"};
  }
  const bool is_success = response.status >= 200 && response.status < 300;
  const ErrorClass error_class = class_of(response, answer);
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

bool has_token(std::string& body) {
  const std::optional<engine::Secret> token = engine::take_member(body, "access_token");
  return token && token->reveal([](std::string_view text) { return !text.empty(); });
}

}  // namespace

std::string account_tokens(const std::string& account_id) {
  return "/oidc/accounts/" + percent_encoded(account_id) + "/v1/token";
}

void WorkspaceLogins::prove(const std::string& client_id,
                            const engine::Secret& secret,
                            std::stop_token stop) {
  const std::string login = "the login as " + client_id;
  Request request;
  request.method = Method::Post;
  request.path = tokens_;
  request.headers = {{"Accept", "application/json"},
                     {"Content-Type", "application/x-www-form-urlencoded"},
                     {"Authorization", ""}};
  request.body = "grant_type=client_credentials&scope=all-apis";
  request.confidential = true;
  std::string& credentials = request.headers.back().second;
  const engine::WipedAtEnd wiped_credentials(credentials);
  write_basic(credentials, client_id, secret);
  const Quoted quoted(secret);
  const auto plain = [&](const std::string& text) {
    return quoted.taken_from(without(text, std::string_view(credentials).substr(6)));
  };
  Response response;
  const engine::WipedAtEnd wiped_body(response.body);
  try {
    response = transport_.send(request, std::move(stop));
  } catch (const TransportError& failure) {
    throw ProviderError(ErrorClass::Transient,
                        login + " was not answered: " + plain(failure.what()) +
                            "; check the network and run again");
  }
  const bool is_success = response.status >= 200 && response.status < 300;
  if (is_success && has_token(response.body)) return;
  ErrorAnswer answer = error_in(response, clock_.now());
  answer.message = plain(answer.message);
  answer.code = plain(answer.code);
  answer.request_id = plain(answer.request_id);
  throw refusal(login, response, answer);
}

}  // namespace dgctl::providers
