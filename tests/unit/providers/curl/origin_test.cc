#include "providers/curl/origin.h"

#include "engine/edges/error.h"
#include "tests/support/catch.h"

namespace dgctl::providers::origin_test {
namespace {

TEST_CASE("an origin is https to a host or http to this machine", "[curl]") {
  struct Row {
    std::string text, origin, host;
    bool is_secure, is_loopback;
  };
  const auto row = GENERATE(values<Row>({
      {"https://dbc-1.example.com", "https://dbc-1.example.com", "dbc-1.example.com", true, false},
      {"https://Dbc-1.Example.COM/", "https://dbc-1.example.com", "dbc-1.example.com", true, false},
      {"HTTPS://a:8443", "https://a:8443", "a", true, false},
      {"https://192.0.2.1", "https://192.0.2.1", "192.0.2.1", true, false},
      {"https://[2001:db8::1]:443", "https://[2001:db8::1]:443", "2001:db8::1", true, false},
      {"https://localhost", "https://localhost", "localhost", true, true},
      {"http://localhost:80", "http://localhost:80", "localhost", false, true},
      {"http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1", false, true},
      {"http://127.255.0.9", "http://127.255.0.9", "127.255.0.9", false, true},
      {"http://[::1]:8080/", "http://[::1]:8080", "::1", false, true},
  }));
  const Origin origin = origin_of(row.text);
  CHECK(origin.text == row.origin);
  CHECK(origin.host == row.host);
  CHECK(origin.is_secure == row.is_secure);
  CHECK(origin.is_loopback == row.is_loopback);
}

TEST_CASE("what is no origin is refused", "[curl]") {
  const std::string text = GENERATE(values<std::string>({
      "",
      "https",
      "https://",
      "https:///",
      "https:// ",
      "http://",
      "ftp://a",
      "file:///etc/passwd",
      "//a",
      "a.example.com",
      "https:a",
      "https://a b",
      "https://a/path",
      "https://a//",
      "https://a?x=1",
      "https://a#x",
      "https://a\\b",
      "https://user@a",
      "https://user:word@a",
      "https://a@127.0.0.1",
      "https://a:",
      "https://a:0",
      "https://a:65536",
      "https://a:+1",
      "https://a:80:80",
      "https://a:8x",
      "https://[::1",
      "https://[::1]x",
      "https://[a]",
      "https://::1",
      "https://.a",
      "https://a..b",
      "https://a%2e",
      "https://a\r\nHost: b",
      "https://a\n",
      std::string("https://a\0b", 11),
      "https://127.1",
      "https://2130706433",
      "https://0x7f000001",
      "https://1.2.3.4.5",
      "http://a.example.com",
      "http://192.0.2.1",
      "http://127.0.0.1.example.com",
      "http://localhost.example.com",
      "http://example.com#@127.0.0.1",
      "http://127.0.0.1@example.com",
      "http://[::ffff:127.0.0.1]",
      "http://[::2]",
      "http://126.0.0.1",
      "http://0.0.0.0",
  }));
  INFO(text);
  CHECK_THROWS_AS(origin_of(text), engine::Error);
}

TEST_CASE("a password in an origin is not repeated", "[curl]") {
  try {
    origin_of("https://user:dosecanary@a");
    FAIL("it was accepted");
  } catch (const engine::Error& error) {
    CHECK(std::string(error.what()).find("dosecanary") == std::string::npos);
  }
}

}  // namespace
}  // namespace dgctl::providers::origin_test
