#include "engine/render/layout.h"

#include "tests/support/catch.h"

namespace dgctl::tests::layout_test {
namespace {

using Lines = std::vector<std::string>;

TEST_CASE("text is broken at spaces and never within a name", "[render]") {
  struct Case {
    std::string name, text;
    std::size_t width;
    Lines expected;
  };
  const auto c = GENERATE(values<Case>({
      {"it fits", "a b", 3, {"a b"}},
      {"it does not", "a b", 2, {"a", "b"}},
      {"nothing", "", 5, {""}},
      {"a long name has a line of its own", "a verylongname b", 4, {"a", "verylongname", "b"}},
      {"a long name comes first", "verylongname b", 4, {"verylongname", "b"}},
      {"characters count and not bytes", "ää ää", 5, {"ää ää"}},
      {"spaces within a line stay", "a  b", 4, {"a  b"}},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(engine::broken(c.text, c.width) == c.expected); }
}

TEST_CASE("indented text fits the terminal", "[render]") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += (i == 0 ? "" : " ") + std::string("word");
  const std::string out = engine::indented(text, 10);
  CHECK(out.find("\n          word") != std::string::npos);
  std::size_t begin = 0;
  for (std::size_t end = out.find('\n'); end != std::string::npos; end = out.find('\n', begin)) {
    CHECK(end - begin <= engine::kTextWidth);
    begin = end + 1;
  }
}

}  // namespace
}  // namespace dgctl::tests::layout_test
