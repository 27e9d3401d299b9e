#include "cmd/command_line/command.h"

#include <algorithm>
#include <utility>

#include <CLI/CLI.hpp>

#include "cmd/command_line/help_text.h"

namespace dgctl::cmd {
namespace {

/// The groups that CLI11 puts options in by itself, in its versions.
constexpr const char* kOptions = "Options";

/// A command that knows its text.
class Command : public CLI::App {
 public:
  explicit Command(CommandText words) : CLI::App(words.does, words.name), text(std::move(words)) {}
  /// Takes after its parent what CLI11 lets commands inherit.
  Command(CommandText words, CLI::App& parent)
      : CLI::App(words.does, words.name, &parent), text(std::move(words)) {}

  CommandText text;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + 1;
  }
}

/// "text|json", or what CLI::IsMember adds to a type's name: "TEXT:{text,json}".
void read_value(const std::string& type, OptionText& option) {
  const std::size_t check = type.find(":{");
  if (check != std::string::npos && type.back() == '}') {
    option.words = split(type.substr(check + 2, type.size() - check - 3), ',');
    for (const std::string& word : option.words) {
      option.value += (option.value.empty() ? "" : "|") + word;
    }
    return;
  }
  option.value = type;
  if (type.find('|') != std::string::npos) option.words = split(type, '|');
}

OptionText option_text(const CLI::Option& from) {
  OptionText option;
  for (const std::string& name : from.get_snames()) option.names.push_back("-" + name);
  for (const std::string& name : from.get_lnames()) option.names.push_back("--" + name);
  if (from.get_items_expected_max() > 0) read_value(from.get_type_name(), option);
  option.does = from.get_description();
  option.group = from.get_group();
  option.is_required = from.get_required();
  option.repeats = from.get_expected_max() > 1 || from.get_type_size_max() > 1;
  return option;
}

void read_options(const CLI::App& app, CommandTree& command) {
  for (const CLI::Option* option : app.get_options()) {
    if (option == app.get_help_ptr() || option->get_group().empty()) continue;
    (option->nonpositional() ? command.options : command.arguments).push_back(option_text(*option));
  }
  // A command's own before those that many have, and the one that all have last.
  std::stable_partition(command.options.begin(), command.options.end(), [](const OptionText& o) {
    return o.group == kOptions;
  });
  if (const CLI::Option* help = app.get_help_ptr()) {
    OptionText last = option_text(*help);
    if (!command.options.empty()) last.group = command.options.back().group;
    command.options.push_back(std::move(last));
  }
}

CommandTree read(const CLI::App& app, const std::string& words) {
  CommandTree command;
  command.words = words;
  if (const auto* known = dynamic_cast<const Command*>(&app)) command.text = known->text;
  command.text.name = app.get_name();
  command.text.does = app.get_description();
  read_options(app, command);
  for (const CLI::App* below : app.get_subcommands({})) {
    command.commands.push_back(read(*below, words + " " + below->get_name()));
  }
  return command;
}

/// How it is called: "dgctl state show".
std::string words_of(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  return parent == nullptr ? app.get_name() : words_of(*parent) + " " + app.get_name();
}

}  // namespace

std::unique_ptr<CLI::App> make_program(CommandText text) {
  auto program = std::make_unique<Command>(std::move(text));
  program->set_help_flag("-h,--help", "Print this help")->group(kOptions);
  program->require_subcommand(1);
  program->formatter_fn([](const CLI::App* app, const std::string&, CLI::AppFormatMode) {
    return help_text(read(*app, words_of(*app)));
  });
  return program;
}

CLI::App& add_command(CLI::App& parent, CommandText text, std::function<void()> chosen) {
  CLI::App* command = parent.add_subcommand(std::make_shared<Command>(std::move(text), parent));
  command->callback([command, chosen = std::move(chosen)] {
    // Of a command that has others below it, one of those may be meant.
    if (command->get_subcommands().empty()) chosen();
  });
  return *command;
}

CLI::App& add_command_group(CLI::App& parent, CommandText text) {
  CLI::App* group = parent.add_subcommand(std::make_shared<Command>(std::move(text), parent));
  group->require_subcommand(1);
  return *group;
}

CommandText& text_of(CLI::App& command) { return dynamic_cast<Command&>(command).text; }

CommandTree tree_of(const CLI::App& program) { return read(program, program.get_name()); }

}  // namespace dgctl::cmd
