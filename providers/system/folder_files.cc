#include "providers/system/folder_files.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "engine/edges/error.h"

namespace dgctl::providers {
namespace {

constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;  // a pipe must not make us wait

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

int open_beneath(const std::string& folder, const std::string& path) {
  const Descriptor root(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (root.get() < 0) return -1;
  open_how how{};
  how.flags = kFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, root.get(), path.c_str(), &how, sizeof how));
}

}  // namespace

std::optional<std::string> FolderFiles::read(const std::string& path, std::size_t limit_bytes) {
  const std::string shown = folder_ == "." ? path : folder_ + "/" + path;
  const Descriptor fd(path == named_ ? ::open(shown.c_str(), kFlags) : open_beneath(folder_, path));
  if (fd.get() < 0) {
    if (errno == ENOENT) return std::nullopt;
    if (errno == EXDEV)
      throw engine::Error("cannot read " + shown + ": it lies outside " + folder_);
    throw engine::Error("cannot read " + shown + ": " + std::strerror(errno));
  }
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
    throw engine::Error("cannot read " + shown + ": it is no regular file");
  }
  std::string contents;
  std::string chunk(64 * 1024, '\0');
  for (;;) {
    const ssize_t got = ::read(fd.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw engine::Error("cannot read " + shown + ": " + std::strerror(errno));
    if (got == 0) return contents;
    contents.append(chunk, 0, static_cast<std::size_t>(got));
    if (contents.size() > limit_bytes) {
      throw engine::Error("cannot read " + shown + ": it is larger than " +
                          std::to_string(limit_bytes) + " bytes");
    }
  }
}

}  // namespace dgctl::providers
