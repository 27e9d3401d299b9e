#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

namespace dgctl::engine {

/// Which writing of a state this is.
struct Version {
  std::string lineage;       ///< a UUID, made with the first state of a stack and target
  std::uint64_t serial = 0;  ///< one more with each writing; 0: nothing was written yet
  std::string token;         ///< an ETag or the like, opaque
  bool operator==(const Version&) const = default;
};

/// Keeps one state: bytes and versions; what they mean is engine/state's business.
/// Throws Error if it cannot be reached, CorruptError if what it holds is not what was written.
class StateStore {
 public:
  virtual ~StateStore() = default;
  /// Where the state lies, and where the one before it does, as messages name them.
  [[nodiscard]] virtual std::string where() const = 0;
  [[nodiscard]] virtual std::string backup() const = 0;
  /// Nothing if no state was written yet.
  virtual std::optional<std::pair<std::string, Version>> load(std::stop_token stop) = 0;
  /// Writes if what is kept is still `expected` and `fence` is the newest: else StateConflictError.
  /// The bytes must carry expected.serial + 1. What was kept before stays as a backup.
  virtual Version save(std::string_view bytes,
                       const Version& expected,
                       std::uint64_t fence,
                       std::stop_token stop) = 0;
};

}  // namespace dgctl::engine
