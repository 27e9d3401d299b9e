#pragma once

#include <span>
#include <string>

#include "cmd/command_line/command_tree.h"

namespace dgctl::cmd {

inline constexpr const char* kCompleteCommand = "__complete";

/// The hidden command by which shells ask what a command line may become:
///
///     dgctl __complete -- WORDS…                           the last one is being typed
///     dgctl __complete --bash TYPE COLUMNS REPLACED LINE   as bash has it: bash_line.h
///
/// The answer; "" for whatever goes wrong.
std::string completion_answer(const CommandTree& program, std::span<const std::string> arguments);

}  // namespace dgctl::cmd
