#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "providers/curl/origin.h"
#include "providers/transport/transport.h"

namespace dgctl::providers {

/// What is known of an exchange that yielded no answer.
struct Failure {
  /// Why it was ended from here.
  enum class Ended {
    ByCurl,
    Deadline,      ///< Request::timeout
    BodyTooLong,   ///< CurlOptions::most_bytes
    HeadTooLong,   ///< more headers than anybody sends
    Damaged,       ///< what was packed cannot be unpacked, or was cut
    OtherPacking,  ///< packed in a way that was not asked for
    NotAgain,      ///< a kept connection was gone, and the request must not be sent twice
  };
  Ended ended = Ended::ByCurl;
  int curl_code = 0;         ///< CURLcode
  std::string curl_words;    ///< of CURLOPT_ERRORBUFFER
  bool was_started = false;  ///< it had its turn
  bool may_have_left = false;
  int status = 0;  ///< 0: not even a status line came
  std::size_t body_bytes = 0;
  int system_error = 0;           ///< errno of a connection that was refused
  long verify_result = 0;         ///< X509_V_ERR_… of OpenSSL
  int proxy_status = 0;           ///< what a proxy answered to CONNECT
  std::string certificate_names;  ///< "a.example.com, b.example.com"
  std::string packing;            ///< Content-Encoding
};

/// The limits that an exchange had, and what it went through, for messages.
struct Limits {
  std::chrono::milliseconds connect_timeout{};
  std::size_t most_bytes = 0;
  std::string ca_file;
  std::string proxy_variable;  ///< "HTTPS_PROXY"; "": it is not known
  bool proxy_has_login = false;
};

/// The error for it: what was attempted, what happened, what to do, and whether the server may have
/// taken the request. Pure.
TransportError error_of(const Failure& failure,
                        const Request& request,
                        const Origin& origin,
                        const Limits& limits);

/// "GET /api/2.0/clusters": without the query, and without what looks like a credential.
std::string name_of(const Request& request);

}  // namespace dgctl::providers
