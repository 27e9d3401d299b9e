#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "providers/sim/open_file.h"

namespace dgctl::providers::sim {

/// A file that only grows, by whole lines with a checksum each. What a process that died left of
/// its last line is recognised and cut off; anything else that is not as it was written is a
/// WorkspaceFileError. Several processes may use one, each while it holds a lock that is not here.
class LineFile {
 public:
  LineFile() = default;  ///< not open
  /// Opens it; makes it where it is missing.
  explicit LineFile(std::filesystem::path path);

  /// The lines behind those that were read or appended last, without their checksums.
  std::vector<std::string> read_new();
  /// The last line, or "": passes over all that come before.
  std::string skip_to_last();
  /// With one write, so that a process that dies leaves all or the beginning of it.
  void append(const std::vector<std::string>& texts);

  /// Leaves nothing in it.
  void clear();

  [[nodiscard]] bool is_at_start() const { return offset_ == 0; }
  [[nodiscard]] int descriptor() const { return file_.number(); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  [[nodiscard]] std::int64_t size() const;
  [[nodiscard]] std::string bytes(std::int64_t from, std::int64_t to) const;
  void cut_to(std::int64_t size) const;

  std::filesystem::path path_;
  Descriptor file_;
  std::int64_t offset_ = 0;  ///< how far this process knows it
};

/// The lines of a file without opening it for writing. Ignores the beginning of a line at the end.
std::vector<std::string> read_lines(const std::filesystem::path& path);

}  // namespace dgctl::providers::sim
