#include "tests/crash/bad_proxy.h"

#include <chrono>
#include <map>
#include <set>
#include <stdexcept>
#include <thread>

#include <httplib.h>

#include "tests/support/gzip.h"

namespace dgctl::tests {
namespace {

/// How many requests in a row a storm refuses.
constexpr std::size_t kStorm = 3;
constexpr std::chrono::milliseconds kBetweenPieces{40};

std::string answer(const std::string& status_and_headers, const std::string& body) {
  return "HTTP/1.1 " + status_and_headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

std::string refusal(const std::string& status,
                    const std::string& code,
                    const std::string& headers = {}) {
  return answer(status + "\r\nContent-Type: application/json\r\n" + headers,
                R"({"error_code":")" + code + R"(","message":"not now"})");
}

/// In a few pieces. False: the client has gone.
bool write_slowly(const RawClient& client, const std::string& text) {
  const std::size_t piece = text.size() / 8 + 1;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    std::this_thread::sleep_for(kBetweenPieces);
    if (!client.write(text.substr(at, piece))) return false;
  }
  return true;
}

/// A request as it was read.
httplib::Request parsed(const std::string& text) {
  const std::size_t end_of_line = text.find("\r\n");
  const std::string line = text.substr(0, end_of_line);
  const std::size_t first = line.find(' '), second = line.rfind(' ');
  httplib::Request request;
  request.method = line.substr(0, first);
  request.path = line.substr(first + 1, second - first - 1);
  const std::size_t end_of_head = text.find("\r\n\r\n");
  for (std::size_t at = end_of_line + 2; at < end_of_head;) {
    const std::size_t end = text.find("\r\n", at);
    const std::size_t colon = text.find(':', at);
    const std::string name = text.substr(at, colon - at);
    if (name != "Accept-Encoding" && name != "Content-Length") {
      const std::size_t begin = std::min(text.find_first_not_of(' ', colon + 1), end);
      request.headers.emplace(name, text.substr(begin, end - begin));
    }
    at = end + 2;
  }
  // The answer is to come as it is; where nothing is asked for, a client may ask for what it can
  // read.
  request.headers.emplace("Accept-Encoding", "identity");
  request.body = text.substr(end_of_head + 4);
  return request;
}

}  // namespace

BadProxy::Context BadProxy::context_of(const Identity& identity) {
  Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (context == nullptr ||
      SSL_CTX_use_certificate(context.get(), identity.certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context.get(), identity.key.get()) != 1) {
    throw std::runtime_error("no TLS context");
  }
  return context;
}

BadProxy::BadProxy(int server_port, std::string elsewhere, const Authority* authority)
    : server_port_(server_port),
      elsewhere_(std::move(elsewhere)),
      scheme_(authority == nullptr ? "http://127.0.0.1:" : "https://127.0.0.1:"),
      right_(authority == nullptr ? Context(nullptr, SSL_CTX_free)
                                  : context_of(authority->sign("IP:127.0.0.1"))),
      wrong_(authority == nullptr ? Context(nullptr, SSL_CTX_free)
                                  : context_of(authority->sign("DNS:somebody.example.com"))),
      server_([this](RawClient& client) { serve(client); }) {}

void BadProxy::spoil(Fault fault, std::size_t at) {
  const std::scoped_lock lock(mutex_);
  fault_ = fault;
  at_ = at;
  requests_ = 0;
  has_spoilt_ = false;
}

/// What happens to the request that has come now.
Fault BadProxy::fault_now() {
  const std::scoped_lock lock(mutex_);
  const std::size_t number = requests_++;
  const std::size_t width = fault_ == Fault::Storm ? kStorm : 1;
  const bool is_hit = fault_ != Fault::None && number >= at_ && number < at_ + width;
  if (is_hit) has_spoilt_ = true;
  return is_hit ? fault_ : Fault::None;
}

void BadProxy::serve(RawClient& client) {
  if (right_ != nullptr) {
    SSL_CTX* context = right_.get();
    {
      const std::scoped_lock lock(mutex_);
      // The name is another's from the request on that it happens to; before the first, at once.
      if (fault_ == Fault::WrongName && (has_spoilt_ || at_ == 0)) {
        context = wrong_.get();
        has_spoilt_ = true;
      }
    }
    if (!client.secure(*context)) return;
  }
  for (;;) {
    const std::string request = client.read_request();
    if (request.empty() || !exchange(client, request)) return;
  }
}

/// The answer of the server behind: its status line and headers, and its body.
std::pair<std::string, std::string> BadProxy::pass_on(const std::string& request) const {
  httplib::Client server("127.0.0.1", server_port_);
  server.set_decompress(false);
  const httplib::Result result = server.send(parsed(request));
  if (!result) return {"502 Bad Gateway\r\n", "the server behind does not answer"};
  std::string head = std::to_string(result->status) + " Answer\r\n";
  for (const auto& [name, value] : result->headers) {
    if (name == "Content-Length" || name == "Connection" || name == "Keep-Alive") continue;
    head.append(name).append(": ").append(value).append("\r\n");
  }
  std::string body = result->body;
  // It takes itself for what it is asked as.
  const std::string plain = "http://127.0.0.1:" + std::to_string(server_.port());
  for (std::size_t at = 0; right_ != nullptr && (at = body.find(plain, at)) != std::string::npos;) {
    body.replace(at, plain.size(), origin());
  }
  return {head, body};
}

bool BadProxy::exchange(RawClient& client, const std::string& request) {
  const Fault fault = fault_now();
  if (fault != Fault::None) return exchange_spoilt(client, request, fault);
  const auto [head, body] = pass_on(request);
  return client.write(answer(head, body));
}

bool BadProxy::exchange_spoilt(RawClient& client, const std::string& request, Fault fault) const {
  static const std::set<Fault> kNotDone{Fault::Reset,
                                        Fault::WrongName,
                                        Fault::Html,
                                        Fault::Storm,
                                        Fault::ExpiredToken,
                                        Fault::Redirect};
  std::pair<std::string, std::string> done;
  if (!kNotDone.contains(fault)) done = pass_on(request);
  const auto& [head, body] = done;
  if (const std::string instead = in_its_place(fault); !instead.empty()) {
    return client.write(instead);
  }
  if (fault == Fault::HalfAnswer) {
    const std::string whole = answer(head, body);
    client.write(whole.substr(0, whole.size() - body.size() / 2 - 1));
  } else if (fault == Fault::SlowAnswer) {
    return write_slowly(client, answer(head, body));
  } else if (fault == Fault::EndlessAnswer) {
    client.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
    while (client.write(" ")) std::this_thread::sleep_for(kBetweenPieces);
  } else if (fault == Fault::CutGzip) {
    const std::string packed = gzipped(body);
    return client.write(
        answer(head + "Content-Encoding: gzip\r\n", packed.substr(0, packed.size() - 6)));
  } else {
    client.reset();
  }
  return false;
}

/// What is answered instead of what the server behind says; empty where that is not all there is to
/// it.
std::string BadProxy::in_its_place(Fault fault) const {
  const std::string page = answer("200 OK\r\nContent-Type: text/html\r\n",
                                  "<!doctype html><html><title>Sign in</title></html>");
  const std::string elsewhere = answer("302 Found\r\nLocation: " + elsewhere_ + "/login\r\n", "");
  const std::map<Fault, std::string> answers{
      {Fault::WrongType, answer("200 OK\r\nContent-Type: text/plain\r\n", "it is done")},
      {Fault::Html, page},
      {Fault::HtmlAndDone, page},
      {Fault::Storm,
       refusal("429 Too Many Requests", "REQUEST_LIMIT_EXCEEDED", "Retry-After: 0\r\n")},
      {Fault::FailedAndDone, refusal("500 Internal Server Error", "INTERNAL_ERROR")},
      {Fault::BusyAndDone, refusal("503 Service Unavailable", "TEMPORARILY_UNAVAILABLE")},
      {Fault::ThrottledAndDone, refusal("500 Internal Server Error", "REQUEST_LIMIT_EXCEEDED")},
      {Fault::ExpiredToken, refusal("401 Unauthorized", "UNAUTHENTICATED")},
      {Fault::Redirect, elsewhere},
      {Fault::RedirectAndDone, elsewhere},
  };
  const auto found = answers.find(fault);
  return found == answers.end() ? "" : found->second;
}

}  // namespace dgctl::tests
