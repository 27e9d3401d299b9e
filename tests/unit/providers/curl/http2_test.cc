// HTTP/2, by a proxy that speaks it in front of a server that does not: nghttpx of nghttp2.

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/certificate.h"
#include "tests/support/raw_server.h"
#include "tests/unit/providers/curl/sending.h"

namespace dgctl::tests::http2_test {
namespace {

/// A port that nobody has right now.
int free_port() {
  return RawServer([](RawClient&) {}).port();
}

/// nghttpx, for as long as this lives.
class Proxy {
 public:
  Proxy(int to, const std::filesystem::path& folder)
      : port_(free_port()), log_(folder / "access.log") {
    const std::vector<std::string> words{"nghttpx",
                                         "--conf=/dev/null",
                                         "--workers=1",
                                         "--errorlog-file=/dev/null",
                                         "--accesslog-file=" + log_.string(),
                                         "--accesslog-format=$remote_port $alpn",
                                         "--frontend=127.0.0.1," + std::to_string(port_),
                                         "--backend=127.0.0.1," + std::to_string(to),
                                         (folder / "key.pem").string(),
                                         (folder / "certificate.pem").string()};
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t quiet;
    ::posix_spawn_file_actions_init(&quiet);
    ::posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    is_there_ = ::posix_spawnp(&pid_, "nghttpx", &quiet, nullptr, arguments.data(), environ) == 0;
    ::posix_spawn_file_actions_destroy(&quiet);
  }
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;
  ~Proxy() { end(); }

  [[nodiscard]] bool is_there() const { return is_there_; }
  [[nodiscard]] std::string origin() const { return "https://127.0.0.1:" + std::to_string(port_); }
  /// What is logged is on disk afterwards.
  void end() {
    if (!is_there_) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    is_there_ = false;
  }
  /// The connections that requests came over, as "port protocol".
  [[nodiscard]] std::set<std::string> connections() const {
    std::set<std::string> all;
    std::ifstream file(log_);
    for (std::string line; std::getline(file, line);) all.insert(line);
    return all;
  }

 private:
  int port_;
  std::filesystem::path log_;
  pid_t pid_ = -1;
  bool is_there_ = false;
};

/// The first answer: until the proxy listens nothing is taken.
Response first_answer(CurlTransport& transport) {
  for (int n = 0;; ++n) {
    try {
      return transport.send(get("/first"), {});
    } catch (const TransportError& error) {
      if (error.may_have_been_taken || n > 5000) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
}

constexpr int kThreads = 8, kEach = 20;

/// Says what was asked for, and counts what came over HTTP/2.
void answer_each(RawClient& client, std::atomic<int>& over_http2) {
  for (std::string request; !(request = client.read_request()).empty();) {
    if (request.find("Via: 2 nghttpx") != std::string::npos) ++over_http2;
    const std::string asked = request.substr(0, request.find(" HTTP"));
    client.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(asked.size()) + "\r\n\r\n" +
                 asked);
  }
}

/// How many of a thread's requests are answered as its own.
int own_answers(CurlTransport& transport, int thread) {
  int right = 0;
  for (int n = 0; n < kEach; ++n) {
    const std::string path = "/" + std::to_string(thread) + "/" + std::to_string(n);
    const bool reads = n % 2 == 0;
    const Response response = transport.send(reads ? get(path) : post(path, "{}"), {});
    if (response.body == (reads ? "GET " : "POST ") + path) ++right;
  }
  return right;
}

TEST_CASE("requests side by side go over one connection where the server speaks HTTP 2", "[curl]") {
  Authority authority;
  std::atomic<int> over_http2 = 0;
  RawServer server([&](RawClient& client) { answer_each(client, over_http2); });
  const auto folder = authority.write(authority.sign("IP:127.0.0.1"));
  Proxy proxy(server.port(), folder);
  if (!proxy.is_there()) {
    WARN("nghttpx is not installed: nothing was tried");
    return;
  }
  CurlOptions options = options_for(proxy.origin());
  options.ca_file = authority.file();
  std::atomic<int> right = 0;
  {
    CurlTransport transport(options);
    CHECK(first_answer(transport).body == "GET /first");
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] { right += own_answers(transport, t); });
    }
    for (std::thread& thread : threads) thread.join();
  }
  CHECK(right == kThreads * kEach);
  CHECK(over_http2 == kThreads * kEach + 1);
  proxy.end();
  const std::set<std::string> connections = proxy.connections();
  REQUIRE(connections.size() == 1);
  CHECK(connections.begin()->ends_with(" h2"));
}

}  // namespace
}  // namespace dgctl::tests::http2_test
