#pragma once

#include "cmd/command_line/command_tree.h"

namespace dgctl::cmd {

/// A command of the sample. Its usual example is its name.
inline CommandTree sample_command(const std::string& words,
                                  const std::string& does,
                                  const std::string& group) {
  CommandTree command;
  command.words = words;
  command.text = CommandText(words.substr(words.rfind(' ') + 1), does, words);
  command.text.group = group;
  return command;
}

inline OptionText sample_argument(const std::string& value, const std::string& does) {
  OptionText argument;
  argument.value = value;
  argument.does = does;
  return argument;
}

inline OptionText sample_option(std::vector<std::string> names,
                                const std::string& value,
                                const std::string& does,
                                const std::string& group) {
  OptionText option = sample_argument(value, does);
  option.names = std::move(names);
  option.group = group;
  return option;
}

/// With all that a command may have, and texts that could be taken for markup.
inline CommandTree sample_plan() {
  CommandTree plan = sample_command("tool plan", "Print what would change", "Work");
  plan.text.details =
      ".dgctl/ is where it looks first, and that is said in a paragraph which is long enough to be "
      "broken: `tool plan -o json --out 'a b'` stays on a line.\n\n"
      "'Quoted' text and C:\\new begin others, a … and ~tilde^ are in them.";
  plan.text.more_examples = {{"tool plan --out \"a -b\" ~/x^`y`\\n", "With `--out` to a file"}};
  plan.text.exit_codes = {{0, "done"}, {2, "with `--strict`: there are changes"}};
  plan.text.files = {{".tool/", "what is recorded"}};
  plan.text.environment = {{"TOOL_VAR_name", "the value of a variable"}};
  plan.text.see_also = {"tool state"};
  const char* own = "Options";
  const char* common = "Common options";
  plan.options = {
      sample_option({"--out"}, "FILE", "Save it", own),
      sample_option({"--strict"}, "", "End with 2 if there are changes", own),
      sample_option({"-o", "--output"}, "text|json", "The format", common),
      sample_option({"-q", "--quiet"}, "", "No progress", common),
      sample_option({"--only"},
                    "ADDR",
                    "No more than this and what it needs, which is more than fits behind it",
                    common),
      sample_option({"--a-name-that-is-too-long"}, "FOR-ITS-COLUMN", "On its own line", common),
  };
  plan.options[2].words = {"text", "json"};
  plan.options[4].repeats = true;
  return plan;
}

inline CommandTree sample_tree() {
  CommandTree state = sample_command("tool state", "Look at what is recorded", "Look");
  CommandTree show = sample_command("tool state show", "Print 'one' of them", "");
  show.arguments = {sample_argument("ADDR", "Which one")};
  show.arguments[0].is_required = true;
  state.commands = {show};

  CommandTree copy = sample_command("tool copy", "Copy files", "Work");
  copy.arguments = {sample_argument("FILE", "From where"), sample_argument("DIR", "To where")};
  copy.arguments[0].is_required = true;
  copy.arguments[1].repeats = true;

  CommandTree help = sample_command("tool help", "Print this", "Look");
  help.arguments = {sample_argument("COMMAND", "Which")};
  help.arguments[0].repeats = true;

  CommandTree program = sample_command("tool", "Does something", "");
  program.text.example = "tool plan";
  program.options = {sample_option({"-h", "--help"}, "", "Print this help", "Options")};
  program.commands = {sample_plan(), copy, state, help};
  return program;
}

}  // namespace dgctl::cmd
