#pragma once

#include <optional>
#include <string>
#include <string_view>

// Files that survive a kill and a power cut at any instant. All throw engine::Error, which names
// the file and what the system said.

namespace dgctl::providers {

/// The whole file, or nothing if there is none.
std::optional<std::string> read_file(const std::string& path);

/// Puts new contents in the place of a file at once: either the old ones are there or the new ones.
/// Readable by its owner only. Durable when it returns. A symbolic link is replaced, not followed.
/// PATH.new is written first; what has that name already is removed.
void replace_file(const std::string& path, std::string_view contents);

/// Gives a file a second name, over what had that name before. Does nothing if there is no file.
void keep_copy(const std::string& path, const std::string& copy);

/// Removes a file, if there is one. Durable when it returns.
void remove_file(const std::string& path);

/// Makes a folder and those above it, each readable by its owner only. Those that it makes are
/// durable when it returns.
void make_folder(const std::string& path);

/// A file that is only added to.
class AppendFile {
 public:
  explicit AppendFile(std::string path);
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;
  ~AppendFile();
  /// Durable when it returns.
  void append(std::string_view bytes);

 private:
  std::string path_;
  int fd_;
};

}  // namespace dgctl::providers
