#include "cmd/dgctl/progress.h"

#include <algorithm>
#include <ostream>

#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/signals.h"
#include "engine/render/message.h"
#include "engine/render/phrases.h"
#include "engine/render/shown.h"

namespace dgctl::cmd {
namespace {

constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::size_t kShownAtOnce = 2;

std::size_t terminal_width() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsual;
  return size.ws_col;
}

/// The beginning of a text that fits, whole characters.
std::string fitting(const std::string& text, std::size_t width) {
  std::string out;
  std::size_t taken = 0;
  for (const char c : text) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (begins && ++taken > width) break;
    out += c;
  }
  return out;
}

std::string seconds_text(std::chrono::steady_clock::duration time) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
  constexpr std::int64_t kMinute = 60;
  if (seconds < kMinute) return std::to_string(seconds) + "s";
  return std::to_string(seconds / kMinute) + "m" + std::to_string(seconds % kMinute) + "s";
}

std::string shown_text(const std::string& text) { return engine::shown_message(text); }

}  // namespace

Progress::Progress(Console& console, bool quiet)
    : console_(console),
      is_quiet_(quiet),
      draws_(!quiet && console.err_is_terminal && console.drawing_allowed),
      began_(std::chrono::steady_clock::now()) {
  console_.progress = this;
  if (!is_quiet_) drawer_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Progress::~Progress() {
  if (drawer_.joinable()) {
    drawer_.request_stop();
    drawer_.join();
  }
  const std::scoped_lock lock(mutex_);
  clear();
  console_.progress = nullptr;
}

void Progress::begin_reading(const std::string& host, std::function<std::size_t()> requests) {
  const std::scoped_lock lock(mutex_);
  reading_ = shown_text(host);
  requests_ = std::move(requests);
  began_ = std::chrono::steady_clock::now();
  if (!is_quiet_) print("reading " + reading_ + " …");
}

void Progress::end_reading() {
  const std::scoped_lock lock(mutex_);
  reading_.clear();
  requests_ = nullptr;
  clear();
}

void Progress::set_current(const std::string& what) {
  const std::scoped_lock lock(mutex_);
  current_ = shown_text(what);
  began_ = std::chrono::steady_clock::now();
  if (draws_) draw();
}

void Progress::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const std::chrono::milliseconds pause = draws_ ? kRedraw : kHeartbeat;
  while (!stop.stop_requested()) {
    changed_.wait_for(lock, stop, pause, [] { return false; });
    if (stop.stop_requested()) return;
    if (draws_) {
      draw();
    } else if (const std::string text = status(); !text.empty()) {
      print("still at it: " + text);
    }
  }
}

std::string Progress::status() const {
  const Time now = std::chrono::steady_clock::now();
  if (!current_.empty()) return current_ + ", " + seconds_text(now - began_);
  if (!reading_.empty()) {
    const std::size_t sent = requests_ ? requests_() : 0;
    return "reading " + reading_ + ": " + engine::plural(sent, "request", "requests") + ", " +
           seconds_text(now - began_);
  }
  if (under_way_.empty()) return {};
  std::string text = std::to_string(done_) + " of " + engine::plural(total_, "step", "steps") +
                     " done, " + seconds_text(now - began_) + ": ";
  std::size_t n = 0;
  for (const auto& [address, what] : under_way_) {
    if (n++ == kShownAtOnce) {
      text += " and " + std::to_string(under_way_.size() - kShownAtOnce) + " more";
      break;
    }
    text += (n > 1 ? ", " : "") + what.first + " (" + seconds_text(now - what.second) + ")";
  }
  return text;
}

void Progress::print(const std::string& line) {
  clear();
  console_.err << line << "\n" << std::flush;
}

void Progress::clear() {
  if (!is_drawn_) return;
  console_.err << kClearLine << std::flush;
  set_drawn(false);
}

void Progress::set_drawn(bool is_drawn) {
  is_drawn_ = is_drawn;
  if (console_.signals != nullptr) console_.signals->set_drawn(is_drawn);
}

void Progress::say(const std::string& line) {
  const std::scoped_lock lock(mutex_);
  print(line);
  if (draws_) draw();
}

void Progress::draw() {
  const std::string text = status();
  if (text.empty()) return clear();
  // A line that is full would wrap, and could not be taken away again.
  console_.err << kClearLine << fitting(text, terminal_width() - 1) << std::flush;
  set_drawn(true);
}

void Progress::follow(const engine::Event& event) {
  if (event.total > 0) total_ = event.total;
  done_ = std::max(done_, event.done);
  if (!event.of) return;
  if (event.type == "apply_start") {
    if (under_way_.empty() && done_ == 0) began_ = std::chrono::steady_clock::now();
    under_way_[*event.of] = {shown_text(event.text), std::chrono::steady_clock::now()};
  } else {
    under_way_.erase(*event.of);
  }
}

void Progress::notify(const engine::Event& event) {
  if (console_.events != nullptr) {
    console_.events->write([&](const engine::EventJson& json) { return json.progress(event); });
  }
  const std::scoped_lock lock(mutex_);
  follow(event);
  if (is_quiet_) return;
  std::string subject;
  if (event.of) subject = engine::shown(*event.of) + ": ";
  std::string text = shown_text(event.text);
  // Why stands at the end, once for all that a request carried.
  if (event.type == "apply_complete") text = "done";
  if (event.type == "apply_errored") text = "failed";
  if (event.type == "apply_stale") text = "left out";
  if (event.took) {
    text += " after " + seconds_text(*event.took);
    text += " (" + std::to_string(event.done) + " of " + std::to_string(event.total) + ")";
  }
  print(subject + text);
  if (draws_) draw();
}

}  // namespace dgctl::cmd
