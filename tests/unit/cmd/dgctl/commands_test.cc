#include "cmd/dgctl/commands.h"

#include "cmd/dgctl/exit_code.h"
#include "tests/support/command_rules.h"
#include "tests/support/golden.h"

namespace dgctl::cmd::commands_test {
namespace {

TEST_CASE("every command has all that its help is made of", "[commands]") {
  const CommandTree program = dgctl_commands();
  CHECK(tests::command_problems(program, program) == "");
}

void check_examples(const CommandTree& command) {
  for (const std::string& line : tests::example_lines(command.text)) {
    INFO(line);
    std::vector<std::string> arguments = tests::example_words(line);
    if (arguments.front() != "dgctl") continue;
    arguments.erase(arguments.begin());
    CHECK_NOTHROW(check_usage(arguments));
  }
  for (const CommandTree& below : command.commands) check_examples(below);
}

TEST_CASE("every example is understood by the parser", "[commands]") {
  check_examples(dgctl_commands());
}

TEST_CASE("every page that another names is there", "[commands]") {
  const CommandTree program = dgctl_commands();
  const std::set<std::string> pages = tests::all_words(program);
  for (const std::string& words : tests::all_led_to(program)) {
    INFO(words);
    CHECK((pages.contains(words) || words.starts_with("dgsim")));
  }
}

TEST_CASE("the page on the command line lists how commands end", "[commands]") {
  std::string table = "| code | when |\n|---|---|\n";
  for (const ExitMeaning& meaning : dgctl_commands().text.exit_codes) {
    table += "| " + std::to_string(meaning.code) + " | " + meaning.when + " |\n";
  }
  const std::string page =
      tests::file_text(std::filesystem::path(DGCTL_SOURCE_DIR) / "docs/command-line.md");
  INFO(table);
  CHECK(page.find(table) != std::string::npos);
}

TEST_CASE("what nothing can be done with is no option", "[commands]") {
  const CommandTree program = dgctl_commands();
  CHECK(program.command("plan")->option("--refresh-only") != nullptr);
  CHECK(program.command("apply")->option("--refresh-only") != nullptr);
  CHECK(program.command("destroy")->option("--refresh-only") == nullptr);
  CHECK(program.command("destroy")->option("--only") != nullptr);
  CHECK_THROWS_AS(check_usage({"destroy", "--refresh-only"}), UsageError);
  CHECK_NOTHROW(check_usage({"destroy", "--only", "catalog.main"}));
}

TEST_CASE("Terraform's spelling of the version is understood", "[commands]") {
  CHECK_NOTHROW(check_usage({"-version"}));
  CHECK_THROWS_AS(check_usage({"plan", "-version"}), UsageError);
}

TEST_CASE("what is no command line is refused without running anything", "[commands]") {
  CHECK_THROWS_AS(check_usage({}), UsageError);
  CHECK_THROWS_AS(check_usage({"plna"}), UsageError);
  CHECK_THROWS_AS(check_usage({"show"}), UsageError);
  CHECK_THROWS_AS(check_usage({"plan", "--out"}), UsageError);
  CHECK_NOTHROW(check_usage({"destroy", "--auto-approve"}));
}

}  // namespace
}  // namespace dgctl::cmd::commands_test
