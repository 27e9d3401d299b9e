#pragma once

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include "cmd/command_line/bash_line.h"
#include "cmd/command_line/command_words.h"
#include "cmd/command_line/help_text.h"
#include "cmd/command_line/spellings.h"

// What holds for every command of both programs, so that a new one cannot forget it.

namespace dgctl::tests {

inline std::vector<std::string> example_lines(const cmd::CommandText& text) {
  std::vector<std::string> lines{text.example};
  for (const cmd::Example& example : text.more_examples) lines.push_back(example.line);
  return lines;
}

/// The words of a line, without where its output goes to.
inline std::vector<std::string> example_words(const std::string& line) {
  std::vector<std::string> words = cmd::split_bash_line(line + " ").words;
  words.pop_back();  // what would be typed next
  return words;
}

/// What an example says that the program does not understand, or "".
inline std::string example_problem(const cmd::CommandTree& program, const std::string& line) {
  std::vector<std::string> arguments = example_words(line);
  if (arguments.front() != program.words) return {};
  arguments.erase(arguments.begin());
  cmd::CommandWords words(program);
  for (const std::string& argument : cmd::with_our_spellings(program, arguments)) {
    const bool is_option = words.awaiting() == nullptr && argument.size() > 1 &&
                           argument.starts_with('-') && !words.options_ended();
    if (is_option && cmd::option_word(words.command(), argument).option == nullptr) {
      return "has no option " + argument;
    }
    words.read(argument);
  }
  if (words.awaiting() != nullptr) return "ends within " + words.awaiting()->long_name();
  const cmd::CommandTree& command = words.command();
  const bool has_more = !command.arguments.empty() && command.arguments.back().repeats;
  if (words.arguments().size() > command.arguments.size() && !has_more) {
    return "takes no " + words.arguments().back();
  }
  const cmd::OptionText* next = words.next_argument();
  const bool has_all = words.arguments().size() >= command.arguments.size();
  return next != nullptr && next->is_required && !has_all ? "lacks " + next->value : "";
}

inline bool is_plain_text(const std::string& text) {
  return std::all_of(
      text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); });
}

/// Why a text is no heading or description in a list.
inline std::string phrase_problem(const std::string& text) {
  if (text.empty()) return "is empty";
  if (text.ends_with('.')) return "ends with a period";
  if (!is_plain_text(text)) return "has characters that are not everywhere";
  const bool begins_well = (text[0] >= 'A' && text[0] <= 'Z') || text[0] == '`';
  return begins_well ? "" : "begins with no capital";
}

inline void add_option_problems(const cmd::CommandTree& command, std::string& problems) {
  const auto check = [&](const cmd::OptionText& option) {
    const std::string name = option.names.empty() ? option.value : option.long_name();
    const std::string problem = phrase_problem(option.does);
    if (!problem.empty()) problems += command.words + " " + name + ": " + problem + "\n";
    if (option.value == "TEXT" || option.value == "INT" || option.value == "UINT") {
      problems += command.words + " " + name + ": its value has no word of its own\n";
    }
    if (!option.names.empty() && !name.starts_with("--")) {
      problems += command.words + " " + name + ": has no long name\n";
    }
  };
  for (const cmd::OptionText& option : command.options) check(option);
  for (const cmd::OptionText& argument : command.arguments) check(argument);
}

/// How a command may end because of an option that it has.
inline constexpr std::array<std::pair<const char*, int>, 4> kEndingsOfOptions{
    {{"--lock-timeout", 6}, {"--lock-timeout", 8}, {"--timeout", 8}, {"--timeout", 9}}};

/// Endings that an option makes possible and the command says nothing of, a line each.
inline std::string ending_problems(const cmd::CommandTree& command) {
  std::string problems;
  const std::vector<cmd::ExitMeaning>& told = command.text.exit_codes;
  for (const auto& [option, code] : kEndingsOfOptions) {
    const auto is_it = [&](const cmd::ExitMeaning& meaning) { return meaning.code == code; };
    const cmd::OptionText* has = command.option(option);
    const bool has_effect = has != nullptr && has->does.find("ithout effect") == std::string::npos;
    if (!has_effect || std::any_of(told.begin(), told.end(), is_it)) continue;
    problems += command.words + ": has " + option + " and says not that it may end with " +
                std::to_string(code) + "\n";
  }
  return problems;
}

/// Lines of its help that no terminal of 80 columns holds.
inline std::string width_problems(const cmd::CommandTree& command) {
  constexpr std::size_t kWidth = 80;
  std::string problems;
  std::istringstream lines(cmd::help_text(command));
  for (std::string line; std::getline(lines, line);) {
    if (line.size() > kWidth) problems += command.words + ": too wide: " + line + "\n";
  }
  return problems;
}

/// What a command lacks, and those below it, a line each.
inline std::string command_problems(const cmd::CommandTree& program,
                                    const cmd::CommandTree& command) {
  std::string problems;
  const auto add = [&](const std::string& what) { problems += command.words + ": " + what + "\n"; };
  const cmd::CommandText& text = command.text;
  if (const std::string problem = phrase_problem(text.does); !problem.empty()) {
    add("what it does " + problem);
  }
  if (!is_plain_text(text.details)) add("its details have characters that are not everywhere");
  if (text.exit_codes.empty()) add("says not how it may end");
  problems += ending_problems(command);
  if (!text.exit_codes.empty() &&
      cmd::help_text(command).find("\nExit codes:\n") == std::string::npos) {
    add("its help says not how it may end");
  }
  if (text.example.empty()) add("has no example");
  for (const std::string& line : example_lines(text)) {
    const std::string problem = example_problem(program, line);
    if (!problem.empty()) add("`" + line + "` " + problem);
  }
  const std::vector<std::string> groups = cmd::command_groups(command);
  if (groups.size() > 1 && std::count(groups.begin(), groups.end(), "") > 0) {
    add("lists commands without a heading");
  }
  add_option_problems(command, problems);
  problems += width_problems(command);
  for (const cmd::CommandTree& below : command.commands) {
    problems += command_problems(program, below);
  }
  return problems;
}

/// The names of all pages: "dgctl state show".
inline std::set<std::string> all_words(const cmd::CommandTree& command) {
  std::set<std::string> words{command.words};
  for (const cmd::CommandTree& below : command.commands) words.merge(all_words(below));
  return words;
}

/// The pages that others lead to.
inline std::set<std::string> all_led_to(const cmd::CommandTree& command) {
  std::set<std::string> words(command.text.see_also.begin(), command.text.see_also.end());
  for (const cmd::CommandTree& below : command.commands) words.merge(all_led_to(below));
  return words;
}

}  // namespace dgctl::tests
