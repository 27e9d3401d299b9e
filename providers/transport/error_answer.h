#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "providers/transport/transport.h"

namespace dgctl::providers {

/// What an answer other than 2xx says.
struct ErrorAnswer {
  engine::ErrorClass error_class = engine::ErrorClass::Ours;
  std::string code;     ///< error_code, "SCIM_409", or "" where the answer has none but its status
  std::string message;  ///< one line; of an HTML page its text
  std::string request_id;              ///< of the header, or of the message
  std::optional<std::string> subject;  ///< NotVisible: the principal, as the message names it
  std::optional<std::chrono::milliseconds> retry_after;
};

/// Reads the forms of errors that a workspace answers with: its own, SCIM's, OAuth's, API 1.2's,
/// plain text, HTML, nothing. Pure: `now` is what a date in Retry-After counts from. Sources:
/// databricks-sdk-go apierr/errors.go, apierr/error_mapping.go; databricks-sdk-py
/// errors/deserializer.py.
ErrorAnswer error_in(const Response& response, std::chrono::system_clock::time_point now);

/// Whether the answer is no API's: an HTML page, as a host that needs another login gives.
bool is_html(const Response& response);

/// What whoever else has that host answered, for messages: "200 and a web page", "302 to
/// https://login.example.com/sso, where nothing is sent".
std::string elsewhere_text(const Response& response);

}  // namespace dgctl::providers
