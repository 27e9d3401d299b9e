#include "cmd/dgctl/address_words.h"

#include "cmd/dgctl/commands.h"
#include "engine/render/shown.h"
#include "tests/support/catch.h"

namespace dgctl::cmd::address_words_test {
namespace {

TEST_CASE("an address that was printed can be given back", "[addresses]") {
  for (const std::string part : {"main",
                                 "a b",
                                 "\xc2\x9b"
                                 "31m",
                                 "\x1b[2J",
                                 "a\nb\tc\r",
                                 "a\\nb",
                                 "a\\u{9b}",
                                 "\"",
                                 "\\",
                                 "\\\\\"",
                                 "/",
                                 "\xf3\xa0\x81\x81",
                                 "\xe2\x80\x8b"}) {
    const engine::Address address{"grant", engine::make_key({"catalog:" + part, part})};
    INFO(engine::shown(address));
    CHECK(address_as_it_is(engine::shown(address)) == to_string(address));
    CHECK(address_as_it_is(to_string(address)) == to_string(address));
  }
}

TEST_CASE("what is no escape stays as it is", "[addresses]") {
  for (const std::string text : {"",
                                 "\\n",
                                 "catalog.a\\n",
                                 "\"",
                                 "\"\\",
                                 "\"\\u{\"",
                                 "\"\\u{}\"",
                                 "\"\\u{d800}\"",
                                 "\"\\u{110000}\"",
                                 "\"\\u{zz}\"",
                                 "\"\\u{9b\"",
                                 "\"\\u{-1}\"",
                                 "\"\\u{fffffffff}\"",
                                 "\"\\x\""}) {
    INFO(text);
    CHECK(address_as_it_is(text) == text);
  }
}

TEST_CASE("only the addresses of a command line are read so", "[addresses]") {
  const CommandTree program = dgctl_commands();
  const std::string escaped = "a.\"\\n\"";
  const std::string read = "a.\"\n\"";
  CHECK(with_addresses_as_they_are(program, {"state", "show", escaped}) ==
        std::vector<std::string>{"state", "show", read});
  CHECK(with_addresses_as_they_are(program, {"state", "list", "grant", escaped}) ==
        std::vector<std::string>{"state", "list", "grant", read});
  CHECK(with_addresses_as_they_are(program, {"plan", "--only", escaped, "--only=" + escaped}) ==
        std::vector<std::string>{"plan", "--only", read, "--only=" + read});
  CHECK(with_addresses_as_they_are(program, {"plan", "--out", escaped, "-f" + escaped}) ==
        std::vector<std::string>{"plan", "--out", escaped, "-f" + escaped});
}

}  // namespace
}  // namespace dgctl::cmd::address_words_test
