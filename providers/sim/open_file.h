#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

// Files as the system has them. All throw WorkspaceFileError, naming the file.

namespace dgctl::providers::sim {

/// An open file that is closed with it.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_ = -1;
};

/// "cannot write FILE: No space left on device", from errno.
std::string system_message(const std::string& what, const std::filesystem::path& file);

/// Opens a file, and refuses at once what is none: a folder, a pipe, a device. `what`: "cannot
/// read", for the message. `flags`: of open(). -1, with errno, where it cannot be opened.
Descriptor open_file(const std::string& what, const std::filesystem::path& file, int flags);

std::int64_t size_of(const Descriptor& descriptor, const std::filesystem::path& file);

/// Those from byte `from` to before byte `to`; fewer where the file ends sooner.
std::string bytes_of(const Descriptor& descriptor,
                     const std::filesystem::path& file,
                     std::int64_t from,
                     std::int64_t to);

}  // namespace dgctl::providers::sim
