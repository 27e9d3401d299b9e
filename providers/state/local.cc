#include "providers/state/local.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/digest/sha256.h"
#include "engine/edges/error.h"

namespace dgctl::providers {
namespace {

using Json = nlohmann::json;

std::string lock_path(const std::string& folder) { return folder + "/lock"; }

/// Lineage and serial of a state, which any format of it has at its top.
engine::Version version_of(const std::string& bytes,
                           const std::string& path,
                           const std::string& backup) {
  const Json state = Json::parse(bytes, nullptr, false);
  const bool right = state.is_object() && state.contains("lineage") &&
                     state["lineage"].is_string() && state.contains("serial") &&
                     state["serial"].is_number_unsigned();
  if (!right) {
    throw engine::CorruptError("cannot read the state " + path +
                               ": it is damaged; put back a copy of it, or the one before it, "
                               "which is " +
                               backup);
  }
  return {state["lineage"].get<std::string>(),
          state["serial"].get<std::uint64_t>(),
          engine::sha256(bytes)};
}

/// What a lock file says, as far as it can be read: its writer may be at it.
struct LockFile {
  std::uint64_t fence = 0;
  engine::LockInfo holder;
};

LockFile parse_lock(const std::string& text) {
  LockFile file;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return file;
  const auto text_at = [&](const char* name) {
    const auto it = json.find(name);
    return it != json.end() && it->is_string() ? it->get<std::string>() : std::string();
  };
  if (json.contains("fence") && json["fence"].is_number_unsigned()) {
    file.fence = json["fence"].get<std::uint64_t>();
  }
  file.holder = {text_at("id"), text_at("operation"), text_at("who"), text_at("created")};
  return file;
}

std::string lock_text(std::uint64_t fence, const engine::LockInfo& holder) {
  return Json{{"created", holder.created},
              {"fence", fence},
              {"id", holder.id},
              {"operation", holder.operation},
              {"who", holder.who}}
             .dump() +
         "\n";
}

void write_lock(int fd, const std::string& text, const std::string& path) {
  const bool written =
      ::pwrite(fd, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()) &&
      ::ftruncate(fd, static_cast<off_t>(text.size())) == 0;
  if (!written) throw engine::Error("cannot write " + path + ": " + std::strerror(errno));
}

/// A state that is written would take the place of the link, and what it leads to would stay old.
void require_no_link(const std::string& path) {
  struct stat info{};
  if (::lstat(path.c_str(), &info) != 0 || !S_ISLNK(info.st_mode)) return;
  throw engine::Error(
      "the state " + path +
      " is a symbolic link, which is not followed; name the folder that it leads to "
      "as state.path, or put the file itself there");
}

}  // namespace

std::optional<std::pair<std::string, engine::Version>> LocalStateStore::load(
    std::stop_token /*stop*/) {
  const std::string path = where();
  require_no_link(path);
  std::optional<std::string> bytes = read_file(path);
  if (!bytes) return std::nullopt;
  engine::Version version = version_of(*bytes, path, backup());
  return std::pair(std::move(*bytes), std::move(version));
}

engine::Version LocalStateStore::save(std::string_view bytes,
                                      const engine::Version& expected,
                                      std::uint64_t fence,
                                      std::stop_token stop) {
  const std::string path = where();
  const LockFile lock = parse_lock(read_file(lock_path(folder_)).value_or(""));
  if (fence == 0 || lock.fence != fence) {
    throw engine::StateConflictError("the lock on " + folder_ +
                                     " was lost; nothing was written to " + path);
  }
  const auto kept = load(std::move(stop));
  const engine::Version now = kept ? kept->second : engine::Version{};
  if (now.serial != expected.serial || now.lineage != expected.lineage) {
    throw engine::StateConflictError(path + " has serial " + std::to_string(now.serial) + ", not " +
                                     std::to_string(expected.serial) +
                                     ": somebody else wrote it; run again");
  }
  make_folder(folder_);
  if (kept) keep_copy(path, backup());
  replace_file(path, bytes);
  return version_of(std::string(bytes), path, backup());
}

void LocalJournalStore::append(std::span<const std::string> entries,
                               std::uint64_t /*fence*/,
                               std::stop_token /*stop*/) {
  if (entries.empty()) return;
  std::string lines;
  for (const std::string& entry : entries) lines += entry + "\n";
  if (!file_) file_ = std::make_unique<AppendFile>(where());
  file_->append(lines);
}

std::vector<std::string> LocalJournalStore::entries(std::stop_token /*stop*/) {
  std::vector<std::string> lines;
  const std::string text = read_file(where()).value_or("");
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

void LocalJournalStore::cut(std::span<const std::string> kept,
                            std::uint64_t /*fence*/,
                            std::stop_token /*stop*/) {
  file_.reset();
  if (kept.empty()) {
    remove_file(where());
    return;
  }
  std::string lines;
  for (const std::string& entry : kept) lines += entry + "\n";
  make_folder(folder_);
  replace_file(where(), lines);
}

namespace {

LockFile read_lock(const std::string& path) { return parse_lock(read_file(path).value_or("")); }

/// An open lock file.
class LockDescriptor {
 public:
  /// Nothing is open after it if there is no file and `flags` make none.
  LockDescriptor(const std::string& path, int flags)
      : path_(path), fd_(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600)) {
    const bool is_missing = fd_ < 0 && errno == ENOENT && (flags & O_CREAT) == 0;
    if (fd_ < 0 && !is_missing) {
      throw engine::Error("cannot open " + path + ": " + std::strerror(errno));
    }
  }
  LockDescriptor(const LockDescriptor&) = delete;
  LockDescriptor& operator=(const LockDescriptor&) = delete;
  ~LockDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }

  [[nodiscard]] bool is_open() const { return fd_ >= 0; }
  [[nodiscard]] int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  /// False: somebody else has it.
  [[nodiscard]] bool lock() const {
    if (::flock(fd_, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno == EWOULDBLOCK) return false;
    throw engine::Error("cannot lock " + path_ + ": " + std::strerror(errno));
  }

 private:
  std::string path_;
  int fd_;
};

}  // namespace

std::variant<std::uint64_t, engine::LockInfo> LocalLock::acquire(const engine::LockInfo& mine,
                                                                 std::stop_token /*stop*/) {
  make_folder(folder_);
  const std::string path = lock_path(folder_);
  LockDescriptor file(path, O_CREAT);
  if (!file.lock()) return read_lock(path).holder;
  fd_ = file.release();
  fence_ = read_lock(path).fence + 1;
  write_lock(fd_, lock_text(fence_, mine), path);
  return fence_;
}

void LocalLock::release() noexcept {
  if (fd_ < 0) return;
  // The fence stays, so that it never falls back.
  try {
    write_lock(fd_, lock_text(fence_, {}), lock_path(folder_));
  } catch (const engine::Error&) {  // NOLINT(bugprone-empty-catch): the kernel frees the lock
    // Only the holder's name stays in the file.
  }
  ::close(fd_);
  fd_ = -1;
}

engine::LockStatus LocalLock::status(std::stop_token /*stop*/) {
  const std::string path = lock_path(folder_);
  const LockDescriptor file(path, 0);
  if (!file.is_open()) return {};
  // To name itself there is the first thing that a holder does. Looking takes the lock for a
  // moment, in which nobody else gets it, and so is left where nobody is named.
  const engine::LockInfo named = read_lock(path).holder;
  if (named.id.empty()) return {};
  return {!file.lock(), read_lock(path).holder};
}

void LocalLock::break_held(const std::string& id, std::stop_token /*stop*/) {
  const std::string path = lock_path(folder_);
  const LockDescriptor file(path, 0);
  if (!file.is_open() || read_lock(path).holder.id != id) return;
  const bool is_free = file.lock();
  const LockFile now = read_lock(path);
  if (now.holder.id != id) return;
  if (!is_free) {
    throw engine::LockHeldError(
        "the lock of a local state cannot be taken from the process that holds it: it ends with "
        "that process, however that ends");
  }
  write_lock(file.get(), lock_text(now.fence, {}), path);
}

}  // namespace dgctl::providers
