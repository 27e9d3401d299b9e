#pragma once

#include <functional>
#include <memory>

#include "cmd/command_line/command_tree.h"

namespace CLI {
class App;
}

namespace dgctl::cmd {

/// The program itself, without commands. Its help is made of the tree.
std::unique_ptr<CLI::App> make_program(CommandText text);

/// A command below `parent`; `chosen` is called if the arguments name it.
CLI::App& add_command(CLI::App& parent, CommandText text, std::function<void()> chosen);

/// A command that only has others below it.
CLI::App& add_command_group(CLI::App& parent, CommandText text);

/// What is written about a command, to add to it: options that several commands have bring what
/// there is to say of files and of the environment. Throws std::bad_cast for what was made in
/// another way.
CommandText& text_of(CLI::App& command);

/// The commands from `program` on. An option's word for its value is its type name; one of the form
/// "text|json" lists all that the value may be.
CommandTree tree_of(const CLI::App& program);

}  // namespace dgctl::cmd
