#include "cmd/dgctl/event_log.h"

#include <streambuf>

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

std::string machine_time() { return engine::to_rfc3339(providers::SystemClock().now()); }

}  // namespace

void EventLog::open(const std::string& path) {
  path_ = path;
  file_ = std::make_unique<std::ofstream>(path, std::ios::binary | std::ios::trunc);
  if (!*file_) {
    file_.reset();
    throw UsageError("--events " + path + ": the file cannot be written");
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
