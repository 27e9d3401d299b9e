#include "engine/model/glob.h"

#include <string>

#include "tests/support/catch.h"

namespace dgctl::engine::glob_test {
namespace {

TEST_CASE("a pattern stands for what its stars and question marks can become", "[glob]") {
  struct Case {
    std::string pattern, text;
    bool matches;
  };
  const auto c = GENERATE(values<Case>({
      {"", "", true},
      {"", "a", false},
      {"*", "", true},
      {"a*c", "abbc", true},
      {"a*c", "ac", true},
      {"a*c", "acb", false},
      {"*.crm.*", "sales.crm.users", true},
      {"?", "", false},
      {"a?", "ab", true},
      {"**b", "aab", true},
  }));
  INFO(c.pattern << " and " << c.text);
  CHECK(matches_glob(c.pattern, c.text) == c.matches);
}

TEST_CASE("no pattern takes long", "[glob]") {
  const std::string text(5'000, 'a');
  CHECK_FALSE(matches_glob("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", text));
}

}  // namespace
}  // namespace dgctl::engine::glob_test
