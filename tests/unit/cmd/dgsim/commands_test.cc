#include "cmd/dgsim/commands.h"

#include "tests/support/catch.h"
#include "tests/support/command_rules.h"

namespace dgctl::cmd::commands_test {
namespace {

TEST_CASE("every command of the simulated workspace has all that its help is made of",
          "[commands]") {
  const CommandTree program = dgsim_commands();
  CHECK(tests::command_problems(program, program) == "");
}

TEST_CASE("every page that one of the simulated workspace names is there", "[commands]") {
  const CommandTree program = dgsim_commands();
  const std::set<std::string> pages = tests::all_words(program);
  for (const std::string& words : tests::all_led_to(program)) {
    INFO(words);
    CHECK((pages.contains(words) || words.starts_with("dgctl")));
  }
}

}  // namespace
}  // namespace dgctl::cmd::commands_test
