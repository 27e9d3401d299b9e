#include "providers/system/standard_streams.h"

#include <array>
#include <csignal>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

#include "tests/support/catch.h"

namespace dgctl::providers::standard_streams_test {
namespace {

/// A stream onto a descriptor.
struct Stream {
  explicit Stream(int fd) : buffer(fd), out(&buffer) {}
  OutputBuffer buffer;
  std::ostream out;
};

TEST_CASE("what is written arrives however long it is", "[streams]") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
  Stream stream(ends[1]);
  stream.out << "a line\n" << std::flush << "another";
  std::array<char, 32> read{};
  CHECK(::read(ends[0], read.data(), read.size()) == 7);
  CHECK(why_lost(stream.out).empty());
  CHECK(::read(ends[0], read.data(), read.size()) == 7);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("a write that failed is told with its reason whenever it was", "[streams]") {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  Stream stream(full);
  SECTION("at the end") { stream.out << "x"; }
  SECTION("in between") { stream.out << std::string(200'000, 'x') << std::flush << "y"; }
  CHECK(why_lost(stream.out) == "No space left on device");
  ::close(full);
}

TEST_CASE("a reader who goes away loses nothing that it wanted", "[streams]") {
  std::signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  ::close(ends[0]);
  Stream stream(ends[1]);
  stream.out << std::string(200'000, 'x');
  CHECK(why_lost(stream.out).empty());
  ::close(ends[1]);
}

TEST_CASE("a stream of another kind is asked whether it failed", "[streams]") {
  std::ostringstream text;
  CHECK(why_lost(text).empty());
  text.setstate(std::ios::badbit);
  CHECK(why_lost(text) == "it failed");
}

}  // namespace
}  // namespace dgctl::providers::standard_streams_test
