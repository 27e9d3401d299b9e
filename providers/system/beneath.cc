#include "providers/system/beneath.h"

#include <array>
#include <cerrno>
#include <climits>
#include <optional>
#include <vector>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

namespace dgctl::providers {
namespace {

constexpr int kMostLinks = 40;  // as many as the kernel follows

OpenFile nothing(int error) {
  errno = error;
  return OpenFile(-1);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string path = ".";
  for (const std::string& part : parts) path += "/" + part;
  return path;
}

/// What a link says; nothing for what is none.
std::optional<std::string> link_text(const OpenFile& folder, const std::string& path) {
  std::array<char, PATH_MAX> text{};
  const ssize_t length = ::readlinkat(folder.get(), path.c_str(), text.data(), text.size());
  if (length < 0) return std::nullopt;
  return std::string(text.data(), static_cast<std::size_t>(length));
}

/// Where a path leads, without links. What is looked up may change meanwhile; only opening counts.
class Way {
 public:
  Way(const OpenFile& folder, const std::string& path) : folder_(folder) { add(path); }

  /// 0, or the error that openat2 gives.
  int go() {
    while (!ahead_.empty() && error_ == 0) {
      const std::string part = std::move(ahead_.back());
      ahead_.pop_back();
      take(part);
    }
    return error_;
  }
  [[nodiscard]] const std::vector<std::string>& parts() const { return parts_; }

 private:
  void add(const std::string& path) {
    if (path.starts_with('/')) error_ = EXDEV;
    for (std::size_t end = path.size(); end != std::string::npos && error_ == 0;) {
      const std::size_t slash = end == 0 ? std::string::npos : path.rfind('/', end - 1);
      const std::size_t start = slash == std::string::npos ? 0 : slash + 1;
      ahead_.push_back(path.substr(start, end - start));
      end = slash;
    }
  }

  void take(const std::string& part) {
    if (part.empty() || part == ".") return;
    if (part == "..") {
      if (parts_.empty()) error_ = EXDEV;
      if (!parts_.empty()) parts_.pop_back();
      return;
    }
    parts_.push_back(part);
    const std::optional<std::string> link = link_text(folder_, joined(parts_));
    if (!link) return;
    parts_.pop_back();
    if (++links_ > kMostLinks) error_ = ELOOP;
    add(*link);
  }

  const OpenFile& folder_;
  std::vector<std::string> parts_, ahead_;  // ahead_: the next one last
  int links_ = 0;
  int error_ = 0;
};

}  // namespace

OpenFile open_beneath_by_steps(const OpenFile& folder, const std::string& path, int flags) {
  if (path.empty()) return nothing(ENOENT);
  Way way(folder, path);
  if (const int error = way.go(); error != 0) return nothing(error);
  // No step follows a link that somebody puts in the place of what was looked up.
  OpenFile step(-1);
  int at = folder.get();
  std::string name = ".";
  for (const std::string& part : way.parts()) {
    step = OpenFile(::openat(at, name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (step.get() < 0) return step;
    at = step.get();
    name = part;
  }
  return OpenFile(::openat(at, name.c_str(), flags | O_NOFOLLOW));
}

OpenFile open_beneath(const OpenFile& folder, const std::string& path, int flags) {
  open_how how{};
  how.flags = static_cast<decltype(how.flags)>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  OpenFile file(
      static_cast<int>(::syscall(SYS_openat2, folder.get(), path.c_str(), &how, sizeof how)));
  const bool is_refused = file.get() < 0 && (errno == ENOSYS || errno == EPERM);
  return is_refused ? open_beneath_by_steps(folder, path, flags) : std::move(file);
}

}  // namespace dgctl::providers
