#include "cmd/command_line/help_text.h"

#include <sstream>

#include "tests/support/golden.h"
#include "tests/unit/cmd/command_line/sample_tree.h"

namespace dgctl::cmd::help_text_test {
namespace {

TEST_CASE("help is laid out within 80 columns", "[help]") {
  const CommandTree program = sample_tree();
  std::string all;
  for (const CommandTree* command :
       {&program, program.command("plan"), program.command("copy"), program.command("state")}) {
    all += help_text(*command) + "=====\n";
  }
  tests::check_golden("help.txt", all);
  std::istringstream lines(all);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(line.size() <= 82);  // of which "…" takes two bytes more than columns
    CHECK(!line.ends_with(' '));
  }
}

TEST_CASE("a usage line names what has to be there and what may be", "[help]") {
  const CommandTree program = sample_tree();
  CHECK(usage(program) == "tool COMMAND [OPTIONS]");
  CHECK(usage(*program.command("plan")) == "tool plan [OPTIONS]");
  CHECK(usage(*program.command("copy")) == "tool copy FILE [DIR...]");
  CHECK(usage(*program.command("state")->command("show")) == "tool state show ADDR");
}

}  // namespace
}  // namespace dgctl::cmd::help_text_test
