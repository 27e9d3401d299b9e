#include "providers/transport/redacted.h"

#include "tests/support/catch.h"

namespace dgctl::providers::redacted_test {
namespace {

TEST_CASE("what has the form of a credential is cut", "[redacted]") {
  struct Row {
    std::string text, shown;
  };
  const auto row = GENERATE(values<Row>({
      {"", ""},
      {"no such catalog 'dose'", "no such catalog 'dose'"},
      {"a dose of reality", "a dose of reality"},
      {"secret dose0123456789abcdef0123456789abcdef is wrong", "secret (redacted) is wrong"},
      {"dose0123456789abcdef", "(redacted)"},
      {"token=dapi0123456789abcdef01;", "token=(redacted);"},
      {"Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "Bearer (redacted)"},
      {"eyJ short", "eyJ short"},
  }));
  CHECK(redacted(row.text) == row.shown);
}

}  // namespace
}  // namespace dgctl::providers::redacted_test
