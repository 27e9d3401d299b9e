#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <openssl/ssl.h>

namespace dgctl::tests {

/// One client, of a server that does as it likes.
class RawClient {
 public:
  /// `closing` is called before the connection is closed.
  RawClient(int fd, std::function<void()> closing) : fd_(fd), closing_(std::move(closing)) {}
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient();

  /// Speaks TLS from now on, as who the context says. False: the client did not want to.
  bool secure(SSL_CTX& context);
  /// A request with its body, or "" when the client has gone.
  std::string read_request();
  /// False: the client has gone.
  bool write(const std::string& bytes) const;
  /// Until the client goes away, whatever it sends.
  void wait_for_end() const;
  /// Ends with a reset instead of an end.
  void reset();

 private:
  void close();
  long read_some(char* into, std::size_t most) const;

  int fd_;
  std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, SSL_free};
  std::function<void()> closing_;
  std::string rest_;
};

/// Listens on 127.0.0.1 and lets `serve` speak to each client, on a thread of its own.
class RawServer {
 public:
  explicit RawServer(std::function<void(RawClient&)> serve);
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  ~RawServer();

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  std::function<void(RawClient&)> serve_;
  int listener_;
  int port_ = 0;
  std::mutex mutex_;
  std::set<int> open_;
  std::vector<std::thread> threads_;
  std::thread accepting_;
};

}  // namespace dgctl::tests
