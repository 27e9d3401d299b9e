#include "engine/config/safety.h"

#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::safety_test {
namespace {

const std::string kTop = "version: 1\nname: acme\nworkspace: {profile: prod}\n";

TEST_CASE("limits are counts or a part of what is recorded", "[safety]") {
  struct Case {
    std::string name, text;
    Safety expected;
  };
  const auto c = GENERATE(values<Case>({
      {"none are given", "", {0, {30, true}, 0}},
      {"an empty section", "safety: {}\n", {0, {30, true}, 0}},
      {"all of them",
       "safety: {max_destroy: 3, max_revoke: {own: 12, others: 4}}\n",
       {3, {12, false}, 4}},
      {"a part", "safety: {max_revoke: {own: 100%}}\n", {0, {100, true}, 0}},
      {"a variable",
       "variables: {n: {type: number, default: 7}}\nsafety: {max_destroy: \"${var.n}\"}\n",
       {7, {30, true}, 0}},
  }));
  DYNAMIC_SECTION(c.name) {
    const Loaded loaded = load_text(kTop + c.text);
    CHECK(text_of(loaded.diagnostics).empty());
    REQUIRE(loaded.desired);
    CHECK(loaded.desired->safety == c.expected);
  }
}

TEST_CASE("what is no limit is told", "[safety]") {
  struct Case {
    std::string name, text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a negative count",
       "safety: {max_destroy: -1}\n",
       "4:10: error: 'max_destroy' is how many are allowed: 0 or more\n"},
      {"more than all",
       "safety: {max_revoke: {own: 101%}}\n",
       "4:28: error: 'own' is how many are allowed, such as 12, or which part of what is recorded, "
       "from 0% to 100%, not '101%'\n"},
      {"an unknown key",
       "safety: {max_destory: 1}\n",
       "4:10: error: unknown key 'max_destory'; did you mean 'max_destroy'?\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(text_of(load_text(kTop + c.text).diagnostics) == c.expected); }
}

}  // namespace
}  // namespace dgctl::engine::safety_test
