#pragma once

#include <vector>

#include "cmd/command_line/completion.h"

namespace dgctl::cmd {

/// The values of a kind that there are on this machine, given what was typed before: addresses of
/// the configuration and the state, keys, variables, targets, files. Makes no request; nothing
/// where the configuration is broken. Goes where -C says. May throw engine::Error and
/// std::filesystem::filesystem_error.
std::vector<Candidate> values_of(const WantedValue& wanted, const CommandWords& before);

}  // namespace dgctl::cmd
