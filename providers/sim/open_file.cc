#include "providers/sim/open_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "providers/sim/workspace_file_error.h"

namespace dgctl::providers::sim {

namespace fs = std::filesystem;

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

std::string system_message(const std::string& what, const fs::path& file) {
  return what + " " + file.string() + ": " + std::strerror(errno);
}

Descriptor open_file(const std::string& what, const fs::path& file, int flags) {
  constexpr mode_t kMode = 0644;
  // Opening a pipe would wait for its other end, and no signal ends that.
  Descriptor descriptor(open(file.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, kMode));
  if (descriptor.number() < 0) return descriptor;
  struct stat status{};
  if (fstat(descriptor.number(), &status) != 0)
    throw WorkspaceFileError(system_message(what, file));
  if (S_ISREG(status.st_mode)) return descriptor;
  throw WorkspaceFileError(what + " " + file.string() + ": it is " +
                           (S_ISDIR(status.st_mode) ? "a folder" : "no regular file"));
}

std::int64_t size_of(const Descriptor& descriptor, const fs::path& file) {
  struct stat status{};
  if (fstat(descriptor.number(), &status) != 0) {
    throw WorkspaceFileError(system_message("cannot read", file));
  }
  return status.st_size;
}

std::string bytes_of(const Descriptor& descriptor,
                     const fs::path& file,
                     std::int64_t from,
                     std::int64_t to) {
  std::string out(static_cast<std::size_t>(to - from), '\0');
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = pread(descriptor.number(),
                              out.data() + done,
                              out.size() - done,
                              static_cast<off_t>(from) + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw WorkspaceFileError(system_message("cannot read", file));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  out.resize(done);
  return out;
}

}  // namespace dgctl::providers::sim
