#pragma once

#include <string>

#include "cmd/dgctl/configuration.h"

namespace dgctl::cmd {

/// Throws UsageError if the file of an option like "--out", which counts from where we are, lies
/// below a folder .dgctl: known before there is a configuration.
void require_outside_of_state(const std::string& option, const std::string& path);

/// Why no option may write a file there, which counts from where we are: the configuration keeps
/// something at that path, whether it is there yet or not. "" if it does not.
std::string why_taken(const std::string& path,
                      const Configuration& configuration,
                      const CommonOptions& options);

/// Whether two paths lead to one file, be it there or not.
bool is_same_file(const std::string& one, const std::string& other);

}  // namespace dgctl::cmd
