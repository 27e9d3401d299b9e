#include "cmd/dgctl/console.h"

#include <array>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

#include "cmd/dgctl/progress.h"
#include "engine/edges/error.h"
#include "tests/support/catch.h"

namespace dgctl::cmd::console_test {
namespace {

/// A console with a pipe for the keyboard.
class TestConsole {
 public:
  TestConsole() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    console.in = ends_[0];
  }
  TestConsole(const TestConsole&) = delete;
  TestConsole& operator=(const TestConsole&) = delete;
  ~TestConsole() {
    ::close(ends_[0]);
    hang_up();
  }
  void type(const std::string& text) {
    REQUIRE(::write(ends_[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  void hang_up() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }

  std::ostringstream out, err;
  Console console{out, err};

 private:
  std::array<int, 2> ends_{};
};

TEST_CASE("an answer is one line without the spaces at its end", "[console]") {
  TestConsole test;
  test.type("yes  \r\nno\n");
  CHECK(ask(test.console, "Go on? ", {}) == "yes");
  CHECK(test.out.str() == "Go on? ");
  CHECK(ask(test.console, "", {}) == "no");
  test.type("half");
  test.hang_up();
  CHECK(ask(test.console, "", {}) == "half");
  CHECK(ask(test.console, "", {}).empty());
}

TEST_CASE("a stop ends a question that nobody answers", "[console]") {
  TestConsole test;
  std::stop_source source;
  SECTION("before it") {
    source.request_stop();
    CHECK_THROWS_AS(ask(test.console, "Go on? ", source.get_token()), engine::StoppedError);
  }
  SECTION("while it waits") {
    const std::jthread other([&] { source.request_stop(); });
    CHECK_THROWS_AS(ask(test.console, "Go on? ", source.get_token()), engine::StoppedError);
  }
  SECTION("within a line") {
    test.type("ye");
    const std::jthread other([&] { source.request_stop(); });
    CHECK_THROWS_AS(ask(test.console, "Go on? ", source.get_token()), engine::StoppedError);
  }
}

TEST_CASE("no control character of an address takes effect on a terminal", "[console]") {
  TestConsole test;
  Progress progress(test.console, false);
  progress.notify({"apply_start", "grant \x1b[2J", engine::Address{"grant", "a/\x1b[31mb"}});
  CHECK(test.err.str().find('\x1b') == std::string::npos);
  CHECK(test.err.str().starts_with("grant.a/"));
}

}  // namespace
}  // namespace dgctl::cmd::console_test
