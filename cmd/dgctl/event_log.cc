#include "cmd/dgctl/event_log.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <streambuf>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/output_paths.h"
#include "cmd/dgctl/version.h"
#include "engine/apply/run.h"
#include "providers/system/system_clock.h"

namespace dgctl::cmd {
namespace {

/// Takes everything and keeps nothing.
class Nothing : public std::streambuf {
 protected:
  int_type overflow(int_type next) override { return traits_type::not_eof(next); }
  std::streamsize xsputn(const char* /*text*/, std::streamsize size) override { return size; }
};

constexpr mode_t kAsUmaskSays = 0666;
constexpr std::string_view kBeginning = R"({"@level":)";  // of every event

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw UsageError("--events " + path + ": " + why);
}

/// Whether a file is empty or begins as events do.
bool may_be_written_over(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) refuse(path, std::string("the file cannot be read: ") + std::strerror(errno));
  std::array<char, kBeginning.size()> bytes{};
  const ssize_t got = ::read(file, bytes.data(), bytes.size());
  ::close(file);
  if (got < 0) refuse(path, "the file cannot be read");
  return got == 0 || std::string_view(bytes.data(), static_cast<std::size_t>(got)) == kBeginning;
}

/// Nothing is emptied by it, and nothing waited for: of a pipe that nobody reads it says so. Opened
/// once, since a reader takes the first that closes it for the end.
int open_for_writing(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_NONBLOCK | O_CLOEXEC, kAsUmaskSays);
  if (file >= 0) return file;
  if (errno == ENXIO) refuse(path, "nobody reads this pipe; start its reader first");
  refuse(path, std::string("the file cannot be written: ") + std::strerror(errno));
}

/// Why it did not go, or "".
std::string write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return std::strerror(errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::string machine_time() { return engine::to_rfc3339(providers::SystemClock().now()); }

}  // namespace

void EventLog::open(const std::string& path) {
  require_outside_of_state("--events", path);
  struct stat info{};
  const bool is_there = ::stat(path.c_str(), &info) == 0;
  if (is_there && S_ISREG(info.st_mode) && !may_be_written_over(path)) {
    refuse(path, "there is a file that holds no events of dgctl's; name another, or remove it");
  }
  path_ = path;
  file_ = open_for_writing(path);
  is_new_ = !is_there;
  // A pipe's reader may take its time.
  ::fcntl(file_, F_SETFL, 0);
  if (is_there && S_ISREG(info.st_mode) && ::ftruncate(file_, 0) != 0) {
    discard();
    refuse(path, std::string("the file cannot be written: ") + std::strerror(errno));
  }
}

EventLog::~EventLog() {
  if (file_ >= 0) ::close(file_);
}

void EventLog::discard() {
  const std::scoped_lock lock(mutex_);
  if (file_ < 0) return;
  ::close(file_);
  file_ = -1;
  if (is_new_) ::unlink(path_.c_str());
}

void EventLog::take_over(std::ostream& stream) {
  stream.flush();
  nothing_ = std::make_unique<Nothing>();
  kept_ = stream.rdbuf(nothing_.get());
  stream_ = &stream;
}

void EventLog::use_clock(std::function<std::string()> now) {
  const std::scoped_lock lock(mutex_);
  now_ = std::move(now);
}

void EventLog::write(const std::function<std::string(const engine::EventJson&)>& lines) {
  const std::scoped_lock lock(mutex_);
  if (!is_open()) return;
  const engine::EventJson json(now_ ? now_() : machine_time());
  std::string text = has_begun_ ? std::string() : json.version(cmd::version());
  has_begun_ = true;
  text += lines(json);
  if (file_ >= 0 && lost_.empty()) lost_ = write_all(file_, text);
  if (stream_ != nullptr) {
    std::ostream(kept_) << text << std::flush;
  }
}

std::string EventLog::close() {
  const std::scoped_lock lock(mutex_);
  if (stream_ != nullptr) stream_->rdbuf(kept_);
  stream_ = nullptr;
  if (file_ < 0) return {};
  if (::close(file_) != 0 && lost_.empty()) lost_ = std::strerror(errno);
  file_ = -1;
  return lost_.empty() ? std::string() : "cannot write all events to " + path_ + ": " + lost_;
}

}  // namespace dgctl::cmd
