#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cmd/command_line/command_text.h"

// The commands of a program and what each takes, as a value.

namespace dgctl::cmd {

/// An option or an argument, as a command declares it.
struct OptionText {
  std::vector<std::string> names;  ///< "-o", "--output"; none: an argument
  std::string value;               ///< the word for its value: "FILE"; "": a flag
  std::vector<std::string> words;  ///< all that its value may be; none: anything
  std::string does;
  std::string group;  ///< the heading that it is listed under
  bool is_required = false;
  bool repeats = false;  ///< may be given several times

  [[nodiscard]] bool takes_value() const { return !value.empty(); }
  /// The name that it is listed by: the long one, if there is one.
  [[nodiscard]] const std::string& long_name() const { return names.back(); }
};

struct CommandTree {
  std::string words;  ///< as it is called: "dgctl state show"
  CommandText text;
  std::vector<OptionText> options;    ///< in the order in which they are listed
  std::vector<OptionText> arguments;  ///< in their order
  std::vector<CommandTree> commands;

  /// Null where there is none of that name.
  [[nodiscard]] const CommandTree* command(std::string_view name) const;
  /// By "--output" or "-o". Null where there is none of that name.
  [[nodiscard]] const OptionText* option(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> command_names() const;
};

/// The headings of a list, each once, in the order in which they first stand there.
template <class Items, class Heading>
std::vector<std::string> headings(const Items& items, Heading heading) {
  std::vector<std::string> all;
  for (const auto& item : items) {
    const std::string& name = heading(item);
    bool is_known = false;
    for (const std::string& known : all) is_known = is_known || known == name;
    if (!is_known) all.push_back(name);
  }
  return all;
}

/// The headings of a command's options.
std::vector<std::string> option_groups(const CommandTree& command);
/// The headings of the commands below one.
std::vector<std::string> command_groups(const CommandTree& command);

}  // namespace dgctl::cmd
