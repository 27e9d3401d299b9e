#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dgctl::providers {

/// A file that only its owner may read, in a folder that only its owner may write to. What holds
/// another's place (a symbolic link, a FIFO) is refused, and so is a link among the folders between
/// `folder` and the file; to `folder` itself links may lead. All throw engine::Error, which names
/// the file and never says what is in it.
class PrivateFile {
 public:
  /// `path` is relative to `folder`, or absolute; then it counts from `folder` where it leads there
  /// by its name, and else from the root.
  PrivateFile(const std::string& folder, const std::string& path);

  /// For messages and for a shell: the folder and the path.
  [[nodiscard]] const std::string& name() const { return name_; }

  struct Contents {
    std::string text;  ///< the caller wipes it
    bool is_private = true;
  };
  /// The whole file, or nothing if there is none. Throws if it is larger than kMostBytes.
  [[nodiscard]] std::optional<Contents> read() const;

  /// Puts new contents in its place at once, durable when it returns, and makes the folders that
  /// are missing. Whatever fails, the old contents stay, and what a killed run left goes.
  void replace(std::string_view contents) const;

  /// Throws unless so many bytes could be written now. Leaves nothing.
  void probe(std::size_t bytes) const;

  static constexpr std::size_t kMostBytes = 65'536;

 private:
  class Way;

  std::string base_;                  ///< where the folders count from
  std::vector<std::string> folders_;  ///< between that and the file
  std::string file_, name_;
};

}  // namespace dgctl::providers
