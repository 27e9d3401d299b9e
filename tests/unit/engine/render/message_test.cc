#include "engine/render/message.h"

#include "engine/render/shown.h"
#include "tests/support/catch.h"

namespace dgctl::engine::message_test {
namespace {

TEST_CASE("a message keeps its words and cuts one that nobody would read to its end", "[shown]") {
  CHECK(shown_message("") == "");
  CHECK(shown_message("cannot read  catalog.a: no\n ") == "cannot read  catalog.a: no\\n ");
  const std::string name(100'000, 'x');
  CHECK(shown_message("cannot read " + name + ": it is gone") ==
        "cannot read " + std::string(500, 'x') + "… it is gone");
  CHECK(shown_message(std::string(501, 'x')) == std::string(501, 'x'));
  CHECK(columns(shown_message(std::string(600, '\x1b'))) == 501);
}

}  // namespace
}  // namespace dgctl::engine::message_test
