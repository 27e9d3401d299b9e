#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/edges/files.h"
#include "engine/model/desired.h"
#include "engine/model/diagnostic.h"

// The way from a configuration file to what it asks for.

namespace dgctl::engine {

/// A file of values for variables, given on the command line and read already.
struct VariableFile {
  std::string name;  ///< as messages name it
  std::string text;
};

struct LoadOptions {
  std::string file = "dgctl.yml";     ///< relative to the folder of the Files
  std::string shown_as;               ///< how messages name the file; empty: as `file`
  std::optional<std::string> target;  ///< -t
  std::vector<std::pair<std::string, std::string>> variables;  ///< --var, in order; the last wins
  std::vector<VariableFile> variable_files;  ///< --var-file, in order; the last wins
  /// The value of each DGCTL_VAR_name, by name. Those that no variable is declared for are ignored.
  std::map<std::string, std::string> environment;
};

struct Loaded {
  std::optional<Desired> desired;       ///< only if there are no errors
  std::vector<Diagnostic> diagnostics;  ///< sorted by file, line and column; may hold warnings
};

/// Reads a configuration, checks it and expands it. Throws nothing that is the configuration's
/// fault: everything that is wrong with it comes back at once.
Loaded load(Files& files, const LoadOptions& options);

}  // namespace dgctl::engine
