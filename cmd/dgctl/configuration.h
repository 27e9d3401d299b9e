#pragma once

#include <string>

#include "cmd/dgctl/console.h"
#include "cmd/dgctl/options.h"
#include "engine/config/load.h"

namespace dgctl::cmd {

/// A configuration that was read, and where it lies.
struct Configuration {
  engine::Desired desired;
  std::string folder;  ///< of the file: what the file names counts from it
};

/// Reads it; nothing that is wrong is an exception, but a file that cannot be read is.
engine::Loaded load_configuration(const CommonOptions& options);

/// Reads it and prints what is wrong. Throws ConfigError if there are errors.
Configuration require_configuration(const CommonOptions& options, Console& console);

/// The folder of the configuration's file.
std::string configuration_folder(const CommonOptions& options);

}  // namespace dgctl::cmd
