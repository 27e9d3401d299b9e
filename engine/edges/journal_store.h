#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace dgctl::engine {

/// Keeps the entries of one unfinished run. Throws Error if it cannot be reached, CorruptError if
/// an entry is damaged and a later one is not; a damaged end is what a kill leaves and is cut off.
class JournalStore {
 public:
  virtual ~JournalStore() = default;
  /// Where the entries lie, as messages name it.
  [[nodiscard]] virtual std::string where() const = 0;
  /// Adds entries, in order. They are durable when it returns.
  virtual void append(std::span<const std::string> entries,
                      std::uint64_t fence,
                      std::stop_token stop) = 0;
  virtual std::vector<std::string> entries(std::stop_token stop) = 0;
  /// Leaves just these entries, at once: either the old ones are there or the new ones. With none
  /// the journal is finished.
  virtual void cut(std::span<const std::string> kept,
                   std::uint64_t fence,
                   std::stop_token stop) = 0;
};

}  // namespace dgctl::engine
