#include "cmd/dgsim/http_server.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include <httplib.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>

#include "cmd/dgsim/certificate.h"
#include "cmd/dgsim/connections.h"
#include "engine/edges/error.h"
#include "providers/sim/method.h"

namespace dgctl::cmd {
namespace {

using providers::Request;
using providers::Response;

constexpr std::size_t kConnections = 256;  ///< that are served at once; more wait
constexpr std::size_t kLongestBody = std::size_t{64} << 20U;
constexpr std::size_t kRequests = 1'000'000'000;  ///< that one connection may make
constexpr int kKeptSeconds = 60;                  ///< an idle connection
constexpr int kWaiting = 1024;                    ///< connections that nobody accepted yet
constexpr std::chrono::milliseconds kStep{2};
/// Any path, line breaks too.
constexpr const char* kAnyPath = R"([\s\S]*)";

/// Either of the library's servers, which keep their socket from others.
template <class Library>
class Opened : public Library {
 public:
  using Library::Library;
  /// The library's own queue is short.
  void take_more() const { ::listen(this->svr_sock_, kWaiting); }
};

bool is_known(const std::string& method) {
  return method == "HEAD" || providers::sim::method_named(method).has_value();
}

Request request_of(const httplib::Request& from) {
  Request request;
  request.method = providers::sim::method_named(from.method).value_or(providers::Method::Get);
  request.path = from.target;
  request.body = from.body;
  // A fault may delay an answer for as long as it likes; how long to wait is the client's affair.
  request.timeout = std::chrono::hours(24);
  for (const char* name : {"Authorization", "Content-Type"}) {
    if (from.has_header(name)) request.headers.emplace_back(name, from.get_header_value(name));
  }
  return request;
}

void give(const Response& from, httplib::Response& to) {
  to.status = from.status;
  std::string type;
  for (const auto& [name, value] : from.headers) {
    if (name == "Content-Type") {
      type = value;
    } else {
      to.set_header(name, value);
    }
  }
  if (from.body.empty()) {
    if (!type.empty()) to.set_header("Content-Type", type);
  } else {
    to.set_content(from.body, type);
  }
}

Response failure(int status, const std::string& message) {
  const nlohmann::ordered_json body{
      {"error_code", status == 500 ? "INTERNAL_ERROR" : "BAD_REQUEST"}, {"message", message}};
  const auto for_bad = nlohmann::ordered_json::error_handler_t::replace;
  return {status, {{"Content-Type", "application/json"}}, body.dump(-1, ' ', false, for_bad)};
}

std::unique_ptr<httplib::Server> made(const Certificate* certificate) {
  if (certificate == nullptr) return std::make_unique<Opened<httplib::Server>>();
  return std::make_unique<Opened<httplib::SSLServer>>(certificate->certificate.get(),
                                                      certificate->key.get());
}

void take_more(const httplib::Server& server) {
  if (const auto* plain = dynamic_cast<const Opened<httplib::Server>*>(&server)) plain->take_more();
  if (const auto* tls = dynamic_cast<const Opened<httplib::SSLServer>*>(&server)) tls->take_more();
}

}  // namespace

class HttpServer::Running {
 public:
  Running(Answering answering, const Certificate* certificate)
      : answering_(std::move(answering)), server_(made(certificate)) {
    if (!server_->is_valid()) throw engine::Error("cannot use the certificate that was made");
    server_->new_task_queue = [] { return new httplib::ThreadPool(kConnections); };
    server_->set_tcp_nodelay(true);
    // The library would share a port with whoever has it.
    server_->set_socket_options([](socket_t socket) {
      const int on = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    server_->set_keep_alive_max_count(kRequests);
    server_->set_keep_alive_timeout(kKeptSeconds);
    server_->set_payload_max_length(kLongestBody);
    // Without these two there is no body, for which the library would wait.
    server_->set_pre_routing_handler([this](const auto& from, auto& to) {
      if (from.has_header("Content-Length") || from.has_header("Transfer-Encoding") ||
          !is_known(from.method)) {
        return httplib::Server::HandlerResponse::Unhandled;
      }
      handle(from, to);
      return httplib::Server::HandlerResponse::Handled;
    });
    const httplib::Server::Handler handler = [this](const auto& from, auto& to) {
      handle(from, to);
    };
    server_->Get(kAnyPath, handler);
    server_->Post(kAnyPath, handler);
    server_->Put(kAnyPath, handler);
    server_->Patch(kAnyPath, handler);
    server_->Delete(kAnyPath, handler);
    // What the library refuses by itself.
    server_->set_error_handler([](const httplib::Request& from, httplib::Response& to) {
      if (!to.body.empty() || to.has_header("X-Request-Id")) return;
      give(failure(to.status,
                   "the simulated workspace cannot serve " + from.method + " " +
                       from.target.substr(0, 200)),
           to);
    });
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  Running(Running&&) = delete;
  Running& operator=(Running&&) = delete;
  ~Running() { stop(); }

  int start(const std::string& host, int port) {
    errno = 0;
    const int bound = port == 0 ? server_->bind_to_any_port(host)
                                : (server_->bind_to_port(host, port) ? port : -1);
    if (bound <= 0) {
      throw engine::Error("cannot listen on " + host + ", port " + std::to_string(port) + ": " +
                          (errno != 0 ? std::strerror(errno) : "there is no such address here"));
    }
    port_ = bound;
    take_more(*server_);
    thread_ = std::thread([this] {
      server_->listen_after_bind();
      ended_ = true;
    });
    while (!server_->is_running() && !ended_) std::this_thread::sleep_for(kStep);
    return port_;
  }

  void stop() {
    if (!thread_.joinable()) return;
    server_->stop();
    // Who keeps a connection without asking anything would keep its thread.
    while (!ended_) {
      end_reading(port_);
      std::this_thread::sleep_for(kStep);
    }
    thread_.join();
  }

 private:
  void handle(const httplib::Request& from, httplib::Response& to) const {
    const std::optional<Response> response = answer(from);
    if (response) {
      give(*response, to);
    } else {
      reset_connection(from.remote_addr, from.remote_port);
    }
    // A body that the library left unread would be taken for the next request.
    if (from.method == "GET" && from.has_header("Content-Length"))
      to.set_header("Connection", "close");
  }

  [[nodiscard]] std::optional<Response> answer(const httplib::Request& from) const {
    try {
      return answering_(request_of(from), from.get_header_value("Host"));
    } catch (const std::exception& error) {
      return failure(500, error.what());
    }
  }

  Answering answering_;
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;
  std::atomic<bool> ended_ = false;
  int port_ = 0;
};

HttpServer::HttpServer(Answering answering, const Certificate* certificate)
    : running_(std::make_unique<Running>(std::move(answering), certificate)) {}
HttpServer::~HttpServer() = default;

int HttpServer::start(const std::string& host, int port) { return running_->start(host, port); }
void HttpServer::stop() { running_->stop(); }

}  // namespace dgctl::cmd
