#include "cmd/dgctl/signals.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "cmd/dgctl/exit_code.h"

namespace dgctl::cmd {
namespace {

[[noreturn]] void end_now(ExitCode code) { ::_exit(static_cast<int>(code)); }

}  // namespace

Signals::Signals() {
  sigset_t watched;
  sigemptyset(&watched);
  sigaddset(&watched, SIGINT);
  sigaddset(&watched, SIGTERM);
  // The terminal is gone. Who started this with nohup does not mind.
  struct sigaction hangup{};
  const bool minds = ::sigaction(SIGHUP, nullptr, &hangup) == 0 && hangup.sa_handler != SIG_IGN;
  if (minds) sigaddset(&watched, SIGHUP);
  sigset_t before;
  ::pthread_sigmask(SIG_BLOCK, &watched, &before);
  signals_ = ::signalfd(-1, &watched, SFD_CLOEXEC);
  if (signals_ >= 0) timer_ = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  if (timer_ >= 0) ended_ = ::eventfd(0, EFD_CLOEXEC);
  if (ended_ >= 0) {
    watcher_ = std::jthread([this] { watch(); });
  } else {
    why_not_ = std::strerror(errno);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
}

Signals::~Signals() {
  if (watcher_.joinable()) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(ended_, &one, sizeof one);
    watcher_.join();
  }
  for (const int descriptor : {signals_, timer_, ended_}) {
    if (descriptor >= 0) ::close(descriptor);
  }
}

void Signals::require_watched() const {
  if (why_not_.empty()) return;
  throw engine::Error("cannot watch for signals, which end a command in order: " + why_not_ +
                      "; nothing was changed; make room for dgctl (open files: `ulimit -n`), and "
                      "run it again");
}

void Signals::say(const std::string& text) const {
  const std::string line = (is_drawn_ ? kClearLine : "") + text;
  // Whether it arrives makes no difference to what follows.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

std::stop_token Signals::listen() {
  require_watched();
  listens_ = true;
  return source_.get_token();
}

void Signals::end_after(std::chrono::milliseconds time) const {
  require_watched();
  constexpr std::int64_t kMillisecondsASecond = 1000;
  constexpr std::int64_t kNanosecondsAMillisecond = 1'000'000;
  itimerspec when{};
  when.it_value.tv_sec = time.count() / kMillisecondsASecond;
  when.it_value.tv_nsec = time.count() % kMillisecondsASecond * kNanosecondsAMillisecond;
  // All zeros would disarm it.
  if (time.count() == 0) when.it_value.tv_nsec = 1;
  if (::timerfd_settime(timer_, 0, &when, nullptr) != 0) {
    throw engine::Error(std::string("cannot watch the time for --timeout: ") +
                        std::strerror(errno) +
                        "; nothing was changed; leave --timeout out, or have `timeout` run dgctl");
  }
}

void Signals::on_signal() {
  signalfd_siginfo info{};
  if (::read(signals_, &info, sizeof info) != static_cast<ssize_t>(sizeof info)) return;
  if (!listens_) {
    say("interrupted\nreason=cancelled\n");
    end_now(ExitCode::Cancelled);
  }
  if (source_.stop_requested()) {
    say("stopped at once; the journal has what was under way\nreason=cancelled\n");
    end_now(ExitCode::Cancelled);
  }
  say("interrupted: nothing new starts; once more stops at once\n");
  source_.request_stop();
}

void Signals::on_timeout() {
  std::uint64_t times = 0;
  if (::read(timer_, &times, sizeof times) != static_cast<ssize_t>(sizeof times)) return;
  if (source_.stop_requested()) return;
  if (!listens_) {
    say("--timeout is over\nreason=timeout\n");
    end_now(ExitCode::Timeout);
  }
  timed_out_ = true;
  say("--timeout is over: nothing new starts\n");
  source_.request_stop();
}

void Signals::watch() {
  for (;;) {
    std::array<pollfd, 3> waits{{{signals_, POLLIN, 0}, {timer_, POLLIN, 0}, {ended_, POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(), -1) < 0) continue;
    if (waits[2].revents != 0) return;
    if (waits[0].revents != 0) on_signal();
    if (waits[1].revents != 0) on_timeout();
  }
}

}  // namespace dgctl::cmd
