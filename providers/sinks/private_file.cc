#include "providers/sinks/private_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/edges/error.h"
#include "engine/model/secret.h"

namespace dgctl::providers {
namespace {

using engine::Error;

constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kOwnersFolder = 0700;
constexpr mode_t kOthersMayWrite = 0022;
constexpr int kFolder = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

/// Closes a file however its block is left.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

std::string advice_on(int error) {
  if (error == ENOSPC || error == EDQUOT) return "; make room there and run again";
  if (error == EROFS) return "; name a file on another file system";
  if (error == EACCES || error == EPERM) return "; check who may write there";
  return {};
}

/// Of errno, so nothing may come between it and the call that failed.
[[noreturn]] void fail(const std::string& what, const std::string& name) {
  const int error = errno;
  throw Error("cannot " + what + " " + name + ": " + std::strerror(error) + advice_on(error));
}

[[noreturn]] void refuse_link(const std::string& name, const std::string& link) {
  throw Error("cannot keep a secret in " + name + ": " + (link == name ? "it" : link) +
              " is a symbolic link, which is not followed; name where it leads");
}

[[noreturn]] void refuse_place(const std::string& name) {
  throw Error("cannot keep a secret in " + name +
              ": what is there is no regular file; name another file");
}

bool is_link(int folder, const std::string& name) {
  struct stat info{};
  return ::fstatat(folder, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(info.st_mode);
}

/// Makes the names in a folder durable.
void sync_folder(int folder, const std::string& name) {
  const Descriptor fd(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) fail("sync the folder of", name);
}

void refuse_open_folder(int folder, const std::string& path, const std::string& name) {
  struct stat info{};
  if (::fstat(folder, &info) != 0) fail("look at the folder of", name);
  if ((info.st_mode & kOthersMayWrite) != 0) {
    throw Error("cannot keep a secret in " + name + ": others than its owner may write to " + path +
                "; run chmod go-w " + path + ", or name a file in another folder");
  }
  const uid_t self = ::geteuid();
  if (self != 0 && info.st_uid != self && info.st_uid != 0) {
    throw Error("cannot keep a secret in " + name + ": " + path +
                " belongs to another user; name a file in another folder");
  }
}

/// What is written before it gets its name. Gone with its block unless it got it. Its own name is
/// always the same: so what a killed run left is found, and removed.
class TemporaryFile {
 public:
  TemporaryFile(int folder, const std::string& file, std::string name)
      : folder_(folder), path_("." + file + ".dgctl-new"), name_(std::move(name)), fd_(-1) {
    if (::unlinkat(folder_, path_.c_str(), 0) != 0 && errno != ENOENT) {
      fail("remove what an earlier run left beside", name_);
    }
    fd_ = Descriptor(::openat(
        folder_, path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly));
    if (fd_.get() < 0) fail("write", name_);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!is_renamed_) ::unlinkat(folder_, path_.c_str(), 0);
  }

  void write(std::string_view bytes) {
    // A umask can take rights away from the owner as well.
    if (::fchmod(fd_.get(), kOwnerOnly) != 0) fail("write", name_);
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write", name_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(fd_.get()) != 0) fail("write", name_);
  }

  void rename_to(const std::string& file) {
    if (::renameat(folder_, path_.c_str(), folder_, file.c_str()) != 0) fail("replace", name_);
    is_renamed_ = true;
  }

 private:
  int folder_;
  std::string path_, name_;
  Descriptor fd_;
  bool is_renamed_ = false;
};

/// Reads at most one byte more than a file may have.
std::size_t read_some(int fd, std::string& into, const std::string& name) {
  std::size_t got = 0;
  while (got < into.size()) {
    const ssize_t n = ::read(fd, into.data() + got, into.size() - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("read", name);
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  }
  return got;
}

}  // namespace

/// The folders from the base to the file, entered one by one so that no link is followed.
class PrivateFile::Way {
 public:
  explicit Way(const PrivateFile& file)
      : file_(file),
        path_(file.base_),
        at_(::open(file.base_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    if (at_.get() < 0) fail("open", path_);
  }

  /// False where the next folder does not exist.
  bool enter() {
    const std::string& part = file_.folders_.at(entered_);
    Descriptor next(::openat(at_.get(), part.c_str(), kFolder));
    const int error = errno;
    const std::string path = (std::filesystem::path(path_) / part).lexically_normal().string();
    if (next.get() < 0 && error == ENOENT) return false;
    if (next.get() < 0 && is_link(at_.get(), part)) refuse_link(file_.name_, path);
    errno = error;
    if (next.get() < 0) fail("open the folder " + path + " of", file_.name_);
    at_ = std::move(next);
    path_ = path;
    ++entered_;
    return true;
  }

  /// As far as the folders exist.
  void go() {
    while (!is_at_end() && enter()) {
    }
  }

  /// To the end, and makes what does not exist.
  void make() {
    go();
    while (!is_at_end()) {
      const std::string& part = file_.folders_.at(entered_);
      if (::mkdirat(at_.get(), part.c_str(), kOwnersFolder) != 0 && errno != EEXIST) {
        fail("make the folder of", file_.name_);
      }
      sync_folder(at_.get(), file_.name_);
      if (!enter()) fail("make the folder of", file_.name_);
    }
  }

  [[nodiscard]] bool is_at_end() const { return entered_ == file_.folders_.size(); }
  [[nodiscard]] int folder() const { return at_.get(); }
  void refuse_if_open() const { refuse_open_folder(at_.get(), path_, file_.name_); }

 private:
  const PrivateFile& file_;
  std::string path_;  // of where it is, for messages
  Descriptor at_;
  std::size_t entered_ = 0;
};

PrivateFile::PrivateFile(const std::string& folder, const std::string& path) {
  namespace fs = std::filesystem;
  base_ = folder.empty() ? "." : folder;
  fs::path way = fs::path(path).lexically_normal();
  name_ = (fs::path(base_) / way).lexically_normal().string();
  file_ = way.filename().string();
  if (path.find('\0') != std::string::npos || file_.empty() || file_ == "." || file_ == "..") {
    throw Error("cannot keep a secret in a path that names no file: \"" + path + "\"");
  }
  if (way.is_absolute()) {
    const fs::path from_base = way.lexically_relative(fs::absolute(base_).lexically_normal());
    const bool is_below = !from_base.empty() && *from_base.begin() != "..";
    if (!is_below) base_ = "/";
    way = is_below ? from_base : way.relative_path();
  }
  for (const fs::path& part : way.parent_path()) folders_.push_back(part.string());
}

std::optional<PrivateFile::Contents> PrivateFile::read() const {
  Way way(*this);
  way.go();
  if (!way.is_at_end()) return std::nullopt;
  // A FIFO must not make this wait.
  const Descriptor fd(
      ::openat(way.folder(), file_.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (fd.get() < 0) {
    if (errno == ENOENT) return std::nullopt;
    if (errno == ELOOP) refuse_link(name_, name_);
    if (errno == ENXIO) refuse_place(name_);  // a socket
    fail("open", name_);
  }
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) fail("read", name_);
  if (!S_ISREG(info.st_mode)) refuse_place(name_);
  Contents contents;
  contents.text.resize(kMostBytes + 1);
  contents.is_private = (info.st_mode & 07777U & ~kOwnerOnly) == 0;
  std::size_t got = 0;
  try {
    got = read_some(fd.get(), contents.text, name_);
  } catch (const Error&) {
    engine::wipe(contents.text);
    throw;
  }
  if (got > kMostBytes) {
    engine::wipe(contents.text);
    throw Error("cannot read a secret from " + name_ +
                ": it is larger than any record of one; move it away, or name another file");
  }
  contents.text.resize(got);
  return contents;
}

void PrivateFile::replace(std::string_view contents) const {
  Way way(*this);
  way.make();
  way.refuse_if_open();
  TemporaryFile temporary(way.folder(), file_, name_);
  temporary.write(contents);
  temporary.rename_to(file_);
  sync_folder(way.folder(), name_);
}

void PrivateFile::probe(std::size_t bytes) const {
  Way way(*this);
  way.go();
  // Where it is not at the end, the folders that are missing are made by whoever replaces the file.
  if (way.is_at_end()) way.refuse_if_open();
  TemporaryFile temporary(way.folder(), file_, name_);
  temporary.write(std::string(bytes, '#'));
}

}  // namespace dgctl::providers
