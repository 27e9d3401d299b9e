#pragma once

#include <optional>
#include <string>

#include "providers/curl/curl_transport.h"
#include "tests/support/catch.h"

namespace dgctl::tests {

using providers::CurlOptions;
using providers::CurlTransport;
using providers::Method;
using providers::Repeat;
using providers::Request;
using providers::Response;
using providers::TransportError;

/// Tests that must not run out of time wait so long for what comes at once.
constexpr std::chrono::milliseconds kAmple{60'000};

inline CurlOptions options_for(const std::string& origin) {
  CurlOptions options;
  options.origin = origin;
  options.user_agent = "dgctl/0.1.0 lang/cpp-20 os/linux";
  options.connect_timeout = kAmple;
  return options;
}

inline Request get(const std::string& path) {
  Request request;
  request.path = path;
  request.timeout = kAmple;
  return request;
}

inline Request post(const std::string& path, const std::string& body) {
  Request request = get(path);
  request.method = Method::Post;
  request.body = body;
  request.headers = {{"Content-Type", "application/json"}};
  request.repeat = Repeat::OnlyIfNotTaken;
  return request;
}

/// The error that a request ends with.
inline TransportError failure(CurlTransport& transport, const Request& request) {
  std::optional<TransportError> failed;
  try {
    const Response response = transport.send(request, {});
    FAIL("it was answered with " << response.status);
  } catch (const TransportError& error) {
    failed = error;
  }
  return *failed;
}

inline bool says(const TransportError& error, const std::string& part) {
  return std::string(error.what()).find(part) != std::string::npos;
}

}  // namespace dgctl::tests
