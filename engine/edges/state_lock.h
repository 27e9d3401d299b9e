#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <variant>

#include "engine/edges/error.h"

namespace dgctl::engine {

/// Who holds a lock, for messages.
struct LockInfo {
  std::string id;         ///< a UUID
  std::string operation;  ///< "apply"
  std::string who;        ///< "ada@build-7 pid 4711"
  std::string created;    ///< RFC 3339
  bool operator==(const LockInfo&) const = default;
};

/// What can be known of a lock without taking it.
struct LockStatus {
  bool is_held = false;
  LockInfo holder;  ///< not held: who did not give it back when it ended, "" if everybody did
  bool operator==(const LockStatus&) const = default;
};

/// A lock cannot be broken: it ends with whoever holds it, and not before.
struct LockHeldError : Error {
  using Error::Error;
};

/// Excludes a second run on the same stack and target. Throws Error if it cannot be reached.
class StateLock {
 public:
  virtual ~StateLock() = default;
  /// A fence, greater than every one before it, or the holder. Does not wait.
  virtual std::variant<std::uint64_t, LockInfo> acquire(const LockInfo& mine,
                                                        std::stop_token stop) = 0;
  /// False: it was lost.
  virtual bool renew(std::stop_token stop) = 0;
  virtual void release() noexcept = 0;

  virtual LockStatus status(std::stop_token stop) = 0;
  /// Frees the lock that has this id, whoever holds it: their fence is no longer the newest. Does
  /// nothing if it has another id or nobody holds it; what a holder that ended left of it goes.
  /// Throws LockHeldError where a lock ends with its holder only.
  virtual void break_held(const std::string& id, std::stop_token stop) = 0;
};

}  // namespace dgctl::engine
