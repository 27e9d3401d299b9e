#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/certificate.h"
#include "tests/support/raw_server.h"

namespace dgctl::tests {

/// What happens to an exchange on its way. "Done": the workspace has carried the request out.
enum class Fault {
  None,
  Reset,             ///< before the request reached the workspace
  LostAnswer,        ///< done, and the connection reset instead of an answer
  HalfAnswer,        ///< done, and half of the answer came
  SlowAnswer,        ///< done, and answered in pieces that take their time
  EndlessAnswer,     ///< done, and the answer drips without end
  WrongType,         ///< done, and answered with what is no JSON
  Html,              ///< a login page, with 200
  CutGzip,           ///< done, and the packed answer is cut
  Storm,             ///< this request and the two after it are refused with 429
  FailedAndDone,     ///< done, and answered with 500
  BusyAndDone,       ///< done, and answered with 503
  ThrottledAndDone,  ///< done, and answered with 500 that says that it was throttled
  HtmlAndDone,       ///< done, and a login page came
  RedirectAndDone,   ///< done, and another host is named
  ExpiredToken,      ///< 401, as if the token had ended
  Redirect,          ///< to another host
  WrongName,         ///< from here on the host is somebody else's, by its certificate
};

/// Passes requests on to a server on this machine over HTTP(S), one connection to it a request, and
/// spoils the one after so many others.
class BadProxy {
 public:
  /// `elsewhere`: where a redirect leads, an origin. `authority`: whose certificate it shows;
  /// without it speaks no TLS.
  BadProxy(int server_port, std::string elsewhere, const Authority* authority);

  /// The next requests are counted from 0; `fault` happens to number `at`.
  void spoil(Fault fault, std::size_t at);
  [[nodiscard]] std::size_t requests() const { return requests_; }
  /// Whether it has happened.
  [[nodiscard]] bool has_spoilt() const { return has_spoilt_; }
  [[nodiscard]] std::string origin() const { return scheme_ + std::to_string(server_.port()); }

 private:
  using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

  static Context context_of(const Identity& identity);
  void serve(RawClient& client);
  /// False: the connection is over.
  bool exchange(RawClient& client, const std::string& request);
  bool exchange_spoilt(RawClient& client, const std::string& request, Fault fault) const;
  std::string in_its_place(Fault fault) const;
  Fault fault_now();
  std::pair<std::string, std::string> pass_on(const std::string& request) const;

  int server_port_;
  std::string elsewhere_, scheme_;
  Context right_{nullptr, SSL_CTX_free}, wrong_{nullptr, SSL_CTX_free};
  std::mutex mutex_;
  Fault fault_ = Fault::None;
  std::size_t at_ = 0;
  std::atomic<std::size_t> requests_ = 0;
  std::atomic<bool> has_spoilt_ = false;
  RawServer server_;  // the last: its threads use the others
};

}  // namespace dgctl::tests
