// What servers and networks do that they should not, over bare sockets.

#include <atomic>
#include <latch>
#include <thread>

#include "tests/support/gzip.h"
#include "tests/support/raw_server.h"
#include "tests/unit/providers/curl/sending.h"

namespace dgctl::tests::hostile_test {
namespace {

std::string answer(const std::string& body, const std::string& headers = {}) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
         "\r\n" + body;
}

TEST_CASE("an exchange that breaks off says where and that it may have been taken", "[curl]") {
  struct Row {
    std::string name;
    std::function<void(RawClient&)> serve;
    std::string says;
  };
  const auto row = GENERATE(values<Row>({
      {"an end instead of an answer",
       [](RawClient&) {},
       "the connection was lost before there was an answer"},
      {"a reset instead of an answer",
       [](RawClient& client) { client.reset(); },
       "the connection was lost before there was an answer"},
      {"half of the headers",
       [](RawClient& client) { client.write("HTTP/1.1 200 OK\r\nContent-Le"); },
       "the connection was lost"},
      {"half of the body",
       [](RawClient& client) {
         client.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":");
       },
       "the connection was lost in the middle of the answer"},
      {"half of the body and a reset",
       [](RawClient& client) {
         client.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":");
         client.reset();
       },
       "the connection was lost"},
      {"a chunk that is cut",
       [](RawClient& client) {
         client.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nabc");
       },
       "the connection was lost in the middle of the answer"},
      {"a size of a chunk that is none",
       [](RawClient& client) {
         client.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc");
       },
       "the connection was lost in the middle of the answer"},
      {"what is no HTTP",
       [](RawClient& client) { client.write("SSH-2.0-OpenSSH_9.2\r\n"); },
       "the connection was lost before there was an answer"},
      {"packed and cut",
       [](RawClient& client) {
         const std::string packed = gzipped(std::string(1000, 'x') + "y");
         client.write(answer(packed.substr(0, packed.size() / 2), "Content-Encoding: gzip\r\n"));
       },
       "cut or damaged on the way"},
      {"packed and damaged",
       [](RawClient& client) { client.write(answer("no gzip", "Content-Encoding: gzip\r\n")); },
       "cut or damaged on the way"},
      {"said to be packed and empty",
       [](RawClient& client) { client.write(answer("a", "Content-Encoding: br\r\n")); },
       "packed in a way that was not asked for ('br')"},
      {"headers without end",
       [](RawClient& client) {
         client.write("HTTP/1.1 200 OK\r\n");
         const std::string line = "X-Flood: " + std::string(1000, 'f') + "\r\n";
         while (client.write(line)) {
         }
       },
       "more headers than any server sends"},
      {"interim answers without end",
       [](RawClient& client) {
         while (client.write("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n")) {
         }
       },
       "more headers than any server sends"},
  }));
  DYNAMIC_SECTION(row.name) {
    RawServer server([&](RawClient& client) {
      client.read_request();
      row.serve(client);
    });
    CurlTransport transport(options_for(server.origin()));
    const TransportError error = failure(transport, post("/x?secret=hidden", "{}"));
    INFO(error.what());
    CHECK(says(error, row.says));
    CHECK(says(error, "there is no answer to POST /x from " + server.origin()));
    CHECK_FALSE(says(error, "hidden"));
    CHECK(error.may_have_been_taken);
    CHECK(error.is_whole);
  }
}

TEST_CASE("a body is taken up to the limit whether it is packed or not", "[curl]") {
  constexpr std::size_t kLimit = 100'000;
  const bool is_packed = GENERATE(false, true);
  std::string body(kLimit, 'b');
  RawServer server([&](RawClient& client) {
    for (const std::string& text : {body, body + "b", std::string(4'000'000, 'b')}) {
      if (client.read_request().empty()) return;
      client.write(is_packed ? answer(gzipped(text), "Content-Encoding: gzip\r\n") : answer(text));
      if (text.size() > kLimit) return;
    }
  });
  CurlOptions options = options_for(server.origin());
  options.most_bytes = kLimit;
  CurlTransport transport(options);
  CHECK(transport.send(get("/"), {}).body == body);
  const TransportError error = failure(transport, get("/"));
  CHECK(says(error, "the answer is longer than"));
  CHECK_FALSE(error.may_pass);
}

