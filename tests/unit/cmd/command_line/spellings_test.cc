#include "cmd/command_line/spellings.h"

#include "tests/support/catch.h"

namespace dgctl::cmd::spellings_test {
namespace {

CommandTree program() {
  const auto option = [](std::vector<std::string> names, const std::string& value = "") {
    OptionText made;
    made.names = std::move(names);
    made.value = value;
    return made;
  };
  const std::vector<OptionText> options{option({"-f", "--file"}, "FILE"),
                                        option({"-t", "--target"}, "TARGET"),
                                        option({"-o", "--output"}, "FORMAT"),
                                        option({"--out"}, "FILE"),
                                        option({"--var"}, "NAME=VALUE"),
                                        option({"-q", "--quiet"}),
                                        option({"--auto-approve"})};
  CommandTree tree;
  tree.words = "dgctl";
  for (const char* name : {"plan", "show", "state"}) {
    CommandTree& command = tree.commands.emplace_back();
    command.words = std::string("dgctl ") + name;
    command.text.name = name;
    command.options = options;
  }
  CommandTree below = *tree.command("show");
  below.words = "dgctl state show";
  tree.commands.back().commands.push_back(below);
  return tree;
}

std::string spelled(std::vector<std::string> arguments) {
  std::string text;
  for (const std::string& word : with_our_spellings(program(), arguments)) {
    text += "[" + word + "]";
  }
  return text;
}

TEST_CASE("Terraform's options with one dash get two", "[spellings]") {
  struct Case {
    std::string name;
    std::vector<std::string> arguments;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"with an equal sign", {"plan", "-out=F"}, "[plan][--out=F]"},
      {"with a value after it", {"plan", "-out", "F"}, "[plan][--out][F]"},
      {"flags", {"plan", "-destroy", "-refresh-only"}, "[plan][--destroy][--refresh-only]"},
      {"the others",
       {"apply",
        "-input=false",
        "-auto-approve",
        "-no-color",
        "-lock-timeout=5m",
        "-parallelism=2"},
       "[apply][--input=false][--auto-approve][--no-color][--lock-timeout=5m][--parallelism=2]"},
      {"still others",
       {"plan", "-detailed-exitcode", "-var-file=F", "-var", "a=b"},
       "[plan][--detailed-exitcode][--var-file=F][--var][a=b]"},
      {"of the state's commands",
       {"state", "-dry-run", "-id=x", "-id", "x"},
       "[state][--dry-run][--id=x][--id][x]"},
      {"the version", {"-version"}, "[--version]"},
      {"no other", {"plan", "-outer", "-o", "x", "-vars"}, "[plan][-outer][-o][x][-vars]"},
      {"two dashes stay", {"plan", "--out=F"}, "[plan][--out=F]"},
      {"a value that looks like one", {"plan", "-var", "-out"}, "[plan][--var][-out]"},
      {"the value of another option", {"plan", "-f", "-json"}, "[plan][-f][-json]"},
      {"the value of a long option", {"plan", "--file", "-destroy"}, "[plan][--file][-destroy]"},
      {"the value of the last of short ones", {"plan", "-qf", "-out"}, "[plan][-qf][-out]"},
      {"after the end of options", {"plan", "--", "-out=F"}, "[plan][--][-out=F]"},
      {"a value that looks like the end of options",
       {"plan", "-f", "--", "-out=F"},
       "[plan][-f][--][--out=F]"},
      {"in a value", {"plan", "-var=x=-out"}, "[plan][--var=x=-out]"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(spelled(c.arguments) == c.expected); }
}

TEST_CASE("JSON is a format of show and elsewhere an option", "[spellings]") {
  CHECK(spelled({"show", "-json", "F"}) == "[show][-o][json][F]");
  CHECK(spelled({"show", "F", "--json"}) == "[show][F][-o][json]");
  CHECK(spelled({"show", "-json=true"}) == "[show][-o][json]");
  CHECK(spelled({"show", "-json=false"}) == "[show]");
  CHECK(spelled({"show", "--jsonl"}) == "[show][--jsonl]");
  CHECK(spelled({"plan", "-json"}) == "[plan][--json]");
  CHECK(spelled({"plan", "--json"}) == "[plan][--json]");
  CHECK(spelled({"state", "show", "-json"}) == "[state][show][--json]");
  CHECK_THROWS_AS(spelled({"show", "-json=yes"}), SpellingError);
}

TEST_CASE("an empty value does not take the next word", "[spellings]") {
  CHECK(spelled({"plan", "--out=", "--quiet"}) == "[plan][--out][][--quiet]");
  CHECK(spelled({"plan", "-out=", "-q"}) == "[plan][--out][][-q]");
  CHECK(spelled({"plan", "--var=a="}) == "[plan][--var=a=]");
  CHECK(spelled({"plan", "--quiet="}) == "[plan][--quiet=]");
}

TEST_CASE("Terraform's targets are told what they are here", "[spellings]") {
  for (const char* word : {"-target", "-target=a.b", "-targets", "-target-file=F"}) {
    INFO(word);
    try {
      spelled({"plan", word});
      FAIL("it was understood");
    } catch (const SpellingError& error) {
      const std::string what = error.what();
      CHECK(what.starts_with("-target"));
      CHECK(what.find("--only") != std::string::npos);
      CHECK(what.find("-t NAME") != std::string::npos);
    }
  }
  CHECK(spelled({"plan", "--target=dev", "-tdev"}) == "[plan][--target=dev][-tdev]");
  CHECK(spelled({"plan", "-f", "-target", "--", "-target"}) == "[plan][-f][-target][--][-target]");
}

TEST_CASE("an option of Terraform's that is not there is told what to use instead", "[spellings]") {
  struct Case {
    std::string word, name, instead;
  };
  const auto c = GENERATE(values<Case>({
      {"-type=plan", "-type", "`dgctl graph PLAN`"},
      {"--type", "--type", "`dgctl graph PLAN`"},
      {"-plan=plan.json", "-plan", "`dgctl graph PLAN`"},
      {"-upgrade", "-upgrade", "without plugins"},
      {"-plugin-dir=x", "-plugin-dir", "without plugins"},
      {"-from-module=x", "-from-module", "`dgctl init`"},
      {"-backend-config=x", "-backend-config", "`state` in the configuration"},
      {"-force-copy", "-force-copy", "`state` in the configuration"},
      {"-state=x", "-state", "`state` in the configuration"},
      {"-refresh=false", "-refresh", "--refresh-only"},
  }));
  DYNAMIC_SECTION(c.word) {
    try {
      spelled({"plan", c.word});
      FAIL("it was understood");
    } catch (const SpellingError& error) {
      const std::string what = error.what();
      CHECK(what.starts_with(c.name + " is Terraform's; "));
      CHECK(what.find(c.instead) != std::string::npos);
    }
  }
  CHECK(spelled({"plan", "-typ", "-f", "-type", "--", "-plan"}) ==
        "[plan][-typ][-f][-type][--][-plan]");
}

TEST_CASE("whose lock is to be broken is told what can be", "[spellings]") {
  const std::string instead = instead_of_their_command("force-unlock");
  CHECK(instead.find("`dgctl state unlock` says who holds the lock") != std::string::npos);
  CHECK(instead.find("whose holder is gone") != std::string::npos);
}

}  // namespace
}  // namespace dgctl::cmd::spellings_test
