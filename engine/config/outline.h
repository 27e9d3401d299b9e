#pragma once

#include <string>
#include <vector>

#include "engine/edges/files.h"

namespace dgctl::engine {

/// What a configuration's file declares for the command line, read on its own: it is there also
/// where the configuration as a whole is wrong, or lacks what the command line has yet to say.
struct Outline {
  struct Variable {
    std::string name, description;
    std::vector<std::string> allowed;  ///< none: anything
    bool operator==(const Variable&) const = default;
  };
  std::vector<Variable> variables;   ///< in the file's order
  std::vector<std::string> targets;  ///< likewise
};

/// As much of it as can be read; nothing of a file that is missing or no YAML.
Outline outline_of(Files& files, const std::string& file);

}  // namespace dgctl::engine
