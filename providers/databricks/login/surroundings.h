#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace dgctl::providers {

/// How a program ended, and what it wrote.
struct ProgramEnd {
  int code = 0;
  std::string out, err;
};

/// What a login finds on this machine.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  /// The value of an environment variable; nothing where it is not set.
  virtual std::optional<std::string> variable(const std::string& name) = 0;
  /// A whole file, or nothing if there is none. Throws engine::Error if it cannot be read.
  virtual std::optional<std::string> file(const std::string& path) = 0;
  /// Runs a program, found on PATH, without a shell and without input. Throws engine::Error if it
  /// cannot be run, engine::StoppedError when asked to stop.
  virtual ProgramEnd run(const std::vector<std::string>& command, std::stop_token stop) = 0;
};

/// A path that may begin with "~", as it is opened. "": it cannot be told, HOME is not set.
std::string at_home(Surroundings& surroundings, const std::string& path);

}  // namespace dgctl::providers
