#include "cmd/command_line/man_page.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cmd/command_line/help_text.h"
#include "cmd/command_line/roff.h"

namespace dgctl::cmd {
namespace {

std::string bold(std::string_view text) { return "\\fB" + roff_typed(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff_typed(text) + "\\fR"; }

/// "dgctl state show" -> "dgctl-state-show"
std::string page_name(std::string words) {
  std::replace(words.begin(), words.end(), ' ', '-');
  return words;
}

std::string section(const std::string& heading, const std::string& body) {
  return body.empty() ? body : ".SH " + heading + "\n" + body;
}

/// A heading is no sentence: text on the line of a request.
std::string subsection(const std::string& heading, const std::string& body) {
  return ".SS " + roff_text(heading) + "\n" + body;
}

/// A term and what it is, both roff.
std::string entry(const std::string& term, const std::string& does) {
  return ".TP\n" + term + "\n" + does;
}

/// With a capital at its beginning and a period at its end.
std::string sentence(std::string text) {
  const bool ends = text.empty() || std::string_view(".:?!").find(text.back()) != std::string::npos;
  if (!ends) text += '.';
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return roff_lines(roff_marked(text));
}

std::string value_text(const OptionText& option) {
  if (option.words.empty()) return italic(option.value);
  std::string text;
  for (const std::string& word : option.words) text += (text.empty() ? "" : "|") + bold(word);
  return text;
}

std::string option_term(const OptionText& option) {
  std::string text;
  for (const std::string& name : option.names) text += (text.empty() ? "" : ", ") + bold(name);
  return option.takes_value() ? text + " " + value_text(option) : text;
}

std::string synopsis(const CommandTree& command) {
  std::string text = bold(command.words);
  if (!command.commands.empty()) text += " " + italic("COMMAND");
  if (!command.options.empty()) text += " [" + italic("OPTIONS") + "]";
  for (const OptionText& argument : command.arguments) {
    const std::string word = value_text(argument) + (argument.repeats ? "..." : "");
    text += argument.is_required ? " " + word : " [" + word + "]";
  }
  return roff_lines(text);
}

std::string description(const CommandText& text) {
  std::string body = sentence(text.does);
  for (std::size_t begin = 0; begin < text.details.size();) {
    const std::size_t end = std::min(text.details.find("\n\n", begin), text.details.size());
    body += ".PP\n" + roff_lines(roff_marked(text.details.substr(begin, end - begin)));
    begin = end + 2;
  }
  return body;
}

std::string commands(const CommandTree& command) {
  std::string body;
  for (const std::string& group : command_groups(command)) {
    std::string entries;
    for (const CommandTree& below : command.commands) {
      if (below.text.group != group) continue;
      entries += entry(bold(below.text.name), sentence(below.text.does));
    }
    body += group.empty() ? entries : subsection(group, entries);
  }
  return body;
}

std::string options(const CommandTree& command) {
  std::string body;
  for (const OptionText& argument : command.arguments) {
    body += entry(value_text(argument), sentence(argument.does));
  }
  const std::vector<std::string> groups = option_groups(command);
  for (const std::string& group : groups) {
    std::string entries;
    for (const OptionText& option : command.options) {
      if (option.group == group) entries += entry(option_term(option), sentence(option.does));
    }
    body += group == groups.front() ? entries : subsection(group, entries);
  }
  return body;
}

std::string exit_status(const CommandText& text) {
  std::string body;
  for (const ExitMeaning& meaning : text.exit_codes) {
    body += entry(bold(std::to_string(meaning.code)), sentence(meaning.when));
  }
  return body;
}

std::string described(const std::vector<Described>& things) {
  std::string body;
  for (const Described& thing : things) body += entry(bold(thing.name), sentence(thing.does));
  return body;
}

std::string roff_examples(const CommandText& text) {
  std::string body;
  const auto add = [&](const Example& example) {
    if (!example.does.empty()) {
      body += (body.empty() ? "" : ".PP\n") + sentence(example.does + ":");
    }
    body +=
        (body.empty() ? "" : ".PP\n") + std::string(".EX\n") + roff_typed(example.line) + "\n.EE\n";
  };
  if (!text.example.empty()) add({text.example, ""});
  for (const Example& example : text.more_examples) add(example);
  return body;
}

/// The pages that this one leads to: what it belongs to, what belongs to it, what it names.
std::string see_also(const CommandTree& command) {
  std::vector<std::string> names;
  const std::size_t last = command.words.rfind(' ');
  if (last != std::string::npos) names.push_back(page_name(command.words.substr(0, last)));
  for (const CommandTree& below : command.commands) names.push_back(page_name(below.words));
  for (const std::string& words : command.text.see_also) names.push_back(page_name(words));
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string body;
  for (const std::string& name : names) {
    body += ".BR " + roff_typed(name) + " (1)" + (name == names.back() ? "\n" : ",\n");
  }
  return body;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string page_text(const CommandTree& command, const Manual& manual) {
  const std::string name = page_name(command.words);
  return ".TH " + roff_typed(upper(name)) + " 1 " + manual.date + " \"" +
         roff_text(manual.version) + "\"\n.SH NAME\n" + roff_typed(name) + " \\- " +
         roff_text(command.text.does) + "\n" + section("SYNOPSIS", synopsis(command)) +
         section("DESCRIPTION", description(command.text)) +
         section("COMMANDS", commands(command)) + section("OPTIONS", options(command)) +
         section("EXIT STATUS", exit_status(command.text)) +
         section("ENVIRONMENT", described(command.text.environment)) +
         section("FILES", described(command.text.files)) +
         section("EXAMPLES", roff_examples(command.text)) + section("SEE ALSO", see_also(command));
}

void add_pages(const CommandTree& command, const Manual& manual, std::vector<ManPage>& pages) {
  pages.push_back({page_name(command.words) + ".1", page_text(command, manual)});
  for (const CommandTree& below : command.commands) add_pages(below, manual, pages);
}

}  // namespace

std::vector<ManPage> man_pages(const CommandTree& program, const Manual& manual) {
  std::vector<ManPage> pages;
  add_pages(program, manual, pages);
  return pages;
}

void write_man_pages(const CommandTree& program, const Manual& manual, const std::string& folder) {
  const std::filesystem::path place(folder);
  std::filesystem::create_directories(place);
  for (const ManPage& page : man_pages(program, manual)) {
    std::ofstream file;
    file.exceptions(std::ios::failbit | std::ios::badbit);
    file.open(place / page.file, std::ios::binary);
    file << page.text << std::flush;
  }
}

}  // namespace dgctl::cmd
