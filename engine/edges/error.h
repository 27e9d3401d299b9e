#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

namespace dgctl::engine {

/// Base of every failure reported on purpose. what() is one sentence without a final period.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class ErrorClass {
  Throttled,
  Transient,
  NotVisible,  ///< the workspace does not know a thing that a run may have just made
  Conflict,    ///< it exists already, or somebody else is changing it
  Unauthenticated,
  Denied,
  NotFound,
  Invalid,
  Transport,  ///< no answer
  Ours,       ///< dgctl is at fault
};

/// "throttled", "denied", …: as journals and events write it.
const char* to_string(ErrorClass error_class);

/// The workspace refused or failed. Branch on error_class, never on the text.
struct ProviderError : Error {
  ProviderError(ErrorClass kind, const std::string& message) : Error(message), error_class(kind) {}
  ErrorClass error_class;
  bool may_have_happened = false;  ///< read back before another try
  std::optional<std::string>
      subject;  ///< NotVisible: what; the executor knows whether this run made it
  std::optional<std::chrono::milliseconds> retry_after;
  std::string code;        ///< the workspace's error_code
  std::string request_id;  ///< to name in a support case
};

/// A recorded state, journal or plan is not what was written.
struct CorruptError : Error {
  using Error::Error;
};

/// The state moved under a run, or it lost its lock.
struct StateConflictError : Error {
  using Error::Error;
};

/// Asked to stop before it could do what was asked.
struct StoppedError : Error {
  using Error::Error;
};

}  // namespace dgctl::engine
