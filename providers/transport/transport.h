#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "engine/edges/error.h"

namespace dgctl::providers {

enum class Method { Get, Post, Put, Patch, Delete };

/// "GET"
const char* to_string(Method method);

/// Whether a request may be sent again after an answer was lost.
enum class Repeat {
  Safe,            ///< twice does what once does
  OnlyIfNotTaken,  ///< it makes something: only where the server cannot have taken it
};

struct Request {
  Method method = Method::Get;
  std::string path;  ///< path and query, percent-encoded; the origin is the transport's
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::chrono::milliseconds timeout{60'000};  ///< for the whole exchange, not for each packet
  Repeat repeat = Repeat::Safe;
  bool confidential = false;  ///< carries a secret: both bodies are wiped
};

struct Response {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names as the server spells them
  std::string body;
};

/// There was no answer.
struct TransportError : engine::Error {
  TransportError(const std::string& message, bool taken)
      : Error(message), may_have_been_taken(taken) {}
  bool may_have_been_taken;
  bool may_pass = true;   ///< another try may go better: not with a certificate that is not trusted
  bool is_whole = false;  ///< what() names the request and says what to do
  bool is_answer_broken = false;  ///< something came that is no HTTP, or was cut
};

/// One origin: a workspace, an account console, a state server.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Any HTTP status is a Response. Throws TransportError when there was none, engine::StoppedError
  /// when asked to stop. Blocks; many threads may call it.
  virtual Response send(const Request& request, std::stop_token stop) = 0;
};

/// The value of a header, whatever the case of its name, or "".
std::string header(const Response& response, const std::string& name);

/// Percent-encodes all but [A-Za-z0-9-._~], for one part of a path or one value of a query.
std::string percent_encoded(const std::string& text);

}  // namespace dgctl::providers
