#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "providers/transport/transport.h"

namespace dgctl::cmd {

struct Certificate;

/// Answers a request, made to the host that it names. Called from many threads. Nothing: the
/// connection is reset without a word.
using Answering = std::function<std::optional<providers::Response>(
    const providers::Request& request, const std::string& host)>;

/// HTTP/1.1 with connections that are kept, over TLS where it has a certificate. Requests of
/// different connections are answered side by side.
class HttpServer {
 public:
  /// `certificate`: null for none; must outlive this.
  HttpServer(Answering answering, const Certificate* certificate);
  /// As stop().
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  HttpServer(HttpServer&&) = delete;
  HttpServer& operator=(HttpServer&&) = delete;

  /// Listens from here on, and returns the port. `port`: 0 for any that is free. Throws
  /// engine::Error.
  int start(const std::string& host, int port);
  /// Takes no more requests, waits for those that are being answered, and ends all connections.
  void stop();

 private:
  class Running;
  std::unique_ptr<Running> running_;
};

}  // namespace dgctl::cmd
