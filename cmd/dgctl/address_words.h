#pragma once

#include <string>
#include <vector>

#include "cmd/command_line/command_tree.h"

namespace dgctl::cmd {

/// An address or a pattern of some with the characters that it means: inside quotes \n, \t, \r and
/// \u{9b} are those that dgctl prints in this way. Everything else stays.
std::string address_as_it_is(const std::string& text);

/// A command line whose addresses are read so.
std::vector<std::string> with_addresses_as_they_are(const CommandTree& program,
                                                    std::vector<std::string> words);

}  // namespace dgctl::cmd
