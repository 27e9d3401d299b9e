#pragma once

#include <string>

namespace dgctl::cmd {

/// What bash, zsh or fish has to read to complete a program's command lines: it asks the program
/// itself, `PROGRAM __complete`. Throws std::out_of_range for another shell.
std::string completion_script(const std::string& shell, const std::string& program);

}  // namespace dgctl::cmd
