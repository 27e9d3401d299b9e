// Which servers are believed.

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <httplib.h>

#include "tests/support/certificate.h"
#include "tests/unit/providers/curl/sending.h"

namespace dgctl::tests::tls_test {
namespace {

/// Answers "hello" to everything, as who the identity says.
class SecureServer {
 public:
  explicit SecureServer(Identity identity, int newest_tls = 0)
      : identity_(std::move(identity)), https_(identity_.certificate.get(), identity_.key.get()) {
    if (newest_tls != 0) SSL_CTX_set_min_proto_version(https_.ssl_context(), TLS1_VERSION);
    if (newest_tls != 0) SSL_CTX_set_max_proto_version(https_.ssl_context(), newest_tls);
    https_.set_pre_routing_handler([this](const httplib::Request&, httplib::Response& response) {
      ++asked;
      response.set_content("hello", "text/plain");
      return httplib::Server::HandlerResponse::Handled;
    });
    port_ = https_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { https_.listen_after_bind(); });
    while (!https_.is_running()) std::this_thread::yield();  // else it cannot be stopped
  }
  SecureServer(const SecureServer&) = delete;
  SecureServer& operator=(const SecureServer&) = delete;
  ~SecureServer() {
    https_.stop();
    thread_.join();
  }
  [[nodiscard]] std::string origin() const { return "https://127.0.0.1:" + std::to_string(port_); }
  std::atomic<int> asked = 0;

 private:
  Identity identity_;
  httplib::SSLServer https_;
  int port_;
  std::thread thread_;
};

CurlOptions trusting(const SecureServer& server, const Authority& authority) {
  CurlOptions options = options_for(server.origin());
  options.ca_file = authority.file();
  return options;
}

TEST_CASE("a server with a certificate of a trusted authority is believed", "[curl]") {
  Authority authority;
  SecureServer server(authority.sign("DNS:localhost,IP:127.0.0.1"));
  CurlTransport transport(trusting(server, authority));
  CHECK(transport.send(get("/"), {}).body == "hello");
  CHECK(transport.send(post("/", "{}"), {}).body == "hello");
}

TEST_CASE("a server whose certificate is not in order gets no request", "[curl]") {
  struct Row {
    std::string name;
    std::function<Identity(Authority&)> identity;
    std::string says;
  };
  const auto row = GENERATE(values<Row>({
      {"of another name",
       [](Authority& a) { return a.sign("DNS:a.example.com,DNS:b.example.com"); },
       "is not for 127.0.0.1 but for a.example.com, b.example.com"},
      {"expired", [](Authority& a) { return a.sign("IP:127.0.0.1", -20, -10); }, "has expired"},
      {"not valid yet",
       [](Authority& a) { return a.sign("IP:127.0.0.1", 10, 20); },
       "is not valid yet"},
      {"of itself", [](Authority&) { return self_signed("IP:127.0.0.1"); }, "signed by itself"},
      {"of another authority",
       [](Authority&) { return Authority("another").sign("IP:127.0.0.1"); },
       "of an authority that is not trusted here"},
  }));
  DYNAMIC_SECTION(row.name) {
    Authority authority;
    SecureServer server(row.identity(authority));
    CurlTransport transport(trusting(server, authority));
    Request request = post("/", "{}");
    request.headers.emplace_back("Authorization", "Bearer t");
    const TransportError error = failure(transport, request);
    INFO(error.what());
    CHECK(says(error, "its certificate"));
    CHECK(says(error, row.says));
    CHECK_FALSE(error.may_have_been_taken);
    CHECK_FALSE(error.may_pass);
    CHECK(server.asked == 0);

    CurlOptions careless = trusting(server, authority);
    careless.verify = false;  // of this machine
    CHECK(CurlTransport(careless).send(get("/"), {}).body == "hello");
  }
}

TEST_CASE("a certificate in the name of an authority that did not sign it gets no request",
          "[curl]") {
  Authority authority;
  SecureServer server(Authority().sign("IP:127.0.0.1"));
  CurlTransport transport(trusting(server, authority));
  const TransportError error = failure(transport, post("/", "{}"));
  CHECK(says(error, "there is no TLS connection"));
  CHECK_FALSE(error.may_have_been_taken);
  CHECK(server.asked == 0);
}

TEST_CASE("an older TLS than 1.2 is not spoken", "[curl]") {
  Authority authority;
  SecureServer server(authority.sign("IP:127.0.0.1"), TLS1_1_VERSION);
  CurlTransport transport(trusting(server, authority));
  const TransportError error = failure(transport, get("/"));
  CHECK(says(error, "there is no TLS connection"));
  CHECK_FALSE(error.may_have_been_taken);
  CHECK(server.asked == 0);
}

TEST_CASE("a file of authorities that cannot be read is told", "[curl]") {
  Authority authority;
  SecureServer server(authority.sign("IP:127.0.0.1"));
  CurlOptions options = options_for(server.origin());
  options.ca_file = "/nonexistent/authority.pem";
  CurlTransport transport(options);
  const TransportError error = failure(transport, get("/"));
  INFO(error.what());
  CHECK(says(error, "the file of certificates that are trusted cannot be read"));
  CHECK_FALSE(error.may_pass);
}

TEST_CASE("only this machine's certificates may go unverified", "[curl]") {
  CurlOptions options = options_for("https://host.example.com");
  options.verify = false;
  CHECK_THROWS_AS(CurlTransport(options), engine::Error);
}

TEST_CASE("the keys of connections are written to no file", "[curl]") {
  Authority authority;
  const std::string log = authority.file() + ".keys";
  ::setenv("SSLKEYLOGFILE", log.c_str(), 1);
  SecureServer server(authority.sign("IP:127.0.0.1"));
  CurlTransport transport(trusting(server, authority));
  CHECK(transport.send(get("/"), {}).body == "hello");
  ::unsetenv("SSLKEYLOGFILE");
  CHECK_FALSE(std::filesystem::exists(log));
}

TEST_CASE("the environment names authorities as it does to curl", "[curl]") {
  const auto named = [](const char* bundle, const char* file, const char* folder) {
    const auto put = [](const char* name, const char* value) {
      value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
    };
    put("CURL_CA_BUNDLE", bundle);
    put("SSL_CERT_FILE", file);
    put("SSL_CERT_DIR", folder);
    CurlOptions options;
    use_environment(options);
    for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"}) ::unsetenv(name);
    return options.ca_file + "|" + options.ca_folder;
  };
  CHECK(named(nullptr, nullptr, nullptr) == "|");
  CHECK(named("bundle", "file", "folder") == "bundle|");
  CHECK(named(nullptr, "file", "folder") == "file|folder");
  CHECK(named("", "file", nullptr) == "file|");
}

}  // namespace
}  // namespace dgctl::tests::tls_test
