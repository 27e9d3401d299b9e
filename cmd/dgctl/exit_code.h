#pragma once

#include <exception>
#include <string>
#include <vector>

#include "cmd/command_line/command_text.h"
#include "engine/edges/error.h"

namespace dgctl::cmd {

/// What a command's end tells scripts. The numbers never change.
enum class ExitCode {
  Done = 0,
  Error = 1,
  Changes = 2,
  Auth = 3,
  Config = 4,
  Refused = 5,
  Locked = 6,
  Stale = 7,
  Cancelled = 8,
  Timeout = 9,
  Partial = 10,
  Verify = 11,
  Bug = 70,
};

/// What each that a command may end with means, for its help: done, an error and wrong use, which
/// all have, and these.
std::vector<ExitMeaning> ends_with(std::vector<ExitCode> also);

/// Adds to them what an option brings with it.
void add_endings(std::vector<ExitMeaning>& all, const std::vector<ExitCode>& more);

/// How a command ended. The reason is printed last on standard error, where the code is not 0.
struct Ending {
  ExitCode code = ExitCode::Done;
  std::string reason;
};

// Errors that end a command with a code of their own.
struct UsageError : engine::Error {
  using Error::Error;
};
struct ConfigError : engine::Error {
  using Error::Error;
};
struct RefusedError : engine::Error {
  using Error::Error;
};
struct LockedError : engine::Error {
  using Error::Error;
};
struct StaleError : engine::Error {
  using Error::Error;
};

/// The one table from what was thrown to how the command ends. Rethrows nothing.
Ending ending_of(const std::exception& error);

}  // namespace dgctl::cmd
