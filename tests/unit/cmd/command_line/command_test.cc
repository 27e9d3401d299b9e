#include "cmd/command_line/command.h"

#include <CLI/CLI.hpp>

#include "tests/support/catch.h"

namespace dgctl::cmd::command_test {
namespace {

CommandText text(const std::string& name) { return {name, "Does " + name, "tool " + name}; }

TEST_CASE("the tree has the commands with their options and arguments", "[command]") {
  std::string word;
  std::vector<std::string> words;
  bool flag = false;
  const auto program = make_program(text("tool"));
  CLI::App& plan = add_command(*program, text("plan"), [] {});
  plan.add_option("--late", word, "Of many")->type_name("NAME")->group("Common");
  plan.add_option("-o,--output", word, "The format")->type_name("text|json");
  plan.add_option("--kind", word, "Which")->check(CLI::IsMember({"a", "b"}));
  plan.add_option("--only", words, "These")->type_name("ADDR")->allow_extra_args(false);
  plan.add_flag("-q", flag, "Quiet");
  plan.add_option("--secret", word, "Not shown")->group("");
  plan.add_option("file", word, "From")->type_name("FILE")->required();
  plan.add_option("more", words, "And more")->type_name("DIR");
  CLI::App& state = add_command_group(*program, text("state"));
  add_command(state, text("show"), [] {});

  const CommandTree tree = tree_of(*program);
  CHECK(tree.command_names() == std::vector<std::string>{"plan", "state"});
  CHECK(tree.command("state")->command("show")->words == "tool state show");
  CHECK(tree.command("none") == nullptr);
  std::string listed;
  for (const OptionText& each : tree.command("plan")->options) {
    for (const std::string& name : each.names) listed += name + " ";
    listed += each.value + (each.repeats ? " repeats" : "") + " in " + each.group;
    for (const std::string& value : each.words) listed += " =" + value;
    listed += "\n";
  }
  for (const OptionText& each : tree.command("plan")->arguments) {
    listed += each.value + (each.is_required ? " required" : "") +
              (each.repeats ? " repeats" : "") + "\n";
  }
  CHECK(listed ==
        "-o --output text|json in Options =text =json\n"
        "--kind a|b in Options =a =b\n"
        "--only ADDR repeats in Options\n"
        "-q  in Options\n"
        "--late NAME in Common\n"
        "-h --help  in Common\n"
        "FILE required\n"
        "DIR repeats\n");
}

TEST_CASE("a command is called when it is chosen and prints its own help", "[command]") {
  const auto program = make_program(text("tool"));
  int called = 0;
  add_command(add_command_group(*program, text("state")), text("show"), [&] { ++called; });
  program->parse("state show");
  CHECK(called == 1);
  CHECK_THROWS_AS(program->parse("state show --help"), CLI::CallForHelp);
  CHECK(program->help().starts_with("Does show\n\nUsage: tool state show [OPTIONS]\n"));
}

TEST_CASE("what options say of files and of the environment is added to a command", "[command]") {
  const auto program = make_program(text("tool"));
  text_of(add_command(*program, text("plan"), [] {})).files.push_back({"f", "a file"});
  CHECK(tree_of(*program).command("plan")->text.files.at(0).name == "f");
}

}  // namespace
}  // namespace dgctl::cmd::command_test
