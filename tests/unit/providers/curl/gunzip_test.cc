#include "providers/curl/gunzip.h"

#include <string>

#include "tests/support/catch.h"
#include "tests/support/gzip.h"

namespace dgctl::providers::gunzip_test {
namespace {

struct Unpacked {
  bool good = true, whole = false;
  std::string text;
};

Unpacked unpacked(const std::string& packed, std::size_t piece) {
  Unpacked result;
  Gunzip gunzip;
  const auto take = [&](std::string_view part) {
    result.text += part;
    return true;
  };
  for (std::size_t at = 0; at < packed.size() && result.good; at += piece) {
    result.good = gunzip.feed(std::string_view(packed).substr(at, piece), take);
  }
  result.whole = gunzip.is_whole();
  return result;
}

TEST_CASE("what was packed is unpacked whatever pieces it comes in", "[curl]") {
  const std::string text = std::string(100'000, 'a') + "b" + std::string(20'000, 'c');
  const std::string packed = tests::gzipped(text);
  for (const std::size_t piece : {1UL, 7UL, 100UL, 1'000'000UL}) {
    const Unpacked result = unpacked(packed, piece);
    CHECK(result.good);
    CHECK(result.whole);
    CHECK(result.text == text);
  }
  CHECK(unpacked(tests::gzipped(""), 3).whole);
  CHECK(unpacked(packed + tests::gzipped("more"), 11).text == text + "more");
}

TEST_CASE("every cut and every damage of what was packed are noticed", "[curl]") {
  const std::string text = "a text that is packed, and packed, and packed again";
  const std::string packed = tests::gzipped(text);
  for (std::size_t size = 0; size < packed.size(); ++size) {
    INFO("cut to " << size << " bytes");
    CHECK_FALSE(unpacked(packed.substr(0, size), 4096).whole);
  }
  // Behind the header, which has fields that nobody reads.
  for (std::size_t at = 10; at < packed.size(); ++at) {
    std::string damaged = packed;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    INFO("byte " << at);
    const Unpacked result = unpacked(damaged, 4096);
    // A few bits fill up a byte and mean nothing.
    const bool is_noticed = !result.good || !result.whole;
    CHECK((is_noticed || result.text == text));
  }
  CHECK_FALSE(unpacked("no gzip at all", 4096).good);
  CHECK_FALSE(unpacked(packed + "behind it", 4096).good);
}

TEST_CASE("unpacking ends when nobody wants more", "[curl]") {
  const std::string packed = tests::gzipped(std::string(5'000'000, 'x'));
  std::size_t taken = 0;
  Gunzip gunzip;
  CHECK_FALSE(gunzip.feed(packed, [&](std::string_view part) {
    taken += part.size();
    return taken < 100'000;
  }));
  CHECK(taken < 200'000);
}

}  // namespace
}  // namespace dgctl::providers::gunzip_test
