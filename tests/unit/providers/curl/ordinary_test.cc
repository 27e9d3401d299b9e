// What servers do as they should, by a server library.

#include <atomic>
#include <latch>
#include <set>
#include <thread>

#include <httplib.h>

#include "tests/unit/providers/curl/sending.h"

namespace dgctl::tests::ordinary_test {
namespace {

/// A server on a port of its own for as long as it lives.
class Server {
 public:
  Server() {
    port_ = http.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { http.listen_after_bind(); });
    while (!http.is_running()) std::this_thread::yield();  // else it cannot be stopped
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    http.stop();
    thread_.join();
  }
  [[nodiscard]] std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

  httplib::Server http;

 private:
  int port_;
  std::thread thread_;
};

TEST_CASE("method path headers and body arrive as they were given", "[curl]") {
  struct Row {
    Method method;
    std::string body;
  };
  const auto row = GENERATE(values<Row>({{Method::Get, ""},
                                         {Method::Post, "{\"a\":1}"},
                                         {Method::Post, ""},
                                         {Method::Put, "x"},
                                         {Method::Patch, "y"},
                                         {Method::Delete, ""},
                                         {Method::Delete, "z"}}));
  Server server;
  httplib::Request seen;
  server.http.set_pre_routing_handler(
      [&](const httplib::Request& request, httplib::Response& response) {
        (void)request;
        response.set_header("X-Request-Id", "abc");
        return httplib::Server::HandlerResponse::Unhandled;
      });
  const auto answer = [&](const httplib::Request& request, httplib::Response& response) {
    seen = request;
    response.status = 201;
    response.set_content("{\"ok\":true}", "application/json");
  };
  server.http.Get(".*", answer);
  server.http.Post(".*", answer);
  server.http.Put(".*", answer);
  server.http.Patch(".*", answer);
  server.http.Delete(".*", answer);

  CurlTransport transport(options_for(server.origin()));
  Request request = get("/api/2.0/a%20b?filter=x%26y");
  request.method = row.method;
  request.body = row.body;
  request.headers = {{"Authorization", "Bearer t"}};
  const Response response = transport.send(request, {});
  CHECK(response.status == 201);
  CHECK(response.body == "{\"ok\":true}");
  CHECK(header(response, "x-request-id") == "abc");
  CHECK(seen.method == to_string(row.method));
  CHECK(seen.target == "/api/2.0/a%20b?filter=x%26y");
  CHECK(seen.body == row.body);
  CHECK(seen.get_header_value("Authorization") == "Bearer t");
  CHECK(seen.get_header_value("User-Agent") == "dgctl/0.1.0 lang/cpp-20 os/linux");
  CHECK(seen.get_header_value("Accept-Encoding") == "gzip");
  CHECK_FALSE(seen.has_header("Expect"));
  CHECK_FALSE(seen.has_header("Content-Type"));  // none was given
  CHECK_FALSE(seen.has_header("Cookie"));
}

/// Why a request is none.
std::string refusal(CurlTransport& transport, const Request& request) {
  try {
    transport.send(request, {});
  } catch (const engine::Error& error) {
    return error.what();
  }
  return "it was sent";
}

TEST_CASE("a header that would make two or a path that leads elsewhere is refused", "[curl]") {
  CurlTransport transport(options_for("http://127.0.0.1:9"));
  Request request = get("/");
  request.headers = {{"A", "b\r\nAuthorization: c"}};
  CHECK(refusal(transport, request).find("a character that none may have") != std::string::npos);
  request.headers = {{"A: b", "c"}};
  CHECK(refusal(transport, request).find("a character that none may have") != std::string::npos);
  for (const char* path : {"", "@127.0.0.1:8/", ".example.com/", ":80/", "a", "/a b", "/a\nb"}) {
    INFO(path);
    CHECK(refusal(transport, get(path)).find("that is no path") != std::string::npos);
  }
}

TEST_CASE("a packed answer is unpacked", "[curl]") {
  Server server;
  const std::string text(100'000, 'g');
  server.http.Get("/", [&](const httplib::Request&, httplib::Response& response) {
    response.set_content(text, "application/json");  // packed, since that is offered
  });
  CurlTransport transport(options_for(server.origin()));
  const Response packed = transport.send(get("/"), {});
  CHECK(header(packed, "Content-Encoding") == "gzip");
  CHECK((packed.body == text));
  Request confidential = get("/");
  confidential.confidential = true;
  CHECK((transport.send(confidential, {}).body == text));
}

TEST_CASE("a redirect is an answer and nothing is sent to where it leads", "[curl]") {
  Server elsewhere;
  std::atomic<int> asked = 0;
  elsewhere.http.set_pre_routing_handler([&](const httplib::Request&, httplib::Response&) {
    ++asked;
    return httplib::Server::HandlerResponse::Unhandled;
  });
  Server server;
  server.http.Get(R"(/(\d+))", [&](const httplib::Request& request, httplib::Response& response) {
    response.set_redirect(elsewhere.origin() + "/", std::stoi(request.matches[1]));
  });
  CurlTransport transport(options_for(server.origin()));
  for (const int status : {301, 302, 303, 307, 308}) {
    Request request = get("/" + std::to_string(status));
    request.headers = {{"Authorization", "Bearer t"}};
    const Response response = transport.send(request, {});
    CHECK(response.status == status);
    CHECK(header(response, "Location") == elsewhere.origin() + "/");
  }
  CHECK(asked == 0);
}

TEST_CASE("answers of every kind are answers", "[curl]") {
  Server server;
  server.http.Get(R"(/(\d+))", [&](const httplib::Request& request, httplib::Response& response) {
    response.status = std::stoi(request.matches[1]);
    response.set_header("Retry-After", "7");
    if (response.status != 204) response.set_content("<html>no API</html>", "text/html");
  });
  CurlTransport transport(options_for(server.origin()));
  for (const int status : {200, 204, 400, 401, 403, 404, 407, 429, 500, 503}) {
    const Response response = transport.send(get("/" + std::to_string(status)), {});
    CHECK(response.status == status);
    CHECK(header(response, "Retry-After") == "7");
    if (status != 204) CHECK(response.body == "<html>no API</html>");
  }
}

TEST_CASE("many threads share a few connections and each gets its own answer", "[curl]") {
  constexpr int kThreads = 8, kEach = 50;
  constexpr std::size_t kConnections = 3;
  Server server;
  std::mutex mutex;
  std::set<int> ports;
  std::atomic<int> now = 0, most = 0;
  server.http.Get("/.*", [&](const httplib::Request& request, httplib::Response& response) {
    const int at_once = ++now;
    for (int seen = most; seen < at_once && !most.compare_exchange_weak(seen, at_once);) {
    }
    {
      const std::scoped_lock lock(mutex);
      ports.insert(request.remote_port);
    }
    response.set_content(request.path, "text/plain");
    --now;
  });
  server.http.set_keep_alive_max_count(100'000);
  CurlOptions options = options_for(server.origin());
  options.connections = kConnections;
  CurlTransport transport(options);
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int n = 0; n < kEach; ++n) {
        const std::string path = "/" + std::to_string(t) + "/" + std::to_string(n);
        if (transport.send(get(path), {}).body == path) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == kThreads * kEach);
  CHECK(most <= static_cast<int>(kConnections));
  CHECK(ports.size() <= kConnections);
}

TEST_CASE("the timeout counts while a request waits for its turn", "[curl]") {
  Server server;
  std::latch begun(1), may_end(1);
  server.http.Get("/slow", [&](const httplib::Request&, httplib::Response&) {
    begun.count_down();
    may_end.wait();
  });
  CurlOptions options = options_for(server.origin());
  options.connections = 1;
  CurlTransport transport(options);
  std::thread first([&] { transport.send(get("/slow"), {}); });
  begun.wait();
  Request second = get("/other");
  second.timeout = std::chrono::milliseconds(30);
  const TransportError error = failure(transport, second);
  may_end.count_down();
  first.join();
  CHECK(says(error, "its turn did not come within 30 ms"));
  CHECK_FALSE(error.may_have_been_taken);
}

}  // namespace
}  // namespace dgctl::tests::ordinary_test
