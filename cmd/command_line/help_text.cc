#include "cmd/command_line/help_text.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace dgctl::cmd {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kIndent = 2;
constexpr std::size_t kWidestName = 26;

using Row = std::pair<std::string, std::string>;

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned>(c) & 0xC0U) != 0x80U;
  }));
}

/// Words of a text, broken into lines that end before the width; the first goes on at `column`.
/// Nothing between two backticks is broken.
std::string wrapped(std::string_view text, std::size_t column, std::size_t indent) {
  std::string lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = begin;
    for (bool is_typed = false; end < text.size() && (is_typed || text[end] != ' '); ++end) {
      if (text[end] == '`') is_typed = !is_typed;
    }
    const std::string_view word = text.substr(begin, end - begin);
    const bool is_first = lines.empty();
    if (!is_first && column + 1 + columns(word) > kWidth) {
      lines += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (!is_first) {
      lines += " ";
      ++column;
    }
    lines += word;
    column += columns(word);
    begin = end + 1;
  }
  return lines;
}

/// A name and what it is, a line or more.
std::string row_text(const Row& row, std::size_t name_width) {
  const std::size_t at = kIndent + name_width + 2;
  std::string text = std::string(kIndent, ' ') + row.first;
  const std::size_t used = kIndent + columns(row.first);
  text += used + 2 > at ? "\n" + std::string(at, ' ') : std::string(at - used, ' ');
  return text + wrapped(row.second, at, at) + "\n";
}

struct List {
  std::string heading;
  std::vector<Row> rows;
};

/// Lists whose rows stand below each other. A long name does not move the others.
std::string aligned(const std::vector<List>& lists) {
  std::size_t width = 0;
  for (const List& list : lists) {
    for (const Row& row : list.rows) {
      if (columns(row.first) <= kWidestName) width = std::max(width, columns(row.first));
    }
  }
  std::string text;
  for (const List& list : lists) {
    if (list.rows.empty()) continue;
    text += "\n" + list.heading + ":\n";
    for (const Row& row : list.rows) text += row_text(row, width);
  }
  return text;
}

std::string option_names(const OptionText& option) {
  // Long names stand below each other, also where some have a short one before them.
  std::string text = option.names.front().starts_with("--") ? "    " : "";
  for (const std::string& name : option.names) {
    text += (name == option.names.front() ? "" : ", ") + name;
  }
  return option.takes_value() ? text + " " + option.value : text;
}

std::string lists_of_commands(const CommandTree& command) {
  std::vector<List> lists;
  for (const std::string& group : command_groups(command)) {
    List& list = lists.emplace_back(List{group.empty() ? "Commands" : group, {}});
    for (const CommandTree& below : command.commands) {
      if (below.text.group == group) list.rows.emplace_back(below.text.name, below.text.does);
    }
  }
  return aligned(lists);
}

std::string lists_of_options(const CommandTree& command) {
  List arguments{"Arguments", {}};
  for (const OptionText& argument : command.arguments) {
    arguments.rows.emplace_back(argument.value, argument.does);
  }
  std::vector<List> lists;
  for (const std::string& group : option_groups(command)) {
    List& list = lists.emplace_back(List{group, {}});
    for (const OptionText& option : command.options) {
      if (option.group == group) list.rows.emplace_back(option_names(option), option.does);
    }
  }
  return aligned({arguments}) + aligned(lists);
}

std::string examples(const CommandText& text) {
  std::string lines;
  const auto add = [&](const Example& example) {
    std::size_t indent = kIndent;
    if (!example.does.empty()) {
      if (!lines.empty()) lines += "\n";
      lines += std::string(indent, ' ') + wrapped(example.does + ":", indent, indent) + "\n";
      indent *= 2;
    }
    lines += std::string(indent, ' ') + example.line + "\n";
  };
  if (!text.example.empty()) add({text.example, ""});
  for (const Example& example : text.more_examples) add(example);
  const char* heading = text.more_examples.empty() ? "\nExample:\n" : "\nExamples:\n";
  return lines.empty() ? lines : heading + lines;
}

std::string described(const std::string& heading, const std::vector<Described>& things) {
  List list{heading, {}};
  for (const Described& thing : things) list.rows.emplace_back(thing.name, thing.does);
  return aligned({list});
}

std::string exit_codes(const CommandText& text) {
  List list{"Exit codes", {}};
  for (const ExitMeaning& meaning : text.exit_codes) {
    list.rows.emplace_back(std::to_string(meaning.code), meaning.when);
  }
  return aligned({list});
}

/// "PLAN", "[ADDR]...": an argument as a usage line has it.
std::string argument_usage(const OptionText& argument) {
  const std::string word = argument.value + (argument.repeats ? "..." : "");
  return argument.is_required ? word : "[" + word + "]";
}

std::string paragraphs(const std::string& text) {
  std::string lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", begin), text.size());
    lines += "\n" + wrapped(std::string_view(text).substr(begin, end - begin), 0, 0) + "\n";
    begin = end + 2;
  }
  return lines;
}

}  // namespace

std::string usage(const CommandTree& command) {
  std::string text = command.words;
  if (!command.commands.empty()) text += " COMMAND";
  if (!command.options.empty()) text += " [OPTIONS]";
  for (const OptionText& argument : command.arguments) text += " " + argument_usage(argument);
  return text;
}

std::string help_text(const CommandTree& command) {
  const CommandText& text = command.text;
  std::string beginning = wrapped(text.does, 0, 0) + "\n\nUsage: " + usage(command) + "\n" +
                          paragraphs(text.details) + lists_of_commands(command) +
                          lists_of_options(command) + examples(text);
  beginning += exit_codes(text);
  // Where one still has to choose, the rest is that of the commands.
  if (!command.commands.empty()) return beginning;
  return beginning + described("Environment", text.environment) + described("Files", text.files);
}

}  // namespace dgctl::cmd
