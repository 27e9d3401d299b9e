#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "providers/transport/transport.h"

namespace dgctl::providers {

struct CurlOptions {
  std::string origin;            ///< "https://host[:port]"; "http://" for loopback only
  std::string user_agent;        ///< "": none is sent
  std::size_t connections = 16;  ///< at most so many requests at once
  std::chrono::milliseconds connect_timeout{10'000};  ///< name, connection and TLS together
  std::size_t most_bytes = 64U << 20U;                ///< of one answer's body, unpacked
  std::string ca_file, ca_folder;                     ///< "": the system's
  bool verify = true;                                 ///< false for loopback only
  std::string proxy_variable;    ///< that names the proxy, for messages; "": it is not known
  bool proxy_has_login = false;  ///< a user and a password stand there
};

/// The files of certificates that the environment names, as the curl program reads them:
/// CURL_CA_BUNDLE, else SSL_CERT_DIR and SSL_CERT_FILE; and which variable names the proxy. Leaves
/// what it does not name as it is.
void use_environment(CurlOptions& options);

/// One origin over the network. All requests share the connections, which are kept, and one thread
/// that serves them; where the server offers HTTP/2 many go over one connection. TLS 1.2 at least;
/// redirects are answers and not followed; no cookies, no .netrc, no key log. The proxies that the
/// environment names (HTTPS_PROXY, ALL_PROXY, NO_PROXY) are used, except for loopback.
///
/// The first one initialises libcurl, for which it takes SSLKEYLOGFILE out of the environment:
/// before other threads read that.
class CurlTransport : public Transport {
 public:
  /// Throws engine::Error for an origin that is not allowed, or options that contradict it.
  explicit CurlTransport(CurlOptions options);
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;
  ~CurlTransport() override;

  /// The timeout of a request counts from here: also while others are in front of it. Throws
  /// engine::Error for a request that is none: a path without a slash, line ends in a header.
  Response send(const Request& request, std::stop_token stop) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace dgctl::providers
