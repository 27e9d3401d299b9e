#pragma once

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/golden.h"

namespace dgctl::tests {

/// How a process ended, and what it printed on both streams.
struct Ended {
  int code = 0;    ///< its exit code, or -1
  int signal = 0;  ///< what killed it, or 0
  std::string output;
};

/// Runs a program in a folder, nothing on its standard input.
inline Ended run_process(const std::vector<std::string>& command,
                         const std::filesystem::path& folder) {
  std::array<int, 2> pipe_ends{};
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<char*> arguments;
  for (const std::string& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) {
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(pipe_ends[1], STDOUT_FILENO);
    ::dup2(pipe_ends[1], STDERR_FILENO);
    if (::chdir(folder.c_str()) != 0) ::_exit(127);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(pipe_ends[1]);
  Ended ended;
  std::array<char, 4096> chunk{};
  for (;;) {
    const ssize_t got = ::read(pipe_ends[0], chunk.data(), chunk.size());
    if (got <= 0) break;
    ended.output.append(chunk.data(), static_cast<std::size_t>(got));
  }
  ::close(pipe_ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return ended;
}

/// A folder of its own for a test, removed afterwards. In memory where the system has such a place
/// and lets us: a kill loses nothing of it, and syncing costs nothing.
class ScratchFolder {
 public:
  ScratchFolder() : path_(made_in("/dev/shm")) {
    if (path_.empty()) path_ = made_in(std::filesystem::temp_directory_path());
    if (path_.empty()) throw std::runtime_error("no scratch folder");
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }

 private:
  static std::filesystem::path made_in(const std::filesystem::path& place) {
    std::string name = (place / "dgctl-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) name.clear();
    return name;
  }

  std::filesystem::path path_;
};

inline void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace dgctl::tests
