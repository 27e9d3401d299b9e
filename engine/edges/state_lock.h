#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <variant>

namespace dgctl::engine {

/// Who holds a lock, for messages.
struct LockInfo {
  std::string id;         ///< a UUID
  std::string operation;  ///< "apply"
  std::string who;        ///< "ada@build-7 pid 4711"
  std::string created;    ///< RFC 3339
  bool operator==(const LockInfo&) const = default;
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
};

}  // namespace dgctl::engine
