#include "providers/curl/exchange.h"

#include <algorithm>
#include <new>

#include <curl/curl.h>

#include "engine/model/secret.h"

namespace dgctl::providers {
namespace {

constexpr std::size_t kMostHeadBytes = 256U << 10U;
constexpr std::size_t kFirstBody = 8U << 10U;
constexpr long kOldestConnectionS = 50;  // seconds: balancers drop what is idle after a minute

/// The options that this is built for are there; one that is not is a fault of ours.
template <typename Value>
void set(void* easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLE_OK) {
    throw engine::Error("libcurl does not take option " + std::to_string(option) + ": " +
                        curl_easy_strerror(code));
  }
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

bool has_header(const Request& request, const std::string& name) {
  Response as_answer;  // header() looks names up without regard to their case
  as_answer.headers = request.headers;
  return !header(as_answer, name).empty();
}

/// "DNS:a, DNS:b" of a certificate as "a, b".
std::string names_of(const std::string& alternative_names) {
  std::string names = alternative_names;
  for (const char* kind : {"DNS:", "IP Address:"}) {
    for (std::size_t at = names.find(kind); at != std::string::npos; at = names.find(kind, at)) {
      names.erase(at, std::char_traits<char>::length(kind));
    }
  }
  constexpr std::size_t kMost = 200;
  if (names.size() > kMost) names = names.substr(0, kMost) + "…";
  return std::string(trimmed(names));
}

}  // namespace

Exchange::Exchange(void* easy,
                   const CurlOptions& options,
                   const Origin& origin,
                   const Request& request)
    : easy_(easy),
      request_(request),
      origin_(origin),
      limits_{options.connect_timeout,
              options.most_bytes,
              options.ca_file,
              options.proxy_variable,
              options.proxy_has_login},
      url_(origin.text + request.path),
      curl_words_(CURL_ERROR_SIZE, '\0') {
  if (!request.path.starts_with('/') || has_control(request.path) ||
      request.path.find(' ') != std::string::npos) {
    throw engine::Error("cannot send " + name_of(request) + ": that is no path");
  }
  set(easy_, CURLOPT_URL, url_.c_str());
  set_connection(options);
  set_trust(options);
  set_request();
  if (!options.user_agent.empty()) set(easy_, CURLOPT_USERAGENT, options.user_agent.c_str());
  set_headers();
}

Exchange::~Exchange() {
  curl_slist_free_all(headers_);
  if (request_.confidential) engine::wipe(response_.body);
}

void Exchange::set_connection(const CurlOptions& options) {
  const char* protocols = origin_.is_secure ? "https" : "http";
  set(easy_, CURLOPT_PROTOCOLS_STR, protocols);
  set(easy_, CURLOPT_REDIR_PROTOCOLS_STR, "https");
  set(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy_, CURLOPT_PATH_AS_IS, 1L);
  set(easy_, CURLOPT_NOSIGNAL, 1L);
  // Whoever is interrupted does not wait for the resolver's thread.
  set(easy_, CURLOPT_QUICK_EXIT, 1L);
  set(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  set(easy_, CURLOPT_MAXAGE_CONN, kOldestConnectionS);
  set(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
  set(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // Over TLS a new connection tells at once whether many fit on it. Without, curl would wait for
  // the first answer before it makes another.
  if (origin_.is_secure) set(easy_, CURLOPT_PIPEWAIT, 1L);
  set(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  // A proxy would be asked for its own loopback, and would read what is sent there in plain text.
  if (origin_.is_loopback) set(easy_, CURLOPT_NOPROXY, "*");
  set(easy_, CURLOPT_ERRORBUFFER, curl_words_.data());
  set(easy_, CURLOPT_PRIVATE, static_cast<void*>(this));
  set(easy_, CURLOPT_HEADERFUNCTION, &Exchange::on_header);
  set(easy_, CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(easy_, CURLOPT_WRITEFUNCTION, &Exchange::on_body);
  set(easy_, CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(easy_, CURLOPT_PREREQFUNCTION, &Exchange::on_sending);
  set(easy_, CURLOPT_PREREQDATA, static_cast<void*>(this));
}

void Exchange::set_trust(const CurlOptions& options) {
  if (!origin_.is_secure) return;
  set(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy_, CURLOPT_PROXY_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy_, CURLOPT_SSL_VERIFYPEER, options.verify ? 1L : 0L);
  set(easy_, CURLOPT_SSL_VERIFYHOST, options.verify ? 2L : 0L);
  set(easy_, CURLOPT_CERTINFO, 1L);  // for the names, should they be wrong
  if (!options.ca_file.empty()) set(easy_, CURLOPT_CAINFO, options.ca_file.c_str());
  if (!options.ca_folder.empty()) {
    set(easy_, CURLOPT_CAPATH, options.ca_folder.c_str());
  } else if (options.ca_file.empty() && curl_version_info(CURLVERSION_NOW)->cainfo != nullptr) {
    // The system's file holds what its folder does. With the file alone curl reads it once for all
    // connections.
    set(easy_, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
}

void Exchange::set_request() {
  const bool has_body = !request_.body.empty() || request_.method == Method::Post ||
                        request_.method == Method::Put || request_.method == Method::Patch;
  if (!has_body) {
    set(easy_, CURLOPT_HTTPGET, 1L);
  } else {
    // Points to the caller's text: there is no copy to wipe.
    set(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(easy_, CURLOPT_POSTFIELDS, request_.body.c_str());
  }
  if (request_.method != Method::Get || has_body) {
    set(easy_, CURLOPT_CUSTOMREQUEST, to_string(request_.method));
  }
}

void Exchange::set_headers() {
  const auto add = [this](const std::string& line) {
    curl_slist* longer = curl_slist_append(headers_, line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    headers_ = longer;
  };
  for (const auto& [name, value] : request_.headers) {
    if (name.empty() || has_control(name) || has_control(value) ||
        name.find_first_of(" :;") != std::string::npos) {
      curl_slist_free_all(headers_);
      headers_ = nullptr;
      throw engine::Error("cannot send " + name_of(request_) +
                          ": a header has a character that none may have");
    }
    // A header without a value is written with a semicolon; with a colon it would be left out.
    std::string line = name;
    line.append(value.empty() ? ";" : ": ").append(value);
    const engine::WipedAtEnd wiped(line);
    add(line);
  }
  if (!has_header(request_, "Accept-Encoding")) add("Accept-Encoding: gzip");
  // What curl would send by itself: a type that is not the body's, and a question before it.
  if (!has_header(request_, "Content-Type")) add("Content-Type:");
  add("Expect:");
  set(easy_, CURLOPT_HTTPHEADER, headers_);
}

std::size_t Exchange::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  const std::size_t bytes = size * count;
  return static_cast<Exchange*>(self)->take_header({data, bytes}) ? bytes : 0;
}

std::size_t Exchange::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  const std::size_t bytes = size * count;
  return static_cast<Exchange*>(self)->take_body({data, bytes}) ? bytes : CURL_WRITEFUNC_ERROR;
}

int Exchange::on_sending(void* self, char* /*address*/, char* /*own*/, int /*port*/, int /*own*/) {
  return static_cast<Exchange*>(self)->before_sending();
}

void Exchange::stop_for(Failure::Ended why) { failure_.ended = why; }

/// Connected, and about to send. curl comes here again when a connection that it had kept turns out
/// to be gone after the request was written: whether the server took that one nobody knows.
int Exchange::before_sending() {
  if (failure_.may_have_left && request_.repeat != Repeat::Safe) {
    stop_for(Failure::Ended::NotAgain);
    return CURL_PREREQFUNC_ABORT;
  }
  failure_.may_have_left = true;
  return CURL_PREREQFUNC_OK;
}

bool Exchange::take_header(std::string_view line) {
  head_bytes_ += line.size();
  if (head_bytes_ > kMostHeadBytes) {
    stop_for(Failure::Ended::HeadTooLong);
    return false;
  }
  if (body_began_) return true;  // a trailer
  head_ended_ = trimmed(line).empty();
  if (line.starts_with("HTTP/")) {
    // Those of an interim answer are not those of the answer.
    response_.headers.clear();
    return true;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return true;
  response_.headers.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  return true;
}

bool Exchange::begin_body() {
  body_began_ = true;
  if (request_.confidential) response_.body.reserve(kFirstBody);
  std::string packing = header(response_, "Content-Encoding");
  if (packing.empty() || packing == "identity") return true;
  if (packing == "gzip" || packing == "x-gzip") {
    gunzip_.emplace();
    return true;
  }
  failure_.packing = std::move(packing);
  stop_for(Failure::Ended::OtherPacking);
  return false;
}

bool Exchange::take_body(std::string_view piece) {
  if (!body_began_ && !begin_body()) return false;
  failure_.body_bytes += piece.size();
  if (!gunzip_) return append(piece);
  if (gunzip_->feed(piece, [this](std::string_view unpacked) { return append(unpacked); }))
    return true;
  if (failure_.ended == Failure::Ended::ByCurl) stop_for(Failure::Ended::Damaged);
  return false;
}

bool Exchange::append(std::string_view piece) {
  std::string& body = response_.body;
  if (piece.size() > limits_.most_bytes - std::min(limits_.most_bytes, body.size())) {
    stop_for(Failure::Ended::BodyTooLong);
    return false;
  }
  if (request_.confidential && body.size() + piece.size() > body.capacity()) {
    std::string longer;
    longer.reserve((body.size() + piece.size()) * 2);
    longer = body;
    engine::wipe(body);
    body = std::move(longer);
  }
  body += piece;
  return true;
}

void Exchange::read_facts() {
  long value = 0;
  if (curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &value) == CURLE_OK) {
    failure_.status = static_cast<int>(value);
  }
  if (curl_easy_getinfo(easy_, CURLINFO_HTTP_CONNECTCODE, &value) == CURLE_OK) {
    failure_.proxy_status = static_cast<int>(value);
  }
  if (curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &value) == CURLE_OK) {
    failure_.system_error = static_cast<int>(value);
  }
  curl_easy_getinfo(easy_, CURLINFO_SSL_VERIFYRESULT, &failure_.verify_result);
  failure_.curl_words = curl_words_.substr(0, curl_words_.find('\0'));
  curl_certinfo* chain = nullptr;
  if (curl_easy_getinfo(easy_, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == nullptr) return;
  if (chain->num_of_certs < 1) return;
  constexpr std::string_view kNames = "X509v3 Subject Alternative Name:";
  for (const curl_slist* line = *chain->certinfo; line != nullptr; line = line->next) {
    const std::string_view text = line->data;
    if (text.starts_with(kNames)) {
      failure_.certificate_names = names_of(std::string(text.substr(kNames.size())));
    }
  }
}

void Exchange::end(int curl_code) {
  failure_.curl_code = curl_code;
  // curl takes a head that was cut for a whole one.
  is_answered_ = curl_code == CURLE_OK && failure_.ended == Failure::Ended::ByCurl && head_ended_;
  if (is_answered_ && gunzip_ && !gunzip_->is_whole()) {
    is_answered_ = false;
    stop_for(Failure::Ended::Damaged);
  }
  if (is_answered_) {
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    response_.status = static_cast<int>(status);
  } else {
    read_facts();
  }
}

void Exchange::cut() {
  failure_.ended = Failure::Ended::Deadline;
  if (failure_.was_started) read_facts();
}

Response Exchange::answer() {
  if (!is_answered_) throw error_of(failure_, request_, origin_, limits_);
  return std::move(response_);
}

}  // namespace dgctl::providers
