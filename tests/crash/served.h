#pragma once

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/process.h"

namespace dgctl::tests {

/// The workspace of a folder behind `dgsim serve`, for as long as this lives.
class Served {
 public:
  explicit Served(const std::filesystem::path& folder) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ < 0) throw std::runtime_error("no process");
    if (child_ == 0) {
      ::dup2(::open("/dev/null", O_RDWR), STDIN_FILENO);
      ::dup2(ends[1], STDOUT_FILENO);
      if (::chdir(folder.c_str()) != 0) ::_exit(127);
      ::execl(DGCTL_BIN "/dgsim",
              "dgsim",
              "serve",
              "workspace.json",
              "--listen",
              "127.0.0.1:0",
              nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    std::string line;
    for (char c = 0; ::read(ends[0], &c, 1) == 1 && c != '\n';) line += c;
    ::close(ends[0]);
    port_ = nlohmann::json::parse(line).at("port");
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  ~Served() { stop(); }

  [[nodiscard]] int port() const { return port_; }
  /// What has happened is in the file then.
  void stop() {
    if (child_ <= 0) return;
    ::kill(child_, SIGTERM);
    ::waitpid(child_, nullptr, 0);
    child_ = 0;
  }

 private:
  pid_t child_ = 0;
  int port_ = 0;
};

}  // namespace dgctl::tests
