#pragma once

#include <string>
#include <vector>

#include "cmd/command_line/command_tree.h"

// What is wrong with a command line, in words of our own: CLI11's differ between its versions.

namespace dgctl::cmd {

/// The arguments in our spelling. Throws UsageError for a command that does not exist, naming the
/// nearest, for an empty word, and for a spelling that has no equal here.
std::vector<std::string> understood(const CommandTree& program,
                                    const std::vector<std::string>& arguments);

/// What to say of a word that is no command below `parent`.
std::string unknown_command(const CommandTree& parent, const std::string& word);

/// What to say where a word is one that the command does not take.
std::string unexpected(const CommandTree& program, const std::vector<std::string>& words);

/// What to say where the command lacks one.
std::string missing(const CommandTree& program, const std::vector<std::string>& words);

/// What to say of an option without its value or given twice, of which CLI11 said `what`.
std::string mismatch(const CommandTree& program,
                     const std::vector<std::string>& words,
                     const std::string& what);

}  // namespace dgctl::cmd
