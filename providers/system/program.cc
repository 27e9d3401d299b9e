#include "providers/system/program.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/edges/error.h"
#include "providers/system/open_file.h"

namespace dgctl::providers {
namespace {

using Clock = std::chrono::steady_clock;

/// How often it is looked whether to stop.
constexpr std::chrono::milliseconds kLook{50};
constexpr int kShortLook = 2;  ///< ms, while it is ending

struct Pipe {
  OpenFile read, write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw engine::Error(std::string("no pipe can be made: ") + std::strerror(errno));
  }
  return {OpenFile(ends[0]), OpenFile(ends[1])};
}

/// Where a program's streams lead.
class Streams {
 public:
  Streams(int out, int err) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, out, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, err, STDERR_FILENO);
  }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;
  ~Streams() { ::posix_spawn_file_actions_destroy(&actions_); }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// A program that runs. However its block is left, it has ended.
class Child {
 public:
  Child(const std::vector<std::string>& command, const Streams& streams) {
    std::vector<std::string> words = command;
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const int error =
        ::posix_spawnp(&pid_, pointers.front(), streams.get(), nullptr, pointers.data(), ::environ);
    if (error != 0) throw engine::Error(std::strerror(error));
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    reaped(0);
  }

  /// Nothing while it runs.
  std::optional<int> ended() { return reaped(WNOHANG); }

 private:
  std::optional<int> reaped(int options) {
    int status = 0;
    pid_t got = 0;
    do {
      got = ::waitpid(pid_, &status, options);
    } while (got < 0 && errno == EINTR);
    if (got == 0) return std::nullopt;
    pid_ = -1;
    constexpr int kSignalled = 128;
    return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalled + WTERMSIG(status);
  }

  pid_t pid_ = -1;
};

/// Throws once it is time to give up.
void check(Clock::time_point end, const ProgramLimits& limits, const std::stop_token& stop) {
  if (stop.stop_requested()) throw engine::StoppedError("interrupted while a program ran");
  if (Clock::now() < end) return;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limits.time).count();
  throw engine::Error("it did not end within " + std::to_string(seconds) + " s");
}

/// Reads what is there. False: there is no more.
bool read_some(int fd, std::string& into, std::size_t most) {
  std::array<char, 4096> buffer{};
  const ssize_t got = ::read(fd, buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  into.append(buffer.data(), static_cast<std::size_t>(got));
  if (into.size() > most) {
    throw engine::Error("it writes more than " + std::to_string(most) + " bytes");
  }
  return got > 0;
}

/// Its output, until it closes both streams.
class Output {
 public:
  Output(const OpenFile& out, const OpenFile& err, std::size_t most)
      : open_{pollfd{out.get(), POLLIN, 0}, pollfd{err.get(), POLLIN, 0}}, most_(most) {}

  [[nodiscard]] bool is_open() const { return open_[0].fd >= 0 || open_[1].fd >= 0; }
  /// Waits a moment for more. Throws engine::Error where it is too much.
  void read(ProgramResult& into) {
    if (::poll(open_.data(), open_.size(), static_cast<int>(kLook.count())) <= 0) return;
    read(open_[0], into.out);
    read(open_[1], into.err);
  }

 private:
  void read(pollfd& stream, std::string& into) const {
    if (stream.fd < 0 || stream.revents == 0) return;
    if (!read_some(stream.fd, into, most_)) stream.fd = -1;
  }

  std::array<pollfd, 2> open_;
  std::size_t most_;
};

}  // namespace

ProgramResult run_program(const std::vector<std::string>& command,
                          const ProgramLimits& limits,
                          const std::stop_token& stop) {
  const auto end = Clock::now() + limits.time;
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  Child child(command, Streams(out.write.get(), err.write.get()));
  out.write = OpenFile(-1);
  err.write = OpenFile(-1);
  ProgramResult result;
  for (Output output(out.read, err.read, limits.output_bytes); output.is_open();) {
    check(end, limits, stop);
    output.read(result);
  }
  for (;;) {
    // It may close its streams and go on.
    if (const auto code = child.ended()) {
      result.code = *code;
      return result;
    }
    check(end, limits, stop);
    ::poll(nullptr, 0, kShortLook);
  }
}

}  // namespace dgctl::providers
