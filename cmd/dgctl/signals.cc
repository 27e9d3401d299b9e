#include "cmd/dgctl/signals.h"

#include <array>
#include <csignal>
#include <cstdint>
#include <string_view>

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cmd/dgctl/exit_code.h"

namespace dgctl::cmd {
namespace {

void say(std::string_view text) {
  // Whether it arrives makes no difference to what follows.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

Signals::Signals() {
  sigset_t watched;
  sigemptyset(&watched);
  sigaddset(&watched, SIGINT);
  sigaddset(&watched, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &watched, nullptr);
  signals_ = ::signalfd(-1, &watched, SFD_CLOEXEC);
  ended_ = ::eventfd(0, EFD_CLOEXEC);
  if (signals_ < 0 || ended_ < 0) throw engine::Error("the system cannot watch for signals");
  watcher_ = std::jthread([this] { watch(); });
}

Signals::~Signals() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(ended_, &one, sizeof one);
  watcher_.join();
  ::close(signals_);
  ::close(ended_);
}

void Signals::watch() {
  for (;;) {
    std::array<pollfd, 2> waits{{{signals_, POLLIN, 0}, {ended_, POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(), -1) < 0) continue;
    if (waits[1].revents != 0) return;
    signalfd_siginfo info{};
    if (::read(signals_, &info, sizeof info) != static_cast<ssize_t>(sizeof info)) continue;
    if (source_.stop_requested()) {
      say("stopped at once; the journal has what was under way\nreason=cancelled\n");
      ::_exit(static_cast<int>(ExitCode::Cancelled));
    }
    say("interrupted: nothing new starts; once more stops at once\n");
    source_.request_stop();
  }
}

}  // namespace dgctl::cmd
