#include "providers/state/durable_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/edges/error.h"

namespace dgctl::providers {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr std::size_t kChunkBytes = 65536;

[[noreturn]] void fail(const std::string& what, const std::string& path) {
  throw engine::Error("cannot " + what + " " + path + ": " + std::strerror(errno));
}

/// Closes a file however its block is left.
class OpenFile {
 public:
  explicit OpenFile(int fd) : fd_(fd) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

void write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

/// What a killed run left, or somebody else put there: its mode and its owner are not ours.
void remove_leftover(const std::string& temporary) {
  if (::unlink(temporary.c_str()) != 0 && errno != ENOENT) fail("remove", temporary);
}

/// Makes a file's or folder's name in the folder above it durable.
void sync_name(const std::string& path) {
  const std::string folder = folder_of(path);
  const OpenFile fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) fail("sync", folder);
}

}  // namespace

std::optional<std::string> read_file(const std::string& path) {
  const OpenFile fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) {
    if (errno == ENOENT) return std::nullopt;
    fail("open", path);
  }
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) fail("read", path);
  if (!S_ISREG(info.st_mode))
    throw engine::Error("cannot read " + path + ": it is no regular file");
  std::string contents;
  std::string chunk(kChunkBytes, '\0');
  for (;;) {
    const ssize_t got = ::read(fd.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("read", path);
    if (got == 0) return contents;
    contents.append(chunk, 0, static_cast<std::size_t>(got));
  }
}

void replace_file(const std::string& path, std::string_view contents) {
  const std::string temporary = path + ".new";
  remove_leftover(temporary);
  {
    const OpenFile fd(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
    if (fd.get() < 0) fail("open", temporary);
    write_all(fd.get(), contents, temporary);
    if (::fsync(fd.get()) != 0) fail("sync", temporary);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) fail("replace", path);
  sync_name(path);
}

void keep_copy(const std::string& path, const std::string& copy) {
  const std::string temporary = copy + ".new";
  remove_leftover(temporary);
  if (::link(path.c_str(), temporary.c_str()) != 0) {
    if (errno == ENOENT) return;
    fail("copy", path);
  }
  if (::rename(temporary.c_str(), copy.c_str()) != 0) fail("replace", copy);
}

void remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return;
    fail("remove", path);
  }
  sync_name(path);
}

void make_folder(const std::string& path) {
  const std::filesystem::path whole(path);
  std::filesystem::path at;
  for (const auto& part : whole) {
    at /= part;
    // A durable file in a folder whose name is not durable would be gone with it.
    if (::mkdir(at.c_str(), 0700) == 0) {
      sync_name(at.string());
    } else if (errno != EEXIST) {
      fail("make", at.string());
    }
  }
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    errno = ENOTDIR;
    fail("make", path);
  }
}

AppendFile::AppendFile(std::string path)
    : path_(std::move(path)),
      fd_(::open(
          path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly)) {
  if (fd_ < 0) fail("open", path_);
}

AppendFile::~AppendFile() { ::close(fd_); }

void AppendFile::append(std::string_view bytes) {
  write_all(fd_, bytes, path_);
  if (::fdatasync(fd_) != 0) fail("sync", path_);
}

}  // namespace dgctl::providers
