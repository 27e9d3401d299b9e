#pragma once

#include <filesystem>

namespace dgctl::providers::sim {

/// Locks on single bytes of an open file. They belong to the opening, not to the process, and end
/// with it however the process ends. Throws WorkspaceFileError, naming `file`.
struct FileLock {
  int descriptor;
  const std::filesystem::path& file;

  void take(long byte) const;  ///< alone; waits
  void release(long byte) const;
  void share(long byte) const;                   ///< with others; waits
  [[nodiscard]] bool try_take(long byte) const;  ///< false: others have it
};

inline constexpr long kTurnByte = 0;
inline constexpr long kUseByte = 1;

}  // namespace dgctl::providers::sim
