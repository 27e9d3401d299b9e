#include "providers/system/folder_files.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/edges/error.h"
#include "providers/system/beneath.h"

namespace dgctl::providers {
namespace {

constexpr std::size_t kChunkBytes = 65536;
constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;  // a pipe must not make us wait

OpenFile open_below(const std::string& folder, const std::string& path) {
  const OpenFile root(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  return root.get() < 0 ? OpenFile(-1) : open_beneath(root, path, kFlags);
}

[[noreturn]] void fail(const std::string& shown, const std::string& why) {
  throw engine::Error("cannot read " + shown + ": " + why);
}

std::string contents_of(const OpenFile& file, const std::string& shown, std::size_t limit_bytes) {
  struct stat info{};
  if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
    fail(shown, "it is no regular file");
  }
  std::string contents;
  std::string chunk(kChunkBytes, '\0');
  for (;;) {
    const ssize_t got = ::read(file.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(shown, std::strerror(errno));
    if (got == 0) return contents;
    contents.append(chunk, 0, static_cast<std::size_t>(got));
    if (contents.size() > limit_bytes) {
      fail(shown, "it is larger than " + std::to_string(limit_bytes) + " bytes");
    }
  }
}

}  // namespace

std::optional<std::string> FolderFiles::read(const std::string& path, std::size_t limit_bytes) {
  const std::string shown = folder_ == "." ? path : folder_ + "/" + path;
  errno = 0;
  const OpenFile file =
      path == named_ ? OpenFile(::open(shown.c_str(), kFlags)) : open_below(folder_, path);
  const int error = errno;
  if (file.get() >= 0) return contents_of(file, shown, limit_bytes);
  if (error == ENOENT) return std::nullopt;
  fail(shown, error == EXDEV ? "it lies outside " + folder_ : std::strerror(error));
}

}  // namespace dgctl::providers
