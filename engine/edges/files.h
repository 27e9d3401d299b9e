#pragma once

#include <optional>
#include <string>

namespace dgctl::engine {

/// What the loader of configurations may read: regular files below one folder.
class Files {
 public:
  virtual ~Files() = default;
  /// The whole file, or nothing if there is none. `path` is relative to the folder. Throws Error if
  /// it is no regular file, lies outside the folder, is larger than `limit_bytes`, or cannot be
  /// read.
  virtual std::optional<std::string> read(const std::string& path, std::size_t limit_bytes) = 0;
};

}  // namespace dgctl::engine