TEST_CASE("a body without end is cut at the limit", "[curl]") {
  RawServer server([&](RawClient& client) {
    client.read_request();
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    while (client.write(std::string(10'000, 'e'))) {
    }
  });
  CurlOptions options = options_for(server.origin());
  options.most_bytes = 1U << 20U;
  CurlTransport transport(options);
  CHECK(says(failure(transport, get("/")), "the answer is longer than 1 MiB unpacked"));
}

TEST_CASE("a deadline holds wherever the server stops", "[curl]") {
  struct Row {
    std::string name;
    std::function<void(RawClient&)> serve;
    std::string says;
  };
  const auto row = GENERATE(values<Row>({
      {"no answer", [](RawClient& client) { client.wait_for_end(); }, "no answer came within"},
      {"half an answer",
       [](RawClient& client) {
         client.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
         client.wait_for_end();
       },
       "the answer was not complete within 300 ms: 3 bytes of it came"},
      {"an answer byte by byte that never ends",
       [](RawClient& client) {
         client.write("HTTP/1.1 200 OK\r\n\r\n");
         while (client.write("d")) std::this_thread::sleep_for(std::chrono::milliseconds(1));
       },
       "the answer was not complete within"},
      {"headers byte by byte that never end",
       [](RawClient& client) {
         client.write("HTTP/1.1 200 OK\r\nX: ");
         while (client.write("d")) std::this_thread::sleep_for(std::chrono::milliseconds(1));
       },
       "no answer came within"},
  }));
  DYNAMIC_SECTION(row.name) {
    RawServer server([&](RawClient& client) {
      client.read_request();
      row.serve(client);
    });
    CurlTransport transport(options_for(server.origin()));
    Request request = get("/");
    request.timeout = std::chrono::milliseconds(300);
    const TransportError error = failure(transport, request);
    INFO(error.what());
    CHECK(says(error, row.says));
    CHECK(error.may_have_been_taken);
  }
}

TEST_CASE("an interruption ends the waiting at once", "[curl]") {
  std::latch asked(1);
  RawServer server([&](RawClient& client) {
    client.read_request();
    asked.count_down();
    client.wait_for_end();
  });
  CurlTransport transport(options_for(server.origin()));
  std::stop_source source;
  std::thread stopper([&] {
    asked.wait();
    source.request_stop();
  });
  // By interruption and not by the deadline, which would be a TransportError after a minute.
  CHECK_THROWS_AS(transport.send(get("/"), source.get_token()), engine::StoppedError);
  stopper.join();
  CHECK_THROWS_AS(transport.send(get("/"), source.get_token()), engine::StoppedError);
}

TEST_CASE("an interruption reaches all threads and those in the queue", "[curl]") {
  std::latch asked(2);
  RawServer server([&](RawClient& client) {
    client.read_request();
    asked.count_down();
    client.wait_for_end();
  });
  CurlOptions options = options_for(server.origin());
  options.connections = 2;
  CurlTransport transport(options);
  std::stop_source source;
  std::atomic<int> stopped = 0;
  std::vector<std::thread> threads;
  for (int n = 0; n < 6; ++n) {
    threads.emplace_back([&] {
      try {
        transport.send(get("/"), source.get_token());
      } catch (const engine::StoppedError&) {
        ++stopped;
      }
    });
  }
  asked.wait();
  source.request_stop();
  for (std::thread& thread : threads) thread.join();
  CHECK(stopped == 6);
}

TEST_CASE("what makes something is not sent twice by itself where what reads is", "[curl]") {
  // A kept connection on which the server takes a request and goes away: to the client that is
  // what a connection that had idled too long looks like.
  std::atomic<int> posts = 0, gets = 0;
  RawServer server([&](RawClient& client) {
    for (int n = 0;; ++n) {
      const std::string request = client.read_request();
      if (request.empty()) return;
      ++(request.starts_with("POST") ? posts : gets);
      if (n == 1) return;
      client.write(answer("ok"));
    }
  });
  CurlOptions options = options_for(server.origin());
  options.connections = 1;
  CurlTransport transport(options);
  transport.send(get("/"), {});
  const TransportError error = failure(transport, post("/", "{}"));
  CHECK(posts == 1);
  CHECK(error.may_have_been_taken);
  CHECK(says(error, "the connection was lost before there was an answer"));
  transport.send(get("/"), {});
  CHECK(transport.send(get("/"), {}).body == "ok");
  CHECK(gets == 4);
}

TEST_CASE("a connection that is refused has taken nothing", "[curl]") {
  int port = 0;
  {
    const RawServer gone([](RawClient&) {});
    port = gone.port();
  }
  CurlTransport transport(options_for("http://127.0.0.1:" + std::to_string(port)));
  const TransportError error = failure(transport, post("/", "{}"));
  CHECK_FALSE(error.may_have_been_taken);
  CHECK(error.may_pass);
  CHECK(says(error, "cannot send POST / to http://127.0.0.1:"));
  CHECK(says(error, "the connection was refused or the host cannot be reached"));
}

TEST_CASE("TLS with what speaks none has taken nothing", "[curl]") {
  RawServer server([](RawClient& client) {
    client.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    client.wait_for_end();
  });
  CurlTransport transport(options_for("https://127.0.0.1:" + std::to_string(server.port())));
  const TransportError error = failure(transport, post("/", "{}"));
  CHECK_FALSE(error.may_have_been_taken);
  CHECK(says(error, "there is no TLS connection"));
}

TEST_CASE("a header may be empty and those of curl's own are few", "[curl]") {
  std::string seen;
  RawServer server([&](RawClient& client) {
    seen = client.read_request();
    client.write(answer(""));
  });
  CurlTransport transport(options_for(server.origin()));
  Request request = post("/", "{}");
  request.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
  transport.send(request, {});
  CHECK(seen == "POST / HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                    "\r\nUser-Agent: dgctl/0.1.0 lang/cpp-20 os/linux\r\nAccept: */*\r\n"
                    "Content-Type: application/json\r\nX-Empty:\r\nAccept-Encoding: gzip\r\n"
                    "Content-Length: 2\r\n\r\n{}");
}

TEST_CASE("loopback is asked without a proxy", "[curl]") {
  RawServer server([](RawClient& client) {
    client.read_request();
    client.write(answer("direct"));
  });
  ::setenv("http_proxy", "http://127.0.0.1:9", 1);
  CurlTransport transport(options_for(server.origin()));
  const std::string body = transport.send(get("/"), {}).body;
  ::unsetenv("http_proxy");
  CHECK(body == "direct");
}

TEST_CASE("a host elsewhere is asked through the proxy that the environment names", "[curl]") {
  std::string seen;
  struct Case {
    std::string name, status, variable, login, advice;
  };
  const auto c = GENERATE(values<Case>({
      {"forbidden", "403 Forbidden", "HTTPS_PROXY", "u:dosecanary@", "check HTTPS_PROXY and"},
      {"a wrong login", "407 Login", "HTTPS_PROXY", "u:dosecanary@", "that stands in HTTPS_PROXY"},
      {"no login", "407 Login", "HTTPS_PROXY", "", "write it into HTTPS_PROXY as"},
      {"a wrong login of all", "407 Login", "ALL_PROXY", "u:dosecanary@", "stands in ALL_PROXY"},
      {"no login of all", "407 Login", "ALL_PROXY", "", "write it into ALL_PROXY as"},
  }));
  INFO(c.name);
  RawServer proxy([&](RawClient& client) {
    seen = client.read_request();
    client.write("HTTP/1.1 " + c.status + "\r\nContent-Length: 0\r\n\r\n");
  });
  ::setenv(c.variable.c_str(),
           ("http://" + c.login + "127.0.0.1:" + std::to_string(proxy.port())).c_str(),
           1);
  CurlOptions options = options_for("https://host.invalid");
  providers::use_environment(options);
  CurlTransport transport(options);
  Request request = post("/", "{}");
  request.headers.emplace_back("Authorization", "Bearer t");
  const TransportError error = failure(transport, request);
  ::unsetenv(c.variable.c_str());
  CHECK(seen.starts_with("CONNECT host.invalid:443"));
  CHECK(seen.find("Bearer") == std::string::npos);
  CHECK_FALSE(error.may_have_been_taken);
  INFO(error.what());
  CHECK(says(error, "proxy"));
  CHECK(says(error, c.status.substr(0, 3)));
  CHECK(says(error, c.advice));
  CHECK_FALSE(says(error, "dosecanary"));
}

}  // namespace
}  // namespace dgctl::tests::hostile_test
