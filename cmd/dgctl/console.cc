#include "cmd/dgctl/console.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "engine/edges/error.h"

namespace dgctl::cmd {
namespace {

[[noreturn]] void fail() {
  throw engine::Error(std::string("cannot wait for an answer: ") + std::strerror(errno));
}

/// A descriptor that is readable once somebody said so.
class Event {
 public:
  Event() : fd_(::eventfd(0, EFD_CLOEXEC)) {
    if (fd_ < 0) fail();
  }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { ::close(fd_); }
  [[nodiscard]] int get() const { return fd_; }
  void raise() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(fd_, &one, sizeof one);
  }

 private:
  int fd_;
};

/// Byte by byte, so that what follows the line is left to whoever reads next.
std::string line_from(int fd, const Event& stop) {
  std::string line;
  for (;;) {
    std::array<pollfd, 2> waits{{{fd, POLLIN, 0}, {stop.get(), POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(), -1) < 0) {
      if (errno == EINTR) continue;
      fail();
    }
    if (waits[1].revents != 0) {
      throw engine::StoppedError("interrupted before it was answered; nothing was changed");
    }
    char byte = 0;
    const ssize_t got = ::read(fd, &byte, 1);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0 || byte == '\n') return line;
    line += byte;
  }
}

}  // namespace

Console process_console(std::ostream& output) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string(term) == "dumb";
  const bool forbidden = no_color != nullptr && *no_color != '\0';
  return {output,
          std::cerr,
          STDIN_FILENO,
          ::isatty(STDOUT_FILENO) == 1,
          ::isatty(STDERR_FILENO) == 1,
          ::isatty(STDIN_FILENO) == 1,
          !dumb && !forbidden,
          !dumb};
}

std::string ask(Console& console, const std::string& question, const std::stop_token& stop) {
  console.out << question << std::flush;
  const Event stopped;
  const std::stop_callback tell(stop, [&stopped] { stopped.raise(); });
  std::string answer = line_from(console.in, stopped);
  while (!answer.empty() && (answer.back() == '\r' || answer.back() == ' ')) answer.pop_back();
  return answer;
}

}  // namespace dgctl::cmd
