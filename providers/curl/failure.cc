#include "providers/curl/failure.h"

#include <curl/curl.h>

#include "providers/transport/redacted.h"

namespace dgctl::providers {
namespace {

using Ended = Failure::Ended;

// X509_V_ERR_… of OpenSSL's openssl/x509_vfy.h.
constexpr long kNotYetValid = 9;
constexpr long kExpired = 10;
constexpr long kSelfSigned = 18;
constexpr long kSelfSignedAbove = 19;
constexpr long kNoIssuer = 20;
constexpr long kNoFirstIssuer = 21;

/// What happened, what to do, and what follows from it.
struct Told {
  std::string what, advice;
  bool may_pass = true;
};

std::string time_text(std::chrono::milliseconds time) {
  const auto ms = time.count();
  if (ms % 1000 == 0 || ms >= 10'000) return std::to_string(ms / 1000) + " s";
  return std::to_string(ms) + " ms";
}

/// A text from outside as a part of a sentence: no control characters, credentials, final period.
std::string clean(std::string words) {
  for (char& c : words) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = ' ';
  }
  while (words.ends_with('.') || words.ends_with(' ')) words.pop_back();
  return redacted(words);
}

std::string own_words(const Failure& failure) {
  return clean(failure.curl_words.empty()
                   ? curl_easy_strerror(static_cast<CURLcode>(failure.curl_code))
                   : failure.curl_words);
}

/// Words of curl's about an address, which may have somebody's password in it.
std::string without_quoted(std::string words) {
  const std::size_t begin = words.find('\'');
  const std::size_t end = words.rfind('\'');
  if (begin == std::string::npos || end == begin) return words;
  return words.replace(begin + 1, end - begin - 1, "…");
}

Told of_deadline(const Failure& failure, const Request& request) {
  const std::string within = " within " + time_text(request.timeout);
  if (!failure.was_started) {
    return {"its turn did not come" + within + ", since others were in front of it",
            "ask for less at once with --parallelism"};
  }
  if (!failure.may_have_left) {
    return {"there was no connection" + within,
            "check the network, and the firewall or proxy that is on the way"};
  }
  if (failure.body_bytes > 0) {
    return {"the answer was not complete" + within + ": " + std::to_string(failure.body_bytes) +
                " bytes of it came",
            "run again"};
  }
  return {"no answer came" + within, "run again later"};
}

Told of_certificate(const Failure& failure, const Origin& origin, const Limits& limits) {
  const std::string ours =
      "; the certificates that are trusted are the system's, or those that "
      "SSL_CERT_FILE or CURL_CA_BUNDLE names";
  const std::string file = limits.ca_file.empty() ? std::string() : " (" + limits.ca_file + ")";
  switch (failure.verify_result) {
    case kExpired:
      return {"its certificate has expired",
              "check this machine's clock; else whoever runs the server must renew it",
              false};
    case kNotYetValid:
      return {"its certificate is not valid yet", "check this machine's clock", false};
    case kSelfSigned:
    case kSelfSignedAbove:
      return {"its certificate is signed by itself or by an authority that is not trusted here",
              "if a proxy of yours stands in between, name its authority's file in "
              "SSL_CERT_FILE" +
                  file,
              false};
    case kNoIssuer:
    case kNoFirstIssuer:
      return {"its certificate is of an authority that is not trusted here" + file + ours,
              "name that authority's file there, or install ca-certificates",
              false};
    default:
      break;
  }
  if (!failure.certificate_names.empty()) {
    return {"its certificate is not for " + origin.host + " but for " + failure.certificate_names,
            "check the host",
            false};
  }
  return {"its certificate is not valid: " + own_words(failure), "check the host", false};
}

Told of_connection(const Failure& failure, const Origin& origin) {
  const std::string words = own_words(failure);
  // The words name the host that was tried, which may be a proxy.
  const bool is_other = words.find(origin.host) == std::string::npos;
  if (is_other) {
    return {"there is no connection to the proxy that the environment names: " + words,
            "check HTTPS_PROXY, ALL_PROXY and NO_PROXY"};
  }
  return {"the connection was refused or the host cannot be reached: " + words,
          "check the host, its port and the network"};
}

Told of_proxy(const Failure& failure, const Limits& limits) {
  const std::string variable =
      limits.proxy_variable.empty() ? "HTTPS_PROXY" : limits.proxy_variable;
  if (failure.proxy_status == 407 && limits.proxy_has_login) {
    return {"the proxy refuses the login that stands in " + variable + " (407)",
            "correct the user and the password there; write %40 for an @ in them, and %XX likewise "
            "for : / and %",
            false};
  }
  if (failure.proxy_status == 407) {
    return {"the proxy wants a login (407)",
            "write it into " + variable + " as http://USER:PASSWORD@HOST:PORT",
            false};
  }
  return {"the proxy did not let it through (" + std::to_string(failure.proxy_status) + ")",
          "check " + variable + " and NO_PROXY",
          failure.proxy_status >= 500};
}

Told of_lost_connection(const Failure& failure) {
  if (failure.may_have_left && failure.status != 0) {
    return {"the connection was lost in the middle of the answer: " + own_words(failure),
            "run again"};
  }
  if (failure.may_have_left) {
    return {"the connection was lost before there was an answer: " + own_words(failure),
            "run again"};
  }
  return {"the connection was lost before the request was sent: " + own_words(failure),
          "check the network"};
}

Told of_long_head() {
  return {"the answer has more headers than any server sends",
          "check that the host is the right one",
          false};
}

/// libcurl counts them as well, from 8.6 on also those of interim answers together.
bool is_of_long_head(const Failure& failure) {
  return failure.curl_words.starts_with("Too many response headers") ||
         failure.curl_words.starts_with("Too large response headers");
}

Told of_curl(const Failure& failure, const Origin& origin, const Limits& limits) {
  switch (failure.curl_code) {  // as a number, since each release adds codes
    case CURLE_COULDNT_RESOLVE_HOST:
      return {"the name " + origin.host + " is not known", "check its spelling, and the network"};
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {
          "the proxy that the environment names is not known, or is not written as "
          "http://USER:PASSWORD@HOST:PORT: " +
              without_quoted(own_words(failure)),
          "check HTTPS_PROXY, ALL_PROXY and NO_PROXY; what is special in a password is "
          "percent-encoded there",
          false};
    case CURLE_COULDNT_CONNECT:
      return of_connection(failure, origin);
    case CURLE_OPERATION_TIMEDOUT:
      return {"there was no connection within " + time_text(limits.connect_timeout),
              "check the network, and the firewall or proxy that is on the way"};
    case CURLE_PEER_FAILED_VERIFICATION:
      return of_certificate(failure, origin, limits);
    case CURLE_SSL_CACERT_BADFILE:
      return {"the file of certificates that are trusted cannot be read: " + own_words(failure),
              "check SSL_CERT_FILE, SSL_CERT_DIR and CURL_CA_BUNDLE",
              false};
    case CURLE_SSL_CONNECT_ERROR:
      return {
          "there is no TLS connection: " + own_words(failure),
          "check the host and its port, that it speaks TLS 1.2 or later, and what SSL_CERT_FILE "
          "names"};
    default:
      return is_of_long_head(failure) ? of_long_head() : of_lost_connection(failure);
  }
}

Told told(const Failure& failure,
          const Request& request,
          const Origin& origin,
          const Limits& limits) {
  switch (failure.ended) {
    case Ended::Deadline:
      return of_deadline(failure, request);
    case Ended::BodyTooLong:
      return {"the answer is longer than " + std::to_string(limits.most_bytes >> 20U) +
                  " MiB unpacked, the most that is taken",
              "check that the host is the right one",
              false};
    case Ended::HeadTooLong:
      return of_long_head();
    case Ended::Damaged:
      return {"the answer was cut or damaged on the way: it cannot be unpacked", "run again"};
    case Ended::OtherPacking:
      return {"the answer is packed in a way that was not asked for ('" +
                  clean(failure.packing.substr(0, 40)) + "')",
              "check the proxy that is on the way",
              false};
    case Ended::NotAgain:
      return {"the connection was lost before there was an answer", "run again"};
    case Ended::ByCurl:
      break;
  }
  if (failure.proxy_status >= 300 && !failure.may_have_left) return of_proxy(failure, limits);
  return of_curl(failure, origin, limits);
}

/// What a server or proxy that is broken does each time, and a network hardly ever.
bool is_answer_broken(const Failure& failure) {
  if (failure.ended == Ended::Damaged) return true;
  if (failure.ended != Ended::ByCurl || !failure.may_have_left) return false;
  return failure.status != 0 || failure.curl_code == CURLE_UNSUPPORTED_PROTOCOL ||
         failure.curl_code == CURLE_WEIRD_SERVER_REPLY;
}

}  // namespace

std::string name_of(const Request& request) {
  return std::string(to_string(request.method)) + " " +
         redacted(request.path.substr(0, request.path.find('?')));
}

TransportError error_of(const Failure& failure,
                        const Request& request,
                        const Origin& origin,
                        const Limits& limits) {
  const Told what = told(failure, request, origin, limits);
  const std::string attempt = failure.may_have_left
                                  ? "there is no answer to " + name_of(request) + " from "
                                  : "cannot send " + name_of(request) + " to ";
  TransportError error(attempt + origin.text + ": " + what.what + "; " + what.advice,
                       failure.may_have_left);
  error.may_pass = what.may_pass;
  error.is_whole = true;
  error.is_answer_broken = is_answer_broken(failure);
  return error;
}

}  // namespace dgctl::providers
