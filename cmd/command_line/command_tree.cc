#include "cmd/command_line/command_tree.h"

#include <algorithm>

namespace dgctl::cmd {

const CommandTree* CommandTree::command(std::string_view name) const {
  const auto at = std::find_if(commands.begin(), commands.end(), [&](const CommandTree& each) {
    return each.text.name == name;
  });
  return at == commands.end() ? nullptr : &*at;
}

const OptionText* CommandTree::option(std::string_view name) const {
  const auto at = std::find_if(options.begin(), options.end(), [&](const OptionText& each) {
    return std::find(each.names.begin(), each.names.end(), name) != each.names.end();
  });
  return at == options.end() ? nullptr : &*at;
}

std::vector<std::string> CommandTree::command_names() const {
  std::vector<std::string> names;
  names.reserve(commands.size());
  for (const CommandTree& each : commands) names.push_back(each.text.name);
  return names;
}

std::vector<std::string> option_groups(const CommandTree& command) {
  return headings(command.options, [](const OptionText& each) { return each.group; });
}

std::vector<std::string> command_groups(const CommandTree& command) {
  return headings(command.commands, [](const CommandTree& each) { return each.text.group; });
}

}  // namespace dgctl::cmd
