#include "cmd/command_line/completion.h"

#include "tests/support/catch.h"
#include "tests/unit/cmd/command_line/sample_tree.h"

namespace dgctl::cmd::completion_test {
namespace {

/// Values that tell what was asked for.
std::vector<Candidate> asked(const WantedValue& wanted, const CommandWords& before) {
  std::string told = wanted.begun + "<" + wanted.kind + (wanted.stands_alone ? "" : " attached");
  for (const std::string& each : before.arguments()) told += " after " + each;
  for (const GivenOption& each : before.options()) {
    told += " with " + each.option->long_name() + "=" + each.value;
  }
  return {{told + ">", ""}, {"other", "does not begin so"}, {wanted.begun + "\x1b", "control"}};
}

std::string completed(const std::vector<std::string>& words) {
  std::string text;
  for (const Candidate& each : complete(sample_tree(), words, asked)) {
    if (!each.word.ends_with("other")) text += (text.empty() ? "" : " ") + each.word;
  }
  return text;
}

TEST_CASE("a line is completed by what may stand there", "[completion]") {
  struct Case {
    std::string name;
    std::vector<std::string> words;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"commands", {""}, "plan copy state help"},
      {"commands that begin so", {"s"}, "state"},
      {"commands below one", {"state", ""}, "show"},
      {"none below one that is not there", {"stat", ""}, ""},
      {"options of the program", {"-"}, "--help"},
      {"options",
       {"plan", "--"},
       "--out --strict --output --quiet --only --a-name-that-is-too-long"},
      {"options where there is no argument",
       {"plan", ""},
       "--out --strict --output --quiet --only --a-name-that-is-too-long"},
      {"none of these where nothing begins so", {"plan", "x"}, ""},
      {"an option that was given is not again",
       {"plan", "--out", "F", "-q", "--o"},
       "--output --only"},
      {"one that may be repeated is", {"plan", "--only", "a", "--on"}, "--only"},
      {"a short name gets its space", {"plan", "-o"}, "-o"},
      {"the words of an option", {"plan", "-o", ""}, "text json"},
      {"those that begin so", {"plan", "--output", "j"}, "json"},
      {"behind an equal sign", {"plan", "--output=t"}, "--output=text"},
      {"behind an equal sign from the beginning",
       {"plan", "--output="},
       "--output=text --output=json"},
      {"behind a short name", {"plan", "-oj"}, "-ojson"},
      {"behind short names", {"plan", "-qoj"}, "-qojson"},
      {"a flag's value", {"plan", "--strict=f"}, "--strict=false"},
      {"another value", {"plan", "--out", "fi"}, "fi<FILE>"},
      {"another value in the same word", {"plan", "--out=fi"}, "--out=fi<FILE attached>"},
      {"another value of which nothing is there", {"plan", "--out="}, "--out=<FILE attached>"},
      {"Terraform's spelling", {"plan", "-out", "fi"}, "fi<FILE>"},
      {"Terraform's spelling in the same word", {"plan", "-out=fi"}, "-out=fi<FILE attached>"},
      {"Terraform's spelling of which nothing is there", {"plan", "-out="}, "-out=<FILE attached>"},
      {"a value that looks like an option", {"plan", "--out", "-"}, "-<FILE>"},
      {"the first argument", {"copy", "a"}, "a<FILE>"},
      {"the second", {"copy", "x", "a"}, "a<DIR after x>"},
      {"one that is repeated", {"copy", "x", "y", "a"}, "a<DIR after x after y>"},
      {"one more than there are", {"state", "show", "x", "a"}, ""},
      {"an argument after options", {"state", "show", "--", "-a"}, "-a<ADDR>"},
      {"a command to be explained", {"help", ""}, "plan copy state help"},
      {"a command below one to be explained", {"help", "state", ""}, "show"},
      {"a command to be explained that is not there", {"help", "none", ""}, ""},
      {"what Terraform says and nobody understands", {"plan", "-target", ""}, ""},
      {"nothing at all", {}, ""},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(completed(c.words) == c.expected); }
}

TEST_CASE("a value is looked for with the options given before", "[completion]") {
  CHECK(completed({"plan", "-q", "--out=F", "--only", "a"}) ==
        "a<ADDR with --quiet= with --out=F>");
}

TEST_CASE("a value is looked for by the option whose it is", "[completion]") {
  const auto source = [](const WantedValue& wanted, const CommandWords&) {
    return std::vector<Candidate>{{wanted.begun + wanted.kind + " of " + wanted.option, ""}};
  };
  const auto word = [&](const std::vector<std::string>& words) {
    return complete(sample_tree(), words, source).at(0).word;
  };
  CHECK(word({"plan", "--only", ""}) == "ADDR of --only");
  CHECK(word({"plan", "--out=a"}) == "--out=aFILE of --out");
  CHECK(word({"plan", "-out", "a"}) == "aFILE of --out");
  CHECK(word({"state", "show", ""}) == "ADDR of ");
}

TEST_CASE("an answer is a line for each candidate whatever is said of it", "[completion]") {
  const auto source = [](const WantedValue&, const CommandWords&) {
    return std::vector<Candidate>{{"a\tb", "no word"}, {"a c", "two\nlines\x1b[1m"}, {"d", ""}};
  };
  CHECK(candidate_lines(complete(sample_tree(), {"state", "show", ""}, source)) ==
        "a c\ttwo lines [1m\nd\t\n");
}

}  // namespace
}  // namespace dgctl::cmd::completion_test
