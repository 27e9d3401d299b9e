#pragma once

#include <string>
#include <vector>

#include "cmd/dgctl/console.h"
#include "cmd/dgctl/options.h"
#include "engine/config/load.h"

namespace dgctl::cmd {

/// A configuration that was read, and where it lies.
struct Configuration {
  engine::Desired desired;
  std::string folder;  ///< of the file: what the file names counts from it
};

/// Reads it; nothing that is wrong is an exception, but a file that cannot be read is. `more`
/// values of variables go before those of --var-file, and behind those of --var.
engine::Loaded load_configuration(const CommonOptions& options,
                                  const std::vector<engine::VariableFile>& more = {});

/// Prints what is wrong with a configuration, and throws ConfigError if there are errors.
Configuration require_valid(engine::Loaded loaded, const CommonOptions& options, Console& console);

/// Both.
Configuration require_configuration(const CommonOptions& options, Console& console);

/// On standard error, a line each.
void print_diagnostics(const std::vector<engine::Diagnostic>& diagnostics, Console& console);

/// The folder of the configuration's file.
std::string configuration_folder(const CommonOptions& options);

}  // namespace dgctl::cmd
