#include "cmd/dgctl/event_log.h"

#include <streambuf>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/dgctl/exit_code.h"
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

/// How every file of events begins.
constexpr std::string_view kBeginning = R"({"@level":)";

UsageError refused(const std::string& path, const std::string& why) {
  return UsageError{"--events " + path + ": " + why};
}

/// Throws UsageError for what would be lost if events were written there.
void require_no_other_file(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode) || info.st_size == 0) return;
  std::ifstream file(path, std::ios::binary);
  std::string beginning(kBeginning.size(), '\0');
  file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  if (beginning == kBeginning) return;
  throw refused(path,
                "there is a file that holds no events of dgctl's; name another, or remove it");
}

/// Opening a pipe waits for who reads it; this does not. Throws UsageError where nobody does.
void require_reader(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0 || !S_ISFIFO(info.st_mode)) return;
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) throw refused(path, "nobody reads this pipe; start its reader first");
  ::close(descriptor);
}

std::string machine_time() { return engine::to_rfc3339(providers::SystemClock().now()); }

}  // namespace

void EventLog::open(const std::string& path) {
  require_no_other_file(path);
  require_reader(path);
  path_ = path;
  file_ = std::make_unique<std::ofstream>(path, std::ios::binary | std::ios::trunc);
  if (!*file_) {
    file_.reset();
    throw refused(path, "the file cannot be written");
  }
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
  if (file_) *file_ << text << std::flush;
  if (stream_ != nullptr) {
    std::ostream(kept_) << text << std::flush;
  }
}

std::string EventLog::close() {
  const std::scoped_lock lock(mutex_);
  if (stream_ != nullptr) stream_->rdbuf(kept_);
  stream_ = nullptr;
  if (!file_) return {};
  file_->close();
  const bool failed = file_->fail();
  file_.reset();
  return failed ? "cannot write all events to " + path_ : std::string();
}

}  // namespace dgctl::cmd
